import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Rows drawn beyond each edge, so that scrolling shows no gaps. */
const OVERSCAN = 10;
/** How long a list that follows its end must not grow before rows beyond the edge are drawn. */
const REST_MS = 200;

export interface VirtualRowsOptions {
  readonly count: number;
  readonly rowHeight: number;
  readonly scroller: { readonly current: HTMLElement | null };
  /** Kept in the document even if scrolled away: `aria-activedescendant` points to it. */
  readonly alwaysIndex: number;
  /** Whether a list at its end stays there when rows are added. */
  readonly followsEnd: boolean;
}

export interface VirtualRows {
  /** The indexes of the rows to draw. */
  readonly indexes: readonly number[];
  scrollIntoView(index: number): void;
}

/** Only visible rows are in the document. All rows have one height, so no library is needed. */
export function useVirtualRows(options: VirtualRowsOptions): VirtualRows {
  const { count, rowHeight, scroller, alwaysIndex, followsEnd } = options;
  /** The first visible row, infinite if the list follows its end; and the number of rows that fit. */
  const [first, setFirst] = useState(0);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      const { scrollTop, clientHeight, scrollHeight } = element;
      const isAtEnd = scrollHeight - scrollTop - clientHeight < rowHeight;
      // Otherwise each new row would be drawn twice: at the old scroll position, and at the new one.
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

  /** The index after the last row of the last drawing. */
  const drawnTo = useRef(0);
  const [, setRested] = useState(0);
  const seen = Math.max(0, Math.min(first, count - room));
  const to = Math.min(count, first + room + OVERSCAN);
  // If the end moved by more rows than fit, those beyond the edge would be new too, and soon gone.
  const isPart = first === Number.POSITIVE_INFINITY && drawnTo.current < seen;
  const from = isPart ? seen : Math.max(0, seen - OVERSCAN);
  useEffect(() => {
    drawnTo.current = to;
    if (!isPart) return;
    const timer = setTimeout(() => setRested(count), REST_MS);
    return () => clearTimeout(timer);
  }, [count, isPart]);

  return {
    indexes: indexesOf(from, to, count, alwaysIndex),
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

/** The rows of a range, and the one that is always drawn; in list order. */
function indexesOf(from: number, to: number, count: number, always: number): number[] {
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (always >= 0 && always < from) indexes.unshift(always);
  if (always >= to && always < count) indexes.push(always);
  return indexes;
}
