import type { Exchange } from "../../exchange/exchange.ts";
import { isPotentiallyTrustworthy, schemeOf } from "../../http/origin.ts";
import { LOCAL_SCHEMES } from "./main-fetch.ts";

/**
 * Whether a secure page requests an insecure URL. The origins of the ancestor documents count too, as a
 * frame's origin may be opaque.
 * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
 */
export function isMixedContent(
  { initiatorOrigin, documentOrigins }: Exchange,
  url: string,
): boolean {
  const scheme = schemeOf(url);
  if (scheme === "https") return false;
  const isSecure = [initiatorOrigin ?? "", ...documentOrigins].some(
    (origin) => schemeOf(origin) === "https",
  );
  // Files count as potentially trustworthy; unknown schemes do not.
  const isExempt = LOCAL_SCHEMES.has(scheme) || scheme === "file" || scheme === "";
  return isSecure && !isExempt && !isPotentiallyTrustworthy(url);
}

/**
 * Whether an element's request may have been upgraded before its service worker received it. The element
 * shows the original URL, and no request shows another.
 * https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
 */
export function mayBeUpgraded({ element }: Exchange): boolean {
  return element?.served === true && /^(?:image|media)$/.test(element.resourceType);
}
