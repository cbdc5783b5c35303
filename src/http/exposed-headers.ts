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
 * The names, lower-case, sorted and each once, of the headers that a script reads from a response.
 * https://fetch.spec.whatwg.org/#concept-filtered-response-cors
 *
 * @param kind "basic" hides `Set-Cookie` only; "cors" shows what is safelisted or exposed; an
 *   opaque response shows none.
 * @param credentialsIncluded whether the credentials mode is "include": then `*` is a plain name.
 */
export function readableHeaderNames(
  headers: HeaderList,
  kind: "basic" | "cors" | "opaque",
  credentialsIncluded: boolean,
): string[] {
  if (kind === "opaque") return [];
  const present = new Set<string>();
  // Firefox joins lines of challenges by what no value may hold, and gives scripts none (seen in 153).
  for (const [name, value] of headers) if (!value.includes("\n")) present.add(asciiLowercase(name));
  // https://fetch.spec.whatwg.org/#forbidden-response-header-name
  present.delete("set-cookie");
  present.delete("set-cookie2");
  if (kind === "basic") return [...present].sort();
  const { tokens, invalid } = extractTokens(get(headers, "Access-Control-Expose-Headers"));
  const listed = new Set(invalid === null ? tokens.map(asciiLowercase) : []);
  const all = listed.has("*") && !credentialsIncluded;
  return [...present].filter((name) => all || SAFELISTED.has(name) || listed.has(name)).sort();
}
