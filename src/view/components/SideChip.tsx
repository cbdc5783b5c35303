import type { Explanation } from "../../explanation/explanation.ts";

/** Whose move it is, where that is known. */
export function SideChip({ of: { side } }: { of: Explanation }) {
  if (side === undefined) return null;
  return (
    <>
      <span class="side" title={side.hint}>
        {side.name}
      </span>{" "}
    </>
  );
}
