import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { CODES } from "../../src/verdict/codes.ts";
import { LANES } from "../../src/verdict/lane-name.ts";

/** One difference between two reports. */
export interface ReportDifference {
  readonly where: string;
  readonly one: string;
  readonly other: string;
  /** The cases of its section in the Markdown. */
  readonly cases?: readonly string[];
}

/** The differences between two browsers' reports of the same call. */
export function exchangeDifferences(
  [one, itsHar]: readonly [ReportedExchange, CorsHar],
  [other, otherHar]: readonly [ReportedExchange, CorsHar],
): ReportDifference[] {
  const differences: ReportDifference[] = [];
  compare(comparable(one, itsHar), comparable(other, otherHar), "", differences);
  return differences;
}

/** An exchange and its requests, without values that depend on the run or name a browser's own error. */
function comparable({ id, entries, ...exchange }: ReportedExchange, har: CorsHar): unknown {
  const messages = entries.map((index) => {
    const { request, response, _cors } = har.log.entries[index] as CorsHar["log"]["entries"][0];
    const { method, url } = request;
    const { status, statusText } = response;
    return {
      role: _cors.role,
      method,
      url,
      status,
      statusText,
      headers: linesOf(response.headers),
    };
  });
  // Ids differ by run.
  const diagnosis = exchange.diagnosis.map((one) => ({
    ...one,
    exchanges: one.exchanges.length,
  }));
  return withoutOwnNames({ ...exchange, diagnosis, messages }, null);
}

/** The header lines that matter for CORS, by name; repeated lines joined, as Firefox reports them. */
function linesOf(headers: readonly { name: string; value: string }[]): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    if (!/^(?:access-control-|vary$|location$|x-)/.test(lower)) continue;
    lines[lower] = lower in lines ? `${lines[lower]}, ${value}` : value;
  }
  return lines;
}

/** Removes names of errors that only their own browser knows. */
function withoutOwnNames(value: unknown, key: string | null): unknown {
  if (typeof value === "string") return value.replace(/&run=[\w.-]+/, "");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withoutOwnNames(one, null));
  const known = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withoutOwnNames(one, name)]),
  );
  if ("code" in known && isOfNetwork(known.code)) return { ...known, parameter: "its own" };
  if (key !== null && LANE_KEYS.has(key) && isOfNetwork((known.cause as Coded)?.code)) {
    return { ...known, name: "its own" };
  }
  return known;
}

type Coded = { readonly code?: unknown } | null;
const LANE_KEYS: ReadonlySet<string> = new Set(LANES);

function isOfNetwork(code: unknown): boolean {
  const family = CODES[code as keyof typeof CODES];
  return family !== undefined && family !== "cors" && code !== "unsafe-port";
}

function compare(one: unknown, other: unknown, where: string, into: ReportDifference[]): void {
  const [left, right] = [JSON.stringify(one) ?? "nothing", JSON.stringify(other) ?? "nothing"];
  if (left === right) return;
  const isObject = (it: unknown): it is Record<string, unknown> =>
    typeof it === "object" && it !== null && !Array.isArray(it);
  if (isObject(one) && isObject(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      compare(one[key], other[key], where === "" ? key : `${where}.${key}`, into);
    }
  } else into.push({ where, one: left, other: right });
}

/**
 * The lines that only one of two Markdown reports has: within sections about the same cases, else within
 * all the rest.
 */
export function markdownDifferences(one: string, other: string): ReportDifference[] {
  const [ones, others] = [sectionsIn(one), sectionsIn(other)];
  const isInBoth = (key: string) => ones.has(key) && others.has(key);
  const keys = [...ones.keys()].filter(isInBoth);
  const rest = (sections: Sections) => {
    return [...sections].flatMap(([key, lines]) => (isInBoth(key) ? [] : lines));
  };
  return [
    ...keys.flatMap((key) => lineDifferences(ones.get(key) ?? [], others.get(key) ?? [], key)),
    ...lineDifferences(rest(ones), rest(others), ""),
  ];
}

type Sections = ReadonlyMap<string, readonly string[]>;

/** The lines of each section, by the cases in its URLs. */
function sectionsIn(text: string): Sections {
  const sections = new Map<string, string[]>();
  for (const section of text.split(/^(?=## )/m)) {
    const cases = [...section.matchAll(/case=([\w-]+)/g)].map(([, name]) => name);
    const key = [...new Set(cases)].sort().join();
    sections.set(key, [...(sections.get(key) ?? []), ...linesIn(section)]);
  }
  return sections;
}

function lineDifferences(
  one: readonly string[],
  other: readonly string[],
  key: string,
): ReportDifference[] {
  const where = "markdown";
  const cases = key.split(",");
  return [
    ...onlyIn(one, other).map((line) => ({ where, cases, one: line, other: "nothing" })),
    ...onlyIn(other, one).map((line) => ({ where, cases, one: "nothing", other: line })),
  ];
}

/**
 * The lines, with each sentence and each header of a command separate: the order of a request's headers
 * does not matter, and one allowed sentence must not excuse its neighbours.
 */
const linesIn = (text: string) =>
  text
    // The pages poll their server until a request has arrived; the number of polls varies.
    .replaceAll(/^- \d+ other requests were not blocked/gm, "- Other requests were not blocked")
    .replaceAll(/(?:&|%26)run(?:=|%3D)[\w.-]+/g, "")
    .replaceAll(/^(- )\*\*(To be fixed by: [^*]+)\.\*\* /gm, "$1$2\n")
    .replaceAll(/ (?=-H ')/g, "\n  ")
    // A star is escaped in prose, but not in folded evidence.
    .replaceAll("\\*", "*")
    .split(/\n|(?<=\.) (?=[A-Z*])| · (?=\S)/)
    .map((line) => line.replace(/\.$/, ""));

function onlyIn(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
