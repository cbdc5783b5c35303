import { firstHop } from "../../exchange/exchange.ts";
import { callContext } from "../../explanation/call-context.ts";
import { say } from "../../words/words.ts";
import { times } from "./counts.ts";
import {
  causesOf,
  FIELDS,
  type Field,
  frameName,
  headerNamesOf,
  hostOf,
  parseTerms,
  readWord,
  statusesOf,
  type Term,
  type Word,
  wordsOf,
} from "./filter.ts";
import type { Row } from "./row.ts";

/** One completion for the word that is being typed. */
export interface Completion {
  /** The completed word. */
  readonly word: string;
  /** The number of matching requests, or the field's meaning. */
  readonly hint: string;
  /** Whether a value must follow. */
  readonly unfinished: boolean;
}

export interface Completions {
  /** The word that is being typed, empty between words. */
  readonly at: Word;
  readonly items: readonly Completion[];
}

/** Filter values are the same in every language. */
const HINTS: Readonly<Record<Field, () => string>> = {
  method: () => "GET, PUT …",
  domain: () => say("filter_hint_domain"),
  cause: () => say("filter_hint_cause"),
  outcome: () => "blocked, allowed …",
  status: () => "200, 5 …",
  origin: () => say("filter_hint_origin"),
  type: () => "fetch, img …",
  header: () => say("filter_hint_header"),
  frame: () => say("filter_hint_frame"),
  context: () => "page, frame, worker …",
};

const MOST_SUGGESTIONS = 10;
/** Values come from this many of the newest matching requests: enough variety, fast to read. */
export const LOOKED_AT = 3000;

/**
 * The completions of the word at the caret.
 *
 * @param rowsAmong the rows that match the text's other terms; their values are offered and counted.
 * @param requested whether to offer the fields even before a letter is typed.
 */
export function completeFilter(
  text: string,
  caret: number,
  rowsAmong: (others: readonly Term[]) => Iterable<Row>,
  requested: boolean,
): Completions {
  const at = wordsOf(text).find(({ from, to }) => from < caret && caret <= to) ?? {
    from: caret,
    to: caret,
    raw: "",
  };
  const { field, value, parts, negated } = readWord(text.slice(at.from, caret));
  const minus = negated ? "-" : "";
  if (field !== null) {
    const begun = (parts.at(-1) ?? "").toLowerCase();
    const before = parts.slice(0, -1).map((part) => `${part},`);
    const others = [text.slice(0, at.from), text.slice(at.to)].flatMap(parseTerms);
    const written = `${minus}${field}:${before.join("")}`;
    return { at, items: valuesOf(field, begun, written, rowsAmong(others)) };
  }
  if (value === "" && !requested && !negated) return { at, items: [] };
  const items = FIELDS.filter((name) => name.startsWith(value.toLowerCase())).map((name) => ({
    word: `${minus}${name}:`,
    hint: HINTS[name](),
    unfinished: true,
  }));
  return { at, items };
}

/** The text with a completion applied, and the caret's new position. */
export function applyCompletion(
  text: string,
  { from, to }: Word,
  { word, unfinished }: Completion,
): { text: string; caret: number } {
  const rest = text.slice(to).replace(/^\s+/, "");
  const before = `${text.slice(0, from)}${word}${unfinished ? "" : " "}`;
  return { text: before + rest, caret: before.length };
}

function valuesOf(
  field: Field,
  begun: string,
  before: string,
  rows: Iterable<Row>,
): readonly Completion[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const value of VALUES[field](row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .filter(([value]) => value !== "" && value.toLowerCase().includes(begun))
    .sort(
      ([a, m], [b, n]) =>
        Number(b.toLowerCase().startsWith(begun)) - Number(a.toLowerCase().startsWith(begun)) ||
        n - m ||
        a.localeCompare(b),
    )
    .slice(0, MOST_SUGGESTIONS)
    .map(([value, count]) => ({
      word: `${before}${/[\s",]/.test(value) ? `"${value.replaceAll('"', "")}"` : value}`,
      hint: times(count),
      unfinished: false,
    }));
}

/** The values by which the filter can find a row. */
const VALUES: Readonly<Record<Field, (row: Row) => readonly string[]>> = {
  method: ({ exchange }) => [firstHop(exchange).method],
  domain: ({ exchange }) => [...new Set(exchange.hops.map((hop) => hostOf(hop.origin)))],
  cause: ({ verdict }) => causesOf(verdict),
  outcome: ({ bucket }) => [bucket],
  status: ({ exchange }) => [...new Set(statusesOf(exchange).map(String))],
  origin: ({ verdict }) => [verdict.initiatorOrigin],
  type: ({ exchange, verdict }) => [verdict.destination || exchange.resourceType],
  header: ({ exchange }) => headerNamesOf(exchange),
  frame: ({ exchange }) => [frameName(exchange.frameId)],
  context: ({ exchange }) => [callContext(exchange)],
};
