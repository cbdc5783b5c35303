import { useLayoutEffect, useState } from "preact/hooks";

/** Rows that are drawn beyond each edge, so that scrolling finds them drawn. */
const OVERSCAN = 10;

export interface VirtualRowsOptions {
  readonly count: number;
  readonly rowHeight: number;
  readonly scroller: { readonly current: HTMLElement | null };
  /** Kept in the document even when scrolled away: `aria-activedescendant` points to it. */
  readonly alwaysIndex: number;
  /** Whether a list that is scrolled to its end will be so when more rows come. */
  readonly followsEnd: boolean;
}

export interface VirtualRows {
  /** Of the rows to draw. */
  readonly indexes: readonly number[];
  scrollIntoView(index: number): void;
}

/** Only the rows in sight are in the document. All have one height, so that no library is needed. */
export function useVirtualRows(options: VirtualRowsOptions): VirtualRows {
  const { count, rowHeight, scroller, alwaysIndex, followsEnd } = options;
  /** The first row in sight, infinite for the end that is followed; and how many rows there is room for. */
  const [first, setFirst] = useState(0);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      const { scrollTop, clientHeight, scrollHeight } = element;
      const isAtEnd = scrollHeight - scrollTop - clientHeight < rowHeight;
      // Else each row that comes would be drawn twice: where the list was, and where it has scrolled to.
      setFirst(
        followsEnd && isAtEnd ? Number.POSITIVE_INFINITY : Math.floor(scrollTop / rowHeight),
      );
      setRoom(Math.ceil(element.clientHeight / rowHeight) + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [scroller, rowHeight, followsEnd]);

  return {
    indexes: indexesOf(first, room, count, alwaysIndex),
    scrollIntoView: (index) => {
      const element = scroller.current;
      if (element === null) return;
      const top = index * rowHeight;
      const lowest = top + rowHeight - element.clientHeight;
      if (element.scrollTop > top) element.scrollTop = top;
      else if (element.scrollTop < lowest) element.scrollTop = lowest;
    },
  };
}

/** The rows in sight, those just beyond, and the one that is always drawn; in the order of the list. */
function indexesOf(first: number, room: number, count: number, always: number): number[] {
  const from = Math.max(0, Math.min(first, count - room) - OVERSCAN);
  const to = Math.min(count, first + room + OVERSCAN);
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (always >= 0 && always < from) indexes.unshift(always);
  if (always >= to && always < count) indexes.push(always);
  return indexes;
}
