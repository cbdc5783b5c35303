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
  return (name, values) => {
    const entry = table[name];
    if (entry === undefined) throw new Error(`There is no message "${name}"`);
    const wanted = placesIn(entry.message);
    if (wanted !== values.length) {
      throw new Error(`The message "${name}" takes ${wanted} values, not ${values.length}`);
    }
    return entry.message.replace(/\$(?:(\d)|\$)/g, (_, place?: string) =>
      place === undefined ? "$" : (values[Number(place) - 1] as string),
    );
  };
}

/** The number of values that a message takes: the highest of `$1` … `$9` in it. */
export function placesIn(message: string): number {
  const places = [...message.replaceAll("$$", "").matchAll(/\$(\d)/g)].map(([, place]) =>
    Number(place),
  );
  return Math.max(0, ...places);
}
