import { get, type HeaderList } from "../../http/header-list.ts";
import { isLocalHost, parseUrl } from "../../http/origin.ts";
import type { Certainty } from "../../verdict/verdict.ts";

/** A server with one setting for CORS, which its users rarely know. */
export interface KnownServer {
  readonly id: KnownServerId;
  readonly name: string;
  /** The setting, as written in the configuration. */
  readonly setting: (origin: string) => string;
  /** "written" by default. */
  readonly kind?: SettingKind;
  /** How certain the match is: "ambiguous" by the port alone. */
  readonly is: (url: URL, headers: HeaderList) => Certainty | null;
}

export type KnownServerId =
  | "vllm"
  | "stable-diffusion"
  | "jan"
  | "opensearch"
  | "couchdb"
  | "ipfs"
  | "localstack"
  | "azure-functions"
  | "directus"
  | "strapi"
  | "drupal"
  | "geoserver"
  | "home-assistant"
  | "registry"
  | "vite"
  | "python-http-server"
  | "ollama"
  | "lm-studio"
  | "llama-cpp"
  | "jupyter"
  | "elasticsearch"
  | "keycloak"
  | "comfyui"
  | "prometheus"
  | "rabbitmq"
  | "minio"
  | "wiremock"
  | "kubernetes"
  | "clickhouse"
  | "consul"
  | "etcd"
  | "geth"
  | "typesense"
  | "chroma"
  | "solr"
  | "hasura"
  | "node-red"
  | "n8n"
  | "mlflow"
  | "open-webui"
  | "flowise"
  | "dify"
  | "text-generation-inference"
  | "matomo"
  | "selenium"
  | "appium"
  | "okta"
  | "auth0"
  | "entra"
  | "identity-server"
  | "salesforce"
  | "servicenow";

/** How the setting is made: by writing it, by switching CORS on, or by adding to a list. */
export type SettingKind = "written" | "switch" | "list";

const serverIs = (headers: HeaderList, pattern: RegExp) =>
  pattern.test(get(headers, "Server") ?? "");

/**
 * Matches a product by its usual port, unless another program responded: any program can listen there.
 *
 * @param own the product's own value of `Server` or `X-Powered-By`.
 */
function onPort(port: string, path: RegExp, own: RegExp = /^$/): KnownServer["is"] {
  return (url, headers) => {
    if (url.port !== port || !isLocalHost(url.href) || !path.test(url.pathname)) return null;
    const marks = ["Server", "X-Powered-By"].flatMap((name) => get(headers, name) ?? []);
    if (!marks.every((mark) => own.test(mark))) return null;
    return marks.some((mark) => !COMMON.test(mark)) ? "likely" : "ambiguous";
  };
}

/** Matches a product by a path that no other product has. */
function onPath(path: RegExp): KnownServer["is"] {
  return (url) => (path.test(url.pathname) ? "likely" : null);
}

/** Matches a service by its vendor's hostnames. */
function onHost(host: RegExp, path = /^\//): KnownServer["is"] {
  return (url) => (host.test(url.hostname) && path.test(url.pathname) ? "likely" : null);
}

/** Matches a product by its own header. */
function byHeader(name: string, pattern: RegExp): KnownServer["is"] {
  return (_url, headers) => (pattern.test(get(headers, name) ?? "") ? "certain" : null);
}

/** Values that many programs send, so that they add no proof to a port. */
const COMMON = /^(?:Express|uvicorn|Kestrel)$/;

