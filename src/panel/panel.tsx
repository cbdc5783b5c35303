import { render } from "preact";
import { fromDevTools } from "../observation/from-devtools.ts";
import { browser, engine } from "../platform/browser.ts";
import { browserVersion } from "../platform/browser-version.ts";
import { listenToDevTools } from "../platform/devtools-network.ts";
import { download } from "../platform/download.ts";
import { followLanguage, speakLanguage } from "../platform/language.ts";
import { loadPanelMemory, savePanelMemory } from "../platform/panel-memory.ts";
import { loadSettings } from "../platform/settings.ts";
import { tabHost } from "../platform/tab-host.ts";
import { openViewPort } from "../platform/view-port.ts";
import { judge } from "../verdict/judge.ts";
import { PanelView } from "../view/components/PanelView.tsx";
import { readMemory } from "../view/model/memory.ts";
import { createStore, type Store } from "../view/model/store.ts";
import { say } from "../words/words.ts";

const root = document.getElementById("view") as HTMLElement;
followTheme();
const settings = await loadSettings();
await speakLanguage(settings.language);
const tabId = inspectedTab();
if (tabId === null) render(<p class="empty">{say("panel_no_tab")}</p>, root);
else void open(tabId);

/** Inside DevTools the tab that is inspected, else `?tabId=N`. */
function inspectedTab(): number | null {
  const inspected: number | undefined = browser.devtools?.inspectedWindow?.tabId;
  if (inspected !== undefined) return inspected;
  const asked = new URLSearchParams(location.search).get("tabId");
  return asked !== null && /^\d+$/.test(asked) ? Number(asked) : null;
}

async function open(tabId: number): Promise<void> {
  const store = createStore({ judge, settings, memory: readMemory(await loadPanelMemory()) });
  remember(store);
  const port = openViewPort("panel", tabId, {
    onMessage: store.receive,
    onLost: () => {
      store.connection.value = "lost";
    },
  });

  listenToDevTools((entries) => {
    const requests = entries.flatMap((entry) => fromDevTools(entry, tabId) ?? []);
    if (requests.length > 0) port.send({ type: "devtools-saw", requests });
  });

  const provenance = () => ({
    creatorVersion: browser.runtime.getManifest().version,
    browser: browserVersion(),
  });
  const panels = browser.devtools?.panels as DevtoolsPanels | undefined;

  const Panel = () => (
    <PanelView
      store={store}
      browser={engine}
      actions={{
        provenance,
        openSettings: () => port.send({ type: "open-settings" }),
        // DevTools counts lines and columns from 0, stacks from 1. Firefox does not have it.
        openLine:
          panels?.openResource === undefined
            ? undefined
            : ({ url, line, column }) => panels.openResource?.(url, line - 1, column - 1),
        clear: () => port.send({ type: "clear" }),
        setPaused: (paused) => port.send({ type: "pause", paused }),
        changeSettings: (change) => port.send({ type: "change-settings", change }),
        reload: () => {
          const inspected = browser.devtools?.inspectedWindow;
          if (inspected) void inspected.reload();
          else void browser.tabs.reload(tabId);
        },
        exportReport: async (format, includeSecrets) => {
          store.notice.value = null;
          try {
            const { makeReport } = await import("../view/model/make-report.ts");
            const file = makeReport(format, store.recording.value, {
              ...provenance(),
              includeSecrets,
              host: await tabHost(tabId),
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
  // Nothing that was said in another language stays: all of it is drawn anew.
  followLanguage(store.settings, (language) => render(<Panel key={language} />, root));
}

/** Typing changes it with each key; it is kept once the reader rests. */
const REST_MS = 300;

function remember(store: Store): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = true;
  store.memory.subscribe((memory) => {
    clearTimeout(timer);
    if (!first) timer = setTimeout(() => void savePanelMemory(memory), REST_MS);
    first = false;
  });
}

/** DevTools has colours and a theme of its own; elsewhere the system's preference holds. */
function followTheme(): void {
  document.documentElement.dataset.browser = engine;
  const panels = browser.devtools?.panels as DevtoolsPanels | undefined;
  if (panels === undefined) return;
  const apply = (theme: string | undefined) => {
    document.documentElement.dataset.theme = theme === "dark" ? "dark" : "light";
  };
  apply(panels.themeName);
  panels.setThemeChangeHandler?.(apply);
  panels.onThemeChanged?.addListener(apply);
}

/** What the polyfill's types lack; the two browsers tell of a change of theme each in its own way. */
interface DevtoolsPanels {
  readonly themeName?: string;
  openResource?(url: string, lineNumber: number, columnNumber?: number): void;
  setThemeChangeHandler?(handler: (theme: string) => void): void;
  readonly onThemeChanged?: { addListener(handler: (theme: string) => void): void };
}
