import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/**
 * Several lines of Access-Control-Allow-Origin, each with a single value: two layers sent them. Where the
 * browser joins the lines, equal values indicate the same: no server lists one value twice.
 */
export const allowOriginSentTwice: DiagnosisRule = {
  id: "allow-origin-sent-twice",
  before: "Two lines mean that two layers send the header, whatever its values are.",
  find: ({ blockedByCors, allowOrigin, allowOriginLines }) => {
    if (!blockedByCors || allowOrigin === null) return null;
    const isSplit = allowOriginLines.length > 1;
    if (isSplit && allowOriginLines.some((line) => line.includes(","))) return null;
    const values = allowOrigin.split(",").map((value) => value.trim());
    const isRepeated = values.length > 1 && new Set(values).size === 1;
    if (!isSplit && !isRepeated) return null;
    return {
      side: "proxy",
      // The second layer can also be part of the application or its web server.
      certainty: "ambiguous",
      parameter: String(values.length),
      evidence: [headerEvidence("Access-Control-Allow-Origin", allowOrigin, values[0] ?? null)],
    };
  },
  hides: ["allow-origin-list"],
};
