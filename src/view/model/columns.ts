import { signal } from "@preact/signals";
import type { MessageName } from "../../words/words.ts";

/** The columns of the request list; the fixed ones first. */
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

/** The columns that the user may add. */
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

/** The widths of added columns. */
export const WIDTHS: Readonly<Record<OptionalColumn, string>> = {
  type: "76px",
  initiator: "108px",
  started: "84px",
  duration: "64px",
};

/** The list's order; null keeps the rows in order of arrival. */
export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

/** The order after a click on a column: ascending, descending, none. */
export function nextSort(sort: Sort | null, column: Column): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

/** Sorts rows and fills added columns; null until that part is loaded. */
export const cells = signal<typeof import("./cells.ts") | null>(null);
