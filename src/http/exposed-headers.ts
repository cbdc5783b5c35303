import { asciiLowercase, extractTokens } from "./field-values.ts";
import { get, type HeaderList } from "./header-list.ts";

/** https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
const SAFELISTED = new Set([
  "cache-control",
  "content-language",
  "content-length",
  "content-type",
  "expires",
  "last-modified",
  "pragma",
]);

/**
 * The lower-case names of the headers that a script may read from a response, sorted and unique.
 * https://fetch.spec.whatwg.org/#concept-filtered-response-cors
 *
 * @param kind "basic" hides `Set-Cookie` only; "cors" shows safelisted and exposed headers; an opaque
 *   response shows none.
 * @param credentialsIncluded whether the credentials mode is "include": `*` is then a literal name.
 */
export function readableHeaderNames(
  headers: HeaderList,
  kind: "basic" | "cors" | "opaque",
  credentialsIncluded: boolean,
): string[] {
  if (kind === "opaque") return [];
  const isShown = kind === "basic" ? () => true : exposure(headers, credentialsIncluded);
  const names = new Set<string>();
  for (const [spelt, value] of headers) {
    const name = asciiLowercase(spelt);
    // Firefox joins challenge lines with a newline, which no value may contain, and hides them from scripts
    // (seen in 153).
    if (isShown(name) && !FORBIDDEN.has(name) && !value.includes("\n")) names.add(name);
  }
  return [...names].sort();
}

/** https://fetch.spec.whatwg.org/#forbidden-response-header-name */
const FORBIDDEN = new Set(["set-cookie", "set-cookie2"]);

/** Whether a response exposes a lower-case name to scripts of other origins. */
function exposure(headers: HeaderList, credentialsIncluded: boolean): (name: string) => boolean {
  const { tokens, invalid } = extractTokens(get(headers, "Access-Control-Expose-Headers"));
  const listed = invalid === null ? tokens.map(asciiLowercase) : [];
  if (listed.includes("*") && !credentialsIncluded) return () => true;
  return (name) => SAFELISTED.has(name) || listed.includes(name);
}
