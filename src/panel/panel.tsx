import { render } from "preact";
import { browser } from "../platform/browser.ts";
import { browserVersion } from "../platform/browser-version.ts";
import { download } from "../platform/download.ts";
import { tabHost } from "../platform/tab-host.ts";
import { openViewPort } from "../platform/view-port.ts";
import { judge } from "../verdict/judge.ts";
import { PanelView } from "../view/components/PanelView.tsx";
import { makeReport } from "../view/model/make-report.ts";
import { createStore } from "../view/model/store.ts";

const WORDS = {
  noTab:
    "Open this panel from DevTools, or with the button of Crosscheck's popup: it needs a tab to look at.",
  exportFailed: (reason: string) => `The export failed: ${reason}`,
};

const root = document.getElementById("view") as HTMLElement;
followTheme();
const tabId = inspectedTab();
if (tabId === null) render(<p class="empty">{WORDS.noTab}</p>, root);
else open(tabId);

/** Inside DevTools the tab that is inspected, else `?tabId=N`. */
function inspectedTab(): number | null {
  const inspected: number | undefined = browser.devtools?.inspectedWindow?.tabId;
  if (inspected !== undefined) return inspected;
  const asked = new URLSearchParams(location.search).get("tabId");
  return asked !== null && /^\d+$/.test(asked) ? Number(asked) : null;
}

function open(tabId: number): void {
  const store = createStore({ judge });
  const port = openViewPort("panel", tabId, {
    onMessage: store.receive,
    onLost: () => {
      store.connection.value = "lost";
    },
  });

  render(
    <PanelView
      store={store}
      actions={{
        clear: () => port.send({ type: "clear" }),
        setPaused: (paused) => port.send({ type: "pause", paused }),
        setSettings: (settings) => port.send({ type: "set-settings", settings }),
        reload: () => {
          const inspected = browser.devtools?.inspectedWindow;
          if (inspected) void inspected.reload();
          else void browser.tabs.reload(tabId);
        },
        exportReport: async (format, includeSecrets) => {
          store.notice.value = null;
          try {
            const file = makeReport(format, store.recording.value, {
              includeSecrets,
              creatorVersion: browser.runtime.getManifest().version,
              browser: browserVersion(),
              host: await tabHost(tabId),
              at: new Date(),
            });
            download(file.name, file.mimeType, file.text);
          } catch (error) {
            store.notice.value = WORDS.exportFailed(String(error));
          }
        },
      }}
    />,
    root,
  );
}

/** DevTools has a theme of its own; elsewhere the system's preference holds. */
function followTheme(): void {
  const panels = browser.devtools?.panels as DevtoolsPanels | undefined;
  if (panels === undefined) return;
  const apply = (theme: string | undefined) => {
    document.documentElement.dataset.theme = theme === "dark" ? "dark" : "light";
  };
  apply(panels.themeName);
  panels.setThemeChangeHandler?.(apply);
  panels.onThemeChanged?.addListener(apply);
}

/** The two browsers tell of a change of theme each in its own way. */
interface DevtoolsPanels {
  readonly themeName?: string;
  setThemeChangeHandler?(handler: (theme: string) => void): void;
  readonly onThemeChanged?: { addListener(handler: (theme: string) => void): void };
}
