import type { Speak } from "./words.ts";

/** The contents of a `messages.json`; `$1` to `$9` are values, `$$` is a dollar sign. */
export type MessageTable = Readonly<
  Record<string, { readonly message: string; readonly description?: string }>
>;

/**
 * Returns messages from a table of `_locales`, like `i18n.getMessage`: for a language other than the
 * browser's own, and where there is no browser.
 * @throws if a message is unknown, or the number of values is wrong. (The browser would insert nothing, which
 *    nobody would notice.)
 */
export function speakFrom(table: MessageTable): Speak {
  const messages = new Map<string, Message>();
  return (name, values) => {
    const message = messages.get(name) ?? parse(textOf(table, name));
    messages.set(name, message);
    if (message.places !== values.length) {
      throw new Error(`The message "${name}" takes ${message.places} values, not ${values.length}`);
    }
    return message.parts
      .map((part, i) => (i % 2 === 0 || part === "$" ? part : values[Number(part) - 1]))
      .join("");
  };
}

function textOf(table: MessageTable, name: string): string {
  const entry = table[name];
  if (entry === undefined) throw new Error(`There is no message "${name}"`);
  return entry.message;
}

/** The number of values that a message takes: the highest of `$1` … `$9` in it. */
export function placesIn(message: string): number {
  return parse(message).places;
}

interface Message {
  /** Texts; between them, at the odd indices, the place of a value, or "$" for a dollar sign. */
  readonly parts: readonly string[];
  readonly places: number;
}

function parse(message: string): Message {
  const parts = message.split(/\$([\d$])/);
  const places = parts.map((part, i) => (i % 2 === 0 ? 0 : Number(part) || 0));
  return { parts, places: Math.max(...places) };
}
