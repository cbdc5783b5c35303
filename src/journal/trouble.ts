/** What went wrong in the extension itself, or tells how it lives: the names, none of a stranger's. */
export const TROUBLE_KINDS = [
  // The worker.
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
  // A view.
  "view-error",
  "view-disconnected",
  "part-missing",
  "not-judged",
  "export-failed",
  "copy-failed",
] as const;

export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** What a trouble may be about: the events and commands of ours. */
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

/** One entry of the journal. Its only text is an error's, which `withoutStrangers()` reads. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** In milliseconds since the epoch. */
  readonly at: number;
  /** The same trouble again: how often in all, and when last. */
  readonly times?: number;
  readonly lastAt?: number;
  /** Whose trouble it is; absent for what concerns no tab. */
  readonly tabId?: number;
  /** Which event or command it was about. */
  readonly of?: TroubleSubject;
  /** What `textOfError()` made of what was thrown. */
  readonly error?: string;
  readonly counts?: Readonly<Record<string, number>>;
}

/** What is said of a trouble where it is noticed. */
export type TroubleNote = Pick<Trouble, "tabId" | "of" | "counts"> & { readonly error?: unknown };

/** Notes a trouble, with no more than a push: the one door to the journal. */
export type Note = (kind: TroubleKind, more?: TroubleNote) => void;
