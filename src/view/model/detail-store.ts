import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { firstHop } from "../../exchange/exchange.ts";
import { loadOf } from "../../exchange/loads.ts";
import type { WhatIfEdit } from "../../verdict/predict.ts";
import type { PanelMemory } from "./memory.ts";
import type { RecordingStore } from "./recording-store.ts";
import type { Row } from "./row.ts";

export interface WhatIf {
  readonly exchangeId: string;
  /** "remedy": the edit that applies the row's remedy. */
  readonly edit: WhatIfEdit | "remedy";
}

/** A point on the screen. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface RowMenuPlace extends Point {
  readonly row: Row;
}

/** The selected exchange, and how it is shown. */
export interface DetailStore {
  readonly selectedId: Signal<string | null>;
  readonly selected: ReadonlySignal<Row | null>;
  readonly detailOpen: Signal<boolean>;
  /**
   * If the selected row was removed with its page, selects the same request of the new page once it is
   * recorded. If it was a call or an element whose request came late, selects that request. If it was removed
   * otherwise, clears the selection.
   *
   * @param isThere whether an exchange is recorded, or about to be.
   */
  keepSelection(isThere: (id: string) => boolean): void;
  /** The row whose menu is open, and its position on the screen; null for none. */
  readonly rowMenu: Signal<RowMenuPlace | null>;
  /** The position of the open column menu; null if it is closed. */
  readonly columnsMenu: Signal<Point | null>;
  /** The detail view's expanded sections, kept from one exchange to the next. */
  readonly openSections: Signal<ReadonlySet<string>>;
  /** The stack that the user chose for a host, the newest last. */
  readonly stacks: Signal<PanelMemory["stacks"]>;
  /** The user's edit of one exchange. */
  readonly whatIf: Signal<WhatIf | null>;
  /** The exchange whose "What if" is to be scrolled into view; then null again. */
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
  // Holds the row from the moment of its selection.
  selectedId.subscribe(() => selected.peek());
  /** Rows of an earlier page stay visible until their request is repeated. */
  const keepSelection = (isThere: (id: string) => boolean) => {
    const id = selectedId.peek();
    const row = selected.peek();
    if (id === null || isThere(id)) return;
    const { rows, state } = recording.peek();
    const { loads = [] } = state;
    const isOfPage = row === null || loadOf(row.exchange, loads) === loads.length - 1;
    let next = isOfPage ? null : id;
    if (row !== null && !(isOfPage && row.exchange.kind === "requested")) {
      const { method, url } = firstHop(row.exchange);
      for (const { id, exchange } of rows.values()) {
        const hop = firstHop(exchange);
        if (hop.url === url && hop.method === method) next = id;
      }
    }
    selectedId.value = next;
    if (next === null) detailOpen.value = false;
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
