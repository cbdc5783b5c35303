import type { Exchange } from "../exchange/exchange.ts";
import type { Load } from "../exchange/loads.ts";
import type { Trouble } from "../journal/trouble.ts";
import type { DevToolsEntry } from "../observation/observation.ts";
import type { RepeatedCall } from "../progress/repeated-call.ts";
import type { Trial } from "../try-it/trial.ts";
import type { LanguageChoice } from "../words/languages.ts";

/** Incremented when a message changes its meaning: a panel of another version has to be reopened. */
export const PROTOCOL_VERSION = 1;

/** A panel uses the page probe; a popup only shows what was recorded. */
export type ViewKind = "panel" | "popup";

/** The name of the port by which a view follows one tab: "panel:42". */
export function portName(view: ViewKind, tabId: number): string {
  return `${view}:${tabId}`;
}

/** The parts of a port's name; null for a name that is not ours. */
export function viewOfPort(name: string): { view: ViewKind; tabId: number } | null {
  const match = /^(panel|popup):(-?\d+)$/.exec(name);
  return match ? { view: match[1] as ViewKind, tabId: Number(match[2]) } : null;
}

/**
 * The name of the port through which a view reads and extends the worker's journal for a tab. The port
 * carries no recording, so it works where following a tab fails.
 */
export function journalPortName(tabId: number): string {
  return `journal:${tabId}`;
}

/** The tab of a journal port; null for any other name. */
export function tabOfJournalPort(name: string): number | null {
  const [, tabId] = /^journal:(-?\d+)$/.exec(name) ?? [];
  return tabId === undefined ? null : Number(tabId);
}

/** From a view, over the journal port: a trouble to add. An empty message requests a report. */
export type ToJournal = Pick<Trouble, "kind" | "error"> | Record<string, never>;

/** The worker's own state, for a bug report. */
export interface WorkerReport {
  /** When the worker was started, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Whether the state stored by the previous worker was restored. */
  readonly isRestored: boolean;
  /** Whether the extension has access to requests to all websites. */
  readonly hasAccess: boolean;
  /** The number of registered probe scripts; null where the browser does not report it. */
  readonly probeScripts: number | null;
  /** Whether the probe runs in the tab's top frame. */
  readonly isProbed: boolean;
  /** Troubles that concern this tab, or no tab. */
  readonly troubles: readonly Trouble[];
  /** The number of troubles that were removed for lack of space. */
  readonly lost: number;
}

/** The state of one tab's recording. */
export interface TabState {
  readonly paused: boolean;
  /** Exchanges evicted because the recording is bounded. */
  readonly dropped: number;
  /** Events that could not be read; the rest of the recording is not affected. */
  readonly notUnderstood: number;
  /** Probe reports that were dropped because a page sent too many; absent for none. */
  readonly lostReports?: number;
  /** Entries that could not be stored so far, and would be lost with the worker; absent for none. */
  readonly unsaved?: number;
  /** Set while the user has not granted access to all websites: requests are not recorded. */
  readonly noAccess?: true;
  /** Set while the page has wrapped request functions before the probe could. */
  readonly callsUnheard?: true;
  /** The fix that is tried in the tab; absent for none. */
  readonly trial?: Trial;
  /** The last documents that the tab has shown as its page, oldest first; absent where there is none. */
  readonly loads?: readonly Load[];
}

export interface Settings {
  /** When requests are recorded; every request listener slows pages down a little. */
  readonly record: RecordChoice;
  /** Keep exchanges across navigations of the tab. */
  readonly preserveLog: boolean;
  /** The maximum number of exchanges per tab; the oldest are evicted first. */
  readonly exchangesPerTab: number;
  /** Whether the page probe runs in tabs with an open panel. */
  readonly probe: boolean;
  /** Whether secrets are redacted in copied text. Exports offer the choice each time. */
  readonly redactByDefault: boolean;
  readonly language: LanguageChoice;
}

/** The range of `exchangesPerTab`; the maximum fits into storage with headers of usual size. */
export const FEWEST_KEPT = 100;
export const MOST_KEPT = 10_000;

export const RECORD_CHOICES = ["always", "while-open"] as const;
/** "while-open": while a panel or a popup is open, or a fix is tried. */
export type RecordChoice = (typeof RECORD_CHOICES)[number];

export const DEFAULT_SETTINGS: Settings = {
  record: "always",
  preserveLog: false,
  exchangesPerTab: 10_000,
  probe: true,
  redactByDefault: true,
  language: "browser",
};

/** From the background worker to a view. */
export type ToView =
  /** The whole recording of the tab; always the first message after connecting, or the first few. */
  | {
      readonly type: "snapshot";
      readonly version: number;
      /** The index of this part, from 0, and the number of parts; absent for a snapshot in one part. */
      readonly part?: readonly [index: number, count: number];
      readonly exchanges: readonly Exchange[];
      readonly state: TabState;
      readonly settings: Settings;
    }
  /** Exchanges that are new or have changed, and ids of removed exchanges. */
  | {
      readonly type: "delta";
      readonly changed: readonly Exchange[];
      readonly removed: readonly string[];
      readonly state: TabState;
    }
  /**
   * The browser has confirmed that the tab is not in a private window. Until then, a panel stores nothing
   * about the tab on disk.
   */
  | { readonly type: "not-private" }
  | { readonly type: "settings"; readonly settings: Settings };

/** From a view to the background worker, about the tab of its port. */
export type ToBackground =
  | { readonly type: "clear" }
  | { readonly type: "pause"; readonly paused: boolean }
  /** Omitted settings keep their values: another view may have changed them meanwhile. */
  | { readonly type: "change-settings"; readonly change: Partial<Settings> }
  /** Opens the settings page, which a panel in Firefox's toolbox cannot do. */
  | { readonly type: "open-settings" }
  /** Tries a fix in the tab, replacing the current trial; null ends the trial. */
  | { readonly type: "try"; readonly trial: Trial | null }
  /** Has the page repeat a request. */
  | { readonly type: "check-again"; readonly call: RepeatedCall }
  /** Entries that DevTools reported to its panel. */
  | { readonly type: "devtools-saw"; readonly requests: readonly DevToolsEntry[] };

const COMMANDS = [
  "clear",
  "pause",
  "change-settings",
  "open-settings",
  "try",
  "check-again",
  "devtools-saw",
] as const satisfies readonly ToBackground["type"][];

/** Whether a message from a port is one of ours. */
export function isToBackground(message: unknown): message is ToBackground {
  if (typeof message !== "object" || message === null || !("type" in message)) return false;
  return (COMMANDS as readonly unknown[]).includes(message.type);
}
