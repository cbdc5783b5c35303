import { describe, expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { lastHop } from "../../exchange/exchange.ts";
import { differentLayers, frontThatWrote, signOf, signsOf } from "./who-responded.ts";

type Headers = Readonly<Record<string, string>>;

const responded = (headers: Headers, status = 200) =>
  lastHop(anExchange({ response: { status, headers } })).response;
const idOf = (headers: Headers) => signOf(responded(headers))?.id;

/** Headers that each program adds to forwarded responses, as documented or seen on a server. */
it.each<[Headers, string | undefined]>([
  [{ Server: "awselb/2.0" }, "aws-load-balancer"],
  [{ Via: "1.1 google" }, "google-load-balancer"],
  [{ Server: "Microsoft-Azure-Application-Gateway/v2" }, "azure-gateway"],
  [{ Server: "BigIP" }, "big-ip"],
  [{ "Fly-Request-Id": "a" }, "fly"],
  [{ "Rndr-Id": "a" }, "render"],
  [{ "X-Railway-Request-Id": "a" }, "railway"],
  [{ "Ngrok-Error-Code": "ERR_NGROK_3200" }, "ngrok"],
  [{ Server: "BunnyCDN-DE1-1" }, "bunny"],
  [{ "X-CDN": "Imperva" }, "imperva"],
  [{ Via: "1.1 proxy (squid/5.7)" }, "squid"],
  [{ "X-Powered-By": "Strapi <strapi.io>" }, "strapi"],
  [{ "X-Powered-By": "Directus" }, "directus"],
  [{ "X-Generator": "Drupal 10 (https://www.drupal.org)" }, "drupal"],
  [{ Link: '<https://a.example/wp-json/>; rel="https://api.w.org/"' }, "wordpress"],
  [{ Server: "SimpleHTTP/0.6 Python/3.11.2" }, "python-http-server"],
  [{ Server: "CouchDB/3.3.3 (Erlang OTP/24)" }, "couchdb"],
  // The layer nearest to the browser comes first.
  [{ Server: "cloudflare", "CF-Ray": "a", "X-Powered-By": "Express" }, "cloudflare"],
  // Headers that any program may send.
  [{ Via: "1.1 google-proxy" }, undefined],
  [{ Link: '<https://a.example/?page=2>; rel="next"' }, undefined],
  [{ Server: "MyServer" }, undefined],
])("knows by %o", (headers, id) => {
  expect(idOf(headers)).toBe(id);
});

it.each<[string, Headers, string]>([
  // https://github.com/jenkinsci/winstone : Jenkins contains Jetty.
  ["Jenkins", { Server: "nginx", "X-Jenkins": "2.440" }, "nginx jenkins"],
  ["Jenkins in its own Jetty", { Server: "Jetty(10.0.18)", "X-Jenkins": "2.440" }, "jenkins"],
  ["a site of Drupal", { "X-Generator": "Drupal 10", "X-Powered-By": "PHP/8.2" }, "drupal"],
  ["a program on Jetty", { Server: "Jetty(10.0.18)" }, "jetty"],
])("names a finished application instead of its framework: %s", (_name, headers, ids) => {
  expect(
    signsOf(responded(headers))
      .map(({ id }) => id)
      .join(" "),
  ).toBe(ids);
});

describe("the layer that generated a response", () => {
  it.each<[string, Headers, string | null]>([
    [
      "a load balancer's page",
      { Server: "awselb/2.0", "Content-Type": "text/html" },
      "aws-load-balancer",
    ],
    [
      "an error that names its platform",
      { Server: "Vercel", "X-Vercel-Error": "X", "Content-Type": "text/plain" },
      "vercel",
    ],
    [
      "no layer: a platform's Server header on a plain text, without its error header",
      { Server: "Vercel", "Content-Type": "text/plain" },
      null,
    ],
    ["Envoy, in plain text", { Server: "envoy", "Content-Type": "text/plain" }, "envoy"],
    [
      "no layer: Envoy's upstream time shows that an application responded",
      { Server: "envoy", "X-Envoy-Upstream-Service-Time": "3", "Content-Type": "text/html" },
      null,
    ],
    ["Kong", { Server: "kong/3.4", "Content-Type": "application/json" }, "kong"],
    [
      "no layer: Kong's upstream latency shows that an application responded",
      { Via: "1.1 kong/3.4", "X-Kong-Upstream-Latency": "3", "Content-Type": "application/json" },
      null,
    ],
    [
      "no layer: X-Powered-By shows that an application behind nginx responded",
      { Server: "nginx", "X-Powered-By": "Express", "Content-Type": "text/html" },
      null,
    ],
  ])("%s", (_name, headers, id) => {
    expect(frontThatWrote(responded(headers, 500))?.id ?? null).toBe(id);
  });

  const HTML = { "Content-Type": "text/html" };
  const cloudflare = { Server: "cloudflare", "CF-RAY": "a", ...HTML };
  // https://developers.cloudflare.com/support/troubleshooting/http-status-codes/
  it.each<[string, number, Headers, string | null]>([
    ["an HTML 503 through Cloudflare may be the application's", 503, cloudflare, null],
    ["a block by Cloudflare's firewall", 403, cloudflare, "cloudflare"],
    ["Cloudflare did not reach the server", 522, cloudflare, "cloudflare"],
    [
      "CF-Cache-Status: Cloudflare contacted the server",
      403,
      { ...cloudflare, "CF-Cache-Status": "DYNAMIC" },
      null,
    ],
    [
      "Cloudflare marks its own challenge",
      503,
      { ...cloudflare, "CF-Mitigated": "challenge" },
      "cloudflare",
    ],
    [
      "an HTML 503 of CloudFront",
      503,
      { Server: "CloudFront", "X-Amz-Cf-Id": "a", ...HTML },
      "cloudfront",
    ],
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-statuscodes.html
    ["CloudFront's own page names CloudFront", 405, { "X-Amz-Cf-Id": "a", ...HTML }, null],
    [
      "Azure Front Door's own page names nothing",
      403,
      { "X-Azure-Ref": "a", ...HTML },
      "azure-front-door",
    ],
    [
      "CloudFront forwards the server's Server header",
      503,
      { Server: "MyServer", "X-Amz-Cf-Id": "a", ...HTML },
      null,
    ],
    [
      "an HTML 503 of Fastly",
      503,
      { Server: "Varnish", "X-Served-By": "cache-a", ...HTML },
      "fastly",
    ],
    ["nginx behind Fastly", 503, { Server: "nginx", "X-Served-By": "cache-a", ...HTML }, "nginx"],
    ["no CDN's own response has status 200", 200, { "X-Amz-Cf-Id": "a", ...HTML }, null],
    [
      "Kong behind Cloudflare",
      403,
      { Server: "cloudflare", Via: "1.1 kong/3.4", "Content-Type": "application/json" },
      "kong",
    ],
    [
      "Cloudflare Access redirects to its own host",
      302,
      {
        Server: "cloudflare",
        Location: "https://team.cloudflareaccess.com/cdn-cgi/access/login/x",
      },
      "cloudflare",
    ],
  ])("of a CDN: %s", (_name, status, headers, id) => {
    expect(frontThatWrote(responded(headers, status))?.id ?? null).toBe(id);
  });
});

describe("two responses", () => {
  const differ = (preflight: Headers, response: Headers) => {
    const layers = differentLayers(responded(preflight), responded(response));
    return layers === null ? null : [layers.preflight.id, layers.response.id];
  };

  it("are from two layers if each has another sign", () => {
    expect(differ({ "Apigw-Requestid": "a" }, { "X-Powered-By": "Express" })).toEqual([
      "api-gateway",
      "express",
    ]);
    expect(differ({ Server: "nginx" }, { Server: "nginx", "X-Powered-By": "PHP/8.2" })).toEqual([
      "nginx",
      "php",
    ]);
  });

  it("show nothing if their signs are equal, or one has none", () => {
    expect(differ({ Server: "nginx" }, { Server: "nginx" })).toBeNull();
    expect(differ({}, { Server: "nginx" })).toBeNull();
    expect(differ({ Server: "nginx" }, {})).toBeNull();
  });
});
