import { type Load, loadOf } from "../../exchange/loads.ts";
import { say } from "../../words/words.ts";
import { type Row, urlParts } from "./row.ts";

/** The line in a list with which the requests of a page begin. */
export interface LoadLine {
  readonly id: string;
  readonly load: Load;
}

/**
 * Rows with a line before the first of each page; the rows alone where they stand in another order than
 * their pages. Pure.
 */
export function withLoadLines(
  rows: readonly Row[],
  loads: readonly Load[],
): readonly (Row | LoadLine)[] {
  const lines: (Row | LoadLine)[] = [];
  let last = -1;
  for (const row of rows) {
    const at = loadOf(row.exchange, loads);
    if (at < last) return rows;
    const load = loads[at];
    if (at > last && load !== undefined) lines.push({ id: `load:${load.at}`, load });
    last = at;
    lines.push(row);
  }
  return lines;
}

/** "14:02:31", as the reader writes times. */
export function timeOf({ at }: Load): string {
  return new Date(at).toLocaleTimeString(say("language_tag"));
}

/** Where a page is, without what stands before its host. */
export function placeOf({ url }: Load): string {
  const { host, path } = urlParts(url);
  return host + path;
}
