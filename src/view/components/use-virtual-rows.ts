import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

const OVERSCAN = 10;

export interface VirtualRowsOptions {
  readonly count: number;
  readonly rowHeight: number;
  readonly getScrollElement: () => HTMLElement | null;
  /** Kept in the document even when scrolled away: `aria-activedescendant` points to it. */
  readonly alwaysIndex: number;
}

export interface VirtualRows {
  /** Of the rows to draw. */
  readonly indexes: readonly number[];
  scrollIntoView(index: number): void;
}

/** Only the rows in sight are in the document. */
export function useVirtualRows(options: VirtualRowsOptions): VirtualRows {
  const { count, rowHeight, alwaysIndex, getScrollElement } = options;
  const [, rerender] = useReducer((renders: number) => renders + 1, 0);
  const settings = {
    count,
    getScrollElement,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => rerender(0),
    rangeExtractor: ({ startIndex, endIndex, overscan, count: all }) => {
      const indexes: number[] = [];
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(all - 1, endIndex + overscan);
      if (alwaysIndex >= 0 && alwaysIndex < from) indexes.push(alwaysIndex);
      for (let index = from; index <= to; index++) indexes.push(index);
      if (alwaysIndex > to && alwaysIndex < all) indexes.push(alwaysIndex);
      return indexes;
    },
  } satisfies ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0];

  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(settings));
  virtualizer.setOptions(settings);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  return {
    indexes: virtualizer.getVirtualIndexes(),
    scrollIntoView: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
