import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { CODES } from "../../src/verdict/codes.ts";
import { LANES } from "../../src/verdict/lane-name.ts";

/** One thing that is not the same in two reports. */
export interface ReportDifference {
  readonly where: string;
  readonly one: string;
  readonly other: string;
  /** The cases of the Markdown's section that it stands in. */
  readonly cases?: readonly string[];
}

/** What differs between two browsers' reports of the same call. */
export function exchangeDifferences(
  [one, itsHar]: readonly [ReportedExchange, CorsHar],
  [other, otherHar]: readonly [ReportedExchange, CorsHar],
): ReportDifference[] {
  const differences: ReportDifference[] = [];
  compare(comparable(one, itsHar), comparable(other, otherHar), "", differences);
  return differences;
}

/** An exchange and its messages, without what belongs to the run or names a browser's own error. */
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
  // Ids belong to the run.
  const diagnosis = exchange.diagnosis.map((one) => ({
    ...one,
    exchanges: one.exchanges.length,
  }));
  return withoutOwnNames({ ...exchange, diagnosis, messages }, null);
}

/** The lines that CORS looks at, by name; two of a name as one, as Firefox tells them. */
function linesOf(headers: readonly { name: string; value: string }[]): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    if (!/^(?:access-control-|vary$|location$|x-)/.test(lower)) continue;
    lines[lower] = lower in lines ? `${lines[lower]}, ${value}` : value;
  }
  return lines;
}

/** Takes the names of errors out that only the browser knows which reported them. */
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
 * The lines that only one of two reports for people has: of a section about cases that the other
 * has one about, else of all the rest.
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

/** The lines of each section by the cases that its URLs name. */
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
 * The lines, each sentence and each header of a command as one: in which order the headers of a
 * request come does not matter, and one sentence that differs is no licence for those beside it.
 */
const linesIn = (text: string) =>
  text
    // The pages poll their server until a request has arrived, as often as it takes.
    .replaceAll(/^- \d+ other requests were not blocked/gm, "- Other requests were not blocked")
    .replaceAll(/(?:&|%26)run(?:=|%3D)[\w.-]+/g, "")
    .replaceAll(/^(- )\*\*(To fix by: [^*]+)\.\*\* /gm, "$1$2\n")
    .replaceAll(/ (?=-H ')/g, "\n  ")
    // In prose a star is escaped, in folded evidence it is not.
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
