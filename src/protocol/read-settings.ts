import { readLanguageChoice } from "../words/languages.ts";
import { DEFAULT_SETTINGS, FEWEST_KEPT, MOST_KEPT, type Settings } from "./messages.ts";

/**
 * The settings from stored data of any version. Missing or invalid settings get their default; older versions
 * allowed more exchanges than can be kept. Never throws.
 */
export function readSettings(stored: unknown): Settings {
  const known: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const [name, value] of Object.entries(stored ?? {})) {
    if (typeof value === typeof known[name]) known[name] = value;
  }
  const { exchangesPerTab, record, language, ...switches } = known as unknown as Settings;
  return {
    ...switches,
    record: record === "while-open" ? record : "always",
    exchangesPerTab:
      Math.min(MOST_KEPT, Math.max(FEWEST_KEPT, exchangesPerTab)) ||
      DEFAULT_SETTINGS.exchangesPerTab,
    language: readLanguageChoice(language),
  };
}
