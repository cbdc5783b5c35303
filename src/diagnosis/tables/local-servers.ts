import { get, type HeaderList } from "../../http/header-list.ts";
import { isLocalHost, parseUrl } from "../../http/origin.ts";
import type { Certainty } from "../../verdict/verdict.ts";

/** A server that has one setting for CORS, which its users seldom know. */
export interface KnownServer {
  readonly id: KnownServerId;
  readonly name: string;
  /** The setting, as it is written. */
  readonly setting: (origin: string) => string;
  /** How sure it is: "ambiguous" by its port alone. */
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
  | "rabbitmq";

const serverIs = (headers: HeaderList, pattern: RegExp) =>
  pattern.test(get(headers, "Server") ?? "");

/**
 * A product by its usual port, unless the response is another program's: any program can listen there.
 *
 * @param own what the product says of itself in `Server` or `X-Powered-By`.
 */
function onPort(port: string, path: RegExp, own: RegExp = /^$/): KnownServer["is"] {
  return (url, headers) => {
    if (url.port !== port || !isLocalHost(url.href) || !path.test(url.pathname)) return null;
    const marks = ["Server", "X-Powered-By"].flatMap((name) => get(headers, name) ?? []);
    if (!marks.every((mark) => own.test(mark))) return null;
    return marks.some((mark) => !COMMON.test(mark)) ? "likely" : "ambiguous";
  };
}

/** A product by a path that no other has. */
function onPath(path: RegExp): KnownServer["is"] {
  return (url) => (path.test(url.pathname) ? "likely" : null);
}

/** A product by a header of its own. */
function byHeader(name: string, pattern: RegExp): KnownServer["is"] {
  return (_url, headers) => (pattern.test(get(headers, name) ?? "") ? "certain" : null);
}

/** What so many programs say of themselves that a port beside it proves no more. */
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
    setting: (origin) => origin,
    is: (url) =>
      /\/realms\/[^/]+\/protocol\/openid-connect\/(?:token|userinfo|logout|revoke|certs)\b/.test(
        url.pathname,
      )
        ? "likely"
        : null,
  },
];

/** The product that sent a response, where it is one of those; null for any other. */
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
