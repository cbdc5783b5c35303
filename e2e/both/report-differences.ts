import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { CODES } from "../../src/verdict/codes.ts";
import { LANES } from "../../src/verdict/lane-name.ts";

/** One thing that is not the same in two reports. */
export interface ReportDifference {
  readonly where: string;
  readonly one: string;
  readonly other: string;
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

/** Takes the names of errors out that only the browser knows which told them. */
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

/** The lines that only one of two reports for people has. */
export function markdownDifferences(one: string, other: string): ReportDifference[] {
  const difference = (line: string, isOne: boolean): ReportDifference => {
    return { where: "markdown", one: isOne ? line : "nothing", other: isOne ? "nothing" : line };
  };
  return [
    ...without(linesIn(one), linesIn(other)).map((line) => difference(line, true)),
    ...without(linesIn(other), linesIn(one)).map((line) => difference(line, false)),
  ];
}

/** In which order the headers of a request come, and so where the command goes on, does not matter. */
const linesIn = (text: string) =>
  text
    .replaceAll(/(?:&|%26)run(?:=|%3D)[\w.-]+/g, "")
    .split("\n")
    // Whether the page's own coming is on record depends on when the panel was there.
    .filter((line) => !line.includes("a navigation, not subject to CORS"))
    .map((line) => line.replace(/ \\$/, ""));

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
