import { say } from "../../words/words.ts";
import {
  allowOriginAdvice,
  allowOriginTitle,
  oneLayer,
  severalLines,
  whyNullOrigin,
} from "../allow-origin-advice.ts";
import { nearMiss } from "../near-miss.ts";
import { CORS_CHECK, mdnCorsError } from "../references.ts";
import { received, responseSays } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const invalidAllowOriginValue: CauseEntry = {
  code: "invalid-allow-origin-value",
  reason: () => say("reason_invalid_allow_origin_value"),
  title: (s) => {
    const miss = nearMiss(received(s, "Access-Control-Allow-Origin") ?? "", s.origin);
    return miss === null
      ? allowOriginTitle(s)
      : say("why_with_hint", allowOriginTitle(s), miss.hint);
  },
  short: () => say("why_invalid_allow_origin_value_short"),
  because: (s) => {
    const got = received(s, "Access-Control-Allow-Origin") ?? "";
    const miss = nearMiss(got, s.origin);
    return [
      responseSays(s, "Access-Control-Allow-Origin"),
      ...severalLines(s),
      miss?.sentence ?? say("why_invalid_allow_origin_value_because"),
      ...whyNullOrigin(s),
    ];
  },
  fix: (s) => [...oneLayer(s), ...allowOriginAdvice(s)],
  learnMore: [CORS_CHECK, mdnCorsError("CORSAllowOriginNotMatchingOrigin")],
};
