import type { TroubleKind } from "../../journal/trouble.ts";

/** Notes a view's own errors for a bug report; the shell forwards them to the worker's journal. */
type Tell = (kind: TroubleKind, error?: unknown) => void;

let tell: Tell = () => {};

export const noteTrouble: Tell = (kind, error) => tell(kind, error);

/** Sets the listener for this view's errors. */
export function tellTroublesTo(listener: Tell): void {
  tell = listener;
}
