import { DEFAULT_SETTINGS, type Settings } from "../protocol/messages.ts";
import { browser } from "./browser.ts";

/** The user's settings, with the default for each that was never set. */
export async function loadSettings(): Promise<Settings> {
  const { settings } = await browser.storage.local.get("settings");
  return { ...DEFAULT_SETTINGS, ...(settings as Partial<Settings> | undefined) };
}

export async function saveSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ settings });
}
