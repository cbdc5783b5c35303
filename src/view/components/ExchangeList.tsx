import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { DETAIL_ID } from "./ExchangeDetail.tsx";
import { ExchangeRow, rowElementId } from "./ExchangeRow.tsx";
import { useVirtualRows } from "./use-virtual-rows.ts";

const WORDS = {
  list: "Requests",
  columns: ["", "Method", "Host and path", "Verdict", "Status"],
};

export const LIST_ID = "requests";

const ROW_HEIGHT = 22;
/** Beside the detail view a row has two lines, so that the reason stays readable. */
const TWO_LINE_HEIGHT = 38;
const TWO_LINES_BELOW = 560;
/** Page Up and Page Down leave this many rows of context. */
const PAGE_CONTEXT = 1;

/** The exchanges, oldest first, as they happen. */
export function ExchangeList({ store }: { store: Store }) {
  const rows = store.summary.value.visible;
  const selectedId = store.selectedId.value;
  const selectedIndex = selectedId === null ? -1 : rows.findIndex((row) => row.id === selectedId);

  const scroller = useRef<HTMLDivElement>(null);
  const twoLines = useIsNarrow(scroller, TWO_LINES_BELOW);
  const rowHeight = twoLines ? TWO_LINE_HEIGHT : ROW_HEIGHT;
  const virtual = useVirtualRows({
    count: rows.length,
    rowHeight,
    getScrollElement: () => scroller.current,
    alwaysIndex: selectedIndex,
  });
  const onScroll = useSteadyScroll(scroller, rows, selectedId, rowHeight);

  const select = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row === undefined) return;
    store.selectedId.value = row.id;
    virtual.scrollIntoView(rows.indexOf(row));
  };

  /** The detail view takes the focus when it was asked to, or when it covers the list. */
  const openDetail = (takeFocus: boolean) => {
    store.detailOpen.value = true;
    requestAnimationFrame(() => {
      const list = scroller.current;
      const covered = list !== null && getComputedStyle(list).visibility === "hidden";
      if (takeFocus || covered) document.getElementById(DETAIL_ID)?.focus();
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const height = scroller.current?.clientHeight ?? 0;
    const page = Math.max(1, Math.floor(height / rowHeight) - PAGE_CONTEXT);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: selectedIndex + 1,
      ArrowUp: selectedIndex < 0 ? rows.length - 1 : selectedIndex - 1,
      PageDown: selectedIndex + page,
      PageUp: selectedIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = steps[event.key];
    if (target !== undefined) {
      select(target);
    } else if ((event.key === "Enter" || event.key === " ") && selectedIndex >= 0) {
      openDetail(true);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent) => {
    const index = (event.target as Element).closest<HTMLElement>("[data-index]")?.dataset.index;
    const row = rows[Number(index)];
    if (index === undefined || row === undefined) return;
    store.selectedId.value = row.id;
    openDetail(false);
  };

  return (
    <div class="list" data-lines={twoLines ? 2 : 1}>
      <div class="list-head" aria-hidden="true">
        {WORDS.columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      <div
        id={LIST_ID}
        ref={scroller}
        class="list-scroller"
        role="listbox"
        aria-label={WORDS.list}
        tabIndex={0}
        {...(selectedIndex >= 0 && { "aria-activedescendant": rowElementId(selectedIndex) })}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onScroll={onScroll}
      >
        <div
          class="list-rows"
          role="presentation"
          style={{ height: `${rows.length * rowHeight}px` }}
        >
          {virtual.indexes.map((index) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <ExchangeRow
                  key={row.id}
                  row={row}
                  index={index}
                  count={rows.length}
                  top={index * rowHeight}
                  selected={index === selectedIndex}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/**
 * Nothing moves unless the reader moved it. With nothing selected, a list scrolled to its end
 * follows the tail; otherwise the row in hand (the selected one if in sight, else the first in
 * sight) keeps its place when rows come, go or change height.
 */
function useSteadyScroll(
  scroller: { readonly current: HTMLElement | null },
  rows: readonly Row[],
  selectedId: string | null,
  rowHeight: number,
): () => void {
  const atEnd = useRef(true);
  const anchor = useRef<{ id: string; index: number; offset: number } | null>(null);
  const shown = useRef<{ rows: readonly Row[]; rowHeight: number } | null>(null);

  const remember = () => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop, clientHeight, scrollHeight } = element;
    atEnd.current = scrollHeight - scrollTop - clientHeight < rowHeight;
    const first = Math.floor(scrollTop / rowHeight);
    const last = Math.floor((scrollTop + clientHeight) / rowHeight);
    let index = first;
    for (let i = first; i <= last; i++) if (rows[i]?.id === selectedId) index = i;
    const row = rows[index];
    anchor.current =
      row === undefined ? null : { id: row.id, index, offset: index * rowHeight - scrollTop };
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const held = anchor.current;
    const unchanged = shown.current?.rows === rows && shown.current.rowHeight === rowHeight;
    shown.current = { rows, rowHeight };
    if (unchanged) {
      // Only the selection moved, and brought its own scrolling.
    } else if (atEnd.current && selectedId === null) {
      element.scrollTop = element.scrollHeight;
    } else if (held !== null) {
      const stayed = rows[held.index]?.id === held.id;
      const index = stayed ? held.index : rows.findIndex((row) => row.id === held.id);
      const top = index * rowHeight - held.offset;
      if (index >= 0 && top !== element.scrollTop) element.scrollTop = top;
    }
    remember();
  }, [rows, rowHeight, selectedId]);

  return remember;
}

/** Whether an element is narrower than `width`. */
function useIsNarrow(target: { readonly current: HTMLElement | null }, width: number): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const element = target.current;
    if (element === null) return;
    const measure = () => setNarrow(element.clientWidth > 0 && element.clientWidth < width);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [target, width]);
  return narrow;
}
