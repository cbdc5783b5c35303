import { render } from "preact";
import { engine } from "../platform/browser.ts";
import { followTheme, openLine, showInNetwork } from "../platform/devtools-panels.ts";
import { CONFIG_PAGE, pageUrl } from "../platform/extension-pages.ts";
import { followLanguage, speakLanguage } from "../platform/language.ts";
import { loadPanelMemory, savePanelMemory } from "../platform/panel-memory.ts";
import { loadSettings } from "../platform/settings.ts";
import { onShowProblem } from "../platform/show-problem.ts";
import { inspectedTab, namedTab, tabHost } from "../platform/tabs.ts";
import { createDiagnosedStore } from "../shell/create-diagnosed-store.ts";
import { exportReport, reportText } from "../shell/export-report.ts";
import { followTab, reportBug, tellTroubles } from "../shell/follow-tab.ts";
import { provenance } from "../shell/provenance.ts";
import { judge } from "../verdict/judge.ts";
import { PanelView } from "../view/components/PanelView.tsx";
import type { PanelActions } from "../view/components/panel-actions.ts";
import { readMemory } from "../view/model/memory.ts";
import { pageOfTab } from "./page-of-tab.ts";
import { remember } from "./remember.ts";
import { reportDevToolsEntries } from "./report-devtools-entries.ts";
import { showWithoutTab } from "./without-tab.tsx";

followTheme();
const root = document.getElementById("view") as HTMLElement;
const tabId = inspectedTab() ?? namedTab();
if (tabId !== null) tellTroubles(tabId);
const settings = await loadSettings();
await speakLanguage(settings.language);
if (tabId === null) void showWithoutTab(root, settings);
else void open(tabId);
async function open(tabId: number): Promise<void> {
  const memory = readMemory(await loadPanelMemory());
  const store = await createDiagnosedStore({ judge, settings, memory });
  remember(store, savePanelMemory);
  onShowProblem(tabId, store.showProblem);
  const port = followTab("panel", tabId, store);
  reportDevToolsEntries(tabId, port);
  const actions: PanelActions = {
    provenance,
    openLine,
    showInNetwork,
    configPage: pageUrl(CONFIG_PAGE),
    ...pageOfTab(tabId),
    openSettings: () => port.send({ type: "open-settings" }),
    reportBug: () => reportBug(store, tabId, "panel"),
    clear: () => port.send({ type: "clear" }),
    setPaused: (paused) => port.send({ type: "pause", paused }),
    changeSettings: (change) => port.send({ type: "change-settings", change }),
    checkAgain: (call) => port.send({ type: "check-again", call }),
    tryFix: (trial) => port.send({ type: "try", trial }),
    exportReport: async (format, includeSecrets) =>
      exportReport(store, format, { includeSecrets, host: (await tabHost(tabId)) || null }),
    reportText: (includeSecrets) => reportText(store, { includeSecrets, host: null }),
  };
  // A change of language renders everything anew.
  followLanguage(store.settings, (language) =>
    render(<PanelView key={language} store={store} browser={engine} actions={actions} />, root),
  );
}
