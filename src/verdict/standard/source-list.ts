import { isHttpScheme, parseUrl, type SerializedOrigin, sameOrigin } from "../../http/origin.ts";

/**
 * Whether a list of sources has an origin on it. An opaque origin is on none.
 * https://w3c.github.io/webappsec-csp/#match-url-to-source-list
 *
 * @param list the values of a directive.
 * @param self the origin that `'self'` stands for, whose scheme those of sources without one must match.
 */
export function isOnSourceList(
  list: readonly string[],
  origin: SerializedOrigin,
  self: SerializedOrigin,
  reading: SourceReading,
): boolean {
  const url = parseUrl(origin);
  const own = parseUrl(self);
  // A list of 'none' alone matches nothing either: as a source it means nothing.
  return url !== null && own !== null && list.some((source) => matches(source, url, own, reading));
}

/** In what browsers read a source differently. */
export interface SourceReading {
  /**
   * Whether the request that got the policy had been redirected: Chromium 156 takes that for the
   * redirects of the ancestor.
   */
  readonly wasRedirected: boolean;
  /** As `LaneRules` has it. */
  readonly upgradesPortsWithSchemes: boolean;
}

/** https://w3c.github.io/webappsec-csp/#match-url-to-source-expression */
function matches(source: string, url: URL, self: URL, reading: SourceReading): boolean {
  const scheme = schemeIn(url);
  if (source === "*") return isHttpScheme(scheme) || mayStandFor(schemeIn(self), scheme);
  if (source.toLowerCase() === "'self'") return isSelf(url, self);
  const schemeSource = SCHEME_SOURCE.exec(source)?.[1];
  if (schemeSource !== undefined) return mayStandFor(schemeSource.toLowerCase(), scheme);
  const parts = HOST_SOURCE.exec(source)?.groups;
  if (parts === undefined) return false;
  const { scheme: named = schemeIn(self), host = "", port, path = "/" } = parts;
  if (!mayStandFor(named.toLowerCase(), scheme)) return false;
  // An origin has the path "/"; after a redirect paths do not count.
  const isPathRight = path === "/" || reading.wasRedirected;
  const isUpgrade = reading.upgradesPortsWithSchemes ? named.toLowerCase() !== scheme : null;
  return (
    isPathRight &&
    matchesHost(host.toLowerCase(), url.hostname) &&
    matchesPort(port, url, isUpgrade)
  );
}

const SCHEME_SOURCE = /^([a-z][a-z0-9+.-]*):$/i;
const HOST_SOURCE =
  /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?<host>\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\])(?::(?<port>\d+|\*))?(?<path>\/[^?#]*)?$/i;

const schemeIn = ({ protocol }: URL) => protocol.slice(0, -1);

/** The same origin, or the same host upgraded to TLS, at the default ports. */
function isSelf(url: URL, self: URL): boolean {
  if (sameOrigin(url.origin, self.origin)) return true;
  const isUpgrade = url.protocol === "https:" && self.protocol === "http:";
  return isUpgrade && url.hostname === self.hostname && url.port === "" && self.port === "";
}

/**
 * Both browsers let no web socket's scheme stand for one of HTTP, as the standard would (seen in 156
 * and 153).
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
 * @param isUpgrade whether the scheme was upgraded, where the port has to be just then; else null.
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
