import { isFailedByObserving } from "../../diagnosis/failed-by-observing.ts";
import { get } from "../../http/header-list.ts";
import { isHttpScheme, schemeOf } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { plainText, sentenceCase } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import { browserReports, type Subject, withoutQuery } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const unsafeRedirect: CauseEntry = {
  code: "unsafe-redirect",
  reason: () => say("reason_unsafe_redirect"),
  title: (s) =>
    isFailedByObserving(s.exchange)
      ? say("why_unsafe_redirect_observed_title", from(s))
      : say("why_redirect_to_http", from(s)),
  short: () => say("why_unsafe_redirect_short"),
  because: (s) => {
    if (isFailedByObserving(s.exchange)) {
      return [say("why_unsafe_redirect_observed", s.browser), ...browserReports(s)];
    }
    const name = scheme(s);
    return [
      name === ""
        ? say("why_unsafe_redirect_because", sentenceCase(from(s)))
        : say("why_unsafe_redirect_because_scheme", sentenceCase(from(s)), `${name}:`),
      ...browserReports(s),
    ];
  },
  fix: (s) => [
    isFailedByObserving(s.exchange)
      ? say("why_unsafe_redirect_observed_fix")
      : say("why_unsafe_redirect_fix"),
  ],
  learnMore: [
    fetchStandard("http-redirect-fetch", "HTTP-redirect fetch"),
    mdn("HTTP/Reference/Headers/Location", "Location"),
  ],
};

/** Whether the browser moved on to the forbidden URL before the request failed. */
function movedOn(s: Subject): boolean {
  return !isHttpScheme(schemeOf(s.hop.url));
}

function from(s: Subject): string {
  const before = s.exchange.hops[s.finding.hop - 1];
  return movedOn(s) && before !== undefined
    ? say("why_unsafe_redirect_request", plainText(withoutQuery(before.url)))
    : s.target;
}

function scheme(s: Subject): string {
  const location = s.hop.redirect?.url ?? get(s.headers, "Location") ?? "";
  return plainText(schemeOf(movedOn(s) ? s.hop.url : location), 20);
}
