import { expect, it } from "vitest";
import { anExchange, type HeadersInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { recognise, whoResponded } from "./recognise.ts";

const seen = (response: HeadersInit, preflight: HeadersInit | null = null) =>
  recognise(
    anExchange({
      method: preflight === null ? "GET" : "PUT",
      response: { headers: response },
      preflight: preflight === null ? null : { headers: preflight },
    }),
  );
const ids = (layers: readonly { readonly id: string }[]) => layers.map(({ id }) => id).join(" ");

// biome-ignore format: a table is read by its columns.
it.each<[string, HeadersInit, string, string]>([
  ["nothing tells",                             {},                                                 "",                    ""],
  ["a product's own token",                     { Server: "nginx/1.22.1", "Content-Type": "text/html" }, "nginx",          "nginx certain"],
  ["an application behind nginx",               { Server: "nginx", "X-Powered-By": "Express" },     "nginx express",       "express certain"],
  ["Next.js behind nginx",                      { Server: "nginx", "X-Powered-By": "Next.js" },     "nginx nextjs",        "nextjs certain"],
  ["SvelteKit behind nginx",                    { Server: "nginx", "Content-Type": "application/json" }, "nginx",          "nginx certain"],
  ["gunicorn, whatever application runs in it", { Server: "gunicorn" },                             "gunicorn",            "django possible"],
  ["a header that many products send",          { "Content-Type": "application/json" },             "",                    ""],
])("%s", (_name, headers, layers, first) => {
  const { response, candidates } = seen(headers);
  expect(ids(response)).toBe(layers);
  const [best] = candidates;
  expect(best === undefined ? "" : `${best.stack} ${best.certainty}`).toBe(first);
});

const JSON_TYPE = { "Content-Type": "application/json" };
const TOKEN = "https://sso.test/realms/r/protocol/openid-connect/token";

// biome-ignore format: a table is read by its columns.
it.each<[string, string, HeadersInit, string]>([
  ["Keycloak behind nginx",                    TOKEN,                                   { Server: "nginx", ...JSON_TYPE },        "keycloak likely"],
  ["nginx's own page in front of Keycloak",    TOKEN,                                   { Server: "nginx", "Content-Type": "text/html" }, "nginx certain"],
  ["LM Studio, by its port alone",             "http://localhost:1234/v1/models",       { "X-Powered-By": "Express" },            "lm-studio possible"],
  ["Node-RED, which contains Express",         "http://localhost:1880/flow",            { "X-Powered-By": "Express" },            "apollo possible"],
  ["Home Assistant, which contains aiohttp",   "http://localhost:8123/api/states",      { Server: "Python/3.12 aiohttp/3.9" },    "aiohttp possible"],
  ["Solr, which contains Jetty",               "http://solr.test/solr/core/select",     { Server: "Jetty(10.0.1)" },              "jetty possible"],
  ["Jenkins, which contains Jetty",            "https://ci.test/api/json",              { Server: "Jetty(10)", "X-Jenkins": "2" }, ""],
  ["an own program in Express",                "http://localhost:4000/v1/models",       { "X-Powered-By": "Express" },            "express certain"],
  ["an own program in aiohttp",                "http://localhost:8080/api/states",      { Server: "Python/3.12 aiohttp/3.9" },    "aiohttp certain"],
  ["IIS of SharePoint Online",                 "https://tenant.sharepoint.com/_api/web", { Server: "Microsoft-IIS/10.0" },          "iis possible"],
  ["Express of a vendor's API",                "https://api.notion.com/v1/users",       { "X-Powered-By": "Express" },            "apollo possible"],
  ["an own IIS",                               "https://sharepoint.test/_api/web",      { Server: "Microsoft-IIS/10.0" },         "iis certain"],
  // https://www.fastly.com/documentation/reference/http/http-headers/X-Served-By/
  ["Fastly, which names itself Varnish",       "https://cdn.test/a.json",               { Via: "1.1 varnish", "X-Served-By": "cache-fra-1" }, ""],
  ["a Varnish behind Fastly",                  "https://cdn.test/a.json",               { "X-Varnish": "1", Via: "1.1 varnish", "X-Served-By": "cache-fra-1" }, "varnish certain"],
])("suggests the configuration of what the reader runs: %s", (_name, url, headers, first) => {
  const [best] = recognise(anExchange({ url, response: { headers } })).candidates;
  expect(best === undefined ? "" : `${best.stack} ${best.certainty}`).toBe(first);
});

it("knows that the front responded to the preflight", () => {
  const { contrast, preflight } = seen(
    { Server: "cloudflare", "CF-Ray": "1", "X-Powered-By": "Express" },
    { Server: "cloudflare", "CF-Ray": "1" },
  );
  expect(contrast).toBe("front-responded-to-preflight");
  expect(ids(preflight)).toBe("cloudflare");
});

it("knows that two layers add the header", () => {
  const twice: HeadersInit = [
    ["Server", "nginx"],
    ["X-Powered-By", "Express"],
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Origin", "https://app.test"],
  ];
  expect(seen(twice).contrast).toBe("two-layers-add");
});

// biome-ignore format: a table is read by its columns.
it.each<[string, HeadersInit, HeadersInit | null, string | null, string | null]>([
  ["nothing tells",             {},                                           null,                          null,         null],
  ["the application behind it", { Server: "nginx", "X-Powered-By": "Express" }, { Server: "nginx" },          "nginx",      "express"],
  ["the front's page",          { Server: "nginx", "Content-Type": "text/html" }, null,                       null,         "nginx"],
  ["an edge for both",          { "CF-Ray": "1" },                              { "CF-Ray": "1" },            "cloudflare", "cloudflare"],
])("knows which layer responded: %s", (_name, response, requested, preflightBy, responseBy) => {
  const { preflight, response: by } = whoResponded(
    anExchange({
      method: requested === null ? "GET" : "PUT",
      response: { headers: response },
      preflight: requested === null ? null : { headers: requested },
    }),
  );
  expect([preflight?.id ?? null, by?.id ?? null]).toEqual([preflightBy, responseBy]);
});

it("names the service worker that responded instead of a server", () => {
  const served = { ending: { kind: "not-sent" } } as const;
  const call = aCall({ served: true });
  const callResult = {
    result: "rejected",
    responseType: null,
    status: null,
    errorName: "TypeError",
  } as const;
  const never = { ...served, call, callResult };
  expect(whoResponded(anExchange({ ...never, answeredByWorker: true })).response).toEqual({
    id: "service-worker",
    certainty: "likely",
  });
  expect(whoResponded(anExchange({ ...never, answeredByWorker: null })).response).toBeNull();
});
