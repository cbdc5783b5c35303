import type { HeaderLine, HeaderList } from "../http/header-list.ts";

/** The limit of each cache: values that differ each time make old entries useless. */
const MOST = 2_000;

const lines = new Map<string, HeaderLine>();
const texts = new Map<string, string>();

/**
 * The header lines as shared objects: a page's requests have most lines in common, and browsers create new
 * strings for each.
 */
export function linesKeptOnce(headers: HeaderList): HeaderList {
  return headers.map((line) => known(lines, `${line[0]}:${line[1]}`, line));
}

/** The text as a shared string. */
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
