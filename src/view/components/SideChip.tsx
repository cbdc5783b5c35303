import type { Explanation } from "../../explanation/explanation.ts";

/** Where the request was made, and whose move it is, where that is known. */
export function SideChip({ of: { context, side } }: { of: Explanation }) {
  return (
    <>
      {context && (
        <span class={context.isPage ? "visually-hidden" : "context"}>{context.name} </span>
      )}
      {side && (
        <span class="side" title={side.hint}>
          {side.name}
        </span>
      )}{" "}
    </>
  );
}
