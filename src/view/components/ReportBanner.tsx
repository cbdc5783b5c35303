import { visibleString } from "../../explanation/visible-text.ts";
import { say } from "../../words/words.ts";
import type { OpenedReport } from "../model/opened-report.ts";

/** Names the report that is shown, and where it comes from; its texts are strangers'. */
export function ReportBanner({ report }: { report: OpenedReport }) {
  const { fileName, exportedAt, browser } = report;
  const name = `${browser.name} ${browser.version}`.slice(0, 80);
  const date = exportedAt.toLocaleString(say("language_tag"));
  return (
    <p class="banner" role="status">
      <span>
        <strong>{visibleString(fileName)}</strong> {say("report_banner", date, visibleString(name))}
      </span>
    </p>
  );
}
