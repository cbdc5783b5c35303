import { isHttpScheme, parseUrl, type SerializedOrigin, sameOrigin } from "../../http/origin.ts";

/**
 * Whether a source list matches an origin. No list matches an opaque origin.
 * https://w3c.github.io/webappsec-csp/#match-url-to-source-list
 *
 * @param list the values of a directive.
 * @param self the origin that `'self'` matches; its scheme is the default of sources without a scheme.
 */
export function isOnSourceList(
  list: readonly string[],
  origin: SerializedOrigin,
  self: SerializedOrigin,
  reading: SourceReading,
): boolean {
  const url = parseUrl(origin);
  const own = parseUrl(self);
  // 'none' is not a valid source, so a list of only 'none' matches nothing.
  return url !== null && own !== null && list.some((source) => matches(source, url, own, reading));
}

/** The differences between browsers in matching a source. */
export interface SourceReading {
  /**
   * Whether the request that got the policy was redirected. Chromium 156 uses this as the ancestor's
   * redirect count.
   */
  readonly wasRedirected: boolean;
  /** See `LaneRules`. */
  readonly upgradesPortsWithSchemes: boolean;
  /** See `LaneRules`. */
  readonly sourcePaths: SourcePaths;
}

/**
 * How the path of a source counts for an ancestor, which is an origin and has the path "/":
 * - "strict": as in the standard. A source with a query or a fragment is invalid.
 * - "lenient": a query or fragment after a path is ignored. After a redirect, the path is ignored too.
 * - "ignored": path, query and fragment are ignored. A path that begins with "//" is invalid.
 */
export type SourcePaths = "strict" | "lenient" | "ignored";

/** https://w3c.github.io/webappsec-csp/#match-url-to-source-expression */
function matches(source: string, url: URL, self: URL, reading: SourceReading): boolean {
  const scheme = schemeIn(url);
  if (source === "*") return isHttpScheme(scheme) || mayStandFor(schemeIn(self), scheme);
  if (source.toLowerCase() === "'self'") return isSelf(url, self);
  const schemeSource = SCHEME_SOURCE.exec(source)?.[1];
  if (schemeSource !== undefined) return mayStandFor(schemeSource.toLowerCase(), scheme);
  const parts = HOST_SOURCE.exec(source)?.groups;
  if (parts === undefined) return false;
  const { scheme: named = schemeIn(self), host = "", port, path = "" } = parts;
  if (!mayStandFor(named.toLowerCase(), scheme)) return false;
  const isUpgrade = reading.upgradesPortsWithSchemes ? named.toLowerCase() !== scheme : null;
  return (
    matchesPath(path, reading) &&
    matchesHost(host.toLowerCase(), url.hostname) &&
    matchesPort(port, url, isUpgrade)
  );
}

const SCHEME_SOURCE = /^([a-z][a-z0-9+.-]*):$/i;
const HOST_SOURCE =
  /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?<host>\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\])(?::(?<port>\d+|\*))?(?<path>[/?#].*)?$/i;

const schemeIn = ({ protocol }: URL) => protocol.slice(0, -1);

/** The same origin, or the same host upgraded to TLS, at the default ports. */
function isSelf(url: URL, self: URL): boolean {
  if (sameOrigin(url.origin, self.origin)) return true;
  const isUpgrade = url.protocol === "https:" && self.protocol === "http:";
  return isUpgrade && url.hostname === self.hostname && url.port === "" && self.port === "";
}

/**
 * Whether a source's scheme matches. In both browsers a WebSocket scheme does not match an HTTP scheme, as
 * it would in the standard (seen in 156 and 153).
 * https://w3c.github.io/webappsec-csp/#match-schemes
 */
function mayStandFor(pattern: string, scheme: string): boolean {
  return pattern === scheme || (UPGRADES[pattern] ?? []).includes(scheme);
}

const UPGRADES: Readonly<Record<string, readonly string[]>> = {
  http: ["https"],
  ws: ["wss"],
};

/** https://w3c.github.io/webappsec-csp/#match-hosts */
function matchesHost(pattern: string, host: string): boolean {
  if (pattern === "*") return true;
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : pattern === host;
}

/**
 * https://w3c.github.io/webappsec-csp/#match-ports
 *
 * @param isUpgrade whether the scheme was upgraded, where scheme and port must be upgraded together; else null.
 */
function matchesPort(
  pattern: string | undefined,
  { port, protocol }: URL,
  isUpgrade: boolean | null,
): boolean {
  if (pattern === undefined) return port === "";
  if (pattern === "*") return true;
  const requested = Number(pattern);
  const actual = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  if (requested === actual) return isUpgrade !== true;
  return requested === 80 && actual === 443 && isUpgrade !== false;
}

/**
 * Measured in Chromium 156 and Firefox 153 with twenty lists, with and without a redirect.
 * https://w3c.github.io/webappsec-csp/#path-part-match
 *
 * @param path with the query and the fragment; "" where the source has none.
 */
function matchesPath(path: string, { sourcePaths, wasRedirected }: SourceReading): boolean {
  switch (sourcePaths) {
    case "strict":
      return path === "" || path === "/";
    case "lenient":
      return path === "" || (wasRedirected ? /^\// : /^\/(?:[?#]|$)/).test(path);
    case "ignored":
      return !path.startsWith("//");
  }
}
