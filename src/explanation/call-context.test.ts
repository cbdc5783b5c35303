import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { callContext } from "./call-context.ts";

// Seen in Chromium 156: requests of workers belong to no document, those of shared workers to no tab.
it.each<[ReturnType<typeof callContext>, ExchangeInit]>([
  ["page-or-worker", { documentId: "d" }],
  ["page", { documentId: "d", call: aCall({ url: "https://api.test/" }) }],
  ["frame", { documentId: "d", frameId: 7 }],
  ["worker", { documentId: null }],
  ["shared-worker", { documentId: null, tabId: -1 }],
  ["page", { documentId: null, call: aCall({ url: "https://api.test/" }) }],
  ["page", { documentId: null, resourceType: "image" }],
])("a request is made in a %s", (context, init) => {
  expect(callContext(anExchange({ frameId: 0, tabId: 1, ...init }))).toBe(context);
});
