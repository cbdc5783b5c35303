import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Bucket } from "../../issues/bucket.ts";
import { cells, type OptionalColumn, type Sort } from "./columns.ts";
import type { PanelMemory } from "./memory.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { Row } from "./row.ts";
import type { Summary, Tally } from "./tally.ts";

/** The list's filter, order and columns, and the resulting rows. */
export interface FilterStore {
  readonly text: Signal<string>;
  readonly buckets: Signal<ReadonlySet<Bucket>>;
  readonly sameOriginToo: Signal<boolean>;
  /** The recording as filtered and counted for the list. */
  readonly summary: ReadonlySignal<Summary>;
  /** The order of the requests; null: as recorded. */
  readonly sort: Signal<Sort | null>;
  /** The columns that the user added. */
  readonly columns: Signal<readonly OptionalColumn[]>;
  /** The visible requests, in that order. */
  readonly listed: ReadonlySignal<readonly Row[]>;
}

export function createFilterStore(
  { recording, wordsRead, prepare }: Pick<RecordingStore, "recording" | "wordsRead" | "prepare">,
  tally: Tally,
  remembered: PanelMemory,
): FilterStore {
  const text = signal(remembered.text);
  const buckets = signal<ReadonlySet<Bucket>>(new Set(remembered.buckets));
  const sameOriginToo = signal(remembered.sameOriginToo);
  const summary = computed(() => {
    // The tally gets each row directly; reading these signals only subscribes to changes.
    const { loads } = recording.value.state;
    wordsRead.value;
    return tally.summarise({
      loads,
      text: text.value,
      buckets: buckets.value,
      sameOriginToo: sameOriginToo.value,
    });
  });
  effect(() => {
    if (text.value !== "") prepare();
  });
  const sort = signal(remembered.sort);
  const columns = signal(remembered.columns);
  const listed = computed(() => {
    const { visible } = summary.value;
    return cells.value?.sorted(visible, sort.value) ?? visible;
  });
  return { text, buckets, sameOriginToo, summary, sort, columns, listed };
}
