import { HIDDEN } from "../explanation/hidden-characters.ts";

/** Except the line breaks that JSON.stringify inserts. */
const UNSHOWABLE = new RegExp(`(?!\\n)[${HIDDEN}]`, "gu");

/** JSON in which every character is escaped that controls a terminal or hides part of a line. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSHOWABLE, escapeUnits);
}

/** Each code unit as a JSON or JavaScript escape. */
export function escapeUnits(text: string): string {
  let escaped = "";
  for (let at = 0; at < text.length; at++) {
    escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
