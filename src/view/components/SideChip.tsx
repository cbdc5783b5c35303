import type { Explanation } from "../../explanation/explanation.ts";

/** The context of the request and the side that must act, if known. */
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
