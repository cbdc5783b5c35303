import { expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { judge } from "./judge.ts";

const COMPLETED = { kind: "completed" } as const;
// Seen in Chromium 156 where the refusal came before the body.
const ABORTED = { kind: "failed", error: "net::ERR_ABORTED" } as const;

// https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header
// https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
// biome-ignore format: a table is read by its columns.
it.each([
  ["X-Frame-Options", "DENY",                COMPLETED, null,           "blocked frame-not-allowed likely"],
  ["X-Frame-Options", "DENY",                ABORTED,   null,           "blocked frame-not-allowed likely"],
  ["X-Other",         "DENY",                COMPLETED, null,           "allowed null certain"],
  ["X-Other",         "DENY",                ABORTED,   null,           "aborted aborted certain"],
  ["X-Other",         "DENY",                ABORTED,   "require-corp", "blocked corp-not-same-origin-after-defaulted-to-same-origin-by-coep likely"],
])("judges a frame with %s: %s that ended %o, in a page with COEP %s: %s", (name, value, ending, embedderPolicy, wanted) => {
  const exchange = anExchange({
    resourceType: "sub_frame",
    requestHeaders: { "Sec-Fetch-Mode": "navigate" },
    response: { headers: { [name]: value } },
    ending,
    embedderPolicy,
  });
  const { outcome, cause, certainty } = judge(exchange);
  expect(`${outcome} ${cause?.code ?? null} ${certainty}`).toBe(wanted);
});
