import type { LayerSign } from "../../diagnosis/layers/layer-signs.ts";
import { say } from "../../words/words.ts";

/** What a preflight met that did not let it through. */
export type Obstacle = "refused" | "unrouted" | "authentication";

/** Where each program is told to let preflights through, as its documentation writes it. */
const SETTINGS: Readonly<Record<string, Partial<Record<Obstacle, string>>>> = {
  s3: { refused: "CORSRules (AllowedOrigins, AllowedMethods, AllowedHeaders)" },
  gcs: { refused: "gcloud storage buckets update --cors-file" },
  "azure-blob": { refused: "Resource sharing (CORS)" },
  cloudflare: {
    refused: "Access: Bypass options requests to origin",
    authentication: "Access: Bypass options requests to origin",
  },
  cloudfront: { refused: "Allowed HTTP methods: GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE" },
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
  express: { unrouted: "app.use(cors())", authentication: "app.use(cors())" },
  uvicorn: { unrouted: "CORSMiddleware" },
  flask: { unrouted: "CORS(app)" },
  aspnet: { unrouted: "app.UseCors()", authentication: "app.UseCors() → app.UseAuthentication()" },
  spring: {
    refused: "CorsConfiguration.setAllowedOrigins(…)",
    authentication: "http.cors(withDefaults())",
  },
  tomcat: { authentication: "http.cors(withDefaults())" },
  iis: { refused: '<cors enabled="true"> <add origin="…">' },
};

/** The setting of each program that a preflight response bears a sign of; none where we know none. */
export function layerSettings(signs: readonly LayerSign[], obstacle: Obstacle): string[] {
  return signs.flatMap(({ id, name }) => {
    const setting = SETTINGS[id]?.[obstacle];
    return setting === undefined ? [] : [say("cause_layer_setting", name, setting)];
  });
}
