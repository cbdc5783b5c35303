import { render } from "preact";
import { engine } from "../platform/browser.ts";
import { followHostAccess, hasHostAccess, requestHostAccess } from "../platform/host-access.ts";
import { speakLanguage } from "../platform/language.ts";
import { loadSettings } from "../platform/settings.ts";
import { WelcomeView } from "../view/components/WelcomeView.tsx";
import { say } from "../words/words.ts";

const root = document.getElementById("view") as HTMLElement;
await speakLanguage((await loadSettings()).language);
document.title = say("welcome_page_title");
show(null);
await look();
followHostAccess(look);

async function look(): Promise<void> {
  show(await hasHostAccess());
}

function show(granted: boolean | null): void {
  render(
    <WelcomeView
      browser={engine}
      granted={granted}
      // The browser prompts the reader, and reports by onAdded.
      onGrant={() => void requestHostAccess()}
    />,
    root,
  );
}
