import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/** A list of origins in one header, where only one origin is valid. */
export const allowOriginList: DiagnosisRule = {
  id: "allow-origin-list",
  before: "A list fails for every origin, even one that it contains.",
  find: ({ blockedByCors, response, allowOrigin, allowOriginLines, origin }) => {
    if (!blockedByCors || allowOrigin === null) return null;
    const values = allowOrigin.split(/[\s,]+/).filter((value) => value !== "");
    if (
      values.length < 2 ||
      !values.every((value) => /^(?:[a-z][a-z0-9+.-]*:\/\/\S+|\*|null)$/i.test(value))
    )
      return null;
    return {
      side: "server",
      // Where the browser joins the lines, two layers with one origin each look like a list.
      certainty: response?.linesSeen === false && allowOrigin.includes(",") ? "likely" : "certain",
      parameter: String(allowOriginLines.length),
      evidence: [headerEvidence("Access-Control-Allow-Origin", allowOrigin, origin)],
    };
  },
};
