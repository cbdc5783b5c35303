import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import { interfaceOf } from "../browsers/facts-of.ts";
import { engine } from "../platform/browser.ts";
import { closePopup } from "../platform/close-popup.ts";
import { openPage } from "../platform/extension-pages.ts";
import { requestHostAccess } from "../platform/host-access.ts";
import { followLanguage, speakLanguage } from "../platform/language.ts";
import { loadSettings } from "../platform/settings.ts";
import { showProblem } from "../platform/show-problem.ts";
import { activeTab, namedTab, reloadTab, tabUrl } from "../platform/tabs.ts";
import { createDiagnosedStore } from "../shell/create-diagnosed-store.ts";
import { exportReport } from "../shell/export-report.ts";
import { followTab, reportBug, tellTroubles } from "../shell/follow-tab.ts";
import { judge } from "../verdict/judge.ts";
import { type PopupActions, PopupView } from "../view/components/PopupView.tsx";
import { say } from "../words/words.ts";

const root = document.getElementById("view") as HTMLElement;
void start();

async function start(): Promise<void> {
  const settings = await loadSettings();
  await speakLanguage(settings.language);
  const tabId = namedTab() ?? (await activeTab());
  if (tabId === null) return render(<p class="popup">{say("popup_no_tab")}</p>, root);

  tellTroubles(tabId);
  const store = await createDiagnosedStore({ judge, settings });
  const url = signal<URL | null | undefined>(undefined);
  const noAccess = computed(() => store.recording.value.state.noAccess);
  effect(() => {
    // The browser reveals a page's URL only with the permission.
    url.value = noAccess.value ? null : undefined;
    void tabUrl(tabId).then((found) => (url.value = found));
  });
  const port = followTab("popup", tabId, store);
  const actions: PopupActions = {
    // The browser reports the user's choice to the background worker, which informs the views.
    allowAllSites: () => {
      requestHostAccess().catch((error) => {
        store.notice.value = say("access_not_requested", String(error));
      });
      // The prompt waits until the popup is closed.
      if (interfaceOf(engine).popupHidesPermissionPrompt) closePopup();
    },
    tryFix: (trial) => port.send({ type: "try", trial }),
    reload: () => reloadTab(tabId),
    reportBug: () => reportBug(store, tabId, "popup"),
    openPanel: () => openPage(`src/panel/panel.html?tabId=${tabId}`),
    showProblem: (id) => void showProblem(tabId, id).then(closePopup),
    exportReport: (format, includeSecrets) =>
      exportReport(store, format, { includeSecrets, host: url.value?.host || null }),
  };
  const Popup = () => (
    <PopupView store={store} url={url.value} browser={engine} actions={actions} />
  );
  followLanguage(store.settings, (language) => render(<Popup key={language} />, root));
}
