import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/**
 * More than one line of Access-Control-Allow-Origin, where each by itself is one value: two layers.
 * Where the browser joins the lines, equal values say as much: nobody lists one value twice.
 */
export const allowOriginSentTwice: DiagnosisRule = {
  id: "allow-origin-sent-twice",
  before: "Two lines are the work of two layers, whatever each of them says.",
  find: ({ blockedByCors, allowOrigin, allowOriginLines }) => {
    if (!blockedByCors || allowOrigin === null) return null;
    const isSplit = allowOriginLines.length > 1;
    if (isSplit && allowOriginLines.some((line) => line.includes(","))) return null;
    const values = allowOrigin.split(",").map((value) => value.trim());
    const isRepeated = values.length > 1 && new Set(values).size === 1;
    if (!isSplit && !isRepeated) return null;
    return {
      side: "proxy",
      // The second layer can be in the application or in its web server as well.
      certainty: "ambiguous",
      parameter: String(values.length),
      evidence: [headerEvidence("Access-Control-Allow-Origin", allowOrigin, values[0] ?? null)],
    };
  },
  hides: ["allow-origin-list"],
};
