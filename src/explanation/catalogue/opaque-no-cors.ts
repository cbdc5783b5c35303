import { say } from "../../words/words.ts";
import { allowOriginAdvice } from "../allow-origin-advice.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const opaqueNoCors: CauseEntry = {
  code: "opaque-no-cors",
  reason: () => say("reason_opaque_no_cors"),
  title: (s) =>
    s.verdict.destination === ""
      ? say("why_opaque_no_cors_title", s.target)
      : say("why_opaque_no_cors_title_embedded", plainText(s.verdict.destination, 20)),
  short: () => say("why_opaque_no_cors_short"),
  because: (s) => [say("why_opaque_no_cors_because", s.target), say("why_opaque_no_cors_arrives")],
  fix: (s) =>
    s.caller === "beacon"
      ? [say("why_opaque_no_cors_fix_beacon")]
      : s.verdict.destination === ""
        ? [say("why_opaque_no_cors_fix"), ...allowOriginAdvice(s)]
        : [say("why_opaque_no_cors_fix_embedded", s.host, s.pageOrigin)],
  learnMore: [
    fetchStandard("concept-filtered-response-opaque", "opaque filtered response"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};
