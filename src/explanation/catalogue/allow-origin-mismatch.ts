import { getAll } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import {
  allowOriginAdvice,
  allowOriginShort,
  allowOriginTitle,
  oneLayer,
  severalLines,
  whyNullOrigin,
} from "../allow-origin-advice.ts";
import { nearMiss } from "../near-miss.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { received, responseSays } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const allowOriginMismatch: CauseEntry = {
  code: "allow-origin-mismatch",
  reason: () => say("reason_allow_origin_mismatch"),
  title: (s) => {
    const got = received(s, "Access-Control-Allow-Origin") ?? "";
    if (getAll(s.headers, "Access-Control-Allow-Origin").length > 1) return allowOriginTitle(s);
    const miss = nearMiss(got, s.origin);
    if (miss !== null) return say("why_with_hint", allowOriginTitle(s), miss.hint);
    return s.origin === "null" || got === ""
      ? allowOriginTitle(s)
      : say("why_allow_origin_mismatch_title_other", s.origin, s.target, got);
  },
  short: (s) => {
    const miss = nearMiss(received(s, "Access-Control-Allow-Origin") ?? "", s.origin);
    return miss === null
      ? allowOriginShort(s)
      : say("why_with_hint", allowOriginShort(s), miss.hint);
  },
  because: (s) => {
    const got = received(s, "Access-Control-Allow-Origin") ?? "";
    const miss = nearMiss(got, s.origin);
    return [
      responseSays(s, "Access-Control-Allow-Origin"),
      ...severalLines(s),
      // For an origin that redirects made opaque, the next sentences name the origin.
      ...(s.tainted ? [] : [say("why_allow_origin_mismatch_compared", s.origin)]),
      ...(miss === null ? [] : [miss.sentence]),
      ...(got === s.hop.origin ? [say("why_allow_origin_mismatch_own", got)] : []),
      ...whyNullOrigin(s),
      ...(s.response?.fromCache ? [say("why_allow_origin_mismatch_cached")] : []),
    ];
  },
  fix: (s) => [...oneLayer(s), ...allowOriginAdvice(s)],
  learnMore: [CORS_CHECK, mdnCorsError("CORSAllowOriginNotMatchingOrigin")],
};
