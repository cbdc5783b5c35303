/** The languages in `public/_locales`, by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

/** What the reader chose: the browser's own language, or one of ours. */
export type LanguageChoice = "browser" | Language;

/** A choice as it was stored, by whatever version: what we do not speak is as if never chosen. */
export function readLanguageChoice(stored: unknown): LanguageChoice {
  return isLanguage(stored) ? stored : "browser";
}

function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}
