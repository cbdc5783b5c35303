import type { HeaderLine, HeaderList } from "../http/header-list.ts";

/** What is remembered of each kind: of values that differ each time, the oldest are of no use. */
const MOST = 2_000;

const lines = new Map<string, HeaderLine>();
const texts = new Map<string, string>();

/**
 * The same header lines, as they were kept before: the requests of a page have most of theirs in common,
 * and browsers make each anew.
 */
export function linesKeptOnce(headers: HeaderList): HeaderList {
  return headers.map((line) => known(lines, `${line[0]}:${line[1]}`, line));
}

/** The same text, as it was kept before. */
export function keptOnce<Text extends string | null>(text: Text): Text {
  return text === null ? text : (known(texts, text, text) as Text);
}

function known<Value>(all: Map<string, Value>, key: string, value: Value): Value {
  const before = all.get(key);
  if (before !== undefined) return before;
  if (all.size >= MOST) all.clear();
  all.set(key, value);
  return value;
}
