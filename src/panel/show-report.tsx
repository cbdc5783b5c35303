import { render } from "preact";
import type { CaptureFile } from "../capture/read-capture.ts";
import { engine } from "../platform/browser.ts";
import { CONFIG_PAGE, pageUrl } from "../platform/extension-pages.ts";
import { PROTOCOL_VERSION, type Settings } from "../protocol/messages.ts";
import { createDiagnosedStore } from "../shell/create-diagnosed-store.ts";
import { exportReport, reportText } from "../shell/export-report.ts";
import { provenance } from "../shell/provenance.ts";
import { judge } from "../verdict/judge.ts";
import { PanelView } from "../view/components/PanelView.tsx";
import { NOTHING_TO_RECORD, type PanelActions } from "../view/components/panel-actions.ts";
import { ReportBanner } from "../view/components/ReportBanner.tsx";

/**
 * Shows a report's recording, read-only.
 *
 * @param onFile opens another report in its place.
 * @returns a function that shows why that report was not opened.
 */
export async function showReport(
  root: HTMLElement,
  settings: Settings,
  fileName: string,
  { capture, exchanges }: Exclude<CaptureFile, { problem: unknown }>,
  onFile: (file: File) => void,
): Promise<(problem: string | null) => void> {
  const { browser, redacted, dropped } = capture;
  const exportedAt = new Date(capture.exportedAt);
  const report = { fileName, exportedAt, browser, redacted };
  const store = await createDiagnosedStore({ judge, settings, report });
  const state = { paused: false, dropped, notUnderstood: 0 };
  store.receive({ type: "snapshot", version: PROTOCOL_VERSION, exchanges, state, settings });
  const madeBy = { ...provenance(), browser };
  const order = (includeSecrets: boolean) => ({
    // Redacted secrets cannot be included.
    includeSecrets: includeSecrets && !redacted,
    host: null,
    madeBy,
  });
  const actions: PanelActions = {
    ...NOTHING_TO_RECORD,
    configPage: pageUrl(CONFIG_PAGE),
    provenance: () => madeBy,
    exportReport: (format, includeSecrets) => exportReport(store, format, order(includeSecrets)),
    reportText: (includeSecrets) => reportText(store, order(includeSecrets)),
  };
  const banner = <ReportBanner report={report} onFile={onFile} />;
  render(<PanelView store={store} browser={engine} actions={actions} banner={banner} />, root);
  return (problem) => {
    store.notice.value = problem;
  };
}
