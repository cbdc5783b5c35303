import type { ReadonlySignal } from "@preact/signals";
import { surroundingsAmong } from "../../diagnosis/surroundings.ts";
import type { Recording } from "./recording-store.ts";
import type { Explainer } from "./row.ts";

/** The exchanges around a row, searched anew each time: for a recording that is rarely searched. */
export const recordedAround =
  (recording: ReadonlySignal<Recording>): Explainer["around"] =>
  (row) =>
    surroundingsAmong(recording.peek().rows.values()).around(row);
