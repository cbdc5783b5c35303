import type english from "../../public/_locales/en/messages.json";
import type { Text } from "../http/byte-string.ts";

/** The name of a message in `public/_locales`. */
export type MessageName = keyof typeof english;

/** Returns a message's text in one language, with `$1`, `$2` … replaced by the values in order. */
export type Speak = (name: MessageName, values: readonly string[]) => string;

/**
 * The only state in the pure folders that is set from outside: the current language. Otherwise every
 * explanation would have to pass all messages through every call. The shell sets it once, before any text is
 * made: platform/language.ts in the browser, english.test-setup.ts in tests.
 */
let speak: Speak = (name) => {
  throw new Error(`No language is set, so "${name}" cannot be said`);
};

/** Sets the language of all texts from now on. */
export function speakWith(newSpeak: Speak): void {
  speak = newSpeak;
}

/** Identifies the current language: cached texts are valid only while it stays the same. */
export function voice(): object {
  return speak;
}

/**
 * A message in the user's language.
 *
 * @param values the values of `$1`, `$2` …; untrusted text must have passed `plainText`.
 */
export function say(name: MessageName, ...values: readonly Text[]): Text {
  return speak(name, values);
}

/** A number in the user's format: "1,204", "1.204". */
export function sayNumber(value: number): string {
  return value.toLocaleString(say("language_tag"));
}

/**
 * Messages with plural forms: `x` for the messages `x@one`, `x@other` and the language's other forms (CLDR's
 * plural categories: zero, one, two, few, many, other).
 */
export type Counted = MessageName extends infer Name
  ? Name extends `${infer Base}@other`
    ? Base
    : never
  : never;

/**
 * A message in the user's language, in the plural form for a number: "header", "headers".
 *
 * @param values the values of `$1`, `$2` …, without the number itself.
 */
export function sayForm(name: Counted, count: number, ...values: readonly Text[]): Text {
  const form = inLanguage(PLURALS, (tag) => new Intl.PluralRules(tag)).select(count);
  return say(`${name}@${form}` as MessageName, ...values);
}

/** "1 request" or "1,204 requests": the number is `$1` of the message, other values follow it. */
export function sayCount(name: Counted, count: number, ...others: readonly Text[]): Text {
  return sayForm(name, count, sayNumber(count), ...others);
}

/** "a", "a and b", "a, b, and c": a list as the user's language joins it. */
export function sayList(items: readonly Text[]): Text {
  return inLanguage(LISTS, (tag) => new Intl.ListFormat(tag)).format(items);
}

const PLURALS = new Map<string, Intl.PluralRules>();
const LISTS = new Map<string, Intl.ListFormat>();

/** The cached object for the current language. */
function inLanguage<Made>(made: Map<string, Made>, make: (tag: string) => Made): Made {
  const tag = say("language_tag");
  const one = made.get(tag) ?? make(tag);
  made.set(tag, one);
  return one;
}
