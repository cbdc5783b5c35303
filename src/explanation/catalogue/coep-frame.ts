import { demandsConsent, embedderPolicyOf } from "../../http/embedder-policy.ts";
import { say } from "../../words/words.ts";
import { mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const coepFrame: CauseEntry = {
  code: "coep-frame",
  reason: () => say("reason_coep_frame"),
  title: (s) => say("why_coep_frame_title", s.target),
  short: () => say("why_coep_frame_short"),
  because: (s) => [
    say("why_coep_frame_because", s.pageOrigin),
    say(isWorker(s) ? "why_coep_worker_embeds" : "why_coep_frame_embeds", s.url),
  ],
  fix: (s) => [
    // https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy
    demandsConsent(embedderPolicyOf(s.headers, true))
      ? say("why_coep_frame_fix_secure", s.url)
      : say("why_coep_frame_fix", s.responseName),
    ...(isWorker(s) ? [] : [say("why_coep_frame_fix_site")]),
    say("why_coep_frame_fix_leave_out"),
  ],
  learnMore: [
    {
      label: "HTML standard: COEP",
      url: "https://html.spec.whatwg.org/multipage/browsers.html#coep",
    },
    mdn("HTTP/Reference/Headers/Cross-Origin-Embedder-Policy", "Cross-Origin-Embedder-Policy"),
  ],
};

/** A worker's script is same-origin with its page. */
const isWorker = ({ verdict }: Subject) => verdict.destination === "worker";
