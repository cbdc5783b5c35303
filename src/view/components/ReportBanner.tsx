import { visibleString } from "../../explanation/visible-text.ts";
import { say } from "../../words/words.ts";
import type { OpenedReport } from "../model/opened-report.ts";
import { CopyButton } from "./CopyButton.tsx";
import { OpenReportButton } from "./OpenReportButton.tsx";

interface ReportBannerProps {
  report: OpenedReport;
  /** Opens another report; absent where that is impossible. */
  onFile?: (file: File) => void;
  /** The report as a ticket, if it cannot be exported. */
  markdown?: string;
}

/** Names the opened report and its origin; its texts are untrusted. */
export function ReportBanner({ report, onFile, markdown }: ReportBannerProps) {
  const { fileName, exportedAt, browser } = report;
  const name = `${browser.name} ${browser.version}`.slice(0, 80);
  const date = exportedAt.toLocaleString(say("language_tag"));
  return (
    <p class="banner neutral" role="status">
      <span>
        <strong>{visibleString(fileName)}</strong> {say("report_banner", date, visibleString(name))}
      </span>
      {markdown !== undefined && (
        <CopyButton label={say("html_report_copy")} text={async () => markdown} />
      )}
      {onFile && <OpenReportButton onFile={onFile} />}
    </p>
  );
}
