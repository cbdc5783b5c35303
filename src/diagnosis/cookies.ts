import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { getAll, type HeaderList } from "../http/header-list.ts";
import { isPotentiallyTrustworthy, parseUrl } from "../http/origin.ts";

/** A cookie that a response set, and what became of it. */
interface SetCookie {
  readonly exchange: string;
  readonly startedAt: number;
  readonly name: string;
  /** When a request was last recorded that carried the cookie to this server; null where none was. */
  readonly sentAt: number | null;
  /** When the next response removed the cookie; null where none did. */
  readonly removedAt: number | null;
}

/** A cookie that a response set, but that the browser does not send with cross-site requests. */
export interface RefusedCookie extends SetCookie {
  /** The attribute at fault, as received. */
  readonly reason: "SameSite=Lax" | "SameSite=Strict" | "no SameSite" | "no Secure" | "Domain";
}

/** A session cookie that the browser stores and sends to other sites, judging by its attributes. */
export interface SessionCookie extends SetCookie {
  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-paths-and-path-match */
  readonly path: string;
}

type CookieFacts = Pick<BrowserFacts, "cookiesDefaultToLax">;

/**
 * Why a browser does not send a cookie with cross-site requests other than navigations, judging by the
 * cookie's attributes. Null where the browser can send the cookie, where the line removes it, or where no
 * application reads it.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2
 *
 * @param line the value of a `Set-Cookie` line.
 * @param at when the line was received, in milliseconds since the epoch.
 */
export function refusalOfCookie(
  line: string,
  url: string,
  at: number,
  { cookiesDefaultToLax }: CookieFacts,
): Pick<RefusedCookie, "name" | "reason"> | null {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const name = pair.split("=", 1)[0]?.trim() ?? "";
  if (isRemoval(attributes, at) || OF_INFRASTRUCTURE.test(name)) return null;
  const domain = attributeOf(attributes, "domain")?.replace(/^\./, "").toLowerCase() ?? "";
  const host = parseUrl(url)?.hostname ?? "";
  if (domain !== "" && host !== domain && !host.endsWith(`.${domain}`)) {
    return { name, reason: "Domain" };
  }
  const sameSite = attributeOf(attributes, "samesite")?.toLowerCase();
  if (sameSite === "lax") return { name, reason: "SameSite=Lax" };
  if (sameSite === "strict") return { name, reason: "SameSite=Strict" };
  if (sameSite !== "none") return cookiesDefaultToLax ? { name, reason: "no SameSite" } : null;
  const isSecure = attributes.some((one) => /^secure$/i.test(one));
  return isSecure && isPotentiallyTrustworthy(url) ? null : { name, reason: "no Secure" };
}

/** The value of the last attribute of that name; the last one counts. */
function attributeOf(attributes: readonly string[], name: string): string | undefined {
  return attributes
    .map((one) => one.split("=", 2))
    .findLast(([key = ""]) => key.trim().toLowerCase() === name)?.[1]
    ?.trim();
}

/**
 * The session cookie that a line sets and that the browser sends to other sites; null for any other line.
 *
 * @param line the value of a `Set-Cookie` line.
 * @param at when the line was received, in milliseconds since the epoch.
 */
export function storedSession(
  line: string,
  url: string,
  at: number,
  facts: CookieFacts,
): Pick<SessionCookie, "name" | "path"> | null {
  const name = sessionCookieOf(line, at);
  if (name === null || refusalOfCookie(line, url, at, facts) !== null) return null;
  const path =
    attributeOf(
      line.split(";").map((part) => part.trim()),
      "path",
    ) ?? "";
  const directory = (parseUrl(url)?.pathname ?? "/").replace(/\/[^/]*$/, "");
  return { name, path: path.startsWith("/") ? path : directory || "/" };
}

/** Whether a request for the URL carries a cookie of that path. */
export function isOnPath(url: string, path: string): boolean {
  const own = parseUrl(url)?.pathname ?? "/";
  return own === path || own.startsWith(path.endsWith("/") ? path : `${path}/`);
}

/** The placeholder for a cookie's name and value where secrets were removed. */
const REDACTED = /^\[redacted\]$/;

/**
 * The name of the cookie that a line sets, if the name is a session cookie's or was redacted. Null where the
 * line sets another cookie, or removes one.
 *
 * @param line the value of a `Set-Cookie` line.
 * @param at when the line was received, in milliseconds since the epoch.
 */
export function sessionCookieOf(line: string, at: number): string | null {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const name = pair.split("=", 1)[0]?.trim() ?? "";
  const isSet = !isRemoval(attributes, at) && !OF_INFRASTRUCTURE.test(name);
  return isSet && (isOfSession(name) || REDACTED.test(name)) ? name : null;
}

/**
 * The name of the cookie that a line removes; null for any other line.
 *
 * @param line the value of a `Set-Cookie` line.
 * @param at when the line was received, in milliseconds since the epoch.
 */
export function removedCookieOf(line: string, at: number): string | null {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  return isRemoval(attributes, at) ? (pair.split("=", 1)[0]?.trim() ?? "") : null;
}

/** The names of the cookies that a request carried. */
export function sentCookies(headers: HeaderList): readonly string[] {
  const pairs = getAll(headers, "Cookie").flatMap((line) => line.split(";"));
  return pairs.map((pair) => pair.split("=", 1)[0]?.trim() ?? "");
}

/** Whether the line removes a cookie; then no cookie is missing. */
function isRemoval(attributes: readonly string[], at: number): boolean {
  return attributes.some((one) => {
    if (/^max-age\s*=\s*(?:0|-\d+)$/i.test(one)) return true;
    const expires = /^expires\s*=\s*(.+)$/i.exec(one)?.[1];
    return expires !== undefined && Date.parse(expires) <= at;
  });
}

/** Cookies of load balancers, CDNs and analytics: applications do not identify users by them. */
const OF_INFRASTRUCTURE =
  /^(?:AWSALB.*|AWSELB.*|ARRAffinity.*|ApplicationGatewayAffinity.*|BIGip.*|TS[0-9a-f]{6,}|__cf.*|_cfuvid|cf_.*|GCLB|INGRESSCOOKIE|SERVERID|_ga.*|_gid|_fbp|visid_incap_.*|incap_ses_.*|ak_bmsc|bm_.*|_abck)$/i;

const SESSION = /sess(?!ment)|auth(?!or)|token|jwt|login|identity|remember|(?:^|[._-])sid$/i;

/** Whether a cookie's name indicates a session or a token. */
export function isOfSession(name: string): boolean {
  return SESSION.test(name) && !/csrf|xsrf/i.test(name);
}
