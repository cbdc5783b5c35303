import { has } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { fetchStandard, mdn } from "../references.ts";
import { respondedWith, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const opaqueRedirect: CauseEntry = {
  code: "opaque-redirect",
  reason: () => say("reason_opaque_redirect"),
  title: (s) =>
    say(isPassedOn(s) ? "why_opaque_redirect_title_passed" : "why_opaque_redirect_title", s.target),
  short: () => say("why_opaque_redirect_short"),
  because: (s) => [
    respondedWith(s, "why_status_redirect"),
    say(isPassedOn(s) ? "why_opaque_redirect_passed" : "why_opaque_redirect_because"),
  ],
  fix: (s) => (isPassedOn(s) ? [] : [say("why_opaque_redirect_fix")]),
  learnMore: [
    fetchStandard("concept-filtered-response-opaque-redirect", "opaque-redirect filtered response"),
    mdn("API/Request/redirect", "Request.redirect"),
  ],
};

/**
 * Whether a service worker passed a navigation on, whose redirect the browser itself follows. Browsers send this
 * header with navigations alone; Gecko changes the mode of such a request to "same-origin" (seen in 153).
 */
const isPassedOn = ({ exchange: { resourceType }, hop }: Subject) =>
  resourceType === "xmlhttprequest" && has(hop.requestHeaders ?? [], "Upgrade-Insecure-Requests");
