import type { CallingLine } from "../../exchange/calling-line.ts";
import type { RepeatedCall } from "../../progress/repeated-call.ts";
import type { Settings } from "../../protocol/messages.ts";
import type { Provenance, ReportFormat } from "../../report/make-report.ts";
import type { Trial } from "../../try-it/trial.ts";

/** What a trial of a fix needs of the shell. */
export interface TrialActions {
  /** Tries a fix in the tab, in place of what is tried there; null ends that. */
  tryFix(trial: Trial | null): void;
  /** Reloads the page that is debugged. */
  reload(): void;
}

/** What the panel needs of its shell. */
export interface PanelActions extends TrialActions {
  clear(): void;
  setPaused(paused: boolean): void;
  /** Has the page make a request again. */
  checkAgain(call: RepeatedCall): void;
  changeSettings(change: Partial<Settings>): void;
  exportReport(format: ReportFormat, includeSecrets: boolean): void;
  /** All that is recorded as Markdown; undefined where there is none, as the view then says. */
  reportText(includeSecrets: boolean): Promise<string | undefined>;
  /** What a report says of where it was made. */
  provenance(): Provenance;
  /** Shows a line of a script where DevTools shows scripts; absent where there is no such place. */
  openLine?: ((line: CallingLine) => void) | undefined;
  /** Shows the requests to a URL in DevTools' own list; absent where it takes no such wish. */
  showInNetwork?: ((url: string) => void) | undefined;
  openSettings(): void;
  /** Whether the browser hides from extensions what the page requests. */
  isPageClosed(): Promise<boolean>;
  /** Hears where the page goes, "" where the browser does not tell; the function ends that. */
  onNavigated(listener: (url: string) => void): () => void;
  /** Offers to save a bug report. */
  reportBug(): void;
  /** The address of the configuration page; its state goes into the fragment. */
  readonly configPage: string;
}

/** Where a report is shown, the controls of these are not. */
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
