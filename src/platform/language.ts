import type { LanguageChoice } from "../words/languages.ts";
import { type MessageTable, speakFrom } from "../words/message-table.ts";
import { say, speakWith } from "../words/words.ts";
import { browser } from "./browser.ts";

/**
 * Has everything on this page said in the chosen language from now on. `i18n.getMessage` knows the browser's own
 * alone, so another one is read from the extension's files.
 */
export async function speakLanguage(choice: LanguageChoice): Promise<void> {
  if (choice === "browser") {
    speakWith((name, values) => browser.i18n.getMessage(name, [...values]));
  } else {
    const response = await fetch(browser.runtime.getURL(`_locales/${choice}/messages.json`));
    speakWith(speakFrom((await response.json()) as MessageTable));
  }
  document.documentElement.lang = say("language_tag");
}
