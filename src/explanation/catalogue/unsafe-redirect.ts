import { get } from "../../http/header-list.ts";
import { isHttpScheme, schemeOf } from "../../http/origin.ts";
import { plainText, sentenceCase } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const unsafeRedirect: CatalogueEntry = {
  title: (s) => `Redirect ${from(s)} to an http or https URL`,
  short: () => "not CORS: redirect to a forbidden URL",
  because: (s) => [
    `${sentenceCase(from(s))} is redirected to a URL${scheme(s)} that no server may redirect to.`,
    ...(s.error === "" ? [] : [`${s.browser} reports ${s.error}.`]),
  ],
  fix: () => ["In the Location header, send a URL that begins with http:// or https://"],
  learnMore: [
    fetchStandard("http-redirect-fetch", "HTTP-redirect fetch"),
    mdn("HTTP/Reference/Headers/Location", "Location"),
  ],
};

/** The browser may have moved on to the forbidden URL before it failed. */
function movedOn(s: Subject): boolean {
  return !isHttpScheme(schemeOf(s.hop.url));
}

function from(s: Subject): string {
  const before = s.exchange.hops[s.finding.hop - 1];
  return movedOn(s) && before !== undefined ? `the request to ${plainText(before.url)}` : s.target;
}

function scheme(s: Subject): string {
  const location = s.hop.redirect?.url ?? get(s.headers, "Location") ?? "";
  const name = schemeOf(movedOn(s) ? s.hop.url : location);
  return name === "" ? "" : ` of the scheme ${plainText(name, 20)}:`;
}
