import type { CallingLine } from "../../exchange/calling-line.ts";
import type { RepeatedCall } from "../../progress/repeated-call.ts";
import type { Settings } from "../../protocol/messages.ts";
import type { Provenance, ReportFormat } from "../../report/make-report.ts";
import type { Trial } from "../../try-it/trial.ts";

/** The functions that a trial needs from the shell. */
export interface TrialActions {
  /** Tries a fix in the tab, replacing the current one; null stops it. */
  tryFix(trial: Trial | null): void;
  /** Reloads the inspected page. */
  reload(): void;
}

/** The functions that the panel needs from its shell. */
export interface PanelActions extends TrialActions {
  clear(): void;
  setPaused(paused: boolean): void;
  /** Makes the page repeat a request. */
  checkAgain(call: RepeatedCall): void;
  changeSettings(change: Partial<Settings>): void;
  exportReport(format: ReportFormat, includeSecrets: boolean): void;
  /** The whole recording as Markdown; undefined if the part could not be loaded, which the view shows. */
  reportText(includeSecrets: boolean): Promise<string | undefined>;
  /** A report's metadata: the version and the browser that made it. */
  provenance(): Provenance;
  /** Opens a line of a script in DevTools; absent if DevTools has no place for it. */
  openLine?: ((line: CallingLine) => void) | undefined;
  /** Shows the requests to a URL in DevTools' own list; absent if DevTools has no such function. */
  showInNetwork?: ((url: string) => void) | undefined;
  openSettings(): void;
  /** Whether the browser hides the page's requests from extensions. */
  isPageClosed(): Promise<boolean>;
  /** Reports the page's navigations, "" if the browser does not reveal the URL; the result unsubscribes. */
  onNavigated(listener: (url: string) => void): () => void;
  /** Offers to save a bug report. */
  reportBug(): void;
  /** The URL of the configuration page; its state goes into the fragment. */
  readonly configPage: string;
}

/** A shown report has no controls for these. */
export const NOTHING_TO_RECORD = {
  clear() {},
  setPaused() {},
  changeSettings() {},
  reload() {},
  checkAgain() {},
  tryFix() {},
  openSettings() {},
  isPageClosed: async () => false,
  onNavigated: () => () => {},
  reportBug() {},
} satisfies Partial<PanelActions>;
