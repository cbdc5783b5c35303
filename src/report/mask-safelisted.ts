import { asciiLowercase } from "../http/field-values.ts";
import { SAFELISTED_NAMES } from "../http/safelist.ts";
import { redactHeaderValue } from "./redact-text.ts";

/** Whether CORS checks the value of a request header of this name. */
export function isSafelistedName(name: string): boolean {
  return SAFELISTED_NAMES.has(asciiLowercase(name));
}

const WORD = "redacted";

/**
 * A safelisted request header's value with its letters and digits masked. Everything that CORS judges is
 * kept: the length, the kind of each other byte, and the essence of a Content-Type unless it is a secret.
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function maskSafelisted(name: string, value: string): string {
  const essence = asciiLowercase(name) === "content-type" ? (value.split(";", 1)[0] ?? "") : "";
  const kept = redactHeaderValue(name, essence) === essence ? essence : "";
  let at = 0;
  return (
    kept +
    value
      .slice(kept.length)
      .replace(/[0-9A-Za-z]/g, () => WORD[at++ % WORD.length] as string)
      .replace(/[^\0-\x7f]/g, "\xff")
  );
}
