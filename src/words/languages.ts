/** The languages in `public/_locales`, by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

/** The user's choice: the browser's own language, or one of ours. */
export type LanguageChoice = "browser" | Language;

/** A choice that any version stored; an unknown language counts as no choice. */
export function readLanguageChoice(stored: unknown): LanguageChoice {
  return isLanguage(stored) ? stored : "browser";
}

/**
 * The language that is nearest to a BCP 47 tag: "de" for "de-AT". Between several scripts or countries of a
 * language, the tag's explicit or likely ones decide: "zh_TW" for "zh-Hant-HK", "pt" rather than "pt_BR" for
 * "pt-PT".
 *
 * @param languages their folder names in `_locales`, with an underscore for a tag's hyphen.
 * @returns English if no language matches the tag, or the tag is invalid.
 */
export function nearestLanguage<Name extends string = Language>(
  tag: string,
  languages: readonly Name[] = Object.keys(LANGUAGES) as unknown as Name[],
): Name | "en" {
  const wanted = localeOf(tag);
  if (wanted === null) return "en";
  let [nearest, best]: [Name | "en", number] = ["en", 0];
  for (const name of languages) {
    const closeness = closenessOf(wanted, localeOf(name));
    if (closeness > best) [nearest, best] = [name, closeness];
  }
  return nearest;
}

/** The closeness of a language to the wanted one; 0 for another language. */
function closenessOf(wanted: Intl.Locale, ours: Intl.Locale | null): number {
  if (ours === null || ours.language !== wanted.language) return 0;
  if (ours.toString() === wanted.toString()) return 9;
  const [one, other] = [ours.maximize(), wanted.maximize()];
  const isOfPlace = one.region === other.region;
  // A language without a country covers all countries except those with a variant of their own.
  const place = ours.region === undefined ? (isOfPlace ? 3 : 2) : isOfPlace ? 4 : 1;
  return one.script === other.script ? 4 + place : place;
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag.replaceAll("_", "-"));
  } catch {
    return null;
  }
}

function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}
