import { signal } from "@preact/signals";
import { render } from "preact";
import { browser, engine } from "../platform/browser.ts";
import { browserVersion } from "../platform/browser-version.ts";
import { download } from "../platform/download.ts";
import { requestHostAccess } from "../platform/host-access.ts";
import { followLanguage, speakLanguage } from "../platform/language.ts";
import { loadSettings } from "../platform/settings.ts";
import { tabHost } from "../platform/tab-host.ts";
import { openViewPort } from "../platform/view-port.ts";
import type { Settings } from "../protocol/messages.ts";
import { judge } from "../verdict/judge.ts";
import { PopupView } from "../view/components/PopupView.tsx";
import { createStore } from "../view/model/store.ts";
import { say } from "../words/words.ts";

const root = document.getElementById("view") as HTMLElement;
void start();

async function start(): Promise<void> {
  const settings = await loadSettings();
  await speakLanguage(settings.language);
  const tabId = await lookedAtTab();
  if (tabId === null) render(<p class="popup">{say("popup_no_tab")}</p>, root);
  else open(tabId, settings);
}

/** `?tabId=N`, else the active tab of the window that the popup hangs on. */
async function lookedAtTab(): Promise<number | null> {
  const asked = new URLSearchParams(location.search).get("tabId");
  if (asked !== null && /^\d+$/.test(asked)) return Number(asked);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

function open(tabId: number, settings: Settings): void {
  const store = createStore({ judge, settings });
  const host = signal<string | null>(null);
  void tabHost(tabId).then((found) => {
    host.value = found;
  });
  openViewPort("popup", tabId, {
    onMessage: store.receive,
    onLost: () => {
      store.connection.value = "lost";
    },
  });

  const Popup = () => (
    <PopupView
      store={store}
      host={host.value}
      browser={engine}
      actions={{
        // The browser asks the reader; the background worker then hears of it, and tells.
        allowAllSites: () => {
          requestHostAccess().catch((error) => {
            store.notice.value = say("access_not_asked", String(error));
          });
        },
        openPanel: () => {
          const url = browser.runtime.getURL(`src/panel/panel.html?tabId=${tabId}`);
          void browser.tabs.create({ url });
        },
        exportReport: async (format, includeSecrets) => {
          try {
            const { makeReport } = await import("../view/model/make-report.ts");
            const file = makeReport(format, store.recording.value, {
              includeSecrets,
              creatorVersion: browser.runtime.getManifest().version,
              browser: browserVersion(),
              host: host.value,
              at: new Date(),
            });
            download(file.name, file.mimeType, file.text);
          } catch (error) {
            store.notice.value = say("export_failed", String(error));
          }
        },
      }}
    />
  );
  followLanguage(store.settings, (language) => render(<Popup key={language} />, root));
}
