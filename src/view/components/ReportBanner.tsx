import { visibleString } from "../../explanation/visible-text.ts";
import { say } from "../../words/words.ts";
import type { OpenedReport } from "../model/opened-report.ts";
import { CopyButton } from "./CopyButton.tsx";
import { OpenReportButton } from "./OpenReportButton.tsx";

interface ReportBannerProps {
  report: OpenedReport;
  /** Opens another one; absent where nothing can. */
  onFile?: (file: File) => void;
  /** The report as a ticket, where it cannot be exported. */
  markdown?: string;
}

/** Names the report that is shown, and where it comes from; its texts are strangers'. */
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
