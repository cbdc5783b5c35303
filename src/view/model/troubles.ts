import type { TroubleKind } from "../../journal/trouble.ts";

/** A view's own troubles, for a bug report. Its shell has the worker's journal hear of them. */
type Tell = (kind: TroubleKind, error?: unknown) => void;

let tell: Tell = () => {};

export const noteTrouble: Tell = (kind, error) => tell(kind, error);

/** Has another hear of what goes wrong in this view from now on. */
export function tellTroublesTo(listener: Tell): void {
  tell = listener;
}
