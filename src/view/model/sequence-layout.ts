import type { Arrow, Sequence } from "./sequence.ts";

/** A rectangle for text, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedArrow {
  readonly arrow: Arrow;
  /** The ends of the shaft, from its start to its head. */
  readonly from: number;
  readonly to: number;
  readonly y: number;
  /** The clickable area, with label and note. */
  readonly box: Box;
}

export interface SequenceLayout {
  readonly kind: "wide" | "compact";
  readonly height: number;
  readonly lifelines: readonly { readonly x: number; readonly top: number }[];
  readonly arrows: readonly PlacedArrow[];
}

/** The room for text that each server needs beside its lifeline; with less, the layout is compact. */
const ROOM = 210;
/** From the left edge to the page's lifeline: the page's host name starts at the edge. */
const MARGIN = 60;
/** From the last lifeline to the right edge: fits half of the longest visible host name. */
const LAST_MARGIN = 95;
/** The maximum width of the text on an arrow. */
const MOST_ROOM = 340;
const HEAD = 26;
const LABEL = 18;
const NOTE = 15;
const GAP = 8;
const RAIL = 14;
const RAIL_GAP = 8;

/** The diagram's layout for a given width. Pure. */
export function layOut({ actors, arrows }: Sequence, width: number): SequenceLayout {
  const servers = actors.length - 1;
  const margins = MARGIN + LAST_MARGIN;
  return width >= margins + ROOM * servers
    ? wide(actors.length, arrows, Math.min(width, margins + MOST_ROOM * servers))
    : compact(actors.length, arrows, width);
}

/** Lifelines from left to right; text above and below the arrows between them. */
function wide(count: number, arrows: readonly Arrow[], width: number): SequenceLayout {
  const step = (width - MARGIN - LAST_MARGIN) / Math.max(1, count - 1);
  const x = (index: number) => Math.round(MARGIN + index * step);
  let top = HEAD;
  const placed = arrows.map((arrow): PlacedArrow => {
    const height = LABEL + (arrow.note === null ? 0 : NOTE) + GAP;
    const [page, server] = [x(0), x(arrow.server)];
    const out = arrow.direction === "out";
    const box = { left: page + 6, top, width: server - page - 12, height };
    const y = top + LABEL + 1;
    top += height;
    return { arrow, from: out ? page : server, to: out ? server : page, y, box };
  });
  const lifelines = Array.from({ length: count }, (_, index) => ({ x: x(index), top: HEAD - 4 }));
  return { kind: "wide", height: top + 4, lifelines, arrows: placed };
}

/** Lifelines close together at the left; all text to their right. */
function compact(count: number, arrows: readonly Arrow[], width: number): SequenceLayout {
  const x = (index: number) => 6 + index * RAIL;
  const left = x(count - 1) + RAIL_GAP;
  let top = count * 16 + 4;
  const placed = arrows.map((arrow): PlacedArrow => {
    const height = LABEL + (arrow.note === null ? 0 : NOTE) + 4;
    const out = arrow.direction === "out";
    const [page, server] = [x(0), x(arrow.server)];
    const box = { left, top, width: Math.max(0, width - left), height };
    const y = top + 10;
    top += height;
    return { arrow, from: out ? page : server, to: out ? server : page, y, box };
  });
  const lifelines = Array.from({ length: count }, (_, index) => ({
    x: x(index),
    top: (index + 1) * 16 - 4,
  }));
  return { kind: "compact", height: top + 2, lifelines, arrows: placed };
}
