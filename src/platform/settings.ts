import { DEFAULT_SETTINGS, FEWEST_KEPT, MOST_KEPT, type Settings } from "../protocol/messages.ts";
import { readLanguageChoice } from "../words/languages.ts";
import { browser } from "./browser.ts";

/** The user's settings, with the default for each that was never set. */
export async function loadSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get("settings");
  return readSettings(settings as Partial<Settings> | undefined);
}

/** The default for each that was never set; older versions allowed more than can be kept. */
function readSettings(settings: Partial<Settings> | undefined): Settings {
  const known = { ...DEFAULT_SETTINGS, ...settings };
  const exchangesPerTab = Math.min(MOST_KEPT, Math.max(FEWEST_KEPT, known.exchangesPerTab));
  return { ...known, exchangesPerTab, language: readLanguageChoice(known.language) };
}

/** Tells the settings whenever any part of the extension has changed them. */
export function followSettings(listener: (settings: Settings) => void): void {
  browser.storage.local.onChanged.addListener(({ settings }) => {
    if (settings !== undefined) listener(readSettings(settings.newValue as Partial<Settings>));
  });
}

export async function saveSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ settings });
}
