import type { Settings } from "../protocol/messages.ts";
import { readSettings } from "../protocol/read-settings.ts";
import { browser } from "./browser.ts";

/** The user's settings, with the default for each that was never set. */
export async function loadSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get("settings");
  return readSettings(settings);
}

/** Tells the settings whenever any part of the extension has changed them. */
export function followSettings(listener: (settings: Settings) => void): void {
  browser.storage.local.onChanged.addListener(({ settings }) => {
    if (settings !== undefined) listener(readSettings(settings.newValue));
  });
}

export async function saveSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ settings });
}
