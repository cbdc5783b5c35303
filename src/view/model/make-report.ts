import { harText, toHar } from "../../report/har.ts";
import { toMarkdown } from "../../report/markdown.ts";
import { share } from "../../report/redact.ts";
import type { ReportFormat } from "../components/ExportButtons.tsx";
import { pageHost } from "./page-host.ts";
import { reportFileName } from "./report-file-name.ts";
import type { Recording } from "./store.ts";

/** Who made the report, and where. */
export interface Provenance {
  readonly creatorVersion: string;
  readonly browser: { readonly name: string; readonly version: string };
}

/** What the report says of where it was made. */
export interface ReportContext extends Provenance {
  readonly includeSecrets: boolean;
  /** The host of the page, when the shell knows it; else it is read off the recording. */
  readonly host: string | null;
  readonly at: Date;
}

export interface ReportFile {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

/** Everything recorded as one file, whatever the list shows of it. */
export function makeReport(
  format: ReportFormat,
  { rows, state }: Recording,
  { creatorVersion, browser, includeSecrets, host, at }: ReportContext,
): ReportFile {
  const judged = [...rows.values()]
    .map((row) => share(row, includeSecrets))
    // What was never sent is recorded when it has ended.
    .sort((a, b) => a.exchange.startedAt - b.exchange.startedAt);
  const options = { includeSecrets, dropped: state.dropped, creatorVersion, browser };
  const pageName = host ?? pageHost(rows.values());
  return format === "har"
    ? {
        name: reportFileName(pageName, at, "har"),
        mimeType: "application/json",
        text: harText(toHar(judged, options)),
      }
    : {
        name: reportFileName(pageName, at, "md"),
        mimeType: "text/markdown",
        text: toMarkdown(judged, options),
      };
}
