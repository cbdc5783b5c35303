import type { LayerKind, LayerSign } from "../../diagnosis/layers/layer-signs.ts";
import { frontThatWrote, signsOf } from "../../diagnosis/layers/who-responded.ts";
import { isOfVendor } from "../../diagnosis/tables/vendors.ts";
import { parseUrl } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";

/** What stopped a preflight in a program, or where the CORS headers are missing. */
export type Obstacle =
  | "refused"
  | "unlisted"
  | "unrouted"
  | "authentication"
  | "behind"
  | "bucket"
  | "unset"
  /** A method that the server does not pass on to the application. */
  | "method";

const ofNginx: Partial<Record<Obstacle, string>> = {
  unrouted: "if ($request_method = OPTIONS) { return 204; }",
  // The rewrite phase runs before auth_basic and auth_request.
  authentication: "if ($request_method = OPTIONS) { return 204; }",
};

const OPTIONS_IN_PHP =
  'if ($_SERVER["REQUEST_METHOD"] === "OPTIONS") { http_response_code(204); exit; }';

const METHODS_OF_CLOUDFRONT = "Allowed HTTP methods: GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE";

/** Each program's setting that lets preflights through, as written in its documentation. */
const SETTINGS: Readonly<Record<string, Partial<Record<Obstacle, string>>>> = {
  s3: ofBucket("CORSRules (AllowedOrigins, AllowedMethods, AllowedHeaders)"),
  gcs: ofBucket("gcloud storage buckets update --cors-file"),
  "azure-blob": ofBucket("Resource sharing (CORS)"),
  "google-frontend": { authentication: "roles/run.invoker → allUsers" },
  cloudflare: {
    refused: "Access: Bypass options requests to origin",
    unlisted: "Access: Bypass options requests to origin",
    authentication: "Access: Bypass options requests to origin",
  },
  cloudfront: {
    refused: METHODS_OF_CLOUDFRONT,
    unlisted: METHODS_OF_CLOUDFRONT,
    behind: "origin request policy CORS-S3Origin, or response headers policy CORS",
  },
  vercel: { authentication: "Deployment Protection: OPTIONS Allowlist" },
  "api-gateway": {
    unrouted: "CORS (OPTIONS)",
    authentication: "OPTIONS: authorization NONE",
  },
  kong: { unrouted: "methods: [OPTIONS, …]", authentication: "run_on_preflight: false" },
  apisix: { unrouted: "methods: [OPTIONS, …]" },
  nginx: ofNginx,
  openresty: ofNginx,
  apache: { authentication: "<LimitExcept OPTIONS> Require valid-user </LimitExcept>" },
  caddy: {
    unrouted: "@preflight method OPTIONS → respond @preflight 204",
    authentication: "route { respond @preflight 204 … basic_auth … }",
  },
  envoy: { unrouted: "envoy.filters.http.cors" },
  express: {
    unrouted: "app.use(cors())",
    authentication: "app.use(cors())",
    unset: "app.use(cors({ origin: … }))",
  },
  uvicorn: {
    unrouted: "CORSMiddleware",
    // The middleware added last runs first.
    authentication: "app.add_middleware(CORSMiddleware, …)",
    unset: "CORSMiddleware (allow_origins)",
  },
  flask: {
    unrouted: "CORS(app)",
    authentication: 'before_request: if request.method == "OPTIONS": return',
    unset: "CORS(app, origins=[…])",
  },
  rails: {
    unrouted: "config.middleware.insert_before 0, Rack::Cors",
    authentication: "config.middleware.insert_before 0, Rack::Cors",
    unset: "rack-cors (config/initializers/cors.rb)",
  },
  django: {
    unrouted: "MIDDLEWARE: corsheaders.middleware.CorsMiddleware",
    authentication: "MIDDLEWARE: corsheaders.middleware.CorsMiddleware",
    unset: "django-cors-headers (CORS_ALLOWED_ORIGINS)",
  },
  nextjs: { unrouted: "route.ts: export function OPTIONS()", unset: "headers() in next.config.js" },
  php: { unrouted: OPTIONS_IN_PHP, authentication: OPTIONS_IN_PHP },
  supabase: { unrouted: 'if (req.method === "OPTIONS") return new Response("ok", { headers })' },
  aiohttp: { unrouted: "aiohttp_cors.setup(app, defaults={…})", unset: "aiohttp_cors.setup(app)" },
  tornado: { unrouted: "def options(self)", unset: "set_default_headers" },
  jetty: { unset: "CrossOriginHandler" },
  aspnet: {
    unset: "app.UseCors()",
    unrouted: "app.UseCors()",
    authentication: "app.UseCors() → app.UseAuthentication()",
  },
  spring: {
    refused: "CorsConfiguration.setAllowedOrigins(…)",
    unlisted: "CorsConfiguration.setAllowedMethods(…), setAllowedHeaders(…)",
    authentication: "http.cors(withDefaults())",
  },
  tomcat: { authentication: "http.cors(withDefaults())" },
  iis: {
    unset: '<cors enabled="true"> <add origin="…">',
    refused: '<cors enabled="true"> <add origin="…">',
    unlisted: "<allowMethods>, <allowHeaders>",
    // The CORS module responds to preflights before authentication.
    authentication: '<cors enabled="true">',
    // https://learn.microsoft.com/iis/install/installing-publishing-technologies/installing-and-configuring-webdav-on-iis
    method: '<modules> <remove name="WebDAVModule" />',
    unrouted: '<cors enabled="true">, or <remove name="OPTIONSVerbHandler" />',
  },
};

