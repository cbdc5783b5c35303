/** The languages in `public/_locales`, by their own names. */
export const LANGUAGES = { en: "English" } as const;

export type Language = keyof typeof LANGUAGES;

/** What the reader chose: the browser's own language, or one of ours. */
export type LanguageChoice = "browser" | Language;

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}
