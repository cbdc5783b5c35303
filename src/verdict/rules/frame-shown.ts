import { allowed } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A frame's document that was committed. A refused document is not committed; see `BrowserFacts`.
 *
 * @before the next rule: a committed document was not refused, whatever its headers say.
 */
export const frameShown: Rule = {
  id: "frame-shown",
  appliesTo: "chromium",
  decide({ exchange, hop }) {
    if (exchange.resourceType !== "sub_frame" || hop.response === null) return null;
    return exchange.documentShown && exchange.ending.kind === "completed" ? allowed() : null;
  },
};
