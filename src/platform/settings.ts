import { DEFAULT_SETTINGS, type Settings } from "../protocol/messages.ts";
import { readLanguageChoice } from "../words/languages.ts";
import { browser } from "./browser.ts";
import { openViewPort } from "./view-port.ts";

/** The user's settings, with the default for each that was never set. */
export async function loadSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get("settings");
  const known = { ...DEFAULT_SETTINGS, ...(settings as Partial<Settings> | undefined) };
  return { ...known, language: readLanguageChoice(known.language) };
}

export async function saveSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ settings });
}

/** No tab has this number: the connection is about the settings alone, and not a panel. */
const NO_TAB = -1;

/** Has the background worker take and keep the settings, as every open view will hear. */
export function changeSettings(settings: Settings): Promise<void> {
  return new Promise((resolve) => {
    const port = openViewPort("popup", NO_TAB, {
      onMessage: (message) => {
        if (message.type !== "settings") return;
        port.close();
        resolve();
      },
      onLost: () => {},
    });
    port.send({ type: "set-settings", settings });
  });
}
