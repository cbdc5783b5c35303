import { describe, expect, it } from "vitest";
import { type ReportedRequest, reported } from "../diagnosis/case.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { isForPageAlone } from "./page-change.ts";
import { policyOfServer } from "./recorded-server.ts";

const SERVER = "https://api.test";
const URL_ = `${SERVER}/items`;

function judgedAll(all: readonly ReportedRequest[]): Judged[] {
  return all.map((one, index) => {
    const exchange = reported({ url: URL_, ...one }, index);
    return { exchange, verdict: judge(exchange) };
  });
}

/** The server's policy as "GET,PUT | x-a | credentials"; null where there is nothing to allow. */
function allowed(all: readonly ReportedRequest[]): string | null {
  const { policy } = policyOfServer(judgedAll(all), SERVER);
  if (policy === null) return null;
  return policy.parts
    .map(({ policy: { methods, requestHeaders, credentials, preflight } }) =>
      [
        methods.join(","),
        requestHeaders.join(","),
        credentials ? "credentials" : "",
        preflight ? "preflight" : "",
      ].join("|"),
    )
    .join(" ");
}

const ORIGIN = "Access-Control-Allow-Origin: $ORIGIN";
const ANY = "Access-Control-Allow-Origin: *";
const TYPE = { "Content-Type": "application/json" };

// A server's policy omits what the page should change, and keeps the rest of the request.
// biome-ignore format: a table is read by its columns.
describe("a server need not allow what the page should change", () => {
  it.each<[string, ReportedRequest, string | null]>([
    ["a response header on the request", { headers: { "Access-Control-Allow-Origin": "*" }, preflight: [204, ANY] },                    "GET|||"],
    ["and another header beside it",     { headers: { "Access-Control-Max-Age": "1", "X-A": "1" }, preflight: [204, ANY] },             "GET|x-a||preflight"],
    ["a type without a body",            { headers: TYPE, preflight: [204, ANY] },                                                      "GET|||"],
    ["a tracer's headers",               { headers: { "sentry-trace": "1", baggage: "a" }, preflight: [204, ANY] },                     "GET|||"],
    ["a method in lower case",           { method: "patch", preflight: [204, ANY, "Access-Control-Allow-Methods: PATCH"] },             "PATCH|||preflight"],
    ["a method in mixed case",           { method: "Patch", preflight: [204, ANY, "Access-Control-Allow-Methods: GET"] },               "PATCH|||preflight"],
    ["a beacon's credentials",           { api: "beacon", method: "POST", credentials: "include", headers: TYPE, preflight: [204, ANY] }, "POST|content-type||preflight"],
    ["a URL that redirects to a slash",  { method: "PUT", preflight: [308, "Location: /items/", ANY] },                                 null],
    ["a host with a new name",           { response: [301, "Location: https://api2.test/items"] },                                     null],
    ["an opaque origin",                 { page: "null", response: [200, "Access-Control-Allow-Origin: https://a.test"] },              null],
    ["a mode that forbids the request",  { mode: "same-origin" },                                                                       null],
  ])("%s", (_name, one, wanted) => {
    const all = judgedAll([one]);
    expect(allowed([one])).toBe(wanted);
    expect(all.map(isForPageAlone)).toEqual([true]);
  });

  // https://fetch.spec.whatwg.org/#forbidden-method and #forbidden-request-header
  it.each(["TRACE", "trace", "CONNECT", "Track"])("the method %s, which no page can send", (method) => {
    expect(allowed([{ method }])).toBeNull();
  });
  it.each(["cookie", "host", "origin", "sec-a", "proxy-a", "accept-charset", "date"])(
    "the header %s, which no page can set",
    (name) => {
      const exchange = { ...reported({ url: URL_, headers: { [name]: "1" }, error: "net::ERR_CONNECTION_RESET" }) };
      const hops = exchange.hops.map((hop) => ({ ...hop, requestHeaders: null })) as never;
      const unseen = { ...exchange, hops };
      const { policy } = policyOfServer([{ exchange: unseen, verdict: judge(unseen) }], SERVER);
      expect(policy?.parts.flatMap(({ policy: { requestHeaders } }) => requestHeaders) ?? []).toEqual([]);
    },
  );
});

// biome-ignore format: a table is read by its columns.
describe("a server has to allow", () => {
  it.each<[string, ReportedRequest, string]>([
    ["a method beside a response header",      { method: "PUT", headers: { "Access-Control-Expose-Headers": "*" }, preflight: [204, ANY] }, "PUT|||preflight"],
    ["another header beside a response header", { method: "PUT", headers: { "Access-Control-Allow-Headers": "*", "X-A": "1" }, preflight: [204] }, "PUT|x-a||preflight"],
    ["a method that is not on its list",       { method: "PATCH", preflight: [204, ANY] }, "PATCH|||preflight"],
    ["a method in lower case that passes",     { method: "patch", blocked: false, preflight: [204, ANY, "Access-Control-Allow-Methods: patch"], response: [200, ANY] }, "patch|||preflight"],
    ["a response header that passes",          { headers: { "Access-Control-Allow-Origin": "*" }, blocked: false, preflight: [204, ANY, "Access-Control-Allow-Headers: access-control-allow-origin"], response: [200, ANY] }, "GET|access-control-allow-origin||preflight"],
    ["the page's own header",                  { headers: { "X-A": "1" }, preflight: [204, ANY] }, "GET|x-a||preflight"],
    ["a library's headers without which it does not work", { headers: { "mcp-protocol-version": "1" }, preflight: [204, ANY] }, "GET|mcp-protocol-version||preflight"],
    ["a type of a body",                       { method: "POST", headers: TYPE, preflight: [204, ANY] }, "POST|content-type||preflight"],
    ["credentials of a fetch",                 { method: "POST", credentials: "include", headers: TYPE, preflight: [204, ORIGIN] }, "POST|content-type|credentials|preflight"],
    ["a request that it rejects with 429",     { response: [429, "Retry-After: 30"] }, "GET|||"],
    ["a request that it rejects for its type", { method: "POST", response: [415] }, "POST|||"],
  ])("%s", (_name, one, wanted) => {
    expect(allowed([one])).toBe(wanted);
    expect(judgedAll([one]).map(isForPageAlone)).toEqual([false]);
  });

  it("what one request needs, whatever others lack", () => {
    expect(allowed([
      { method: "TRACE" },
      { method: "patch", preflight: [204, ANY] },
      { method: "PUT", headers: { "X-A": "1" }, preflight: [204, ANY] },
      { headers: { "Access-Control-Allow-Origin": "*" }, preflight: [204, ANY] },
    ])).toBe("GET,PUT,PATCH|x-a||preflight");
  });
});
