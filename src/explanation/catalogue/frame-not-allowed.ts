import { frameAncestors } from "../../verdict/standard/framing.ts";
import { say, sayList } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { mdn } from "../references.ts";
import { responseSays, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const frameNotAllowed: CauseEntry = {
  code: "frame-not-allowed",
  reason: () => say("reason_frame_not_allowed"),
  title: (s) => say("why_frame_not_allowed_title", s.pageOrigin, s.target),
  short: () => say("why_frame_not_allowed_short"),
  because: (s) => [
    responseSays(s, refusingHeader(s)),
    say("why_frame_not_allowed_ancestors", sayList(ancestorsOf(s))),
    ...(hasOpaqueAncestor(s) ? [say("why_frame_not_allowed_opaque")] : []),
    say("why_frame_not_allowed_headers"),
  ],
  fix: (s) => [
    hasOpaqueAncestor(s)
      ? say("why_frame_not_allowed_fix_opaque", s.responseName)
      : say("why_frame_not_allowed_fix", s.responseName, ancestorsOf(s).join(" ")),
    say("why_frame_not_allowed_fix_tab"),
  ],
  learnMore: [
    {
      label: "CSP: frame-ancestors",
      url: "https://w3c.github.io/webappsec-csp/#directive-frame-ancestors",
    },
    mdn("HTTP/Reference/Headers/X-Frame-Options", "X-Frame-Options"),
  ],
};

/** If frame-ancestors is present, X-Frame-Options is ignored. */
function refusingHeader({ headers }: Subject): string {
  return frameAncestors(headers).length > 0 ? "Content-Security-Policy" : "X-Frame-Options";
}

/** The origins that have to be allowed, as far as they are known. */
function ancestorsOf(s: Subject): readonly string[] {
  const known = s.exchange.ancestorOrigins.filter((origin) => origin !== null);
  return known.length === 0 ? [s.pageOrigin] : [...new Set(known)].map((it) => plainText(it));
}

function hasOpaqueAncestor(s: Subject): boolean {
  return ancestorsOf(s).includes("null");
}
