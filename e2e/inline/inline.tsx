import { render } from "preact";
import german from "../../public/_locales/de/messages.json";
import english from "../../public/_locales/en/messages.json";
import {
  DEFAULT_SETTINGS,
  type Settings,
  type TabState,
  type ToView,
} from "../../src/protocol/messages.ts";
import type { Trial } from "../../src/try-it/trial.ts";
import { judge } from "../../src/verdict/judge.ts";
import { OptionsView } from "../../src/view/components/OptionsView.tsx";
import { PanelView } from "../../src/view/components/PanelView.tsx";
import { PopupView } from "../../src/view/components/PopupView.tsx";
import { WelcomeView } from "../../src/view/components/WelcomeView.tsx";
import { createStore } from "../../src/view/model/store.ts";
import { speakFrom } from "../../src/words/message-table.ts";
import { say, speakWith } from "../../src/words/words.ts";
import { manyExchanges, SAMPLES } from "./samples.ts";

/**
 * The view in an ordinary page, for screenshots, accessibility checks and benches:
 *   ?popup         the popup instead of the panel; likewise ?options and ?welcome
 *   ?count=50000   that many exchanges instead of the samples (0: the empty state)
 *   ?theme=dark    as if DevTools were dark
 *   ?missing       without the permission to see requests
 *   ?lang=de       in German
 */
const parameters = new URLSearchParams(location.search);
const count = parameters.get("count");
const theme = parameters.get("theme");
if (theme !== null) document.documentElement.dataset.theme = theme;
speakWith(speakFrom(parameters.get("lang") === "de" ? german : english));
document.documentElement.lang = say("language_tag");

let state: TabState = {
  paused: false,
  dropped: 0,
  notUnderstood: 0,
  ...(parameters.has("missing") && { noAccess: true as const }),
};
let exchanges = count === null ? SAMPLES : manyExchanges(Number(count));
let settings: Settings = DEFAULT_SETTINGS;

const store = createStore({ judge });
const tell = (message: Partial<Extract<ToView, { type: "delta" }>>) =>
  store.receive({ type: "delta", changed: [], removed: [], state, ...message });
store.receive({ type: "snapshot", version: 1, exchanges, state, settings });

const actions = {
  clear() {
    const removed = exchanges.map(({ id }) => id);
    exchanges = [];
    tell({ removed });
  },
  setPaused(paused: boolean) {
    state = { ...state, paused };
    tell({});
  },
  changeSettings(change: Partial<Settings>) {
    settings = { ...settings, ...change };
    store.receive({ type: "settings", settings });
  },
  reload() {
    exchanges = SAMPLES;
    tell({ changed: exchanges });
  },
  checkAgain() {},
  async tryFix(next: Trial | null) {
    const { trial: _trial, ...rest } = state;
    state = next === null ? rest : { ...rest, trial: next };
    tell({});
    return true;
  },
  provenance: () => ({
    creatorVersion: "0.1.0",
    browser: { name: "Chromium", version: "156" },
  }),
  isPageClosed: async () => parameters.has("closed"),
  onNavigated: () => () => {},
  openSettings() {
    location.search = "?options";
  },
  allowAllSites() {
    const { noAccess: _, ...granted } = state;
    state = granted;
    tell({});
  },
  configPage: "#",
  showProblem() {},
  openPanel() {
    location.search = "";
  },
  exportReport(format: string) {
    store.notice.value = `Nothing to export the ${format} with: this is the inline page.`;
  },
  reportText: async () => "",
  reportBug() {},
};

/** For tests and benches outside the page. */
Object.assign(window, { store, tell, manyExchanges });

const view = document.getElementById("view") as HTMLElement;
if (parameters.has("popup")) {
  await import("../../src/view/styles/popup.css");
  const Popup = () => (
    <PopupView
      store={store}
      url={new URL("https://app.shop.test/")}
      browser="chromium"
      actions={actions}
    />
  );
  render(<Popup />, view);
} else if (parameters.has("options") || parameters.has("welcome")) {
  await import("../../src/view/styles/page.css");
  const Page = () =>
    parameters.has("welcome") ? (
      <WelcomeView browser="chromium" granted={!parameters.has("missing")} onGrant={() => {}} />
    ) : (
      <OptionsView
        settings={store.settings.value}
        browser="chromium"
        aboutUrl="?welcome"
        reportUrl="#"
        onChange={async (next) => actions.changeSettings(next)}
      />
    );
  render(<Page />, view);
} else {
  await import("../../src/view/styles/panel.css");
  render(<PanelView store={store} browser="chromium" actions={actions} />, view);
}
