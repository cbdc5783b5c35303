import { say } from "../../words/words.ts";
import { allowOriginAdvice } from "../allow-origin-advice.ts";
import type { Caller } from "../caller.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import { endpoint, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const opaqueNoCors: CauseEntry = {
  code: "opaque-no-cors",
  reason: () => say("reason_opaque_no_cors"),
  title: (s) => {
    if (isError(s)) return say("cause_status_title", endpoint(s), s.statusCode);
    if (isEmbedded(s)) {
      return say("why_opaque_no_cors_title_embedded", plainText(s.verdict.destination, 20));
    }
    return say(
      HAS_NO_MODE.has(s.caller) ? "why_opaque_no_cors_title_other" : "why_opaque_no_cors_title",
      s.target,
    );
  },
  short: () => say("why_opaque_no_cors_short"),
  because: (s) => [
    ...(isError(s) ? [say("why_error_status", s.status)] : []),
    say("why_opaque_no_cors_because", s.target),
    say(isError(s) ? "why_opaque_no_cors_error" : "why_opaque_no_cors_arrives"),
  ],
  fix: (s) => {
    const fix = isError(s) ? [say("why_orb_fix_url", s.url)] : [];
    if (s.caller === "beacon") return [...fix, say("why_opaque_no_cors_fix_beacon")];
    if (s.caller === "other" && !isEmbedded(s)) return [...fix, say("why_opaque_no_cors_fix_link")];
    if (!isEmbedded(s)) return [...fix, say("why_opaque_no_cors_fix"), ...allowOriginAdvice(s)];
    return isError(s) ? fix : [say("why_opaque_no_cors_fix_embedded", s.host, s.pageOrigin)];
  },
  learnMore: [
    fetchStandard("concept-filtered-response-opaque", "opaque filtered response"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};

/** Senders whose requests have no option for a mode: links that load ahead, and beacons. */
const HAS_NO_MODE: ReadonlySet<Caller> = new Set(["beacon", "other"]);

const isEmbedded = ({ verdict }: Subject) => verdict.destination !== "";
const isError = ({ response }: Subject) => (response?.status ?? 0) >= 400;
