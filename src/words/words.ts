import type english from "../../public/_locales/en/messages.json";

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
export function say(name: MessageName, ...values: readonly string[]): string {
  return speak(name, values);
}

/** A number as the reader writes it: "1,204", "1.204". */
export function sayNumber(value: number): string {
  return value.toLocaleString(say("language_tag"));
}

/** "1 request" or "1,204 requests", by a pair of messages of which the second takes `$1`. */
export function sayCount(one: MessageName, many: MessageName, count: number): string {
  return count === 1 ? say(one) : say(many, sayNumber(count));
}

/** "a", "a and b", "a, b and c". */
export function sayList(items: readonly string[]): string {
  const last = items[items.length - 1];
  if (items.length < 2) return last ?? "";
  const others = items.slice(0, -1).reduce((list, item) => say("list_comma", list, item));
  return say("list_two", others, last as string);
}
