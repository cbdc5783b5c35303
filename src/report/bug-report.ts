import { type ClosedError, closedError } from "../journal/closed-error.ts";
import {
  TROUBLE_KINDS,
  TROUBLE_SUBJECTS,
  type Trouble,
  type TroubleKind,
  type TroubleSubject,
} from "../journal/trouble.ts";
import { LANGUAGES } from "../words/languages.ts";
import { dateTime } from "./date-time.ts";
import type { Shareable } from "./redact.ts";

/** A bug report's data beside the recording: the extension's settings and its own errors. */
export interface BugReport {
  readonly version: 1;
  readonly system: (typeof SYSTEMS)[number];
  /** The browser's language as a BCP 47 tag. */
  readonly language: string;
  /** The view that made the report. */
  readonly view: "panel" | "popup";
  readonly settings: Closed;
  /** Numbers and switches of the tab's recording. */
  readonly tab: Closed;
  /** The background worker's own state; null if it did not respond. */
  readonly worker: Closed | null;
  readonly journal: readonly JournalEntry[];
  /** The number of entries evicted for lack of space. */
  readonly journalLost: number;
}

/** Numbers, booleans and known words, under names from our code. */
type Closed = Readonly<Record<string, number | boolean | string | null>>;

export interface JournalEntry {
  readonly kind: TroubleKind | "unknown";
  readonly at: string;
  readonly times: number;
  readonly lastAt: string;
  /** Whether the entry concerns the tab; otherwise the extension as a whole. */
  readonly ofTab: boolean;
  readonly of: TroubleSubject | null;
  readonly error: ClosedError | null;
  readonly counts: Readonly<Record<string, number>> | null;
}

/** Data gathered by the shell; any text in it may be untrusted. */
export interface BugReportParts {
  readonly userAgent: string;
  readonly language: string;
  readonly view: BugReport["view"];
  readonly settings: object;
  readonly tab: object;
  readonly worker: object | null;
  readonly troubles: readonly Trouble[];
  readonly lost: number;
}

/**
 * Builds the report. Texts are kept only if a list in our code contains them, numbers and booleans unchanged:
 * no secret can remain.
 */
export function toBugReport(parts: BugReportParts): Shareable<BugReport> {
  const report: BugReport = {
    version: 1,
    system: SYSTEMS.find((name) => parts.userAgent.includes(name)) ?? "unknown",
    language:
      /^[a-z]{2,3}(?:-(?:[A-Z]{2}|[A-Z][a-z]{3}|\d{3})){0,2}$/.exec(parts.language)?.[0] ??
      "unknown",
    view: parts.view,
    settings: closed(parts.settings),
    tab: closed(parts.tab),
    worker: parts.worker && closed(parts.worker),
    journal: parts.troubles.map(toEntry).sort((a, b) => (a.at < b.at ? -1 : 1)),
    journalLost: numberOf(parts.lost),
  };
  // Every text in it comes from a list in our code.
  return report as Shareable<BugReport>;
}

const SYSTEMS = ["Windows", "Android", "CrOS", "Mac OS X", "Linux", "unknown"] as const;

/** The values of settings beside numbers and booleans. */
const SETTINGS: readonly unknown[] = [
  ...["always", "while-open", "browser"],
  ...Object.keys(LANGUAGES),
];

function closed(object: object): Closed {
  const kept = Object.entries(object).flatMap(([name, value]) => {
    const isKept =
      typeof value === "boolean" ||
      Number.isFinite(value) ||
      value === null ||
      SETTINGS.includes(value);
    return isKept && /^[a-z][a-zA-Z]{1,30}$/.test(name) ? [[name, value]] : [];
  });
  return Object.fromEntries(kept);
}

function toEntry({ kind, at, times, lastAt, tabId, of, error, counts }: Trouble): JournalEntry {
  return {
    kind: TROUBLE_KINDS.find((one) => one === kind) ?? "unknown",
    at: dateTime(at),
    times: numberOf(times ?? 1),
    lastAt: dateTime(lastAt ?? at),
    ofTab: tabId !== undefined,
    of: TROUBLE_SUBJECTS.find((one) => one === of) ?? null,
    error: error === undefined ? null : closedError(String(error)),
    counts: counts === undefined ? null : (closed(counts) as Readonly<Record<string, number>>),
  };
}

const numberOf = (value: unknown): number => (Number.isFinite(value) ? Number(value) : 0);
