import type { CallingLine } from "../../exchange/calling-line.ts";
import type { Settings } from "../../protocol/messages.ts";
import type { Provenance, ReportFormat } from "../../report/make-report.ts";

/** What the panel asks of its shell. */
export interface PanelActions {
  clear(): void;
  setPaused(paused: boolean): void;
  changeSettings(change: Partial<Settings>): void;
  /** Reloads the page that is debugged. */
  reload(): void;
  exportReport(format: ReportFormat, includeSecrets: boolean): void;
  /** What a report says of where it was made. */
  provenance(): Provenance;
  /** Shows a line of a script where DevTools shows scripts; absent where there is no such place. */
  openLine?: ((line: CallingLine) => void) | undefined;
  openSettings(): void;
  /** The address of the configuration page; its state goes into the fragment. */
  readonly configPage: string;
}
