import { expect, it } from "vitest";
import type { HeaderList } from "../../http/header-list.ts";
import { LAYER_SIGNS } from "./layer-signs.ts";

/** Ids of the programs that a response shows signs of, in table order. */
const idsOf = (lines: readonly string[], status = 200) => {
  const headers: HeaderList = lines.map((line) => {
    const [name = "", ...value] = line.split(": ");
    return [name, value.join(": ")];
  });
  return LAYER_SIGNS.filter(({ shows }) => shows(headers, status)).map(({ id }) => id);
};

/** Each program with every line that it writes, as documented or seen on a server. */
const BY_LINE: Readonly<Record<string, readonly string[]>> = {
  cloudfront: ["X-Amz-Cf-Id: a", "Via: 1.1 a.cloudfront.net (CloudFront)"],
  cloudflare: ["CF-Ray: a-FRA", "Server: cloudflare", "Server: Cloudflare"],
  fastly: ["X-Served-By: cache-fra-1"],
  akamai: ["Server: AkamaiGHost", "Server: AkamaiNetStorage", "X-Akamai-Request-ID: a"],
  "azure-front-door": ["X-Azure-Ref: a"],
  vercel: ["X-Vercel-Id: a", "Server: Vercel"],
  netlify: ["X-NF-Request-ID: a", "Server: Netlify", "Server: netlify/1"],
  heroku: ["Via: 1.1 vegur", "Via: 1.1 heroku-router", "Server: Heroku", "Server: heroku-router"],
  "google-frontend": ["Server: Google Frontend"],
  supabase: ["SB-Gateway-Version: 1", "SB-Project-Ref: a"],
  "github-pages": ["Server: GitHub.com"],
  "api-gateway": ["Apigw-Requestid: a", "X-Amz-Apigw-Id: a", "X-Amzn-ErrorType: Forbidden"],
  "aws-load-balancer": ["Server: awselb/2.0"],
  "google-load-balancer": ["Via: 1.1 google"],
  "azure-gateway": ["Server: Microsoft-Azure-Application-Gateway/v2"],
  "big-ip": ["Server: BigIP", "Server: BIG-IP"],
  railway: ["Server: railway-edge", "X-Railway-Request-Id: a", "X-Railway-Edge: a"],
  fly: ["Fly-Request-Id: a", "Server: Fly/1a2b"],
  render: ["Rndr-Id: a", "X-Render-Origin-Server: a"],
  ngrok: ["Ngrok-Error-Code: ERR_NGROK_1", "Ngrok-Trace-Id: a"],
  bunny: ["Server: BunnyCDN-DE1", "CDN-RequestId: a"],
  imperva: ["X-Iinfo: a", "X-CDN: Imperva", "X-CDN: Incapsula"],
  sucuri: ["X-Sucuri-ID: 1"],
  kong: [
    "Via: 1.1 kong/3.5",
    "Server: kong/3.5",
    "X-Kong-Proxy-Latency: 1",
    "X-Kong-Response-Latency: 1",
  ],
  apisix: ["Server: APISIX/3.6"],
  envoy: ["Server: envoy", "Server: istio-envoy", "X-Envoy-Upstream-Service-Time: 3"],
  varnish: ["X-Varnish: 1", "Via: 1.1 varnish (Varnish/7.1)", "Server: Varnish"],
  caddy: ["Server: Caddy", "Via: 1.1 Caddy"],
  traefik: ["Server: Traefik"],
  openresty: ["Server: openresty/1.25"],
  nginx: ["Server: nginx/1.25", "Server: nginx"],
  apache: ["Server: Apache/2.4 (Unix)", "Server: Apache"],
  iis: ["Server: Microsoft-IIS/10.0", "X-Powered-By: ASP.NET"],
  lighttpd: ["Server: lighttpd/1.4"],
  s3: ["Server: AmazonS3"],
  "azure-blob": ["Server: Windows-Azure-Blob/1.0", "Server: Azurite-Blob/3"],
  gcs: ["Server: UploadServer", "X-GUploader-UploadID: a"],
  squid: ["Server: squid/5", "Via: 1.1 proxy (squid/5.7)"],
  "traffic-server": ["Server: ATS/9.2", "Via: http/1.1 a (ApacheTrafficServer/9.2)"],
  "llama-cpp": ["Server: llama.cpp"],
  registry: ["Docker-Distribution-Api-Version: registry/2.0"],
  elasticsearch: ["X-Elastic-Product: Elasticsearch"],
  express: ["X-Powered-By: Express"],
  nextjs: ["X-Powered-By: Next.js", "Vary: rsc, next-router-state-tree"],
  aspnet: ["Server: Kestrel"],
  directus: ["X-Powered-By: Directus"],
  strapi: ["X-Powered-By: Strapi <strapi.io>"],
  couchdb: ["Server: CouchDB/3.3"],
  drupal: ["X-Generator: Drupal 10"],
  wordpress: ['Link: <https://a.test/wp-json/>; rel="https://api.w.org/"'],
  jenkins: ["X-Jenkins: 2.440"],
  minio: ["Server: MinIO"],
  "python-http-server": ["Server: SimpleHTTP/0.6 Python/3.11"],
  php: ["X-Powered-By: PHP/8.2"],
  flask: ["Server: Werkzeug/3.0"],
  aiohttp: ["Server: Python/3.11 aiohttp/3.9"],
  tornado: ["Server: TornadoServer/6.4"],
  jetty: ["Server: Jetty(11)"],
  tomcat: ["Server: Apache-Coyote/1.1"],
  cowboy: ["Server: Cowboy"],
  mojolicious: ["Server: Mojolicious (Perl)"],
  uvicorn: ["Server: uvicorn"],
  gunicorn: ["Server: gunicorn"],
};

