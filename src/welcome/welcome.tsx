import { render } from "preact";
import { engine } from "../platform/browser.ts";
import { followHostAccess, hasHostAccess, requestHostAccess } from "../platform/host-access.ts";
import { speakLanguage } from "../platform/language.ts";
import { followSettings, loadSettings } from "../platform/settings.ts";
import { WelcomeView } from "../view/components/WelcomeView.tsx";
import { say } from "../words/words.ts";

const root = document.getElementById("view") as HTMLElement;
/** Whether access to all hosts is granted; null while it is unknown. */
let granted: boolean | null = null;
await speakLanguage((await loadSettings()).language);
show();
await look();
followHostAccess(look);
followSettings(async ({ language }) => {
  await speakLanguage(language);
  show();
});

async function look(): Promise<void> {
  granted = await hasHostAccess();
  show();
}

function show(): void {
  document.title = say("welcome_page_title");
  render(
    <WelcomeView
      browser={engine}
      granted={granted}
      // The browser prompts the user, and reports the result by onAdded.
      onGrant={() => void requestHostAccess()}
    />,
    root,
  );
}
