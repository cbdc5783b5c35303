import { type Load, loadOf } from "../../exchange/loads.ts";
import { say } from "../../words/words.ts";
import { type Row, urlParts } from "./row.ts";

/** The separator line before the requests of a page load. */
export interface LoadLine {
  readonly id: string;
  readonly load: Load;
}

/**
 * Rows with a separator line before the first of each page load; the rows alone if their order differs from
 * that of their loads. Pure.
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

/** "14:02:31", in the user's time format. */
export function timeOf({ at }: Load): string {
  return new Date(at).toLocaleTimeString(say("language_tag"));
}

/** A page's URL without its scheme. */
export function placeOf({ url }: Load): string {
  const { host, path } = urlParts(url);
  return host + path;
}
