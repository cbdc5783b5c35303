import { BUCKETS, type Bucket } from "../../issues/bucket.ts";
import type { IssueOrder } from "../../issues/issue.ts";
import { COLUMNS, OPTIONAL_COLUMNS, type OptionalColumn, type Sort } from "./columns.ts";

/** The visible one of the two views of the recording. */
export type PanelTab = "issues" | "requests";

/** The panel's state that is remembered between sessions. Plain JSON. */
export interface PanelMemory {
  readonly tab: PanelTab;
  readonly text: string;
  readonly buckets: readonly Bucket[];
  readonly sameOriginToo: boolean;
  readonly issueOrder: IssueOrder;
  /** The order of the requests, and the added columns. */
  readonly sort: Sort | null;
  readonly columns: readonly OptionalColumn[];
  /** Width of the list beside the detail view, in percent. */
  readonly share: number;
  readonly openSections: readonly string[];
  /** The stack that the user chose for a host: pairs of host and stack, the newest last. */
  readonly stacks: readonly (readonly [host: string, stack: string])[];
}

export const NO_MEMORY: PanelMemory = {
  tab: "requests",
  text: "",
  buckets: [],
  sameOriginToo: false,
  issueOrder: "frequent",
  sort: null,
  columns: [],
  share: 40,
  openSections: [],
  stacks: [],
};

const LONGEST_TEXT = 1000;
const MOST_STACKS = 100;

/** Reads what any version stored; unreadable values become their defaults. */
export function readMemory(stored: unknown): PanelMemory {
  if (typeof stored !== "object" || stored === null) return NO_MEMORY;
  const known = stored as Record<string, unknown>;
  const { tab, text, buckets, sameOriginToo, issueOrder, share, openSections, stacks } = known;
  const { sort, columns } = known;
  return {
    tab: tab === "issues" ? "issues" : "requests",
    text: typeof text === "string" ? text.slice(0, LONGEST_TEXT) : "",
    buckets: BUCKETS.filter((bucket) => Array.isArray(buckets) && buckets.includes(bucket)),
    sameOriginToo: sameOriginToo === true,
    issueOrder: issueOrder === "newest" ? "newest" : "frequent",
    sort: isSort(sort) ? sort : null,
    columns: OPTIONAL_COLUMNS.filter((name) => Array.isArray(columns) && columns.includes(name)),
    share: typeof share === "number" && share >= 20 && share <= 80 ? share : NO_MEMORY.share,
    openSections: Array.isArray(openSections)
      ? openSections.filter((name) => typeof name === "string").slice(0, 20)
      : [],
    stacks: Array.isArray(stacks) ? stacks.filter(isPair).slice(-MOST_STACKS) : [],
  };
}

function isSort(value: unknown): value is Sort {
  const { column, descending } = (value ?? {}) as Partial<Sort>;
  return COLUMNS.some((name) => name === column) && typeof descending === "boolean";
}

function isPair(value: unknown): value is readonly [string, string] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((one) => typeof one === "string" && one.length < 300)
  );
}
