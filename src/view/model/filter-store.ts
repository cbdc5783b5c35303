import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Bucket } from "../../issues/bucket.ts";
import type { PanelMemory } from "./memory.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { Summary, Tally } from "./tally.ts";

/** What the list shows of the recording, and by which filter. */
export interface FilterStore {
  readonly text: Signal<string>;
  readonly buckets: Signal<ReadonlySet<Bucket>>;
  readonly sameOriginToo: Signal<boolean>;
  /** What the list shows of the recording. */
  readonly summary: ReadonlySignal<Summary>;
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
    // The tally hears of each row itself; these only say when there is something new.
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
  return { text, buckets, sameOriginToo, summary };
}
