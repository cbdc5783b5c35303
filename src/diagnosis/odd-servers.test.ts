import { expect, it } from "vitest";
import {
  AC,
  AH,
  AM,
  AO,
  diagnosisOf,
  HTML,
  JSON_TYPE,
  PAGE,
  type ReportedRequest,
} from "./case.test-builder.ts";

const API = "https://api.other.example";
const MAX = "Access-Control-Max-Age";
const ANY = `${AO}: *`;
const OWN = `${AO}: ${PAGE}`;
const WANTS_JSON = { Accept: "application/json" };

const passes: ReportedRequest = { blocked: false, response: [200, ANY, JSON_TYPE] };
const put: ReportedRequest = { ...passes, method: "PUT", headers: { Authorization: "Bearer t" } };
const PUT = [ANY, `${AM}: PUT`, `${AH}: authorization`];

// Unusual but correct: any finding here is a false accusation.
// biome-ignore format: a table is read by its columns.
it.each<[string, ReportedRequest]>([
  ["200 without a body on OPTIONS",                     { ...put, preflight: [200, ...PUT, "Content-Length: 0"] }],
  ["204 with a length on OPTIONS",                      { ...put, preflight: [204, ...PUT, "Content-Length: 0"] }],
  ["an HTML page on OPTIONS",                           { ...put, preflight: [200, ...PUT, HTML] }],
  ["201 on OPTIONS",                                    { ...put, preflight: [201, ...PUT] }],
  ["299 on OPTIONS",                                    { ...put, preflight: [299, ...PUT] }],
  ["any method without credentials",                    { ...put, preflight: [204, ANY, `${AM}: *`, `${AH}: authorization`] }],
  ["any header beside a named one",                     { ...put, headers: { "X-A": "1" }, preflight: [204, ANY, `${AM}: *`, `${AH}: *, x-b`] }],
  ["spaces and the same name twice",                    { ...put, preflight: [204, ANY, `${AM}:  PUT ,PUT,, GET`, `${AH}: Authorization ,AUTHORIZATION,,authorization`] }],
  ["no methods where none are needed",                  { ...passes, method: "POST", headers: { "Content-Type": "application/json" }, preflight: [204, ANY, `${AH}: content-type`] }],
  ["an unknown method",                                 { ...put, method: "QUERY", preflight: [204, ANY, `${AM}: QUERY`, `${AH}: authorization`] }],
  ["a custom method in mixed case",                     { ...put, method: "Purge", preflight: [204, ANY, `${AM}: Purge`, `${AH}: authorization`] }],
  ["a lower-case method that is allowed in lower case", { ...put, method: "patch", preflight: [204, ANY, `${AM}: patch`, `${AH}: authorization`] }],
  ["nothing cached: 0",                                 { ...put, preflight: [204, ...PUT, `${MAX}: 0`] }],
  ["nothing cached: -1",                                { ...put, preflight: [204, ...PUT, `${MAX}: -1`] }],
  ["a time that is none",                               { ...put, preflight: [204, ...PUT, `${MAX}: never`] }],
  ["a year",                                            { ...put, preflight: [204, ...PUT, `${MAX}: 31536000`] }],
  ["names in lower case",                               { ...passes, response: [200, ANY.toLowerCase(), "vary: origin"] }],
  ["names in upper case",                               { ...passes, response: [200, `${AO.toUpperCase()}: ${PAGE}`, "VARY: ORIGIN"] }],
  ["* on OPTIONS, the origin on other responses",       { ...put, preflight: [204, ...PUT], response: [200, OWN, "Vary: Origin"] }],
  ["the origin on OPTIONS, * on other responses",       { ...put, preflight: [204, OWN, `${AM}: PUT`, `${AH}: authorization`], response: [200, ANY] }],
  ["null for a sandboxed frame",                        { ...passes, page: "null", response: [200, `${AO}: null`, "Vary: Origin"] }],
  ["* for a sandboxed frame",                           { ...passes, page: "null" }],
  ["credentials allowed and not used",                  { ...passes, response: [200, ANY, `${AC}: true`] }],
  ["an invalid credentials value, not used",            { ...passes, response: [200, OWN, `${AC}: false`] }],
  ["a server that allows credentials",                  { ...passes, credentials: "include", response: [200, OWN, `${AC}: true`, "Vary: Origin"] }],
  ["Vary: *",                                           { ...passes, response: [200, OWN, "Vary: *"] }],
  ["Vary in two lines",                                 { ...passes, response: [200, OWN, "Vary: Accept-Encoding", "Vary: origin"] }],
  ["Vary: Origin twice beside *",                       { ...passes, response: [200, ANY, "Vary: Origin, Origin"] }],
  ["Vary without Origin beside *",                      { ...passes, response: [200, ANY, "Vary: Accept-Encoding"] }],
  ["a CDN's copy, by Vary",                             { ...passes, response: [200, OWN, "Vary: Origin", "X-Cache: HIT", "Age: 700"] }],
  ["a CDN's copy with *",                               { ...passes, response: [200, ANY, "CF-Ray: 1-FRA", "CF-Cache-Status: HIT", "Age: 7", "Server: cloudflare"] }],
  ["a preflight from a cache",                          { ...put, preflight: [204, ...PUT, "X-Cache: HIT", "Age: 3", "Via: 1.1 varnish"] }],
  ["many layers",                                       { ...passes, response: [200, ANY, "Server: nginx", "X-Powered-By: Express", "Via: 1.1 vegur, 1.1 google"] }],
  ["a challenge's headers on a success",                { ...passes, response: [200, ANY, "WWW-Authenticate: Bearer", JSON_TYPE] }],
  ["an error that the page reads: 404",                 { ...passes, response: [404, ANY, JSON_TYPE] }],
  ["an error that the page reads: 409",                 { ...passes, method: "POST", response: [409, ANY, JSON_TYPE] }],
  ["an error that the page reads: 418",                 { ...passes, response: [418, ANY] }],
  ["an error that the page reads: 422",                 { ...passes, method: "POST", response: [422, ANY, JSON_TYPE] }],
  ["an error that the page reads: 429",                 { ...passes, response: [429, ANY, "Retry-After: 3", "Access-Control-Expose-Headers: retry-after"] }],
  ["an error that the page reads: 500",                 { ...passes, response: [500, ANY, HTML] }],
  ["an error that the page reads: 503",                 { ...passes, response: [503, ANY, HTML, "Server: cloudflare"] }],
  ["204 without a type where JSON was requested",       { ...passes, headers: WANTS_JSON, response: [204, ANY] }],
  ["JSON with a vendor's type",                         { ...passes, headers: WANTS_JSON, response: [200, ANY, "Content-Type: application/problem+json"] }],
  ["HTML where either is accepted",                     { ...passes, headers: { Accept: "application/json, text/html" }, response: [200, ANY, HTML] }],
  ["HTML without an Accept header",                     { ...passes, response: [200, ANY, HTML] }],
  ["a resource called login",                           { ...passes, method: "POST", url: `${API}/login` }],
  ["a token's endpoint",                                { ...passes, method: "POST", url: `${API}/oauth2/token?response_type=token` }],
  ["a resource called error",                           { ...passes, url: `${API}/error/42` }],
  ["a host called error",                               { ...passes, url: "https://error.other.example/maintenance" }],
  ["Ollama's port, open",                               { ...passes, page: "http://localhost:3000", url: "http://localhost:11434/api/tags" }],
  ["a redirect that adds a slash",                      { ...passes, redirects: [[`${API}/v1/items/`, [301, ANY]]] }],
  ["a redirect to https",                               { ...passes, page: "http://shop.example", url: "http://api.other.example/a", redirects: [[`${API}/a`, [307, ANY]]] }],
  ["a redirect to another host",                        { ...passes, redirects: [["https://files.example/1", [302, ANY]]] }],
  ["a redirect to a resource called login",             { ...passes, redirects: [[`${API}/login/history`, [302, ANY]]] }],
  ["a redirect to a resource called error",             { ...passes, redirects: [[`${API}/error/42`, [303, ANY]]] }],
  ["a redirect there and back",                         { ...passes, redirects: [[`${API}/v2`, [302, ANY]], ["https://api.other.example/v1/items?b", [302, ANY]]] }],
  ["every header exposed",                              { ...passes, response: [200, ANY, "Access-Control-Expose-Headers: *", "X-Total-Count: 7"] }],
  ["a link that the browser follows",                   { ...passes, response: [200, ANY, "Link: </style.css>; rel=preload; as=style, <https://api.other.example/wp-json/>; rel=\"https://api.w.org/\""] }],
  ["an ETag that the page did not need",                { ...passes, response: [200, ANY, 'ETag: "1"'] }],
  ["a part of a file, exposed",                         { ...passes, response: [206, ANY, "Content-Range: bytes 0-1/9", "Access-Control-Expose-Headers: content-range, accept-ranges", "Accept-Ranges: bytes"] }],
  ["a cookie of a load balancer",                       { ...passes, credentials: "include", response: [200, OWN, `${AC}: true`, "Set-Cookie: AWSALB=a; Path=/"] }],
  ["a cookie that a GET ignores",                       { ...passes, response: [200, ANY, "Set-Cookie: sid=1; SameSite=None; Secure"] }],
  ["a response header on the request that the server allows", { ...passes, headers: { "Access-Control-Allow-Origin": "*" }, preflight: [204, ANY, `${AH}: access-control-allow-origin`] }],
  ["a tracer's headers, allowed",                       { ...passes, headers: { traceparent: "1" }, preflight: [204, ANY, `${AH}: traceparent`] }],
  ["an old X- header beside the right ones",            { ...passes, response: [200, ANY, "X-Access-Control-Allow-Origin: https://a.example", "Access-Control-Allow-Orgin: x"] }],
])("finds no cause in %s", (_name, one) => {
  expect(diagnosisOf(one)).toEqual([]);
});

