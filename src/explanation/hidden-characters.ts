/**
 * The inside of a class of characters, for patterns with the flag u: what shows nothing, or changes how its
 * neighbours show. Controls, format characters (bidirectional, zero-width, tags), what fonts leave out, line and
 * paragraph separators, and surrogates without their other half.
 * https://www.unicode.org/reports/tr36/
 */
export const HIDDEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}`;
