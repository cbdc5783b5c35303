import { isPotentiallyTrustworthy, schemeOf } from "../http/origin.ts";

/** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch */
export function isMixedContent(initiatorOrigin: string | null, url: string): boolean {
  return (
    schemeOf(initiatorOrigin ?? "") === "https" &&
    schemeOf(url) === "http" &&
    !isPotentiallyTrustworthy(url)
  );
}
