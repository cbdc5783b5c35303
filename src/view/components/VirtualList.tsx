import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Point } from "../model/detail-store.ts";
import { TAB_PANEL_ID } from "./Tabs.tsx";
import { useVirtualRows } from "./use-virtual-rows.ts";

export const LIST_ID = "list";

/** Focuses the list, or the button that replaces it when empty. */
export function focusList(): void {
  const list =
    document.getElementById(LIST_ID) ??
    document.getElementById(TAB_PANEL_ID)?.querySelector<HTMLElement>("button");
  list?.focus();
}

const ROW_HEIGHT = 22;
/** In a narrower list, as beside the detail view, a row has more lines, so that all of it is readable. */
const TWO_LINES_BELOW = 720;
/** Page Up and Page Down keep this many rows visible as context. */
const PAGE_CONTEXT = 1;

/** The position of a row in its list. */
export interface RowPlace {
  /** The key of its element, which another row had before. */
  readonly slot: number;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly selected: boolean;
}

/** The head of a column. A menu makes its function accessible by keyboard. */
export interface ListColumn {
  readonly name: string;
  /** "▲" if the list is sorted by this column. */
  readonly sign?: string | undefined;
  /** Sorts the list by this column. */
  readonly onClick?: () => void;
}

interface VirtualListProps<Item extends { readonly id: string }> {
  name: string;
  /** Distinguishes the kinds of lists in the style sheet. */
  kind: string;
  columns: readonly ListColumn[];
  /** The widths of additional columns. */
  moreWidths?: string;
  items: readonly Item[];
  selectedId: string | null;
  /** Whether a growing list follows its end while nothing is selected. */
  followsEnd: boolean;
  /** The height of a row in a narrow list, in pixels. */
  narrowHeight: number;
  onSelect: (item: Item) => void;
  /** Whether an item is a separator line and cannot be selected. */
  isLine?: (item: Item) => boolean;
  onOpen: () => void;
  /** Opens an item's menu at a point on the screen; null keeps the browser's own menu. */
  onMenu: null | ((item: Item, at: Point) => void);
  /** Opens the column menu at a point on the screen. */
  onHeadMenu?: (at: Point) => void;
  /** The id of the detail view's element, once open. */
  detailId: string;
  children: (item: Item, place: RowPlace) => ComponentChildren;
}

export function rowElementId(index: number): string {
  return `row-${index}`;
}

