import { nearestLanguage } from "../words/languages.ts";
import type { MessageTable } from "../words/message-table.ts";
import { say } from "../words/words.ts";
import { browser } from "./browser.ts";

/**
 * A text file of the extension, from its path in the package.
 *
 * @throws where the file is missing.
 */
export async function packageFile(path: string): Promise<string> {
  return (await fetch(browser.runtime.getURL(path))).text();
}

/**
 * The messages of this page's language.
 *
 * @throws where the file is missing.
 */
export async function spokenMessages(): Promise<MessageTable> {
  const language = nearestLanguage(say("language_tag"));
  return JSON.parse(await packageFile(`_locales/${language}/messages.json`));
}
