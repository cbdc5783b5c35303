import { get, getAll, type HeaderList, has } from "../../http/header-list.ts";

/** The kind of a program that a response passed through. */
export type LayerKind =
  | "application"
  | "framework"
  | "web-server"
  | "proxy"
  | "load-balancer"
  | "cdn"
  | "gateway"
  | "platform";

/** The sign by which a program is recognised in a response. */
export interface LayerSign {
  /** The same id as in the list of stacks. */
  readonly id: string;
  /** The product's usual name. */
  readonly name: string;
  readonly kind: LayerKind;
  /** "certain" for a product's own token, "likely" for a pattern that other products may share. */
  readonly certainty: "certain" | "likely";
  readonly shows: (headers: HeaderList, status: number) => boolean;
}

const server = (pattern: RegExp) => (headers: HeaderList) =>
  pattern.test(get(headers, "Server") ?? "");
const via = (pattern: RegExp) => (headers: HeaderList) => pattern.test(get(headers, "Via") ?? "");
const header = (name: string) => (headers: HeaderList) => has(headers, name);
const value = (name: string, pattern: RegExp) => (headers: HeaderList) =>
  pattern.test(get(headers, name) ?? "");
const some =
  (...signs: LayerSign["shows"][]): LayerSign["shows"] =>
  (headers, status) =>
    signs.some((shows) => shows(headers, status));
const isFastly = (headers: HeaderList) => /^cache-/.test(get(headers, "X-Served-By") ?? "");

/**
 * Signs of the program nearest to the browser, the most specific first. A token in `Server` or a product's
 * own header proves that layer only: any program may run behind it.
 */
