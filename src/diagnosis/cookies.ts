import { isPotentiallyTrustworthy } from "../http/origin.ts";
import type { RefusedCookie } from "./surroundings.ts";

/**
 * Why a browser does not send a cookie with cross-site requests that are no navigation, by its
 * attributes; null for one that it may send.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2
 *
 * A cookie without SameSite counts as Lax in Chromium alone; it is told all the same, as the mend
 * is the same and no browser sends it to other sites once it blocks third-party cookies.
 *
 * @param line the value of a `Set-Cookie` line.
 */
export function refusalOfCookie(
  line: string,
  url: string,
): Pick<RefusedCookie, "name" | "reason"> | null {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const name = pair.split("=", 1)[0]?.trim() ?? "";
  if (isRemoval(attributes)) return null;
  const sameSite = attributes
    .map((one) => /^samesite\s*=\s*(.*)$/i.exec(one)?.[1]?.toLowerCase())
    .findLast((value) => value !== undefined);
  if (sameSite === "lax") return { name, reason: "SameSite=Lax" };
  if (sameSite === "strict") return { name, reason: "SameSite=Strict" };
  if (sameSite !== "none") return { name, reason: "no SameSite" };
  const isSecure = attributes.some((one) => /^secure$/i.test(one));
  return isSecure && isPotentiallyTrustworthy(url) ? null : { name, reason: "no Secure" };
}

/** Whether the line takes a cookie away: then nothing is missing. */
function isRemoval(attributes: readonly string[]): boolean {
  return attributes.some((one) => /^max-age\s*=\s*(?:0|-\d+)$/i.test(one));
}
