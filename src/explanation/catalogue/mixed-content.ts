import { schemeOf } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { mdn } from "../references.ts";
import { notFollowed, refusedUrl, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

const isSocket = ({ hop }: Subject) => schemeOf(hop.url) === "ws";
const isRedirect = ({ finding }: Subject) => finding.stage === "redirect";

export const mixedContent: CauseEntry = {
  code: "mixed-content",
  reason: () => say("reason_mixed_content"),
  title: (s) =>
    say(
      isSocket(s) ? "why_mixed_content_title_socket" : "why_mixed_content_title",
      refusedUrl(s).host,
    ),
  short: () => say("why_mixed_content_short"),
  because: (s) => [
    say("why_mixed_content_because", s.pageOrigin, refusedUrl(s).url),
    isRedirect(s) ? notFollowed(s) : say("why_mixed_content_stopped"),
  ],
  fix: (s) => [
    isRedirect(s)
      ? say("why_mixed_content_fix_redirect", refusedUrl(s).host, s.target)
      : say(isSocket(s) ? "why_mixed_content_fix_socket" : "why_mixed_content_fix", s.host),
  ],
  learnMore: [
    { label: "Mixed Content standard", url: "https://w3c.github.io/webappsec-mixed-content/" },
    mdn("Security/Mixed_content", "mixed content"),
  ],
};
