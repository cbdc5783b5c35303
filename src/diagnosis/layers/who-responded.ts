import { judgedHeaders, type Response } from "../../exchange/exchange.ts";
import { get, type HeaderList, has } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { LAYER_SIGNS, type LayerKind, type LayerSign } from "./layer-signs.ts";

/** The sign of the program nearest to the browser in a response; null where there is none. */
export function signOf(response: Response | null): LayerSign | null {
  if (response === null) return null;
  const headers = judgedHeaders(response);
  return LAYER_SIGNS.find(({ shows }) => shows(headers, response.status)) ?? null;
}

/**
 * Every layer that a response shows a sign of, the nearest to the browser first. A finished application hides
 * the framework that it is built on: its users do not edit that code.
 */
export function signsOf(response: Response | null): readonly LayerSign[] {
  if (response === null) return [];
  const headers = judgedHeaders(response);
  const signs = LAYER_SIGNS.filter(({ shows }) => shows(headers, response.status));
  const isFinished = signs.some(({ kind }) => kind === "application");
  return isFinished ? signs.filter(({ kind }) => kind !== "framework") : signs;
}

/**
 * The front layer that generated a response itself; null where it may have forwarded the application's.
 * Proxies add their names to forwarded responses; their own pages are HTML, those of gateways JSON.
 */
export function frontThatWrote(response: Response | null): LayerSign | null {
  if (response === null || applicationOf(response) !== null) return null;
  const front = signsOf(response).find((sign) => !mayBeForwarded(sign, response));
  if (front === undefined || !IN_FRONT.has(front.kind)) return null;
  const headers = judgedHeaders(response);
  const upstream = OF_UPSTREAM[front.id];
  if (upstream !== undefined) return has(headers, upstream) ? null : front;
  return isPage(headers) || front.kind === "gateway" || namesOwn(headers) ? front : null;
}

/** Whether a front layer's own header, or the lack of its upstream's, shows that the layer generated a response. */
export function marksOwn(response: Response | null): boolean {
  const front = frontThatWrote(response);
  if (response === null || front === null) return false;
  return front.id in OF_UPSTREAM || namesOwn(judgedHeaders(response));
}

/** Whether a CDN may have forwarded a response of the server behind it, whose pages can be HTML too. */
function mayBeForwarded({ id, kind }: LayerSign, response: Response): boolean {
  const headers = judgedHeaders(response);
  if (kind !== "cdn" || namesOwn(headers)) return false;
  if (response.status < 300 || !isPage(headers)) return true;
  const replacing = REPLACES_SERVER[id];
  if (replacing === undefined) {
    const server = get(headers, "Server");
    return server === null ? NAMES_ITSELF.has(id) : !OWN_SERVER.test(server);
  }
  return has(headers, replacing.forwarded) || !OWN_STATUS.test(String(response.status));
}

const isPage = (headers: HeaderList) => ["", "text/html"].includes(mediaType(headers));

/** Whether a header names an error of the front layer, or its own sign-in page. */
const namesOwn = (headers: HeaderList) =>
  OWN_ERRORS.some((name) => has(headers, name)) || ACCESS.test(get(headers, "Location") ?? "");

/** Cloudflare Access. https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/cors/ */
const ACCESS = /^https:\/\/[^/]+\.cloudflareaccess\.com\//i;

/** The names of CDNs in `Server`; Fastly runs Varnish. Any other name is that of the server behind the CDN. */
const OWN_SERVER = /^(?:$|cloudfront|akamai|varnish|microsoft-azure|imperva|incapsula)/i;
/** CDNs that name themselves in every response that they generate. */
const NAMES_ITSELF: ReadonlySet<string> = new Set(["cloudfront", "akamai", "fastly"]);

/** CDNs that replace `Server` in every response, and the header with which each marks a forwarded one. */
const REPLACES_SERVER: Readonly<Record<string, { readonly forwarded: string }>> = {
  // https://developers.cloudflare.com/cache/concepts/cache-responses/
  cloudflare: { forwarded: "CF-Cache-Status" },
  bunny: { forwarded: "CDN-RequestPullCode" },
  sucuri: { forwarded: "X-Sucuri-Cache" },
};

/**
 * Statuses of a CDN: firewall, size limit, rate limit, and Cloudflare's for a server that it could not reach.
 * https://developers.cloudflare.com/support/troubleshooting/http-status-codes/
 */
const OWN_STATUS = /^(?:403|413|429|52[0-7]|530)$/;

/**
 * A header that a proxy adds only to responses of its upstream.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-upstream-service-time
 * https://developer.konghq.com/gateway/configuration/#headers
 */
const OF_UPSTREAM: Readonly<Record<string, string>> = {
  envoy: "X-Envoy-Upstream-Service-Time",
  kong: "X-Kong-Upstream-Latency",
};

/** Headers in which a platform names its own error. */
const OWN_ERRORS: readonly string[] = [
  "X-Vercel-Error",
  "Ngrok-Error-Code",
  "X-Railway-Fallback",
  "X-Amzn-ErrorType",
  "X-Amzn-Waf-Action",
  "CF-Mitigated",
  "X-Squid-Error",
];

/**
 * The layers of a preflight response and a response, where the latter shows a sign of a further program. Null
 * where nothing indicates a difference.
 */
export function differentLayers(
  preflight: Response | null,
  response: Response | null,
): { readonly preflight: LayerSign; readonly response: LayerSign } | null {
  if (preflight === null || response === null) return null;
  const ofPreflight = signsOf(preflight);
  const ofResponse = signsOf(response);
  const inner = ofResponse.findLast(({ id }) => !ofPreflight.some((one) => one.id === id));
  const [outer] = ofPreflight;
  if (outer === undefined || inner === undefined || outer.id === inner.id) return null;
  return { preflight: ofPreflight.at(-1) ?? outer, response: inner };
}

/** The sign of the application or framework that generated the response; null where there is none. */
export function applicationOf(response: Response | null): LayerSign | null {
  return signsOf(response).find(({ kind }) => PROGRAMS.has(kind)) ?? null;
}

const PROGRAMS: ReadonlySet<LayerKind> = new Set(["application", "framework"]);

const IN_FRONT: ReadonlySet<LayerKind> = new Set([
  "web-server",
  "proxy",
  "load-balancer",
  "cdn",
  "gateway",
  "platform",
]);
