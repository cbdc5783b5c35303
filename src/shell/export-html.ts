import { gzip, sha256 } from "../platform/pack.ts";
import { packageFile, spokenMessages } from "../platform/package-files.ts";
import { makeHtmlReport } from "../report/html-report.ts";
import type { ReportContext, ReportFile } from "../report/make-report.ts";

/**
 * The report as a page, made of the files that build/report-page.ts puts into the package.
 *
 * @throws where one of them is not there, as after an update under the open view.
 */
export async function htmlReport(
  recorded: Parameters<typeof makeHtmlReport>[0],
  context: ReportContext,
): Promise<ReportFile> {
  const [boot, script, style, messages] = await Promise.all([
    packageFile("src/report-page/boot.js"),
    packageFile("src/report-page/page.js"),
    packageFile("src/report-page/page.css"),
    spokenMessages(),
  ]);
  return makeHtmlReport(recorded, context, { boot, script, style, messages }, { gzip, sha256 });
}
