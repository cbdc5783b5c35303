import { signal } from "@preact/signals";
import type { MessageName } from "../../words/words.ts";

/** The columns of the list of requests; those that are always there first. */
export const COLUMNS = [
  "method",
  "url",
  "result",
  "status",
  "type",
  "initiator",
  "started",
  "duration",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Those that the reader may add. */
export const OPTIONAL_COLUMNS = ["type", "initiator", "started", "duration"] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

export const COLUMN_NAMES = {
  method: "list_method",
  url: "list_url",
  result: "list_verdict",
  status: "list_status",
  type: "list_type",
  initiator: "list_initiator",
  started: "list_started",
  duration: "list_duration",
} as const satisfies Record<Column, MessageName>;

/** How wide an added column is. */
export const WIDTHS: Readonly<Record<OptionalColumn, string>> = {
  type: "76px",
  initiator: "108px",
  started: "84px",
  duration: "64px",
};

/** By what the list is put in order; without one the rows stand as they came. */
export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

/** The order after a click on a column: upward, downward, none. */
export function nextSort(sort: Sort | null, column: Column): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

/** What puts rows in order and fills added columns; null until that part is loaded. */
export const cells = signal<typeof import("./cells.ts") | null>(null);
