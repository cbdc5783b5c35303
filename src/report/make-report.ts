import { type BugReportParts, toBugReport } from "./bug-report.ts";
import { harText, toHar } from "./har.ts";
import { toMarkdown } from "./markdown.ts";
import { pageHost } from "./page-host.ts";
import { type Recorded, SHARE_STEPS, shareAll } from "./redact.ts";
import { reportFileName } from "./report-file-name.ts";
import { toCapture } from "./to-capture.ts";

export type ReportFormat = TextFormat | "html";
/** What is made of the recording alone; a page takes its script, see html-report.ts. */
export type TextFormat = "har" | "markdown";

/** Who made the report, and where. */
export interface Provenance {
  readonly creatorVersion: string;
  readonly browser: { readonly name: string; readonly version: string };
}

/** What the report says of where it was made. */
export interface ReportContext extends Provenance {
  readonly includeSecrets: boolean;
  /** Exchanges evicted because the recording is bounded. */
  readonly dropped: number;
  /** The host of the page, when the shell knows it; else it is read off the recording. */
  readonly host: string | null;
  readonly at: Date;
  /** What makes a HAR a bug report. */
  readonly bugReport?: BugReportParts | undefined;
  /** Hears of each step: `STEPS` for each exchange. */
  readonly onStep?: () => void;
}

/** How many steps a report takes for each exchange. */
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

/** Everything recorded as one file, whatever a list shows of it. Pure. */
export function makeReport(
  format: TextFormat,
  recorded: Iterable<Recorded>,
  { host, at, bugReport, ...options }: ReportContext,
): ReportFile {
  const judged = shareAll(recorded, options.includeSecrets, options.onStep);
  const pageName = host ?? pageHost(judged);
  return format === "har"
    ? {
        // Bug trackers take JSON, and few know a HAR.
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
