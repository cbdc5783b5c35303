import { get, type HeaderList } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import type { Certainty } from "../../verdict/verdict.ts";
import { isLocalHost } from "../sites.ts";

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

/** What so many programs say of themselves that a port beside it proves no more. */
const COMMON = /^Express$/;

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
