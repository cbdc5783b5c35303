/** Recognises values by their form alone: ordinary ones, and random ones. */

/**
 * Whether a value reads like an ordinary one: a flag, a number, a date, a version, a few words.
 *
 * @param mostDigits a number with more digits counts as a secret.
 */
export function isPlain(value: string, mostDigits = 13): boolean {
  const text = value.trim();
  if (isFlag(text) || !/[\p{L}\p{N}]/u.test(text)) return true;
  if (/^[-+]?\d+$/.test(text)) return text.replace(/\D/g, "").length <= mostDigits;
  return isMeasure(text) || isDate(text) || isAddress(text) || readsAsWords(text);
}

/** true, false and similar words: a value that switches something, or says that there is none. */
export function isFlag(value: string): boolean {
  return FLAG.test(value.trim());
}

const FLAG = /^(?:|true|false|yes|no|on|off|none|null|undefined|nil|n\/a|y|n|t|f)$/i;

/** Whether a value is an ISO date or time. */
function isDate(text: string): boolean {
  return /^\d{4}-?\d\d(?:-?\d\d)?(?:[T _]?\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?:Z|[ +-]\d\d:?\d\d)?)?$/.test(
    text,
  );
}

/** A number with a unit, a version, a range: "6ms", "100%", "v1.2.3-beta.1", "0-99". */
function isMeasure(text: string): boolean {
  return /^(?:\d+(?:\.\d+)?(?:[a-z]{1,2}|%)?|v?\d+(?:\.\d+){1,3}(?:-[a-z]+(?:\.\d+)?)?|\d+[-,:/x]\d+)$/i.test(
    text,
  );
}

/** A mail or blockchain address identifies somebody, but grants no access. */
function isAddress(text: string): boolean {
  return /^0x[\da-f]{40}$|^[\w.+-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(text);
}

/** Words and small numbers between separators: "sessions-list", "DE", "orderCreated". */
export function readsAsWords(text: string): boolean {
  if (text.length > 64 || (SAYS_SECRET.test(text) && !/^[a-z]+(?:[-_ ][a-z]+)*$/i.test(text))) {
    return false;
  }
  const parts = wordsOf(text);
  return (
    parts.length > 0 &&
    parts.every((part) => /^(?:\p{L}{1,20}|\d{1,4})$/u.test(part) || TECHNICAL.test(part)) &&
    (oddity(text) <= MOST_ODD || parts.every((part) => TECHNICAL.test(part)))
  );
}

/** Made-up secrets often contain such words. */
const SAYS_SECRET = /secret|passw|hunter|letmein|changeme|qwert|t0k[e3]n|s[e3]cr[e3]t/i;

/** Words that contain digits. */
const TECHNICAL =
  /^(?:v\d{1,3}|s256|[hrep]s(?:256|384|512)|sha\d{1,3}|md5|utf\d{1,2}|base(?:32|64)|oauth2?|http[123]|ipv[46]|es\d{1,4}|mp[34]|h26[45]|[23]d|2fa|b2[bc]|p2p|i18n|l10n|a11y|k8s|s3|ec2|web3|erc\d{2,4})$/i;

/** A text's words: split at characters that are neither letter nor digit, and at a change of case. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter((word) => word !== "");
}

/** The fewest characters of a value that counts as random. */
const FEWEST = 20;
/** Random text of that length has more distinct characters; "xxxx…" is no secret. */
const FEWEST_DIFFERENT = 6;
/** The share of odd neighbours: about 3 in 100 in words, about 50 in random text. */
const MOST_ODD = 0.25;

/**
 * Whether a value is long and looks random, like keys, tokens and signatures. Other long values are kept:
 * words, slugs, numbers, dates, versions, UUIDs and other ids with a timestamp, labelled digests, the
 * beginning of a base64 image.
 */
export function looksRandom(value: string): boolean {
  if (value.length < FEWEST || LONG_BUT_PLAIN.test(value) || isObjectId(value)) return false;
  const text = value
    .slice(0, LONGEST)
    .replace(UUID, "")
    .replace(/%[\da-f]{2}/gi, "-");
  const letters = text.replace(/[^A-Za-z\d]+/g, "");
  if (new Set(letters).size < FEWEST_DIFFERENT) return false;
  if (letters.length < FEWEST - 4 || /^(?:\d+|\D{0,3}\d+\D{0,3})$/.test(letters)) return false;
  if (/^[\da-f]+$/i.test(letters)) return /\d/.test(letters);
  return oddity(text) > MOST_ODD;
}

/** A longer sample adds no certainty. */
const LONGEST = 2000;

const UUID = /(?<![\da-f])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\da-f])/gi;

/**
 * In turn: blockchain addresses, labelled digests, dates, ULIDs of this half of the century, base64 images.
 */
const LONG_BUT_PLAIN =
  /^(?:W\/)?"?(?:0x[\da-fA-F]{40}$|sha(?:1|256|384|512)[-:=]|crc32c?=|md5=|\d{4}-\d\d-\d\d[T ]|01[\dA-HJKMNP-TV-Z]{24}$|data:(?:image|font|audio|video)\/|iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|PHN2Zy|AAAA[\w+/]{4}ZnR5c)/;

/** MongoDB's ids begin with their second of creation; the range is 2009 to 2036. */
function isObjectId(value: string): boolean {
  if (!/^[\da-f]{24}$/.test(value)) return false;
  const second = Number.parseInt(value.slice(0, 8), 16);
  return second > 0x4a000000 && second < 0x7d000000;
}

/**
 * How rarely a text's neighbouring letters and digits occur together in words, from 0 to 1: pairs that
 * European languages hardly have, a digit beside a letter, a change of case within a word.
 */
function oddity(text: string): number {
  let pairs = 0;
  let odd = 0;
  for (let at = 1; at < text.length; at++) {
    const before = kindOf(text.charCodeAt(at - 1));
    const here = kindOf(text.charCodeAt(at));
    if (before === OTHER || here === OTHER) continue;
    pairs++;
    if (before === DIGIT || here === DIGIT) {
      if (before !== here) odd++;
    } else if (before === LOWER && here === UPPER) {
      // A change of case followed by lower case starts a new word.
      if (kindOf(text.charCodeAt(at + 1)) !== LOWER || kindOf(text.charCodeAt(at - 2)) !== LOWER)
        odd++;
    } else if (!FOLLOWERS[text.charCodeAt(at - 1) & 31]?.includes(text[at]?.toLowerCase() ?? ""))
      odd++;
  }
  return pairs < 4 ? 0 : odd / pairs;
}

const OTHER = 0;
const DIGIT = 1;
const LOWER = 2;
const UPPER = 3;

function kindOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return LOWER;
  if (code >= 0x41 && code <= 0x5a) return UPPER;
  return code >= 0x30 && code <= 0x39 ? DIGIT : OTHER;
}

/** The letters that follow each letter, from a to z, in words; counted in English and German texts. */
const FOLLOWERS =
  " abcdfgiklmnprstuvwxy aegijlorsuy acehiklorstuy adefgilorsuy abcdefghilmnopqrstuvwxy aefilorstuy aeghilnorstu aeimnortu abcdefglmnoprstvxz aeos aeis abdefilopstuvy abeilmopsuvy abcdefgiklmnoprstuvy abcdefgiklmnoprstuvwx aehiloprstu u abcdefgiklmnoprstuvy acefhiklmnopstuwy abcdefhilmnoprstuwy abcdefgilmnprst aeio aehinors ceipt aceilnopst aei".split(
    " ",
  );
