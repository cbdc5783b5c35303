import type { LayerSign } from "../../diagnosis/layers/layer-signs.ts";
import { say } from "../../words/words.ts";

/** What a preflight met that did not let it through, or what lacks the CORS headers. */
export type Obstacle = "refused" | "unrouted" | "authentication" | "behind" | "bucket" | "unset";

/** Where each program is set to let preflights through, as its documentation writes it. */
const SETTINGS: Readonly<Record<string, Partial<Record<Obstacle, string>>>> = {
  s3: ofBucket("CORSRules (AllowedOrigins, AllowedMethods, AllowedHeaders)"),
  gcs: ofBucket("gcloud storage buckets update --cors-file"),
  "azure-blob": ofBucket("Resource sharing (CORS)"),
  "google-frontend": { refused: "roles/run.invoker → allUsers" },
  cloudflare: {
    refused: "Access: Bypass options requests to origin",
    authentication: "Access: Bypass options requests to origin",
  },
  cloudfront: {
    refused: "Allowed HTTP methods: GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE",
    behind: "origin request policy CORS-S3Origin, or response headers policy CORS",
  },
  vercel: { authentication: "Deployment Protection: OPTIONS Allowlist" },
  "api-gateway": {
    unrouted: "CORS (OPTIONS)",
    authentication: "OPTIONS: authorization NONE",
  },
  kong: { unrouted: "methods: [OPTIONS, …]", authentication: "run_on_preflight: false" },
  apisix: { unrouted: "methods: [OPTIONS, …]" },
  nginx: { unrouted: "if ($request_method = OPTIONS) { return 204; }" },
  openresty: { unrouted: "if ($request_method = OPTIONS) { return 204; }" },
  apache: { authentication: "<LimitExcept OPTIONS> Require valid-user </LimitExcept>" },
  express: {
    unrouted: "app.use(cors())",
    authentication: "app.use(cors())",
    unset: "app.use(cors({ origin: … }))",
  },
  uvicorn: { unrouted: "CORSMiddleware", unset: "CORSMiddleware (allow_origins)" },
  flask: { unrouted: "CORS(app)", unset: "CORS(app, origins=[…])" },
  rails: { unset: "rack-cors (config/initializers/cors.rb)" },
  django: { unset: "django-cors-headers (CORS_ALLOWED_ORIGINS)" },
  nextjs: { unset: "headers() in next.config.js" },
  jetty: { unset: "CrossOriginHandler" },
  aspnet: {
    unset: "app.UseCors()",
    unrouted: "app.UseCors()",
    authentication: "app.UseCors() → app.UseAuthentication()",
  },
  spring: {
    refused: "CorsConfiguration.setAllowedOrigins(…)",
    authentication: "http.cors(withDefaults())",
  },
  tomcat: { authentication: "http.cors(withDefaults())" },
  iis: { refused: '<cors enabled="true"> <add origin="…">' },
};

/** A bucket has one list, whatever the request met. */
function ofBucket(setting: string): Partial<Record<Obstacle, string>> {
  return { refused: setting, bucket: setting, unset: setting };
}

/** Where the headers are set: in one program alone, as two of them would send them twice. */
export function whereToSet(signs: readonly LayerSign[]): string[] {
  return layerSettings(signs, "unset").slice(-1);
}

/** The setting of the first program that has one; "" where none has. */
export function layerSetting(signs: readonly LayerSign[], obstacle: Obstacle): string {
  return signs.flatMap(({ id }) => SETTINGS[id]?.[obstacle] ?? [])[0] ?? "";
}

/** The setting of each program that a preflight response bears a sign of; none where we know none. */
export function layerSettings(signs: readonly LayerSign[], obstacle: Obstacle): string[] {
  return signs.flatMap(({ id, name }) => {
    const setting = SETTINGS[id]?.[obstacle];
    return setting === undefined ? [] : [say("cause_layer_setting", name, setting)];
  });
}
