import { fileOf, shortLine } from "../../exchange/calling-line.ts";
import { firstHop, lastHop } from "../../exchange/exchange.ts";
import { ownLine } from "../../exchange/stack-frames.ts";
import { contextInList } from "../../explanation/call-context.ts";
import { BUCKETS } from "../../issues/bucket.ts";
import { sayNumber } from "../../words/words.ts";
import type { Column, OptionalColumn, Sort } from "./columns.ts";
import { type Row, statusOf, urlParts } from "./row.ts";

/** The rows in this order; equal rows keep their order. */
export function sorted(rows: readonly Row[], sort: Sort | null): readonly Row[] {
  if (sort === null) return rows;
  const keyed = rows.map((row) => [KEYS[sort.column](row), row] as const);
  const sign = sort.descending ? -1 : 1;
  return keyed.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0)).map(([, row]) => row);
}

/** An added column's text for a row; empty if unknown. */
export function cellOf(column: OptionalColumn, row: Row): string {
  switch (column) {
    case "type":
      return typeOf(row);
    case "initiator":
      return initiatorOf(row);
    case "started":
      return clock(row.exchange.startedAt);
    case "duration": {
      const took = durationOf(row);
      return took === null ? "" : `${sayNumber(Math.round(took))} ms`;
    }
  }
}

/** The number of places that a problem's row has room for. */
const SHOWN_PLACES = 2;

/** The places where a problem's requests were made, each once. */
export interface Initiators {
  /** "frame pay.js:3, worker.js:12 +1": as much as a row has room for. Empty if unknown. */
  readonly short: string;
  readonly all: readonly string[];
}

/** The places where requests were made: the frame or worker, if it is not the page itself, and the line. */
export function initiatorsOf(rows: readonly Row[]): Initiators {
  const all = [...new Set(rows.map(placeOf))].filter((place) => place !== "");
  const more = all.length - SHOWN_PLACES;
  const shown = all.slice(0, SHOWN_PLACES).join(", ");
  return { short: more > 0 ? `${shown} +${sayNumber(more)}` : shown, all };
}

function placeOf(row: Row): string {
  const { name, isPage } = contextInList(row.exchange);
  return [isPage ? "" : name, initiatorOf(row)].join(" ").trim();
}

/** Missing values come last. */
const LAST = Number.POSITIVE_INFINITY;

const KEYS: Readonly<Record<Column, (row: Row) => string | number>> = {
  method: ({ exchange }) => firstHop(exchange).method,
  url: ({ exchange }) => {
    const { host, path } = urlParts(firstHop(exchange).url);
    return `${host} ${path}`;
  },
  result: ({ bucket, verdict: { cause } }) =>
    [BUCKETS.indexOf(bucket), cause?.code, cause?.parameter].join(" "),
  status: ({ exchange }) =>
    statusOf(exchange) ?? lastHop(exchange).preflight?.response?.status ?? LAST,
  type: typeOf,
  initiator: initiatorOf,
  started: ({ exchange }) => exchange.startedAt,
  duration: (row) => durationOf(row) ?? LAST,
};

/** "fetch", "image": the API that made the request, otherwise the destination. */
function typeOf({ exchange, verdict }: Row): string {
  return exchange.call?.api ?? (verdict.destination || exchange.resourceType);
}

/** Stacks are parsed once per row: a row is a new object each time its exchange changes. */
const initiators = new WeakMap<Row, string>();

/** "cart.js:118"; for a worker of which only the script is known, "worker.js". */
function initiatorOf(row: Row): string {
  const { workerScript } = row.exchange;
  let initiator = initiators.get(row);
  if (initiator === undefined) {
    const own = ownLine(row.exchange);
    initiator = own !== null ? shortLine(own) : workerScript ? fileOf(workerScript) : "";
    initiators.set(row, initiator);
  }
  return initiator;
}

function durationOf({ exchange: { startedAt, endedAt } }: Row): number | null {
  return endedAt === null ? null : endedAt - startedAt;
}

/** "14:02:07.120", as in logs. */
function clock(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const ms = String(date.getMilliseconds()).padStart(3, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}
