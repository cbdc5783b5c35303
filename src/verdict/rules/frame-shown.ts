import { allowed } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A frame's document that was committed. A document that is refused is not; see `BrowserFacts`.
 *
 * @before the next rule: a document that is there was not refused, whatever its headers say.
 */
export const frameShown: Rule = {
  id: "frame-shown",
  appliesTo: "chromium",
  decide({ exchange, hop }) {
    if (exchange.resourceType !== "sub_frame" || hop.response === null) return null;
    return exchange.documentShown && exchange.ending.kind === "completed" ? allowed() : null;
  },
};
