import { say } from "../../words/words.ts";
import { mdn } from "../references.ts";
import { notFollowed, refusedUrl, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const csp: CauseEntry = {
  code: "csp",
  reason: () => say("reason_csp"),
  title: (s) => say("why_csp_title", refusedUrl(s).site, directive(s)),
  short: (s) => say("why_csp_short", directive(s)),
  because: (s) => [
    say("why_csp_because", refusedUrl(s).url),
    s.finding.stage === "redirect" ? notFollowed(s) : say("why_csp_no_say", s.host),
  ],
  fix: (s) => [say("why_csp_fix", refusedUrl(s).site, directive(s))],
  learnMore: [
    { label: "Content Security Policy standard", url: "https://w3c.github.io/webappsec-csp/" },
    mdn("HTTP/Guides/CSP", "Content Security Policy"),
  ],
};

/** The directive that the browser named, else the directive for such a destination. */
function directive(s: Subject): string {
  return /^[a-z]+(?:-[a-z]+)*$/.test(s.parameter)
    ? s.parameter
    : `${DIRECTIVE[s.verdict.destination] ?? "connect"}-src`;
}

const DIRECTIVE: Readonly<Record<string, string>> = {
  audio: "media",
  font: "font",
  frame: "frame",
  iframe: "frame",
  image: "img",
  manifest: "manifest",
  object: "object",
  script: "script",
  sharedworker: "worker",
  style: "style",
  track: "media",
  video: "media",
  worker: "worker",
};
