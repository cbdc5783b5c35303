import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { firstHop } from "../../exchange/exchange.ts";
import { loadOf } from "../../exchange/loads.ts";
import type { WhatIfEdit } from "../../verdict/predict.ts";
import type { PanelMemory } from "./memory.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { Row } from "./row.ts";

export interface WhatIf {
  readonly exchangeId: string;
  /** "remedy": the edit that its remedy makes. */
  readonly edit: WhatIfEdit | "remedy";
}

/** A point of the screen. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface RowMenuPlace extends Point {
  readonly row: Row;
}

/** The exchange that is selected, and how it is shown. */
export interface DetailStore {
  readonly selectedId: Signal<string | null>;
  readonly selected: ReadonlySignal<Row | null>;
  readonly detailOpen: Signal<boolean>;
  /**
   * Where the selected row has gone with its page, selects the same request of the new one as soon as it
   * is there; where it has gone otherwise, nothing is selected.
   *
   * @param isThere whether an exchange is, or is about to be, there.
   */
  keepSelection(isThere: (id: string) => boolean): void;
  /** The row whose menu is open, and where on the screen; null for none. */
  readonly rowMenu: Signal<RowMenuPlace | null>;
  /** Where the menu of the columns is open; null where it is not. */
  readonly columnsMenu: Signal<Point | null>;
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
  const detailOpen = signal(false);
  let held: Row | null = null;
  const selected = computed(() => {
    const id = selectedId.value;
    if (id === null) return null;
    const row = recording.value.rows.get(id);
    if (row !== undefined) held = row;
    return held?.id === id ? held : null;
  });
  // It is known from the moment at which it is selected.
  selectedId.subscribe(() => selected.peek());
  /** Of an earlier page the row stays in sight until the request is made again. */
  const keepSelection = (isThere: (id: string) => boolean) => {
    const id = selectedId.peek();
    const row = selected.peek();
    if (id === null || isThere(id)) return;
    const { rows, state } = recording.peek();
    const { loads = [] } = state;
    if (row === null || loadOf(row.exchange, loads) === loads.length - 1) {
      selectedId.value = null;
      detailOpen.value = false;
      return;
    }
    const { method, url } = firstHop(row.exchange);
    for (const { id, exchange } of rows.values()) {
      const hop = firstHop(exchange);
      if (hop.url === url && hop.method === method) selectedId.value = id;
    }
  };
  return {
    keepSelection,
    selectedId,
    selected,
    detailOpen,
    rowMenu: signal<RowMenuPlace | null>(null),
    columnsMenu: signal<Point | null>(null),
    openSections: signal<ReadonlySet<string>>(new Set(remembered.openSections)),
    stacks: signal(remembered.stacks),
    whatIf: signal<WhatIf | null>(null),
    soughtWhatIf: signal<string | null>(null),
  };
}
