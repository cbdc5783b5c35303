import { asciiLowercase } from "../http/field-values.ts";
import { SAFELISTED_NAMES } from "../http/safelist.ts";
import { redactHeaderValue } from "./redact-text.ts";

/** Whether CORS looks at the value of a request header of this name. */
export function isSafelistedName(name: string): boolean {
  return SAFELISTED_NAMES.has(asciiLowercase(name));
}

const WORD = "redacted";

/**
 * The value of a safelisted request header without its letters and digits: what CORS judges it by
 * stays, which is its length, the kind of each other byte and the essence of a Content-Type that is no secret.
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
