import { type Exchange, firstHop } from "../../exchange/exchange.ts";
import type { Load } from "../../exchange/loads.ts";
import { callContext } from "../../explanation/call-context.ts";
import type { Bucket } from "../../issues/bucket.ts";
import { consoleText } from "../../verdict/code-names.ts";
import { findingOf, rootCauseOf } from "../../verdict/root-cause.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { explanationOf, type Row, statusOf } from "./row.ts";

/** The list's filter. */
export interface Filter {
  /** As typed: words that must all occur; `method:put,post`, `-domain:cdn.test`, `"two words"`. */
  readonly text: string;
  /** Empty: all. */
  readonly buckets: ReadonlySet<Bucket>;
  /** Also show requests to the page's own origin, and navigations. */
  readonly sameOriginToo: boolean;
  /** The tab's page loads: rows of the last one are counted separately. */
  readonly loads?: readonly Load[] | undefined;
}

/** The fields that a term can search, as `name:`. */
export const FIELDS = [
  "method",
  "domain",
  "cause",
  "outcome",
  "status",
  "origin",
  "type",
  "header",
  "frame",
  "context",
] as const;
export type Field = (typeof FIELDS)[number];

/** Other names that users try first: those of DevTools' filters, and of our columns. */
const ALIASES: Readonly<Record<string, Field>> = {
  host: "domain",
  server: "domain",
  "status-code": "status",
  code: "status",
  is: "outcome",
  result: "outcome",
  error: "cause",
  reason: "cause",
  initiator: "origin",
  "resource-type": "type",
  "has-response-header": "header",
};

export interface Term {
  /** null: any field. */
  readonly field: Field | null;
  /** Lower case, none empty; one match is enough. */
  readonly needles: readonly string[];
  /** Starts with "-": must not occur. */
  readonly negated: boolean;
}

/** A word of the filter text, with its position. */
export interface Word {
  readonly from: number;
  readonly to: number;
  readonly raw: string;
}

/** The words of a filter text; quotes group several. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/-?(?:[a-z-]+:)?(?:"[^"]*"?|[^\s"]\S*)?/gi)) {
    const [raw] = match;
    if (raw !== "") words.push({ from: match.index, to: match.index + raw.length, raw });
  }
  return words;
}

/** A parsed word. */
export interface ReadWord {
  readonly field: Field | null;
  /** Without quotes. */
  readonly value: string;
  /** The parts of the value between commas; the whole value if it has no field or has quotes. */
  readonly parts: readonly string[];
  readonly negated: boolean;
  /** A name before a colon that is not a field's, as in "size:4"; the whole word is searched for. */
  readonly unknown: string | null;
}

/** Parses a word: its field if it names one, and the value. */
export function readWord(raw: string): ReadWord {
  const negated = raw.startsWith("-");
  const body = negated ? raw.slice(1) : raw;
  // "https://" and "localhost:8080" begin URLs. Three digits are a port only if 443, otherwise a status.
  const name = /^([a-z-]+):(?!\/\/|(?:\d\d|443|\d{4,5})(?:\/|$))/i.exec(body)?.[1]?.toLowerCase();
  const field =
    fieldNamed(name) ?? fieldNamed(/^([a-z-]+):(?!\/\/)/i.exec(body)?.[1]?.toLowerCase());
  const whole = field === null ? body : body.slice(body.indexOf(":") + 1);
  const value = whole.replaceAll('"', "");
  const parts = field === null || whole.includes('"') ? [value] : value.split(",");
  return { field, value, parts, negated, unknown: field === null ? (name ?? null) : null };
}

function fieldNamed(name: string | undefined): Field | null {
  if (name === undefined) return null;
  return FIELDS.find((known) => known === name) ?? ALIASES[name] ?? null;
}

/** The terms of a filter text. An unfinished term (`method:`, `-`) does not count yet. */
export function parseTerms(text: string): Term[] {
  return wordsOf(text).flatMap(({ raw }) => {
    const { field, parts, negated } = readWord(raw);
    const needles = parts.map((part) => part.toLowerCase()).filter((part) => part !== "");
    return needles.length === 0 ? [] : [{ field, needles, negated }];
  });
}

/** The text without one of its words. */
export function withoutWord(text: string, { from, to }: Word): string {
  return (text.slice(0, from) + text.slice(to).trimStart()).trim();
}

