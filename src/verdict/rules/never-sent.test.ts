import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import type { PageCall, PageCallResult } from "../../observation/page-call.ts";
import { judge } from "../judge.ts";

const unsent = (
  call: Partial<PageCall>,
  errorName: string,
  result: PageCallResult["result"],
  more: ExchangeInit = {},
) =>
  judge(
    anExchange({
      ...{ ending: { kind: "not-sent" }, requestHeaders: null, response: null },
      ...(call.method === undefined ? {} : { method: call.method }),
      ...(call.url === undefined ? {} : { url: call.url }),
      call: aCall(call),
      callResult: { result, responseType: null, status: null, errorName },
      ...more,
    }),
  );

const USER = "https://user:secret@api.test/";

// https://fetch.spec.whatwg.org/#dom-request and https://xhr.spec.whatwg.org/#the-open()-method
it.each<[string, Partial<PageCall>, string, PageCallResult["result"], string | undefined]>([
  ["an invalid header value", { method: "PUT" }, "TypeError", "thrown", "invalid-call"],
  ["an exception from the page's getter", {}, "RangeError", "thrown", "invalid-call"],
  ["a second send()", { api: "xhr" }, "InvalidStateError", "thrown", "invalid-call"],
  ["a forbidden method", { method: "TRACE" }, "TypeError", "thrown", "forbidden-method"],
  ["a password in the URL of a fetch", { url: USER }, "TypeError", "thrown", "invalid-call"],
  ["an invalid method", { method: "PU T", mode: "no-cors" }, "TypeError", "thrown", "invalid-call"],
  [
    "an invalid method of an only-if-cached call, whose mode is checked first",
    { method: "PU T", onlyIfCached: true },
    "TypeError",
    "thrown",
    "only-if-cached-not-same-origin",
  ],
  [
    "an invalid method of a call that may be only-if-cached",
    { method: "PU T", onlyIfCached: true, mode: "same-origin" },
    "TypeError",
    "thrown",
    "invalid-call",
  ],
  [
    "a password in the URL of an only-if-cached call",
    { url: USER, onlyIfCached: true },
    "TypeError",
    "thrown",
    "invalid-call",
  ],
  [
    "a password in the URL of a fetch whose method is refused as well",
    { url: USER, method: "PUT", mode: "no-cors" },
    "TypeError",
    "thrown",
    "invalid-call",
  ],
  [
    "options that were refused before the method of a no-cors call",
    { method: "PUT", mode: "no-cors", optionsRefused: true },
    "TypeError",
    "thrown",
    "invalid-call",
  ],
  [
    "options that were refused before a forbidden method",
    { method: "TRACE", optionsRefused: true },
    "TypeError",
    "thrown",
    "invalid-call",
  ],
  ["a synchronous request that failed", { api: "xhr" }, "NetworkError", "thrown", undefined],
  ["an aborted call", {}, "AbortError", "rejected", "aborted"],
  ["a call whose signal was aborted before it", {}, "AbortError", "thrown", "aborted"],
  ["a call whose signal timed out before it", {}, "TimeoutError", "thrown", "aborted"],
  [
    "a call whose signal timed out before its request began",
    {},
    "TimeoutError",
    "rejected",
    "aborted",
  ],
  ["a call that failed", {}, "TypeError", "rejected", undefined],
])("%s", (_what, call, errorName, result, code) => {
  const { outcome, certainty, cause } = unsent(call, errorName, result);
  const outcomes: Record<string, string> = { aborted: "aborted", undefined: "unknown" };
  expect([outcome, certainty, cause?.code]).toEqual([
    outcomes[String(code)] ?? "blocked",
    code === undefined ? "ambiguous" : "certain",
    code,
  ]);
});

// https://fetch.spec.whatwg.org/#dom-request fills in the headers before it checks the body.
it.each<[string, readonly string[], string, string]>([
  ["no headers", [], "no-cors-stream-body", "certain"],
  ["headers whose values were not recorded", ["x-a"], "no-cors-stream-body", "likely"],
  ["an invalid header name", ["x a"], "invalid-call", "certain"],
])("a stream without CORS and %s", (_what, headerNames, code, certainty) => {
  const call = { method: "POST", mode: "no-cors", body: "stream", headerNames } as const;
  const verdict = unsent(call, "TypeError", "thrown");
  expect([verdict.cause?.code, verdict.certainty]).toEqual([code, certainty]);
});

// Seen in Chromium 156 and Firefox 153: only Chromium refuses such URLs, except to XMLHttpRequest.
it.each([
  ["chromium", "event-source", "credentialed-subresource"],
  ["chromium", "beacon", "credentialed-subresource"],
  ["chromium", "xhr", undefined],
  ["gecko", "event-source", undefined],
] as const)("in %s, an %s with a password in its URL: %s", (browser, api, code) => {
  const { cause } = unsent({ api, url: USER }, "NetworkError", "rejected", { browser });
  expect(cause?.code).toBe(code);
});

// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch : seen in Chromium 156 with 70,000 bytes.
it.each<[string, Partial<PageCall>, string]>([
  [
    "keepalive and a body",
    { keepalive: true, body: "plain" },
    "invalid-call blocked-by-client csp",
  ],
  ["keepalive alone", { keepalive: true }, "blocked-by-client csp"],
  ["a body alone", { body: "plain" }, "blocked-by-client csp"],
  [
    "a service worker, keepalive and a body",
    { served: true, keepalive: true, body: "plain" },
    "service-worker-error invalid-call",
  ],
  // https://fetch.spec.whatwg.org/#concept-scheme-fetch : a service worker receives http and https alone.
  [
    "a service worker and a revoked object URL",
    { served: true, url: "blob:https://app.test/1" },
    "blocked-by-client csp",
  ],
  ["a service worker and a body", { served: true, body: "plain" }, "service-worker-error"],
])("the causes of a rejected call with %s: %o", (_what, call, causes) => {
  const verdict = unsent(call, "TypeError", "rejected");
  const all = [verdict.cause, ...verdict.alternatives].flatMap((cause) => cause?.code ?? []);
  expect(all.join(" ")).toBe(causes);
});
