import { render } from "preact";
import { browser, engine } from "../platform/browser.ts";
import { speakLanguage } from "../platform/language.ts";
import { loadSettings } from "../platform/settings.ts";
import { WelcomeView } from "../view/components/WelcomeView.tsx";

const ALL_SITES = { origins: ["<all_urls>"] };

const root = document.getElementById("view") as HTMLElement;
await speakLanguage((await loadSettings()).language);
show(null);
await look();
browser.permissions.onAdded.addListener(look);
browser.permissions.onRemoved.addListener(look);

async function look(): Promise<void> {
  show(await browser.permissions.contains(ALL_SITES));
}

function show(granted: boolean | null): void {
  render(
    <WelcomeView
      browser={engine}
      granted={granted}
      // The browser asks the reader, and tells by onAdded.
      onGrant={() => void browser.permissions.request(ALL_SITES)}
    />,
    root,
  );
}
