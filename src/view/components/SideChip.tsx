import { saySide } from "../../explanation/diagnosis/sides.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import { say } from "../../words/words.ts";

/** Whose move it is, where that is known; what is only likely says so to whoever points at it. */
export function SideChip({ of: { side, sideCertainty } }: { of: Explanation }) {
  if (side === undefined) return null;
  const certainty =
    sideCertainty === undefined || sideCertainty === "certain"
      ? ""
      : ` (${say(sideCertainty === "likely" ? "certainty_likely" : "certainty_ambiguous")})`;
  return (
    <>
      <span
        class="side"
        data-side={side}
        title={`${say("side_label")} ${saySide(side)}${certainty}`}
      >
        {saySide(side)}
      </span>{" "}
    </>
  );
}
