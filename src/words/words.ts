import type english from "../../public/_locales/en/messages.json";
import type { Text } from "../http/byte-string.ts";

/** The name of a message in `public/_locales`. */
export type MessageName = keyof typeof english;

/** Gives a message's text in one language, with `$1`, `$2` … replaced by the values in order. */
export type Speak = (name: MessageName, values: readonly string[]) => string;

/**
 * The one thing in the pure middle that is set from outside: which language it speaks. An
 * explanation would otherwise have to carry every message through every call. The rim sets it once,
 * before anything is said: platform/language.ts in the browser, english.test-setup.ts in tests.
 */
let speak: Speak = (name) => {
  throw new Error(`No language is set, so "${name}" cannot be said`);
};

/** Sets the language in which everything is said from now on. */
export function speakWith(newSpeak: Speak): void {
  speak = newSpeak;
}

/** Stands for the language that is spoken: what was said is kept no longer than it stays the same. */
export function voice(): object {
  return speak;
}

/**
 * A message in the reader's language.
 *
 * @param values what stands for `$1`, `$2` … in it; hostile text must have passed `plainText`.
 */
export function say(name: MessageName, ...values: readonly Text[]): Text {
  return speak(name, values);
}

/** A number as the reader writes it: "1,204", "1.204". */
export function sayNumber(value: number): string {
  return value.toLocaleString(say("language_tag"));
}

/**
 * What is said in another form for another number: `x` for the messages `x@one`, `x@other` and what
 * else the language has (CLDR's plural categories: zero, one, two, few, many, other).
 */
export type Counted = MessageName extends infer Name
  ? Name extends `${infer Base}@other`
    ? Base
    : never
  : never;

/**
 * A message in the form that the reader's language has for a number: "header", "headers".
 *
 * @param values what stands for `$1`, `$2` …; the number itself is not among them.
 */
export function sayForm(name: Counted, count: number, ...values: readonly Text[]): Text {
  const form = inLanguage(PLURALS, (tag) => new Intl.PluralRules(tag)).select(count);
  return say(`${name}@${form}` as MessageName, ...values);
}

/** "1 request" or "1,204 requests": the number is `$1` of the message, other values follow it. */
export function sayCount(name: Counted, count: number, ...others: readonly Text[]): Text {
  return sayForm(name, count, sayNumber(count), ...others);
}

/** "a", "a and b", "a, b, and c": as the reader's language joins a list. */
export function sayList(items: readonly Text[]): Text {
  return inLanguage(LISTS, (tag) => new Intl.ListFormat(tag)).format(items);
}

const PLURALS = new Map<string, Intl.PluralRules>();
const LISTS = new Map<string, Intl.ListFormat>();

/** What is made once for the language that is spoken. */
function inLanguage<Made>(made: Map<string, Made>, make: (tag: string) => Made): Made {
  const tag = say("language_tag");
  const one = made.get(tag) ?? make(tag);
  made.set(tag, one);
  return one;
}
