/** The languages in `public/_locales`, by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

/** What the reader chose: the browser's own language, or one of ours. */
export type LanguageChoice = "browser" | Language;

/** A choice as it was stored, by whatever version: what we do not speak is as if never chosen. */
export function readLanguageChoice(stored: unknown): LanguageChoice {
  return isLanguage(stored) ? stored : "browser";
}

/**
 * The one of some languages that is nearest to a tag of BCP 47: "de" for "de-AT". A language that is
 * written in several scripts or countries is chosen by them, said or likely: "zh_TW" for
 * "zh-Hant-HK", "pt" rather than "pt_BR" for "pt-PT".
 *
 * @param languages by their folders in `_locales`, which have an underscore where a tag has a hyphen.
 * @returns English where no language is the tag's, or the tag is none.
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

/** How near a language is to the wanted one; 0 where it is another one. */
function closenessOf(wanted: Intl.Locale, ours: Intl.Locale | null): number {
  if (ours === null || ours.language !== wanted.language) return 0;
  if (ours.toString() === wanted.toString()) return 9;
  const [one, other] = [ours.maximize(), wanted.maximize()];
  const isOfPlace = one.region === other.region;
  // A language without a country is for all of them but those that have their own.
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
