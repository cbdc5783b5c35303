import type { Speak } from "./words.ts";

/** What a `messages.json` holds; `$1` to `$9` stand for values, `$$` for a dollar sign. */
export type MessageTable = Readonly<
  Record<string, { readonly message: string; readonly description?: string }>
>;

/**
 * Speaks from a table that was read from `_locales`, as `i18n.getMessage` would: for a language
 * other than the browser's own, and where there is no browser.
 *
 * @throws when a message is unknown, or takes another number of values than it is given. (The
 * browser would leave the place empty, which nobody would notice.)
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

/** How many values a message takes: the highest of `$1` … `$9` in it. */
export function placesIn(message: string): number {
  const places = [...message.replaceAll("$$", "").matchAll(/\$(\d)/g)].map(([, place]) =>
    Number(place),
  );
  return Math.max(0, ...places);
}
