import { type MessageName, say } from "../words/words.ts";
import { plainText } from "./plain-text.ts";

/**
 * A reason for a preflight in the reader's language: the engine's own, such as "method PUT" and
 * "header content-type (its value)", are fixed by the report contract.
 *
 * @param reason as `verdict.preflight.because` has it; another text stays as it is.
 * @param longest how much of a name is told.
 */
export function preflightReason(reason: string, longest = 60): string {
  if (reason === "upload listener or stream body") return say("why_preflight_reason_upload");
  for (const [pattern, message] of REASONS) {
    const name = pattern.exec(reason)?.[1];
    if (name !== undefined) return say(message, plainText(name, longest));
  }
  return plainText(reason, longest);
}

/** The first that fits holds. */
const REASONS: readonly (readonly [RegExp, MessageName])[] = [
  [/^method (.+)$/s, "why_preflight_reason_method"],
  [/^header (.+) \(its value\)$/s, "why_preflight_reason_header_value"],
  [/^header (.+) \(longer than .+\)$/s, "why_preflight_reason_header_long"],
  [/^header (.+) \(all values together .+\)$/s, "why_preflight_reason_header_total"],
  [/^header (.+)$/s, "why_preflight_reason_header"],
];