// The oddity here is correct; the diagnosis must name the other, real fault.
// biome-ignore format: a table is read by its columns.
it.each<[string, ReportedRequest, string]>([
  ["a CDN's copy by Vary, another's value", { response: [200, `${AO}: https://two.example`, "Vary: Origin", "X-Cache: HIT", "Age: 7"] },            "ambiguous proxy shared-cache-other-origin"],
  ["a CDN's copy of a pattern",             { response: [200, `${AO}: https://*.two.example`, "X-Cache: HIT", "Age: 7"] },                                 "certain server allow-origin-mismatch"],
  ["a CDN's copy with a misspelt name",     { response: [200, "Access-Control-Allow-Origins: *", "X-Cache: HIT", "Age: 7"] },                            "certain server header-misspelt"],
  ["a CDN's copy, without credentials",     { credentials: "include", response: [200, OWN, "X-Cache: HIT", "Age: 7", "Vary: Origin"] },              "certain server invalid-allow-credentials"],
  ["a CDN's headers on a bare preflight",   { ...put, blocked: true, response: undefined as never, preflight: [204, ANY, `${AH}: authorization`, `${AM}: POST`, "CF-Ray: 1", "Server: cloudflare"] }, "certain server method-disallowed"],
  ["any method, with credentials",          { ...put, blocked: true, response: undefined as never, credentials: "include", preflight: [204, OWN, `${AC}: true`, `${AM}: *`, `${AH}: authorization`] }, "certain server method-disallowed"],
  ["a resource called login",               { method: "POST", url: `${API}/login`, response: [200, JSON_TYPE] },                                     "ambiguous server host-without-cors"],
  ["a token's endpoint",                    { method: "POST", url: `${API}/oauth2/token`, response: [200, JSON_TYPE] },                              "ambiguous server host-without-cors"],
  ["a resource called maintenance",         { url: `${API}/maintenance/42`, response: [200, JSON_TYPE] },                                            "ambiguous server host-without-cors"],
  ["a resource moved to the id 403",        { url: `${API}/users/me`, response: [302, "Location: /users/403"] },                                     "certain server redirect-moved"],
  ["a resource moved under errors",         { url: `${API}/logs/latest`, response: [302, "Location: /logs/errors/2026"] },                           "certain server redirect-moved"],
  ["a resource already under /error",       { url: `${API}/error/latest`, response: [302, "Location: /error/42"] },                                  "certain server redirect-moved"],
  ["a version moved permanently",           { url: `${API}/v1/error`, response: [301, "Location: /v2/error"] },                                      "certain server redirect-moved"],
  ["a login that redirects on",             { url: `${API}/login`, response: [302, "Location: /login/done"] },                                       "certain server redirect-moved"],
  ["a list of logins",                      { url: `${API}/users/7/last-login`, response: [302, "Location: /users/7/logins/99"] },                   "certain server redirect-moved"],
  ["the page's own key beside a known one", { headers: { "X-App-Key": "1" }, preflight: [204, ANY, `${AH}: x-api-key`] },                            "certain server header-disallowed"],
  ["a custom origin header beside Origin",  { headers: { "X-Origin": "1" }, preflight: [204, ANY, `${AH}: origin, content-type`] },                  "certain server header-disallowed"],
  ["OAuth's token beside another's",        { headers: { "X-OAuth-Token": "1" }, preflight: [204, ANY, `${AH}: x-auth-token`] },                     "certain server header-disallowed"],
  ["an id beside an IP",                    { headers: { "X-Client-Id": "1" }, preflight: [204, ANY, `${AH}: x-client-ip`] },                        "certain server header-disallowed"],
  ["a method beside one like it",           { method: "LOCK", preflight: [204, ANY, `${AM}: UNLOCK`] },                                       "certain server method-disallowed"],
  ["a time that is none",                   { headers: { "X-A": "1" }, preflight: [204, ANY, `${MAX}: -1`] },                                        "certain server header-disallowed"],
  ["an extension's headers",                { response: [200, `${AO}: https://two.example`, "X-Access-Control-Allow-Origin: *"] },                   "certain server allow-origin-mismatch"],
])("blames only the real cause: %s", (_name, one, wanted) => {
  const [first] = diagnosisOf(one);
  expect(first && `${first.certainty} ${first.side} ${first.code}`).toBe(wanted);
});
