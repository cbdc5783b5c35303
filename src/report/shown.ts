import type { ByteString, Text } from "../http/byte-string.ts";
import { readable } from "../http/isomorphic.ts";

declare const SHOWN: unique symbol;

/**
 * Text for readers. Headers are stored one code unit per byte. Every output takes this type, which only this
 * module creates, so that no output shows undecoded bytes.
 */
export type Shown = Text & { readonly [SHOWN]: true };

/**
 * A text with its values from the wire decoded: as UTF-8 if their bytes are valid, otherwise as Latin-1. Used
 * as a template tag: the text between the values is ours.
 */
export function shown(
  parts: TemplateStringsArray,
  ...values: readonly (ByteString | number)[]
): Shown {
  return String.raw({ raw: parts }, ...values.map((value) => readable(String(value)))) as Shown;
}

/** A sentence of ours, whose values were already decoded. */
export function ours(sentence: Text): Shown {
  return sentence as Shown;
}

/** A JSON value with all its texts decoded. */
export function shownThroughout<T>(value: T): T {
  if (typeof value === "string") return readable(value) as T & string;
  if (Array.isArray(value)) return value.map(shownThroughout) as T & unknown[];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [readable(key), shownThroughout(field)]),
  ) as T & object;
}