/** A listbox of any length; only its visible rows are in the document. */
export function VirtualList<Item extends { readonly id: string }>({
  name,
  kind,
  columns,
  moreWidths = "",
  items,
  selectedId,
  followsEnd,
  narrowHeight,
  onSelect,
  isLine = () => false,
  onOpen,
  onMenu,
  onHeadMenu,
  detailId,
  children,
}: VirtualListProps<Item>) {
  const selectedIndex =
    selectedId === null ? -1 : items.findIndex((item) => item.id === selectedId);

  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useIsNarrow(scroller, TWO_LINES_BELOW);
  const rowHeight = narrow ? narrowHeight : ROW_HEIGHT;
  const virtual = useVirtualRows({
    count: items.length,
    rowHeight,
    scroller,
    alwaysIndex: selectedIndex,
    followsEnd: followsEnd && selectedId === null,
  });
  const slots = useSlots(virtual.indexes.map((index) => items[index]?.id));
  const onScroll = useSteadyScroll(scroller, items, selectedId, rowHeight, followsEnd);

  // The item may have been selected elsewhere, and be outside the visible part here.
  useLayoutEffect(() => {
    if (selectedIndex >= 0) virtual.scrollIntoView(selectedIndex);
  }, [selectedId]);

  const select = (index: number) => {
    const step = index < selectedIndex ? -1 : 1;
    let at = Math.max(0, Math.min(items.length - 1, index));
    // Skips a separator line to the next item; at an end, to the one before it.
    const skip = (by: number) => {
      for (let item = items[at]; item !== undefined && isLine(item); item = items[at]) at += by;
    };
    skip(step);
    if (items[at] === undefined) {
      at -= step;
      skip(-step);
    }
    const item = items[at];
    if (item === undefined) return;
    onSelect(item);
    virtual.scrollIntoView(at);
  };

  /** Focuses the detail view on request, or if it covers the list. */
  const openDetail = (takeFocus: boolean) => {
    onOpen();
    requestAnimationFrame(() => {
      const list = scroller.current;
      const covered = list !== null && getComputedStyle(list).visibility === "hidden";
      if (takeFocus || covered) document.getElementById(detailId)?.focus();
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const height = scroller.current?.clientHeight ?? 0;
    const page = Math.max(1, Math.floor(height / rowHeight) - PAGE_CONTEXT);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: selectedIndex + 1,
      ArrowUp: selectedIndex < 0 ? items.length - 1 : selectedIndex - 1,
      PageDown: selectedIndex + page,
      PageUp: selectedIndex - page,
      Home: 0,
      End: items.length - 1,
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

  const itemAt = ({ target }: Event) => {
    const row = (target as Element).closest<HTMLElement>("[data-index]");
    return row === null ? undefined : items[Number(row.dataset.index)];
  };

  const onClick = (event: MouseEvent) => {
    const item = itemAt(event);
    if (item === undefined) return;
    onSelect(item);
    openDetail(false);
  };

  const onContextMenu = (event: MouseEvent) => {
    // A key triggers the event on the list itself.
    const under = itemAt(event);
    const item = under ?? items[selectedIndex];
    if (item === undefined || isLine(item) || onMenu === null) return;
    event.preventDefault();
    onSelect(item);
    const row = document.getElementById(rowElementId(items.indexOf(item)));
    const { left = 0, bottom = 0 } = row?.getBoundingClientRect() ?? {};
    onMenu(item, under ? { x: event.clientX, y: event.clientY } : { x: left + 24, y: bottom });
  };

  return (
    <div
      class="list"
      data-kind={kind}
      data-lines={narrow ? 2 : 1}
      style={{ "--more-widths": moreWidths }}
    >
      <div
        class="list-head"
        aria-hidden="true"
        onContextMenu={(event) => {
          if (onHeadMenu === undefined) return;
          event.preventDefault();
          onHeadMenu({ x: event.clientX, y: event.clientY });
        }}
      >
        {columns.map(({ name: column, sign, onClick: onColumn }) =>
          onColumn === undefined ? (
            <span key={column}>{column}</span>
          ) : (
            <button key={column} type="button" tabIndex={-1} onClick={onColumn}>
              {column} {sign}
            </button>
          ),
        )}
      </div>
      <div
        id={LIST_ID}
        ref={scroller}
        class="list-scroller"
        role="listbox"
        aria-label={name}
        tabIndex={0}
        {...(selectedIndex >= 0 && { "aria-activedescendant": rowElementId(selectedIndex) })}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
        onScroll={onScroll}
      >
        <div
          class="list-rows"
          role="presentation"
          style={{ height: `${items.length * rowHeight}px` }}
        >
          {virtual.indexes.map((index) => {
            const item = items[index];
            return (
              item !== undefined &&
              children(item, {
                slot: slots.get(item.id) ?? 0,
                index,
                count: items.length,
                top: index * rowHeight,
                selected: index === selectedIndex,
              })
            );
          })}
        </div>
      </div>
    </div>
  );
}

/**
 * A number for each drawn row, as long as it is drawn. New rows take the numbers, and so the elements, of
 * those that are gone: changing an element takes a fraction of the time of making one.
 */
function useSlots(ids: readonly (string | undefined)[]): ReadonlyMap<string | undefined, number> {
  const slots = useRef(new Map<string | undefined, number>());
  const last = slots.current;
  const free = [...last].flatMap(([id, slot]) => (ids.includes(id) ? [] : slot));
  let next = Math.max(0, ...last.values());
  slots.current = new Map(ids.map((id) => [id, last.get(id) ?? free.shift() ?? ++next]));
  return slots.current;
}

/**
 * Nothing moves unless the user moves it. With nothing selected, a list at its end follows the newest rows,
 * and a list that does not follow stays at its top. Otherwise the anchor row (the selected one if visible,
 * else the first visible one) keeps its place when rows are added, removed or resized. A selected row that
 * was fully visible remains so if the list gets lower or its rows higher.
 */
function useSteadyScroll(
  scroller: { readonly current: HTMLElement | null },
  rows: readonly { readonly id: string }[],
  selectedId: string | null,
  rowHeight: number,
  followsEnd: boolean,
): () => void {
  const atEnd = useRef(true);
  const anchor = useRef<{ id: string; index: number; offset: number; isWhole: boolean } | null>(
    null,
  );
  const shown = useRef<{ rows: readonly { readonly id: string }[]; rowHeight: number } | null>(
    null,
  );

  /** The list's height at the last remembering. */
  const height = useRef(0);

  const remember = () => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop, clientHeight, scrollHeight } = element;
    height.current = clientHeight;
    atEnd.current = scrollHeight - scrollTop - clientHeight < rowHeight;
    const first = Math.floor(scrollTop / rowHeight);
    const last = Math.floor((scrollTop + clientHeight) / rowHeight);
    let index = first;
    for (let i = first; i <= last; i++) if (rows[i]?.id === selectedId) index = i;
    const row = rows[index];
    const offset = index * rowHeight - scrollTop;
    const isWhole = offset >= 0 && offset + rowHeight <= clientHeight;
    anchor.current = row === undefined ? null : { id: row.id, index, offset, isWhole };
  };

  /** Scrolls the anchor row to its offset; fully into view if it is the selected row and was so before. */
  const hold = (element: HTMLElement, index: number) => {
    const held = anchor.current;
    if (held === null) return;
    const lowest = element.clientHeight - rowHeight;
    const isKeptWhole = held.isWhole && held.id === selectedId && lowest >= 0;
    const offset = isKeptWhole ? Math.min(held.offset, lowest) : held.offset;
    const top = index * rowHeight - offset;
    if (top !== element.scrollTop) element.scrollTop = top;
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const held = anchor.current;
      if (held?.id === selectedId && rows[held.index]?.id === held.id) hold(element, held.index);
      remember();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [rows, rowHeight, selectedId]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const held = anchor.current;
    const unchanged = shown.current?.rows === rows && shown.current.rowHeight === rowHeight;
    shown.current = { rows, rowHeight };
    if (unchanged) {
      // Only the selection changed, which scrolls by itself.
    } else if (followsEnd && atEnd.current && selectedId === null) {
      element.scrollTop = element.scrollHeight;
    } else if (!followsEnd && selectedId === null && element.scrollTop === 0) {
      // Rows that move to the top of such a list are to be read first.
    } else if (held !== null) {
      const stayed = rows[held.index]?.id === held.id;
      const index = stayed ? held.index : rows.findIndex((row) => row.id === held.id);
      if (index >= 0) hold(element, index);
    }
    remember();
  }, [rows, rowHeight, selectedId]);

  // A new height shows in scroll events before the observer has held the row.
  return () => {
    if (scroller.current?.clientHeight === height.current) remember();
  };
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
