import { render } from "preact";
import { speakLanguage } from "../platform/language.ts";
import { loadSettings } from "../platform/settings.ts";
import { SitePage } from "../view/components/stacks/SitePage.tsx";
import { say } from "../words/words.ts";

await speakLanguage((await loadSettings()).language);
document.title = say("site_page_title");
render(<SitePage today={new Date()} />, document.getElementById("view") as HTMLElement);
