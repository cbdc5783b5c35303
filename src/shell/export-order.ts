import { packageFile, spokenMessages } from "../platform/package-files.ts";
import type { PageParts } from "../report/html-report.ts";
import type { ReportContext, ReportFormat, TextFormat } from "../report/make-report.ts";
import type { Recorded } from "../report/redact.ts";

/** The report that the export worker has to make from the exchanges it has received. */
export type Order = Pick<PageParts, "messages"> & {
  readonly context: Omit<ReportContext, "onStep">;
} & (
    | { readonly format: TextFormat }
    | { readonly format: "html"; readonly page: Omit<PageParts, "messages"> }
  );

/** To the worker: exchanges in batches, then the order. */
export type ToExporter = { readonly recorded: readonly Recorded[] } | Order;

/** From the worker: the progress from 0 to 1; then the file, or the reason for the failure. */
export type FromExporter =
  | { readonly done: number }
  | { readonly name: string; readonly content: Blob }
  | { readonly failed: string };

/**
 * The order for a report.
 *
 * @throws where a part of the extension is missing, for example after an update under the open view.
 */
export async function orderFor(format: ReportFormat, context: Order["context"]): Promise<Order> {
  const messages = await spokenMessages();
  if (format !== "html") return { format, context, messages };
  // Files that build/report-page.ts adds to the package.
  const [boot, script, style] = await Promise.all([
    packageFile("src/report-page/boot.js"),
    packageFile("src/report-page/page.js"),
    packageFile("src/report-page/page.css"),
  ]);
  return { format, context, messages, page: { boot, script, style } };
}