export const LAYER_SIGNS: readonly LayerSign[] = [
  sign("cloudfront", "CloudFront", "cdn", some(header("X-Amz-Cf-Id"), via(/CloudFront/))),
  sign("cloudflare", "Cloudflare", "cdn", some(header("CF-Ray"), server(/^cloudflare/i))),
  sign("fastly", "Fastly", "cdn", isFastly),
  sign(
    "akamai",
    "Akamai",
    "cdn",
    some(server(/AkamaiGHost|AkamaiNetStorage/), header("X-Akamai-Request-ID")),
  ),
  sign("azure-front-door", "Azure Front Door", "cdn", header("X-Azure-Ref")),
  sign("vercel", "Vercel", "platform", some(header("X-Vercel-Id"), server(/^Vercel$/i))),
  sign("netlify", "Netlify", "platform", some(header("X-NF-Request-ID"), server(/^Netlify/i))),
  sign("heroku", "Heroku", "platform", some(via(/vegur|heroku/i), server(/^Heroku(?:-router)?$/i))),
  sign("google-frontend", "Google Frontend", "platform", server(/^Google Frontend/i)),
  sign(
    "supabase",
    "Supabase",
    "platform",
    some(header("SB-Gateway-Version"), header("SB-Project-Ref")),
  ),
  sign("github-pages", "GitHub Pages", "platform", server(/^GitHub\.com/i)),
  sign(
    "api-gateway",
    "API Gateway",
    "gateway",
    some(header("Apigw-Requestid"), header("X-Amz-Apigw-Id"), header("X-Amzn-ErrorType")),
  ),
  sign("aws-load-balancer", "AWS load balancer", "load-balancer", server(/^awselb/i)),
  sign("google-load-balancer", "Google load balancer", "load-balancer", via(/^1\.1 google$/)),
  sign(
    "azure-gateway",
    "Azure Application Gateway",
    "load-balancer",
    server(/^Microsoft-Azure-Application-Gateway/i),
  ),
  sign("big-ip", "BIG-IP", "load-balancer", server(/^Big-?IP/i)),
  sign(
    "railway",
    "Railway",
    "platform",
    some(server(/^railway/i), header("X-Railway-Request-Id"), header("X-Railway-Edge")),
  ),
  sign("fly", "Fly.io", "platform", some(header("Fly-Request-Id"), server(/^Fly\//))),
  sign("render", "Render", "platform", some(header("Rndr-Id"), header("X-Render-Origin-Server"))),
  sign("ngrok", "ngrok", "proxy", some(header("Ngrok-Error-Code"), header("Ngrok-Trace-Id"))),
  sign("bunny", "Bunny CDN", "cdn", some(server(/^BunnyCDN/), header("CDN-RequestId"))),
  sign("imperva", "Imperva", "cdn", some(header("X-Iinfo"), value("X-CDN", /Imperva|Incapsula/i))),
  sign("sucuri", "Sucuri", "cdn", header("X-Sucuri-ID")),
  sign(
    "kong",
    "Kong",
    "gateway",
    some(
      via(/kong\//i),
      server(/^kong\//i),
      header("X-Kong-Proxy-Latency"),
      header("X-Kong-Response-Latency"),
    ),
  ),
  sign("apisix", "APISIX", "gateway", server(/^APISIX/i)),
  sign(
    "envoy",
    "Envoy",
    "proxy",
    some(server(/^(?:istio-)?envoy/i), header("X-Envoy-Upstream-Service-Time")),
  ),
  sign(
    "varnish",
    "Varnish",
    "proxy",
    // Fastly calls itself Varnish too; its VCL is another language.
    (headers) =>
      has(headers, "X-Varnish") ||
      (!isFastly(headers) && (via(/varnish/i)(headers) || server(/^Varnish/)(headers))),
  ),
  sign("caddy", "Caddy", "proxy", some(server(/^Caddy/i), via(/\bCaddy\b/i))),
  sign("traefik", "Traefik", "proxy", server(/^traefik/i)),
  sign("openresty", "OpenResty", "web-server", server(/^openresty/i)),
  sign("nginx", "nginx", "web-server", server(/^nginx/i)),
  sign("apache", "Apache", "web-server", server(/^Apache(?!-Coyote)/i)),
  // IIS adds X-Powered-By to every response, whatever runs in it.
  sign(
    "iis",
    "IIS",
    "web-server",
    some(server(/^Microsoft-IIS/i), value("X-Powered-By", /^ASP\.NET/i)),
  ),
  sign("lighttpd", "lighttpd", "web-server", server(/^lighttpd/i)),
  sign("s3", "Amazon S3", "platform", server(/^AmazonS3/)),
  sign(
    "azure-blob",
    "Azure Blob Storage",
    "platform",
    server(/^(?:Windows-Azure-Blob|Azurite-Blob)/),
  ),
  sign(
    "gcs",
    "Google Cloud Storage",
    "platform",
    some(server(/^UploadServer/), header("X-GUploader-UploadID")),
  ),
  sign("squid", "Squid", "proxy", some(server(/^squid/i), via(/\bsquid\b/i))),
  sign(
    "traffic-server",
    "Traffic Server",
    "proxy",
    some(server(/^ATS/), via(/ApacheTrafficServer/)),
  ),
  sign("llama-cpp", "llama.cpp", "application", server(/^llama\.cpp/i)),
  sign(
    "jupyter",
    "Jupyter",
    "application",
    (headers) =>
      server(/^TornadoServer/)(headers) &&
      /csp-report/.test(get(headers, "Content-Security-Policy") ?? ""),
  ),
  sign("registry", "Docker registry", "application", header("Docker-Distribution-Api-Version")),
  sign("elasticsearch", "Elasticsearch", "application", header("X-Elastic-Product")),
  sign("express", "Express", "framework", value("X-Powered-By", /^Express$/i)),
  sign(
    "nextjs",
    "Next.js",
    "framework",
    some(value("X-Powered-By", /^Next\.js/i), value("Vary", /next-router-state-tree/i)),
  ),
  sign("aspnet", "ASP.NET Core", "framework", server(/^Kestrel/i)),
  sign("directus", "Directus", "application", value("X-Powered-By", /^Directus$/)),
  sign("strapi", "Strapi", "application", value("X-Powered-By", /^Strapi/)),
  sign("couchdb", "CouchDB", "application", server(/^CouchDB/)),
  sign("drupal", "Drupal", "application", value("X-Generator", /^Drupal/)),
  sign("wordpress", "WordPress", "application", value("Link", /api\.w\.org/)),
  sign("jenkins", "Jenkins", "application", header("X-Jenkins")),
  sign("minio", "MinIO", "application", server(/^MinIO/)),
  sign("python-http-server", "python -m http.server", "application", server(/^SimpleHTTP/)),
  sign("php", "PHP", "framework", value("X-Powered-By", /^PHP/i)),
  sign("flask", "Flask", "framework", server(/^Werkzeug/)),
  sign("aiohttp", "aiohttp", "framework", server(/aiohttp/)),
  sign("tornado", "Tornado", "framework", server(/^TornadoServer/)),
  sign("jetty", "Jetty", "framework", server(/^Jetty/)),
  sign("tomcat", "Tomcat", "framework", server(/^Apache-Coyote/)),
  // Heroku's router runs on Cowboy as well, and is recognised by Via.
  sign("cowboy", "Cowboy", "framework", server(/^Cowboy$/i)),
  sign("mojolicious", "Mojolicious", "framework", server(/^Mojolicious/)),
  sign("uvicorn", "uvicorn", "framework", server(/^uvicorn/)),
  sign("gunicorn", "gunicorn", "framework", server(/^gunicorn/)),
  likely(
    "spring",
    "Spring",
    "framework",
    // With other statuses, rs/cors, chi, Gin and Echo send the same lines (seen by e2e/stacks).
    (headers, status) =>
      status === 403 && getAll(headers, "Vary").slice(0, 3).join() === SPRING_VARY,
  ),
  likely(
    "rails",
    "Rails",
    "framework",
    (headers) => has(headers, "X-Runtime") && has(headers, "X-Request-Id"),
  ),
  likely(
    "django",
    "Django",
    "framework",
    (headers) => server(/^WSGIServer/)(headers) && has(headers, "Referrer-Policy"),
  ),
];

/** Spring's CORS processor adds each name to every response as a separate line. */
const SPRING_VARY = "Origin,Access-Control-Request-Method,Access-Control-Request-Headers";

function sign(id: string, name: string, kind: LayerKind, shows: LayerSign["shows"]): LayerSign {
  return { id, name, kind, certainty: "certain", shows };
}

function likely(id: string, name: string, kind: LayerKind, shows: LayerSign["shows"]): LayerSign {
  return { id, name, kind, certainty: "likely", shows };
}
