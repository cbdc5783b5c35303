import { render } from "preact";
import { engine } from "../platform/browser.ts";
import { changeSettings } from "../platform/change-settings.ts";
import { pageUrl } from "../platform/extension-pages.ts";
import { speakLanguage } from "../platform/language.ts";
import { followSettings, loadSettings } from "../platform/settings.ts";
import type { Settings } from "../protocol/messages.ts";
import { OptionsView } from "../view/components/OptionsView.tsx";
import { say } from "../words/words.ts";

const root = document.getElementById("view") as HTMLElement;
const settings = await loadSettings();
await speakLanguage(settings.language);
show(settings);
// Also applies changes from a panel.
followSettings(async (settings) => {
  await speakLanguage(settings.language);
  show(settings);
});

function show(settings: Settings): void {
  document.title = say("options_page_title");
  render(
    <OptionsView
      settings={settings}
      browser={engine}
      aboutUrl={pageUrl("src/welcome/welcome.html")}
      reportUrl={pageUrl("src/panel/panel.html")}
      onChange={async (change) => {
        // The confirmation is in the newly chosen language.
        if (change.language !== undefined) await speakLanguage(change.language);
        await changeSettings(change);
      }}
    />,
    root,
  );
}
