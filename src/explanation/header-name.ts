import type { Text } from "../http/byte-string.ts";

/** Request headers that scripts often set, of those whose words all begin with a capital. In lower case. */
const CANONICAL = new Set(
  "accept authorization cache-control content-language content-type if-match if-modified-since if-none-match if-range pragma range user-agent x-requested-with".split(
    " ",
  ),
);

/**
 * A header's name as people write and search for it: common ones in their canonical case, others as they
 * were sent, because their authors' spelling is not known ("X-API-Key", "X-Api-Key"). Pure.
 *
 * @param name as recorded, safe in a sentence; preflights list names in lower case.
 */
export function headerName(name: Text): Text {
  return CANONICAL.has(name) ? name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name;
}
