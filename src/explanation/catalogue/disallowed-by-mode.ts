import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const disallowedByMode: CatalogueEntry = {
  title: (s) => `Drop mode "same-origin" from the call: ${foreign(s)} is another origin`,
  short: () => 'mode is "same-origin"',
  because: (s) => [
    `Your page on ${s.pageOrigin} asked with mode "same-origin".`,
    s.finding.stage === "redirect"
      ? `${s.target} redirects to ${foreign(s)}, which is another origin.`
      : `${foreign(s)} is another origin, so nothing was sent.`,
  ],
  fix: (s) => [
    `Use mode "cors" (the default of fetch), and have ${foreign(s)} allow ${s.pageOrigin}.`,
    "Or call a URL of your page's own origin.",
  ],
  learnMore: [
    fetchStandard("concept-request-mode", "request mode"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};

function foreign(s: Subject): string {
  if (s.finding.stage !== "redirect") return s.site;
  const to = parseUrl(s.hop.redirect?.url ?? get(s.headers, "Location") ?? "", s.hop.url);
  return to === null ? "the new URL" : plainText(to.origin);
}