it.each(Object.entries(BY_LINE).flatMap(([id, lines]) => lines.map((line) => [line, id])))(
  "%s names only %s",
  (line, id) => {
    expect(idsOf([line])).toEqual([id]);
  },
);

/** Programs that are recognised by more than one line. */
it.each<[string, readonly string[], number, readonly string[]]>([
  [
    "Jupyter",
    ["Server: TornadoServer/6", "Content-Security-Policy: x; report-uri /api/security/csp-report"],
    200,
    ["jupyter", "tornado"],
  ],
  ["a report-only policy", ["Content-Security-Policy: report-uri /csp-report"], 200, []],
  ["Rails", ["X-Runtime: 0.1", "X-Request-Id: a"], 200, ["rails"]],
  ["a runtime", ["X-Runtime: 0.1"], 200, []],
  ["an id", ["X-Request-Id: a"], 200, []],
  ["Django", ["Server: WSGIServer/0.2", "Referrer-Policy: same-origin"], 200, ["django"]],
  ["a WSGI server", ["Server: WSGIServer/0.2"], 200, []],
  ["a policy", ["Referrer-Policy: same-origin"], 200, []],
  [
    "Spring's refusal",
    ["Vary: Origin", "Vary: Access-Control-Request-Method", "Vary: Access-Control-Request-Headers"],
    403,
    ["spring"],
  ],
  [
    "Spring's Vary lines with status 200",
    ["Vary: Origin", "Vary: Access-Control-Request-Method", "Vary: Access-Control-Request-Headers"],
    200,
    [],
  ],
  [
    "Spring's Vary names in one line",
    ["Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"],
    403,
    [],
  ],
  [
    "Spring's Vary lines in another order",
    ["Vary: Access-Control-Request-Method", "Vary: Origin", "Vary: Access-Control-Request-Headers"],
    403,
    [],
  ],
])("%s", (_name, lines, status, ids) => {
  expect(idsOf(lines, status)).toEqual(ids);
});

/** A name that is part of another name proves nothing. */
it.each([
  "Server: Not nginx",
  "Server: my-Apache",
  "Server: xcloudflare",
  "Server: proxy-envoy",
  "Server: Vercel2",
  "Server: Herokuish",
  "Server: my cowboy",
  "Server: Cowboy2",
  "Server: SuperFly/1",
  "Server: Flying",
  "Server: my-IIS",
  "Server: AnAmazonS3",
  "Server: BigBIP",
  "Server: NATS/2",
  "Server: a squid",
  "Server: my uvicorn",
  "Server: my gunicorn",
  "Server: a Jetty",
  "X-Served-By: my-cache-1",
  "X-CDN: none",
  "X-Powered-By: Expressive",
  "X-Powered-By: My Express",
  "X-Powered-By: not PHP",
  "X-Powered-By: a Next.js",
  "X-Powered-By: my ASP.NET",
  "X-Powered-By: Directus2",
  "X-Generator: not Drupal",
  "Via: 1.1 google-proxy",
  "Via: 2 x1.1 google",
  "Via: 1.1 calamari-squidward",
  "Vary: router-state",
  "X-Other: nginx",
])("%s names no layer", (line) => {
  expect(idsOf([line])).toEqual([]);
});

it("has a row for each sign, with one name", () => {
  const ofSeveral = ["jupyter", "spring", "rails", "django"];
  expect(LAYER_SIGNS.map(({ id }) => id).sort()).toEqual(
    [...Object.keys(BY_LINE), ...ofSeveral].sort(),
  );
  const likely = LAYER_SIGNS.filter(({ certainty }) => certainty === "likely");
  expect(likely.map(({ id }) => id)).toEqual(["spring", "rails", "django"]);
  expect(new Set(LAYER_SIGNS.map(({ name }) => name)).size).toBe(LAYER_SIGNS.length);
});
