/** Names of errors and life cycle events in the extension itself; no name comes from outside. */
export const TROUBLE_KINDS = [
  // Noted by the worker.
  "restored",
  "restore-failed",
  "storage-unreadable",
  "entries-unreadable",
  "settings-unreadable",
  "settings-not-saved",
  "write-failed",
  "write-recovered",
  "compression-failed",
  "event-not-understood",
  "change-not-sent",
  "request-not-assembled",
  "command-failed",
  "worker-error",
  "probe-not-placed",
  "rules-not-changed",
  // Noted by a view.
  "view-error",
  "view-disconnected",
  "part-missing",
  "not-judged",
  "export-failed",
  "copy-failed",
] as const;

export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** The events and commands that a trouble can be about. */
export const TROUBLE_SUBJECTS = [
  "started",
  "headers-sent",
  "headers-received",
  "redirected",
  "completed",
  "failed",
  "navigated",
  "tab-closed",
  "call-started",
  "call-ended",
  "calls-unheard",
  "policy-violated",
  "element-failed",
  "element-loaded",
  "element-requested",
  "resource-timed",
  "resources-timed",
  "seen-by-devtools",
  "clear",
  "pause",
  "change-settings",
  "open-settings",
  "try",
  "check-again",
  "devtools-saw",
] as const;

export type TroubleSubject = (typeof TROUBLE_SUBJECTS)[number];

/** One entry of the journal. Its only free text is that of the error, which `closedError()` reduces. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** In milliseconds since the epoch. */
  readonly at: number;
  /** For a repeated trouble: the total count, and the time of the last occurrence. */
  readonly times?: number;
  readonly lastAt?: number;
  /** The tab that the trouble concerns; absent where it concerns no tab. */
  readonly tabId?: number;
  /** The event or command that the trouble is about. */
  readonly of?: TroubleSubject;
  /** The output of `textOfError()` for the thrown value. */
  readonly error?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** Details that the noticing code adds to a trouble. */
export type TroubleNote = Pick<Trouble, "tabId" | "of" | "counts"> & { readonly error?: unknown };

/** Notes a trouble with a single push. The only entrance to the journal. */
export type Note = (kind: TroubleKind, more?: TroubleNote) => void;
