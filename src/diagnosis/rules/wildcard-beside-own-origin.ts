import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/** Two values: the right one and a bare `*`. */
export const wildcardBesideOwnOrigin: DiagnosisRule = {
  id: "wildcard-beside-own-origin",
  before: "A layer that adds `*` to every response also duplicates the right value.",
  find: ({ blockedByCors, allowOrigin, origin }) => {
    if (!blockedByCors || allowOrigin === null || origin === "null") return null;
    const values = allowOrigin.split(",").map((value) => value.trim());
    const isPair = values.length === 2 && values.includes("*") && values.includes(origin);
    if (!isPair) return null;
    return {
      side: "browser",
      // A proxy or a second middleware can add the `*` as well.
      certainty: "ambiguous",
      evidence: [headerEvidence("Access-Control-Allow-Origin", allowOrigin, origin)],
    };
  },
  hides: ["allow-origin-sent-twice", "allow-origin-list"],
};
