import type { Settings } from "../protocol/messages.ts";
import { readSettings } from "../protocol/read-settings.ts";
import { browser } from "./browser.ts";

/** The user's settings, with defaults for those never set. */
export async function loadSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get("settings");
  return readSettings(settings);
}

/** Calls the listener whenever any part of the extension changed the settings. */
export function followSettings(listener: (settings: Settings) => void): void {
  browser.storage.local.onChanged.addListener(({ settings }) => {
    if (settings !== undefined) listener(readSettings(settings.newValue));
  });
}

export async function saveSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ settings });
}
