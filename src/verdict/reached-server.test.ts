import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import { reachedServer } from "./reached-server.ts";

const NOT_SENT = { ending: { kind: "not-sent" } } as const;
const CALL = {
  ...NOT_SENT,
  callResult: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
} as const;
const failed = (error: string) => ({ kind: "failed", error }) as const;
const cached = { fromCache: true };

// "Did the server process it?": developers need this to look for the effect of a POST.
it.each<[string, ExchangeInit, boolean | null]>([
  ["of a response", {}, true],
  ["of a response from the cache", { response: cached }, false],
  [
    "of a redirect in the cache and then a response",
    { hops: [{ url: "https://a.test/", response: cached }, { url: "https://b.test/" }] },
    true,
  ],
  [
    "of a redirect in the cache alone",
    {
      hops: [{ url: "https://a.test/", response: cached }, { response: null }],
      ending: failed("net::ERR_FAILED"),
    },
    null,
  ],
  ["of a preflight alone", { completeness: "orphan-preflight" }, null],
  ["of a call that was never sent", { ...CALL, call: aCall() }, false],
  ["of a call that a service worker received", { ...CALL, call: aCall({ served: true }) }, null],
  [
    "of an element that was never sent",
    { ...NOT_SENT, resourceType: "image", element: anElement({}), elementFailed: true },
    false,
  ],
  [
    "of an element that a service worker received",
    {
      ...NOT_SENT,
      resourceType: "image",
      element: anElement({ served: true }),
      elementFailed: true,
    },
    null,
  ],
  [
    "of a request whose preflight failed",
    {
      ...{ method: "PUT", requestHeaders: null, response: null },
      preflight: { status: 404, headers: {} },
      ending: failed("net::ERR_FAILED"),
    },
    false,
  ],
  [
    "of a name that was not resolved",
    { response: null, ending: failed("net::ERR_NAME_NOT_RESOLVED") },
    false,
  ],
  [
    "of a connection that broke off",
    { response: null, ending: failed("net::ERR_CONNECTION_RESET") },
    null,
  ],
  ["of a request without a response so far", { response: null, ending: { kind: "pending" } }, true],
  [
    "of a request without a response so far in Firefox, which reports it before its preflight",
    { browser: "gecko", response: null, ending: { kind: "pending" } },
    null,
  ],
])("%s", (_name, init, wanted) => {
  expect(reachedServer(anExchange(init))).toBe(wanted);
});
