/**
 * The inside of a character class, for patterns with the flag u: characters that are invisible or change how
 * their neighbours are displayed. These are controls, format characters (bidirectional, zero-width, tags),
 * default ignorables, line and paragraph separators, and unpaired surrogates.
 * https://www.unicode.org/reports/tr36/
 */
export const HIDDEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}`;