/** A bucket has one list for every kind of obstacle. */
function ofBucket(setting: string): Partial<Record<Obstacle, string>> {
  return { refused: setting, unlisted: setting, bucket: setting, unset: setting };
}

/** The program that should set the headers: only one, as two would send them twice. */
export function whereToSet({ response, hop }: AtHop): string[] {
  return settingOfHost(hop.url, "unset") ?? layerSettings(signsOf(response), "unset").slice(-1);
}

/**
 * The settings of the programs that may have stopped a request. A CDN or gateway is one of them only if it
 * generated the response itself.
 */
export function settingsOfWriter({ response, hop }: AtHop, obstacle: Obstacle): string[] {
  const front = frontThatWrote(response);
  const signs = signsOf(response).filter((sign) => !FORWARDING.has(sign.kind) || sign === front);
  return settingOfHost(hop.url, obstacle) ?? layerSettings(signs, obstacle);
}

type AtHop = Pick<DiagnosisSubject, "response" | "hop">;

const FORWARDING: ReadonlySet<LayerKind> = new Set(["cdn", "gateway"]);

/** Whether a URL is that of a Lambda function. */
export const isLambdaUrl = (url: string): boolean => hostIs(url, LAMBDA_URL);
export const LAMBDA = "AWS Lambda";
const LAMBDA_URL = /\.lambda-url\.[a-z0-9-]+\.on\.aws$/;
const OF_LAMBDA = "Function URL > CORS (AllowOrigins, AllowMethods, AllowHeaders)";

const hostIs = (url: string, pattern: RegExp) => pattern.test(parseUrl(url)?.hostname ?? "");

/** Services whose responses show a layer in front or nothing, and whose host names tell. */
const BY_HOST: readonly {
  readonly host: RegExp;
  readonly name: string;
  readonly settings: Partial<Record<Obstacle, string>>;
}[] = [
  {
    // https://developers.cloudflare.com/r2/buckets/cors/
    host: /\.r2\.(?:cloudflarestorage\.com|dev)$/,
    name: "Cloudflare R2",
    settings: ofBucket("CORS policy (AllowedOrigins, AllowedMethods, AllowedHeaders)"),
  },
  {
    // With a CORS configuration, Lambda responds to preflights before it checks permissions:
    // https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
    host: LAMBDA_URL,
    name: LAMBDA,
    settings: {
      ...ofBucket(OF_LAMBDA),
      unrouted: OF_LAMBDA,
      authentication: OF_LAMBDA,
    },
  },
];

/**
 * The setting of the service that a host belongs to: none of a vendor's software, which only the vendor configures;
 * undefined for other hosts.
 */
function settingOfHost(url: string, obstacle: Obstacle): string[] | undefined {
  if (isOfVendor(url)) return [];
  const service = BY_HOST.find(({ host }) => hostIs(url, host));
  const setting = service?.settings[obstacle];
  return service && setting ? [say("cause_layer_setting", service.name, setting)] : undefined;
}

/** The setting of the first program that has one; "" where none has. */
export function layerSetting(signs: readonly LayerSign[], obstacle: Obstacle): string {
  return signs.flatMap(({ id }) => SETTINGS[id]?.[obstacle] ?? [])[0] ?? "";
}

/** The setting of each program that a preflight response shows a sign of; empty where none is known. */
export function layerSettings(signs: readonly LayerSign[], obstacle: Obstacle): string[] {
  return signs.flatMap(({ id, name }) => {
    const setting = SETTINGS[id]?.[obstacle];
    return setting === undefined ? [] : [say("cause_layer_setting", name, setting)];
  });
}