/** Whether a row matches every term. */
export function meetsTerms(row: Row, terms: readonly Term[]): boolean {
  return terms.every((term) => meets(textOf(row, term.field), term) !== term.negated);
}

/** Whether a row's text for a term's field contains one of the needles; the minus is ignored. */
export function meets(text: string, { field, needles }: Omit<Term, "negated">): boolean {
  return needles.some((needle) => has(text, field, needle));
}

function has(text: string, field: Field | null, needle: string): boolean {
  switch (field) {
    case null:
    case "cause":
    case "origin":
    case "type":
    case "context":
    case "header":
      return text.includes(needle);
    case "domain":
      return text.includes(needle.replace(/^\*/, ""));
    case "method":
      return text === needle;
    case "status":
      // "4xx" matches every status of its class.
      return text.split("\n").some((line) => line.startsWith(needle.replace(/x+$/, "")));
    case "outcome":
      return text.split("\n").some((line) => line.startsWith(needle));
    case "frame":
      return text.split("\n").includes(needle);
  }
}

/** A row's text in the list and at the top of the detail view, in lower case. It may change later. */
export function shownWordsOf(row: Row): string {
  const { title, short, because, evidence, side, context } = explanationOf(row);
  const names = evidence.map(({ header }) => header);
  return [short, title, ...because, ...names, side?.name, context?.name].join("\n").toLowerCase();
}

/** A row's text for a field, in lower case; rows with equal text match the same terms. */
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
  cause: ({ verdict }) => causesOf(verdict).join("\n"),
  outcome: ({ bucket, verdict }) => `${bucket}\n${verdict.outcome}`,
  status: ({ exchange }) => statusesOf(exchange).join("\n"),
  origin: ({ verdict }) => verdict.initiatorOrigin,
  type: ({ exchange, verdict }) =>
    [exchange.resourceType, verdict.destination, ...typeNamesOf(exchange)].join("\n"),
  header: ({ exchange }) => headerNamesOf(exchange).join("\n"),
  frame: ({ exchange: { frameId } }) => `${frameName(frameId)}\n${frameId}`,
  // "page-or-worker" and "shared-worker" are found by each of their words.
  context: ({ exchange }) => callContext(exchange),
};

/** The code that blocked a request, and its root cause. */
export function causesOf(verdict: Verdict): string[] {
  if (verdict.cause === null) return [];
  const root = rootCauseOf(verdict, findingOf(verdict, verdict.cause));
  return [...new Set([verdict.cause.code, ...(root === undefined ? [] : [root.code])])];
}

/** The statuses of all responses of a request, including preflights, the last first. */
export function statusesOf({ hops }: Exchange): number[] {
  const responses = hops.flatMap(({ preflight, response }) => [preflight?.response, response]);
  return responses.flatMap((response) => (response ? [response.status] : [])).reverse();
}

/** The Network panel's names in DevTools for webRequest's types. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  image: "img",
  imageset: "img",
  stylesheet: "css",
  script: "js",
  main_frame: "doc",
  sub_frame: "doc",
  object: "doc",
  websocket: "ws",
};

/** The types by which a request is found: the API that made it, otherwise the possible ones. */
function typeNamesOf({ resourceType, call }: Exchange): string[] {
  if (call !== null) return [call.api];
  if (resourceType === "xmlhttprequest") return ["fetch", "xhr"];
  return [TYPE_NAMES[resourceType] ?? ""];
}

/** The names of all headers sent and received, each once. */
export function headerNamesOf({ hops }: Exchange): string[] {
  const lists = hops.flatMap((hop) => [
    hop.requestHeaders,
    hop.response?.headers,
    hop.preflight?.requestHeaders,
    hop.preflight?.response?.headers,
  ]);
  return [...new Set(lists.flatMap((list) => list?.map(([name]) => name.toLowerCase()) ?? []))];
}

/** The host of a serialised origin, with a non-default port. */
export function hostOf(origin: string): string {
  const at = origin.indexOf("://");
  return at < 0 ? "" : origin.slice(at + 3);
}

/** "top" for the page itself, otherwise the browser's number. */
export function frameName(frameId: number): string {
  return frameId === 0 ? "top" : String(frameId);
}
