import { render } from "preact";
import "../view/styles/site.css";
import german from "../../public/_locales/de/messages.json";
import english from "../../public/_locales/en/messages.json";
import { SitePage } from "../view/components/stacks/SitePage.tsx";
import { nearestLanguage } from "../words/languages.ts";
import { speakFrom } from "../words/message-table.ts";
import { say, speakWith } from "../words/words.ts";

const LANGUAGES = { en: english, de: german };

speakWith(speakFrom(LANGUAGES[nearestLanguage(navigator.language)]));
document.documentElement.lang = say("language_tag");
document.title = say("site_page_title");
render(<SitePage today={new Date()} />, document.getElementById("view") as HTMLElement);