export const KNOWN_SERVERS: readonly KnownServer[] = [
  {
    id: "llama-cpp",
    name: "llama.cpp",
    setting: (origin) => `--cors-origins ${origin}`,
    is: (_url, headers) => (serverIs(headers, /^llama\.cpp/i) ? "certain" : null),
  },
  {
    id: "ollama",
    name: "Ollama",
    setting: (origin) => `OLLAMA_ORIGINS=${origin}`,
    is: onPort("11434", /^\/(?:api|v1)\/|^\/$/),
  },
  {
    id: "lm-studio",
    name: "LM Studio",
    setting: () => "lms server start --cors",
    kind: "switch",
    is: onPort("1234", /^\/(?:v1|api\/v\d)\//, /^Express$/),
  },
  {
    id: "jupyter",
    name: "Jupyter",
    setting: (origin) => `c.ServerApp.allow_origin = "${origin}"`,
    is: (_url, headers) =>
      serverIs(headers, /^TornadoServer/) &&
      /csp-report/.test(get(headers, "Content-Security-Policy") ?? "")
        ? "certain"
        : null,
  },
  {
    id: "elasticsearch",
    name: "Elasticsearch",
    setting: (origin) => `http.cors.enabled: true, http.cors.allow-origin: "${origin}"`,
    is: (_url, headers) => (get(headers, "X-Elastic-Product") !== null ? "certain" : null),
  },
  {
    id: "opensearch",
    name: "OpenSearch or Elasticsearch",
    setting: (origin) => `http.cors.enabled: true, http.cors.allow-origin: "${origin}"`,
    is: onPort("9200", /\/_[a-z]|^\/$/),
  },
  {
    id: "vllm",
    name: "vLLM",
    setting: (origin) => `--allowed-origins '["${origin}"]'`,
    is: onPort("8000", /^\/v1\/(?:chat\/completions|completions|models|embeddings)$/, /^uvicorn$/),
  },
  {
    id: "stable-diffusion",
    name: "Stable Diffusion web UI",
    setting: (origin) => `--api --cors-allow-origins=${origin}`,
    is: onPath(/^\/sdapi\/v\d\//),
  },
  {
    id: "jan",
    name: "Jan",
    setting: () => "CORS",
    kind: "switch",
    is: onPort("1337", /^\/v1\/(?:chat\/completions|completions|models)$/),
  },
  {
    id: "couchdb",
    name: "CouchDB",
    setting: (origin) => `[chttpd] enable_cors = true, [cors] origins = ${origin}`,
    is: byHeader("Server", /^CouchDB/),
  },
  {
    id: "ipfs",
    name: "IPFS (Kubo)",
    setting: (origin) =>
      `ipfs config --json API.HTTPHeaders.Access-Control-Allow-Origin '["${origin}"]'`,
    is: onPort("5001", /^\/api\/v0\//),
  },
  {
    id: "localstack",
    name: "LocalStack",
    setting: (origin) => `EXTRA_CORS_ALLOWED_ORIGINS=${origin}`,
    is: onPort("4566", /^\//),
  },
  {
    id: "azure-functions",
    name: "Azure Functions Core Tools",
    setting: (origin) => `func start --cors ${origin}`,
    is: onPort("7071", /^\/api\//, /^Kestrel$/),
  },
  {
    id: "directus",
    name: "Directus",
    setting: (origin) => `CORS_ENABLED=true CORS_ORIGIN=${origin}`,
    is: byHeader("X-Powered-By", /^Directus$/),
  },
  {
    id: "strapi",
    name: "Strapi",
    setting: (origin) => `strapi::cors, config.origin: ["${origin}"] (config/middlewares)`,
    is: byHeader("X-Powered-By", /^Strapi/),
  },
  {
    id: "drupal",
    name: "Drupal",
    setting: (origin) => `cors.config: enabled: true, allowedOrigins: ["${origin}"] (services.yml)`,
    is: byHeader("X-Generator", /^Drupal/),
  },
  {
    id: "geoserver",
    name: "GeoServer",
    setting: (origin) => `CORS_ENABLED=true CORS_ALLOWED_ORIGINS=${origin}`,
    is: onPath(/^\/geoserver\/(?:.*\/)?(?:ows|wfs|wms|wcs|wmts|rest|gwc)\b/),
  },
  {
    id: "home-assistant",
    name: "Home Assistant",
    setting: (origin) => `http: cors_allowed_origins: [${origin}]`,
    is: onPort("8123", /^\/api\//, /aiohttp/),
  },
  {
    id: "registry",
    name: "Docker registry",
    setting: (origin) => `http.headers.Access-Control-Allow-Origin: ['${origin}']`,
    is: (_url, headers) =>
      get(headers, "Docker-Distribution-Api-Version") !== null ? "certain" : null,
  },
  {
    id: "vite",
    name: "Vite",
    setting: (origin) => `server.cors: { origin: "${origin}" }`,
    is: (url, headers) =>
      /^\/@(?:vite|fs|id|react-refresh)(?:\/|$)/.test(url.pathname)
        ? "likely"
        : onPort("5173", /^\//)(url, headers),
  },
  {
    id: "python-http-server",
    name: "python -m http.server",
    setting: () => "npx http-server --cors",
    is: byHeader("Server", /^SimpleHTTP\//),
  },
  {
    id: "comfyui",
    name: "ComfyUI",
    setting: (origin) => `--enable-cors-header ${origin}`,
    is: onPort(
      "8188",
      /^\/(?:prompt|queue|history|object_info|system_stats|upload|view)\b/,
      /aiohttp/,
    ),
  },
  {
    id: "prometheus",
    name: "Prometheus",
    setting: (origin) => `--web.cors.origin="${origin.replaceAll(".", "\\.")}"`,
    is: onPort("9090", /^\/api\/v1\/(?:query|query_range|series|labels?|targets|rules|alerts)\b/),
  },
  {
    id: "rabbitmq",
    name: "RabbitMQ",
    setting: (origin) => `management.cors.allow_origins.1 = ${origin}`,
    is: onPort("15672", /^\/api\//, /^[Cc]owboy/),
  },
  {
    id: "keycloak",
    name: "Keycloak",
    setting: () => "Clients > Settings > Web origins",
    kind: "list",
    is: (url) =>
      /\/realms\/[^/]+\/protocol\/openid-connect\/(?:token|userinfo|logout|revoke|certs)\b/.test(
        url.pathname,
      )
        ? "likely"
        : null,
  },
  {
    id: "okta",
    name: "Okta",
    setting: () => "Security > API > Trusted Origins (CORS)",
    kind: "list",
    is: onHost(/\.okta(?:preview|-emea)?\.com$/),
  },
  {
    id: "auth0",
    name: "Auth0",
    setting: () => "Applications > Settings > Allowed Web Origins, Allowed Origins (CORS)",
    kind: "list",
    is: onHost(/\.auth0\.com$/),
  },
  {
    id: "entra",
    name: "Microsoft Entra ID",
    setting: () => "Authentication > Single-page application > Redirect URIs",
    kind: "list",
    is: onHost(/^login\.microsoftonline\.com$|\.(?:b2c|ciam)login\.com$/, /\/token$/),
  },
  {
    id: "identity-server",
    name: "IdentityServer",
    setting: () => "Client.AllowedCorsOrigins",
    kind: "list",
    is: onPath(/\/connect\/(?:token|userinfo|revocation)$/),
  },
  {
    id: "salesforce",
    name: "Salesforce",
    setting: () => "Setup > CORS > Allowed Origins List",
    kind: "list",
    is: onHost(/\.salesforce\.com$/, /^\/services\/(?:data|apexrest)\//),
  },
  {
    id: "servicenow",
    name: "ServiceNow",
    setting: () => "System Web Services > CORS Rules",
    kind: "list",
    is: onHost(/\.service-now\.com$/, /^\/api\//),
  },
  {
    id: "minio",
    name: "MinIO",
    setting: (origin) => `MINIO_API_CORS_ALLOW_ORIGIN=${origin}`,
    is: byHeader("Server", /^MinIO/),
  },
  {
    id: "wiremock",
    name: "WireMock",
    setting: () => "--enable-stub-cors",
    kind: "switch",
    is: byHeader("Matched-Stub-Id", /./),
  },
  {
    id: "kubernetes",
    name: "Kubernetes API",
    setting: (origin) => `--cors-allowed-origins='^${origin.replaceAll(".", "\\.")}$'`,
    is: byHeader("X-Kubernetes-Pf-Flowschema-Uid", /./),
  },
  {
    id: "clickhouse",
    name: "ClickHouse",
    setting: () => "add_http_cors_header = 1",
    kind: "switch",
    is: byHeader("X-ClickHouse-Summary", /./),
  },
  {
    id: "consul",
    name: "Consul",
    setting: (origin) =>
      `http_config { response_headers { Access-Control-Allow-Origin = "${origin}" } }`,
    is: byHeader("X-Consul-Index", /./),
  },
  {
    id: "etcd",
    name: "etcd",
    setting: (origin) => `--cors=${origin}`,
    is: onPort("2379", /^\/v[23]\//),
  },
  {
    id: "geth",
    name: "Geth",
    setting: (origin) => `--http.corsdomain ${origin}`,
    is: onPort("8545", /^\/$/),
  },
  {
    id: "typesense",
    name: "Typesense",
    setting: (origin) => `--enable-cors --cors-domains=${origin}`,
    is: onPort("8108", /^\//),
  },
  {
    id: "chroma",
    name: "Chroma",
    setting: (origin) => `CHROMA_SERVER_CORS_ALLOW_ORIGINS='["${origin}"]'`,
    is: onPort("8000", /^\/api\/v[12]\/(?:collections|tenants|heartbeat)\b/, /^uvicorn$/),
  },
  {
    id: "solr",
    name: "Solr",
    setting: (origin) => `CrossOriginFilter: allowedOrigins=${origin} (WEB-INF/web.xml)`,
    is: onPath(/^\/solr\/[^/]+\/(?:select|query|update|suggest)\b/),
  },
  {
    id: "hasura",
    name: "Hasura",
    setting: (origin) => `HASURA_GRAPHQL_CORS_DOMAIN=${origin}`,
    is: (url, headers) =>
      url.pathname === "/v1/graphql" && serverIs(headers, /^Warp\//) ? "likely" : null,
  },
  {
    id: "node-red",
    name: "Node-RED",
    setting: (origin) => `httpNodeCors: { origin: "${origin}" } (settings.js)`,
    is: onPort("1880", /^\//, /^Express$/),
  },
  {
    id: "n8n",
    name: "n8n",
    setting: () => "Webhook > Options > Allowed Origins (CORS)",
    kind: "list",
    is: onPort("5678", /^\/webhook(?:-test)?\//),
  },
  {
    id: "mlflow",
    name: "MLflow",
    setting: (origin) => `mlflow server --cors-allowed-origins ${origin}`,
    is: onPath(/^\/(?:ajax-)?api\/2\.0\/mlflow\//),
  },
  {
    id: "open-webui",
    name: "Open WebUI",
    setting: (origin) => `CORS_ALLOW_ORIGIN=${origin}`,
    is: onPath(/^\/ollama\/api\//),
  },
  {
    id: "flowise",
    name: "Flowise",
    setting: (origin) => `CORS_ORIGINS=${origin}`,
    is: onPath(/^\/api\/v1\/prediction\/[0-9a-f-]{36}$/),
  },
  {
    id: "dify",
    name: "Dify",
    setting: (origin) => `WEB_API_CORS_ALLOW_ORIGINS=${origin}`,
    is: onPath(/^\/v1\/(?:chat-messages|completion-messages|workflows\/run)$/),
  },
  {
    id: "text-generation-inference",
    name: "Text Generation Inference",
    setting: (origin) => `--cors-allow-origin ${origin}`,
    is: onPath(/^\/generate_stream$/),
  },
  {
    id: "matomo",
    name: "Matomo",
    setting: (origin) => `cors_domains[] = ${origin} (config.ini.php)`,
    is: onPath(/\/(?:matomo|piwik)\.php$/),
  },
  {
    id: "selenium",
    name: "Selenium",
    setting: () => "--allow-cors true",
    kind: "switch",
    is: onPort("4444", /^\/(?:wd\/hub\/)?(?:session|status)\b/),
  },
  {
    id: "appium",
    name: "Appium",
    setting: () => "--allow-cors",
    kind: "switch",
    is: onPort("4723", /^\/(?:wd\/hub\/)?(?:session|status)\b/),
  },
];

/** The known product that sent a response; null for any other. */
export function knownServerOf(
  url: string,
  headers: HeaderList,
): { readonly server: KnownServer; readonly certainty: Certainty } | null {
  const parsed = parseUrl(url);
  if (parsed === null) return null;
  for (const server of KNOWN_SERVERS) {
    const certainty = server.is(parsed, headers);
    if (certainty !== null) return { server, certainty };
  }
  return null;
}
