import { render } from "preact";
import { readJournal } from "../platform/read-journal.ts";
import type { BugReportParts } from "../report/bug-report.ts";
import { BugReportDialog } from "../view/components/BugReportDialog.tsx";
import type { Store } from "../view/model/store.ts";
import type { exportReport } from "./export-report.ts";

/** Shows what a bug report of a tab contains, and saves the report if the user agrees. */
export function offerBugReport(
  store: Store,
  tabId: number,
  view: BugReportParts["view"],
  exportAs: typeof exportReport,
): void {
  const root = document.body.appendChild(document.createElement("div"));
  const onClose = () => {
    render(null, root);
    root.remove();
  };
  const save = async (isEmpty = false) => {
    const bugReport = await partsOf(store, tabId, view);
    return exportAs(store, "har", { includeSecrets: false, host: null, bugReport, isEmpty });
  };
  // A recording that cannot be exported is itself a bug to report.
  const onSave = async () => (await save()) || save(true);
  render(<BugReportDialog onSave={onSave} onClose={onClose} />, root);
}

async function partsOf(
  store: Store,
  tabId: number,
  view: BugReportParts["view"],
): Promise<BugReportParts> {
  const { troubles = [], lost = 0, ...worker } = (await readJournal(tabId)) ?? {};
  const { rows, state, notJudged } = store.recording.value;
  const { loads = [], trial, ...counts } = state;
  const pending = [...rows.values()].filter(({ exchange }) => exchange.endedAt === null).length;
  return {
    userAgent: navigator.userAgent,
    language: navigator.language,
    view,
    settings: store.settings.value,
    tab: {
      ...counts,
      requests: rows.size,
      pending,
      notJudged,
      loads: loads.length,
      trial: trial !== undefined,
      connected: store.connection.value === "live",
    },
    worker: "startedAt" in worker ? worker : null,
    troubles,
    lost,
  };
}
