import type { Settings } from "../protocol/messages.ts";
import { type LanguageChoice, nearestLanguage } from "../words/languages.ts";
import { type MessageTable, speakFrom } from "../words/message-table.ts";
import { type MessageName, type Speak, say, speakWith } from "../words/words.ts";
import { browser } from "./browser.ts";

let lastRequested: object | null = null;

/** Switches all texts of this page to the chosen language. */
export async function speakLanguage(choice: LanguageChoice): Promise<void> {
  const requested = {};
  lastRequested = requested;
  const speak = await speakerOf(choice);
  // Another language was requested meanwhile, and may have loaded first.
  if (lastRequested !== requested) return;
  speakWith(speak);
  document.documentElement.lang = say("language_tag");
}

/**
 * `i18n.getMessage` only has the browser's language, so other languages are loaded from the extension's
 * files. The browser's language is loaded too where it has no messages: in Chromium (156) a page opened while
 * the extension is still being installed gets only empty texts.
 */
async function speakerOf(choice: LanguageChoice): Promise<Speak> {
  const { i18n, runtime } = browser;
  if (choice === "browser" && i18n.getMessage("language_tag") !== "") {
    // Firefox takes 0.1 ms for each call, and a list of requests needs hundreds.
    const texts = new Map<MessageName, string>();
    return (name, values) => {
      if (values.length > 0) return i18n.getMessage(name, [...values]);
      const text = texts.get(name) ?? i18n.getMessage(name);
      texts.set(name, text);
      return text;
    };
  }
  const language = choice === "browser" ? nearestLanguage(i18n.getUILanguage()) : choice;
  const response = await fetch(runtime.getURL(`_locales/${language}/messages.json`));
  return speakFrom((await response.json()) as MessageTable);
}

/** A signal of the settings, which first emits the current ones. */
interface ChangingSettings {
  subscribe(listener: (settings: Settings) => void): unknown;
}

/** Draws in the current language, and again whenever the user chooses another one while the view is open. */
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
