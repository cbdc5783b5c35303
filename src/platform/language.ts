import type { Settings } from "../protocol/messages.ts";
import { type LanguageChoice, nearestLanguage } from "../words/languages.ts";
import { type MessageTable, speakFrom } from "../words/message-table.ts";
import { type Speak, say, speakWith } from "../words/words.ts";
import { browser } from "./browser.ts";

let lastRequested: object | null = null;

/** Has everything on this page said in the chosen language from now on. */
export async function speakLanguage(choice: LanguageChoice): Promise<void> {
  const requested = {};
  lastRequested = requested;
  const speak = await speakerOf(choice);
  // Another one was requested meanwhile, and may have come first.
  if (lastRequested !== requested) return;
  speakWith(speak);
  document.documentElement.lang = say("language_tag");
}

/**
 * `i18n.getMessage` knows the browser's own language alone, so another one is read from the
 * extension's files. So is the browser's own where it knows no message at all: in Chromium (156) a
 * page that opens while the extension is still being installed gets nothing but empty texts.
 */
async function speakerOf(choice: LanguageChoice): Promise<Speak> {
  const { i18n, runtime } = browser;
  if (choice === "browser" && i18n.getMessage("language_tag") !== "") {
    return (name, values) => i18n.getMessage(name, [...values]);
  }
  const language = choice === "browser" ? nearestLanguage(i18n.getUILanguage()) : choice;
  const response = await fetch(runtime.getURL(`_locales/${language}/messages.json`));
  return speakFrom((await response.json()) as MessageTable);
}

/** The settings as they change, the present ones first: a signal. */
interface ChangingSettings {
  subscribe(listener: (settings: Settings) => void): unknown;
}

/**
 * Draws in the language that is spoken, and anew in each that the reader chooses while the view is
 * open.
 */
export function followLanguage(
  settings: ChangingSettings,
  draw: (language: LanguageChoice) => void,
): void {
  let drawn: LanguageChoice | null = null;
  settings.subscribe(async ({ language }) => {
    if (language === drawn) return;
    const isFirst = drawn === null;
    drawn = language;
    if (!isFirst) await speakLanguage(language);
    if (drawn === language) draw(language);
  });
}
