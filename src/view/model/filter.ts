import { firstHop } from "../../exchange/exchange.ts";
import type { Load } from "../../exchange/loads.ts";
import { callContext } from "../../explanation/call-context.ts";
import type { Bucket } from "../../issues/bucket.ts";
import { consoleText } from "../../verdict/code-names.ts";
import { type Row, statusOf } from "./row.ts";

/** What the list shows. */
export interface Filter {
  /** As typed: words that must all occur; `method:put`, `-domain:cdn.test`, `"two words"`. */
  readonly text: string;
  /** Empty: all. */
  readonly buckets: ReadonlySet<Bucket>;
  /** Also show requests to the page's own origin, and navigations. */
  readonly sameOriginToo: boolean;
  /** The pages that the tab has shown: what belongs to the last one is counted apart from the rest. */
  readonly loads?: readonly Load[] | undefined;
}

/** What a term may be tied to with `name:`. */
export const FIELDS = [
  "method",
  "domain",
  "cause",
  "outcome",
  "status",
  "origin",
  "type",
  "frame",
  "context",
] as const;
export type Field = (typeof FIELDS)[number];

/** Other names that readers try first. */
const ALIASES: Readonly<Record<string, Field>> = { host: "domain" };

export interface Term {
  /** null: anywhere. */
  readonly field: Field | null;
  /** Lower case, never empty. */
  readonly needle: string;
  /** Begun with "-": must not occur. */
  readonly negated: boolean;
}

/** A word of the filter text, where it stands. */
export interface Word {
  readonly from: number;
  readonly to: number;
  readonly raw: string;
}

/** The words of a filter text; quotes keep several together. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/-?(?:[a-z]+:)?(?:"[^"]*"?|[^\s"]\S*)?/gi)) {
    const [raw] = match;
    if (raw !== "") words.push({ from: match.index, to: match.index + raw.length, raw });
  }
  return words;
}

/** What a word says: its field where it names one, and the value, quotes taken off. */
export function readWord(raw: string): { field: Field | null; value: string; negated: boolean } {
  const negated = raw.startsWith("-");
  const body = negated ? raw.slice(1) : raw;
  const name = /^([a-z]+):/i.exec(body)?.[1]?.toLowerCase();
  const field =
    name === undefined ? undefined : (FIELDS.find((known) => known === name) ?? ALIASES[name]);
  const value = field === undefined || name === undefined ? body : body.slice(name.length + 1);
  return { field: field ?? null, value: value.replaceAll('"', ""), negated };
}

/** The terms of a filter text. A term still being typed (`method:`, `-`) is no term yet. */
export function parseTerms(text: string): Term[] {
  return wordsOf(text).flatMap(({ raw }) => {
    const { field, value, negated } = readWord(raw);
    return value === "" ? [] : [{ field, needle: value.toLowerCase(), negated }];
  });
}

/** The text without one of its words. */
export function withoutWord(text: string, { from, to }: Word): string {
  return `${text.slice(0, from)} ${text.slice(to)}`.replace(/\s+/g, " ").trim();
}

/** Whether a row meets every term. */
export function meetsTerms(row: Row, terms: readonly Term[]): boolean {
  return terms.every((term) => meets(textOf(row, term.field), term) !== term.negated);
}

/** Whether what a row says of a term's field has what the term searches; the minus plays no part. */
export function meets(text: string, { field, needle }: Omit<Term, "negated">): boolean {
  switch (field) {
    case null:
    case "domain":
    case "cause":
    case "origin":
    case "type":
    case "context":
      return text.includes(needle);
    case "status":
      return text.startsWith(needle);
    case "method":
      return text === needle;
    case "outcome":
      return text.split("\n").some((outcome) => outcome.startsWith(needle));
    case "frame":
      return text.split("\n").includes(needle);
  }
}

/** All that a row says of a field, in lower case; what has the same text meets the same terms. */
export function textOf(row: Row, field: Field | null): string {
  return TEXTS[field ?? "anywhere"](row).toLowerCase();
}

const TEXTS: Readonly<Record<Field | "anywhere", (row: Row) => string>> = {
  anywhere: ({ exchange, verdict, bucket }) =>
    [
      firstHop(exchange).method,
      ...exchange.hops.map((hop) => hop.url),
      statusOf(exchange) ?? "",
      verdict.initiatorOrigin,
      bucket,
      ...verdict.findings.flatMap((finding) => [finding.code, finding.parameter ?? ""]),
      verdict.cause?.code ?? "",
      verdict.cause?.parameter ?? "",
      consoleText(verdict.cause?.code),
      exchange.ending.kind === "failed" ? exchange.ending.error : "",
    ].join("\n"),
  method: ({ exchange }) => firstHop(exchange).method,
  domain: ({ exchange: { hops } }) => hops.map((hop) => hostOf(hop.origin)).join("\n"),
  cause: ({ verdict }) => verdict.cause?.code ?? "",
  outcome: ({ bucket, verdict }) => `${bucket}\n${verdict.outcome}`,
  status: ({ exchange }) => String(statusOf(exchange) ?? ""),
  origin: ({ verdict }) => verdict.initiatorOrigin,
  type: ({ exchange, verdict }) => `${exchange.resourceType}\n${verdict.destination}`,
  frame: ({ exchange: { frameId } }) => `${frameName(frameId)}\n${frameId}`,
  // Of "page-or-worker" and "shared-worker" each word finds it.
  context: ({ exchange }) => callContext(exchange),
};

/** The host of a serialised origin, with its port where that is not the usual one. */
export function hostOf(origin: string): string {
  const at = origin.indexOf("://");
  return at < 0 ? "" : origin.slice(at + 3);
}

/** "top" for the page itself, else the browser's number. */
export function frameName(frameId: number): string {
  return frameId === 0 ? "top" : String(frameId);
}
