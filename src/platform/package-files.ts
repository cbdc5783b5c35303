import { nearestLanguage } from "../words/languages.ts";
import type { MessageTable } from "../words/message-table.ts";
import { say } from "../words/words.ts";
import { browser } from "./browser.ts";

/**
 * A text file of the extension, by its path in the package.
 *
 * @throws where it is not there.
 */
export async function packageFile(path: string): Promise<string> {
  return (await fetch(browser.runtime.getURL(path))).text();
}

/**
 * The messages of the language that this page speaks.
 *
 * @throws where they are not there.
 */
export async function spokenMessages(): Promise<MessageTable> {
  const language = nearestLanguage(say("language_tag"));
  return JSON.parse(await packageFile(`_locales/${language}/messages.json`));
}
