import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { WhatIfEdit } from "../../verdict/predict.ts";
import type { PanelMemory } from "./memory.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { Row } from "./row.ts";

export interface WhatIf {
  readonly exchangeId: string;
  /** "remedy": the edit that its remedy makes. */
  readonly edit: WhatIfEdit | "remedy";
}

/** The exchange that is selected, and how it is shown. */
export interface DetailStore {
  readonly selectedId: Signal<string | null>;
  readonly selected: ReadonlySignal<Row | null>;
  readonly detailOpen: Signal<boolean>;
  /** The sections of the detail view that stay unfolded from one exchange to the next. */
  readonly openSections: Signal<ReadonlySet<string>>;
  /** The stack that the reader chose for a host, the newest last. */
  readonly stacks: Signal<PanelMemory["stacks"]>;
  /** The reader's edit of one exchange. */
  readonly whatIf: Signal<WhatIf | null>;
  /** The exchange whose "What if" is to be brought into view; null again once it is. */
  readonly soughtWhatIf: Signal<string | null>;
}

export function createDetailStore(
  recording: RecordingStore["recording"],
  remembered: PanelMemory,
): DetailStore {
  const selectedId = signal<string | null>(null);
  const selected = computed(() => {
    const id = selectedId.value;
    return id === null ? null : (recording.value.rows.get(id) ?? null);
  });
  return {
    selectedId,
    selected,
    detailOpen: signal(false),
    openSections: signal<ReadonlySet<string>>(new Set(remembered.openSections)),
    stacks: signal(remembered.stacks),
    whatIf: signal<WhatIf | null>(null),
    soughtWhatIf: signal<string | null>(null),
  };
}
