import { type MessageName, say } from "../words/words.ts";

/** How the engine writes down why a preflight is needed, and how that is said. */
const REASONS: readonly (readonly [RegExp, MessageName])[] = [
  [/^method (.+)$/, "preflight_method"],
  [/^header (.+) \(its value\)$/, "preflight_header_value"],
  [/^header (.+) \(longer than 128 bytes\)$/, "preflight_header_long"],
  [/^header (.+) \(all values together longer than 1024 bytes\)$/, "preflight_headers_long"],
  [/^header (.+)$/, "preflight_header"],
  [/^upload listener or stream body$/, "preflight_upload"],
];

/** Why a preflight was needed, in the reader's language; one that is not known stays as it is. */
export function sayPreflightReason(reason: string): string {
  for (const [pattern, message] of REASONS) {
    const match = pattern.exec(reason);
    if (match !== null) return say(message, ...match.slice(1));
  }
  return reason;
}
