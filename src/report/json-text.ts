import { HIDDEN } from "../explanation/hidden-characters.ts";

/** But for the line breaks and spaces between its parts, which JSON.stringify puts there. */
const UNSHOWABLE = new RegExp(`(?!\\n)[${HIDDEN}]`, "gu");

/** JSON in which no character stands as it is on which a terminal acts, or that hides a part of a line. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSHOWABLE, escapeUnits);
}

/** Each code unit as JSON and JavaScript write it. */
export function escapeUnits(text: string): string {
  let escaped = "";
  for (let at = 0; at < text.length; at++) {
    escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
