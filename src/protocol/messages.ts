import type { Exchange } from "../exchange/exchange.ts";
import type { Load } from "../exchange/loads.ts";
import type { Trouble } from "../journal/trouble.ts";
import type { DevToolsEntry } from "../observation/observation.ts";
import type { RepeatedCall } from "../progress/repeated-call.ts";
import type { Trial } from "../try-it/trial.ts";
import type { LanguageChoice } from "../words/languages.ts";

/** Raised whenever a message changes its meaning: a panel of another version wants to be reopened. */
export const PROTOCOL_VERSION = 1;

/** A panel has the page probe work for it; a popup only looks at what was recorded. */
export type ViewKind = "panel" | "popup";

/** The name of the port by which a view follows one tab: "panel:42". */
export function portName(view: ViewKind, tabId: number): string {
  return `${view}:${tabId}`;
}

/** What a port's name says, or null for a name that is not ours. */
export function viewOfPort(name: string): { view: ViewKind; tabId: number } | null {
  const match = /^(panel|popup):(-?\d+)$/.exec(name);
  return match ? { view: match[1] as ViewKind, tabId: Number(match[2]) } : null;
}

/**
 * The name of the port by which a view reads the worker's journal for a tab, and adds to it. It follows nothing,
 * so that it works where following does not.
 */
export function journalPortName(tabId: number): string {
  return `journal:${tabId}`;
}

/** The tab of a port of the journal; null for any other name. */
export function tabOfJournalPort(name: string): number | null {
  const [, tabId] = /^journal:(-?\d+)$/.exec(name) ?? [];
  return tabId === undefined ? null : Number(tabId);
}

/** From a view, over that port: a trouble of its own. Anything else requests a report. */
export type ToJournal = Pick<Trouble, "kind" | "error"> | Record<string, never>;

/** What the worker says of itself, for a bug report. */
export interface WorkerReport {
  /** When the worker was started, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Whether it has read what an earlier worker has left. */
  readonly isRestored: boolean;
  /** Whether it may see requests to all websites. */
  readonly hasAccess: boolean;
  /** How many scripts of the probe are registered; null where the browser does not say. */
  readonly probeScripts: number | null;
  /** Whether the probe is in the tab's top frame. */
  readonly isProbed: boolean;
  /** What concerns this tab, or none. */
  readonly troubles: readonly Trouble[];
  /** How many troubles went for lack of room. */
  readonly lost: number;
}

/** The state of one tab's recording. */
export interface TabState {
  readonly paused: boolean;
  /** Exchanges evicted because the recording is bounded. */
  readonly dropped: number;
  /** Events that could not be understood; each cost itself only. */
  readonly notUnderstood: number;
  /** Reports of the page probe that were dropped, as a page sent too many; absent for none. */
  readonly lostReports?: number;
  /** Entries that could not be stored so far, and would go with the worker; absent for none. */
  readonly unsaved?: number;
  /** Set while the user has not let the extension see all web sites: requests go by unheard. */
  readonly noAccess?: true;
  /** Set while the page has wrapped functions that make requests before the probe could. */
  readonly callsUnheard?: true;
  /** The fix that is tried in the tab; absent for none. */
  readonly trial?: Trial;
  /** The last pages that the tab has shown, the oldest first; absent where it has none. */
  readonly loads?: readonly Load[];
}

export interface Settings {
  /** When requests are recorded; every listener to them costs each page some time. */
  readonly record: RecordChoice;
  /** Keep exchanges across navigations of the tab. */
  readonly preserveLog: boolean;
  /** How many exchanges of a tab are kept at most; the oldest go first. */
  readonly exchangesPerTab: number;
  /** Whether the page probe runs in tabs that a panel looks at. */
  readonly probe: boolean;
  /** Whether what is copied is without secrets. Exports offer it each time. */
  readonly redactByDefault: boolean;
  readonly language: LanguageChoice;
}

/** What `exchangesPerTab` may be: no more than there is room for, with headers as they usually are. */
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
  /** Everything of the tab; always the first message after connecting, or the first few. */
  | {
      readonly type: "snapshot";
      readonly version: number;
      /** Which part of it this is, from 0, and of how many; absent where it is whole. */
      readonly part?: readonly [index: number, count: number];
      readonly exchanges: readonly Exchange[];
      readonly state: TabState;
      readonly settings: Settings;
    }
  /** Exchanges that are new or grew, and ids that are gone. */
  | {
      readonly type: "delta";
      readonly changed: readonly Exchange[];
      readonly removed: readonly string[];
      readonly state: TabState;
    }
  /**
   * The browser has said that the tab is in no private window. Until then a panel keeps
   * nothing of it on the disk.
   */
  | { readonly type: "not-private" }
  | { readonly type: "settings"; readonly settings: Settings };

/** From a view to the background worker, about the tab of its port. */
export type ToBackground =
  | { readonly type: "clear" }
  | { readonly type: "pause"; readonly paused: boolean }
  /** What is not named stays as it is: another view may have changed it meanwhile. */
  | { readonly type: "change-settings"; readonly change: Partial<Settings> }
  /** To show the page of settings: a panel in Firefox's toolbox cannot. */
  | { readonly type: "open-settings" }
  /** To try a fix in the tab, in place of the one that is tried; null ends it. */
  | { readonly type: "try"; readonly trial: Trial | null }
  /** To have the page make a request again. */
  | { readonly type: "check-again"; readonly call: RepeatedCall }
  /** What DevTools reported to a panel that is part of it. */
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
