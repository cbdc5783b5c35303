import { firstHop } from "../../exchange/exchange.ts";
import type { Bucket } from "./bucket.ts";
import { type Row, searchTextOf, statusOf, urlParts } from "./row.ts";

/** What the list shows. */
export interface Filter {
  /** As typed: words that must all occur; `method:put`, `-host:cdn.test`, `"two words"`. */
  readonly text: string;
  /** Empty: all. */
  readonly buckets: ReadonlySet<Bucket>;
  /** Also show requests to the page's own origin, and navigations. */
  readonly sameOriginToo: boolean;
}

/** What a term may be tied to with `name:`. */
const FIELDS = ["method", "host", "status", "cause", "origin", "type"] as const;
export type Field = (typeof FIELDS)[number];

export interface Term {
  /** null: anywhere. */
  readonly field: Field | null;
  /** Lower case, never empty. */
  readonly needle: string;
  /** Begun with "-": must not occur. */
  readonly negated: boolean;
}

/** The terms of a filter text. A term still being typed (`method:`, `-`) is no term yet. */
export function parseTerms(text: string): Term[] {
  const terms: Term[] = [];
  for (const [word] of text.toLowerCase().matchAll(/-?(?:[a-z]+:)?(?:"[^"]*"?|[^\s"]\S*)/g)) {
    const negated = word.startsWith("-");
    const body = negated ? word.slice(1) : word;
    const field = FIELDS.find((name) => body.startsWith(`${name}:`)) ?? null;
    const needle = (field === null ? body : body.slice(field.length + 1)).replaceAll('"', "");
    if (needle !== "") terms.push({ field, needle, negated });
  }
  return terms;
}

/** Whether a row meets every term. */
export function meetsTerms(row: Row, terms: readonly Term[]): boolean {
  return terms.every((term) => meetsTerm(row, term) !== term.negated);
}

function meetsTerm(row: Row, { field, needle }: Term): boolean {
  switch (field) {
    case null:
      return searchTextOf(row).includes(needle);
    case "method":
      return firstHop(row.exchange).method.toLowerCase() === needle;
    case "host":
      return row.exchange.hops.some((hop) => urlParts(hop.url).host.includes(needle));
    case "status":
      return String(statusOf(row.exchange) ?? "").startsWith(needle);
    case "cause":
      return row.verdict.cause?.code.includes(needle) ?? false;
    case "origin":
      return row.verdict.initiatorOrigin.toLowerCase().includes(needle);
    case "type":
      return row.exchange.resourceType.includes(needle);
  }
}
