import { type BugReportParts, toBugReport } from "./bug-report.ts";
import { harText, toHar } from "./har.ts";
import { toMarkdown } from "./markdown.ts";
import { pageHost } from "./page-host.ts";
import { type Recorded, SHARE_STEPS, shareAll } from "./redact.ts";
import { reportFileName } from "./report-file-name.ts";
import { toCapture } from "./to-capture.ts";

export type ReportFormat = TextFormat | "html";
/** Formats made from the recording alone; the HTML report also needs a script, see html-report.ts. */
export type TextFormat = "har" | "markdown";

/** The software that made the report. */
export interface Provenance {
  readonly creatorVersion: string;
  readonly browser: { readonly name: string; readonly version: string };
}

/** The report's metadata and options. */
export interface ReportContext extends Provenance {
  readonly includeSecrets: boolean;
  /** Exchanges evicted because the recording is bounded. */
  readonly dropped: number;
  /** The page's host if the shell knows it; otherwise it is derived from the recording. */
  readonly host: string | null;
  readonly at: Date;
  /** Turns a HAR into a bug report. */
  readonly bugReport?: BugReportParts | undefined;
  /** Called for each step: `STEPS` times per exchange. */
  readonly onStep?: () => void;
}

/** The number of steps that a report takes per exchange. */
export const STEPS: Readonly<Record<ReportFormat, number>> = {
  har: SHARE_STEPS + 1,
  markdown: SHARE_STEPS,
  html: SHARE_STEPS + 2,
};

export interface ReportFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

/** Everything recorded as one file, regardless of the list's filter. Pure. */
export function makeReport(
  format: TextFormat,
  recorded: Iterable<Recorded>,
  { host, at, bugReport, ...options }: ReportContext,
): ReportFile {
  const judged = shareAll(recorded, options.includeSecrets, options.onStep);
  const pageName = host ?? pageHost(judged);
  return format === "har"
    ? {
        // Bug trackers accept JSON, but few accept HAR.
        name: bugReport
          ? reportFileName("bug-report", at, "json")
          : reportFileName(pageName, at, "har"),
        mimeType: "application/json",
        text: harText(
          toHar(
            judged,
            options,
            toCapture(judged, { ...options, redacted: !options.includeSecrets, exportedAt: at }),
            bugReport ? toBugReport(bugReport) : null,
          ),
        ),
      }
    : {
        name: reportFileName(pageName, at, "md"),
        mimeType: "text/markdown",
        text: toMarkdown(judged, options),
      };
}
