import type { ByteString, Text } from "../http/byte-string.ts";
import { readable } from "../http/isomorphic.ts";

declare const SHOWN: unique symbol;

/**
 * Text for readers. Headers are kept a code unit a byte; every output takes this type, which is made
 * here alone, so that none shows bytes that nobody decoded.
 */
export type Shown = Text & { readonly [SHOWN]: true };

/**
 * A text with its values from the wire decoded: as UTF-8 where their bytes are that, else as Latin-1.
 * Used as a tag: what stands between the values is ours.
 */
export function shown(
  parts: TemplateStringsArray,
  ...values: readonly (ByteString | number)[]
): Shown {
  return String.raw({ raw: parts }, ...values.map((value) => readable(String(value)))) as Shown;
}

/** A sentence of ours, whose values were decoded when it was made. */
export function ours(sentence: Text): Shown {
  return sentence as Shown;
}

/** All texts of a JSON value, decoded. */
export function shownThroughout<T>(value: T): T {
  if (typeof value === "string") return readable(value) as T & string;
  if (Array.isArray(value)) return value.map(shownThroughout) as T & unknown[];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [readable(key), shownThroughout(field)]),
  ) as T & object;
}
