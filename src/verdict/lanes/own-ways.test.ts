import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../judge.ts";
import type { LaneName } from "../lane-name.ts";

const PAGE = "https://app.test";
const CORS = { Origin: PAGE, "Sec-Fetch-Mode": "cors" };
const ALLOW = { "Access-Control-Allow-Origin": PAGE };
const NO_CORS = { "Sec-Fetch-Mode": "no-cors" };
const failed = (error: string) => ({ kind: "failed", error }) as const;

const redirectTo = (Location: string): ExchangeInit => ({
  browser: "gecko",
  initiatorOrigin: PAGE,
  requestHeaders: CORS,
  response: { status: 302, headers: { ...ALLOW, Location } },
});
const manual = { call: aCall({ redirect: "manual" }) };
const image = { initiatorOrigin: PAGE, resourceType: "image", requestHeaders: NO_CORS } as const;
const toPassword: ExchangeInit = {
  ...image,
  browser: "gecko",
  hops: [{ url: "https://a.test/" }, { url: "https://user:word@a.test/", response: {} }].map(
    (hop) => ({ requestHeaders: NO_CORS, ...hop }),
  ),
};
const framed: ExchangeInit = {
  url: "https://frame.test/",
  resourceType: "sub_frame",
  initiatorOrigin: PAGE,
  embedderPolicy: "require-corp",
  ancestorOrigins: [PAGE],
  response: { headers: {} },
};
const HELD = { Cookie: "a=b" };

// Measured by `npm run conformance -- --across` in Chromium 156 and Firefox 153.
// biome-ignore format: a table is read by its columns.
it.each<[string, LaneName, ExchangeInit, string]>([
  ["an unsafe redirect that is not followed", "chromium", { ...redirectTo("data:,a"), ...manual }, "unsafe-redirect"],
  ["the same, elsewhere", "gecko", { ...redirectTo("data:,a"), ...manual, browser: "chromium", ending: failed("net::ERR_UNSAFE_REDIRECT") }, "opaque-redirect"],
  ["a Location that is no URL", "chromium", redirectTo("http://"), "protocol-error"],
  ["a password in a redirect without CORS", "chromium", toPassword, "credentialed-subresource"],
  ["the same, recorded there", "gecko", { ...toPassword, browser: "chromium" }, "opaque-no-cors"],
  ["a status 407", "chromium", { browser: "gecko", initiatorOrigin: PAGE, requestHeaders: CORS, response: { status: 407, headers: ALLOW } }, "network-error"],
  ["a status 401", "chromium", { browser: "gecko", initiatorOrigin: PAGE, requestHeaders: CORS, response: { status: 401, headers: ALLOW } }, "allowed"],
  ["a frame that Gecko refused", "chromium", { ...framed, browser: "gecko", ending: failed("NS_ERROR_DOM_COEP_FAILED") }, "own-policy"],
  ["a frame that Chromium showed", "gecko", { ...framed, documentShown: true }, "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["a frame that may be embedded", "gecko", { ...framed, documentShown: true, response: { headers: { "Cross-Origin-Resource-Policy": "cross-origin", "Cross-Origin-Embedder-Policy": "require-corp" } } }, "allowed"],
  ["a frame that Chromium refused", "gecko", { ...framed, requestHeaders: HELD }, "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
  ["an image that is JSON", "gecko", { ...image, response: { headers: { "Content-Type": "application/json" } } }, "own-policy"],
  ["an image that is one", "gecko", { ...image, response: { headers: { "Content-Type": "image/png" } } }, "opaque-no-cors"],
])("%s: in %s", (_what, lane, init, wanted) => {
  const { outcome, cause, open } = judge(anExchange(init)).lanes[lane];
  expect(open ?? cause?.code ?? outcome).toBe(wanted);
});
