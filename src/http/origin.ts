import type { ByteString, Text } from "./byte-string.ts";
/**
 * A serialised origin: "https://app.test", or "null" for an opaque one.
 * https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export type SerializedOrigin = string;

/**
 * The serialised origin of a URL; "null" for URLs with an opaque origin (`data:`, `about:`) and for text that
 * does not parse. A `blob:` URL has the origin of the URL inside it.
 * https://url.spec.whatwg.org/#concept-url-origin
 */
export function originOf(url: string): SerializedOrigin {
  // Only scheme and authority matter, and thousands of requests share a few of them.
  const start = /^https?:\/\/[^/\\\0-\x20]{1,255}(?=\/)/.exec(url)?.[0];
  if (start === undefined) return parseUrl(url)?.origin ?? "null";
  let origin = origins.get(start);
  if (origin === undefined) {
    origin = parseUrl(start)?.origin ?? "null";
    if (origins.size >= MOST_ORIGINS) origins.clear();
    origins.set(start, origin);
  }
  return origin;
}

/** Origins by scheme and authority of a URL. */
const origins = new Map<string, SerializedOrigin>();
const MOST_ORIGINS = 1_000;

/** The parsed URL, or null for text that does not parse. Never throws. */
export function parseUrl(url: Text, base?: string): URL | null {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
}

/** For text that is a URL, its scheme and host; any other text unchanged. */
export function withoutPath(text: string): string {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(text) ? parseUrl(text) : null;
  return url === null ? text : `${url.protocol}//${url.host}`;
}

/**
 * The URL of a `Location` value, or null for text that does not parse. Both browsers escape each non-ASCII
 * byte before parsing: `EscapeNonASCII` in Chromium's HttpResponseHeaders, `esc_OnlyNonASCII` in Gecko's
 * nsHttpChannel.
 */
export function parseLocation(location: ByteString, base: string): URL | null {
  // encodeURI would escape UTF-8 bytes, but each code unit is a byte already.
  return parseUrl(location.replace(/[\x80-\xff]/g, escape), base);
}

/**
 * Whether two serialised origins are the same origin. "null" is never the same as another: two opaque origins
 * that serialise alike still differ.
 * https://html.spec.whatwg.org/multipage/browsers.html#same-origin
 */
export function sameOrigin(a: SerializedOrigin, b: SerializedOrigin): boolean {
  return a === b && a !== "null";
}

/**
 * Whether two origins may be same-site. Certainty needs the public suffix list; without it, hosts with the
 * same last two labels count.
 * https://html.spec.whatwg.org/multipage/browsers.html#same-site
 */
export function maySameSite(a: SerializedOrigin, b: SerializedOrigin): boolean {
  const [one, other] = [parseUrl(a)?.hostname, parseUrl(b)?.hostname];
  if (one === undefined || other === undefined) return false;
  return one === other || lastTwoLabels(one) === lastTwoLabels(other);
}

const lastTwoLabels = (host: string) => host.split(".").slice(-2).join(".");

/** The scheme of a URL without its colon, lower-case; "" for text that does not parse. */
export function schemeOf(url: string): string {
  // Nearly all URLs have one of these schemes, and every verdict needs them several times.
  if (url.startsWith("https:")) return "https";
  if (url.startsWith("http:")) return "http";
  const match = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url);
  return match?.[1]?.toLowerCase() ?? "";
}

/** https://fetch.spec.whatwg.org/#http-scheme */
export function isHttpScheme(scheme: string): boolean {
  return scheme === "http" || scheme === "https";
}

/**
 * Whether a URL includes credentials (user or password).
 * https://url.spec.whatwg.org/#include-credentials
 */
export function includesCredentials(url: string): boolean {
  if (!url.includes("@")) return false;
  const parsed = parseUrl(url);
  return parsed !== null && (parsed.username !== "" || parsed.password !== "");
}

/**
 * The URL without user and password.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch
 */
export function withoutUserinfo(url: string): string {
  return url.includes("@") ? url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1") : url;
}

/**
 * Whether a URL is potentially trustworthy as a network target: https, wss or loopback. Browsers send
 * `Sec-Fetch-*` to these targets.
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isPotentiallyTrustworthy(url: string): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return false;
  if (parsed.protocol === "https:" || parsed.protocol === "wss:") return true;
  return isLoopbackHost(parsed.hostname);
}

/** Whether a host is on the user's own machine or network. */
export function isLocalHost(urlOrOrigin: string): boolean {
  const host = parseUrl(urlOrOrigin)?.hostname ?? "";
  return (
    isLoopbackHost(host) ||
    host === "0.0.0.0" ||
    host === "host.docker.internal" ||
    /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host) ||
    /^\[f[cd]/.test(host) ||
    /\.(?:local|lan|home|internal|localdomain)$/.test(host) ||
    (host !== "" && !host.includes(".") && !host.startsWith("["))
  );
}

/**
 * Whether a host is the loopback host.
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isLoopbackHost(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}
