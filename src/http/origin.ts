import type { ByteString, Text } from "./byte-string.ts";
/**
 * A serialised origin: "https://app.test", or "null" for an opaque one.
 * https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export type SerializedOrigin = string;

/**
 * The origin of a URL, serialised; "null" for URLs whose origin is opaque (`data:`, `about:`) and
 * for text that does not parse. A `blob:` URL has the origin of the URL inside it.
 * https://url.spec.whatwg.org/#concept-url-origin
 */
export function originOf(url: string): SerializedOrigin {
  if (url !== last[0]) last = [url, parseUrl(url)?.origin ?? "null"];
  return last[1];
}

/** Thousands of requests in turn are of one document. */
let last: readonly [url: string, origin: SerializedOrigin] = ["", "null"];

/** The parsed URL, or null for text that does not parse. Never throws. */
export function parseUrl(url: Text, base?: string): URL | null {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
}

/**
 * The URL that a `Location` names, or null for text that does not parse. Both browsers escape each of
 * its bytes beyond ASCII before they parse it: `EscapeNonASCII` of Chromium's HttpResponseHeaders,
 * `esc_OnlyNonASCII` of Gecko's nsHttpChannel.
 */
export function parseLocation(location: ByteString, base: string): URL | null {
  // What encodeURI escapes are the bytes of UTF-8; these are bytes already.
  return parseUrl(location.replace(/[\x80-\xff]/g, escape), base);
}

/**
 * Whether two serialised origins are the same origin. "null" is never the same as anything: two
 * opaque origins that serialise alike are still two.
 * https://html.spec.whatwg.org/multipage/browsers.html#same-origin
 */
export function sameOrigin(a: SerializedOrigin, b: SerializedOrigin): boolean {
  return a === b && a !== "null";
}

/**
 * Whether two origins can be of one site. It takes a list of public suffixes to be sure; without
 * one, a host of the same last two labels may be.
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
  // Nearly all are one of these, and every verdict needs them several times.
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
 * Whether a URL is potentially trustworthy as a network target: https, wss or loopback. These are
 * the targets to which browsers send `Sec-Fetch-*`.
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isPotentiallyTrustworthy(url: string): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return false;
  if (parsed.protocol === "https:" || parsed.protocol === "wss:") return true;
  return isLoopbackHost(parsed.hostname);
}

/** Whether a host is the reader's own machine or network: nobody else's server. */
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
 * Whether a URL's host is the machine itself.
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
