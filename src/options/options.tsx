import { render } from "preact";
import { browser } from "../platform/browser.ts";
import { speakLanguage } from "../platform/language.ts";
import { changeSettings, loadSettings } from "../platform/settings.ts";
import type { Settings } from "../protocol/messages.ts";
import { OptionsView } from "../view/components/OptionsView.tsx";

const root = document.getElementById("view") as HTMLElement;
const settings = await loadSettings();
await speakLanguage(settings.language);
show(settings);

function show(settings: Settings): void {
  render(
    <OptionsView
      settings={settings}
      aboutUrl={browser.runtime.getURL("src/welcome/welcome.html")}
      onChange={async (next) => {
        show(next);
        await changeSettings(next);
      }}
    />,
    root,
  );
}
