import type { Text } from "../http/byte-string.ts";

/**
 * Request headers of HTTP, of its extensions in common use and of libraries, in lower case. Only those whose
 * words all begin with a capital in their specification, and only those that a script can set.
 */
const REGISTERED = new Set(
  "accept accept-language authorization cache-control content-disposition content-encoding content-language content-range content-type depth destination expires if-match if-modified-since if-none-match if-range if-unmodified-since link location overwrite pragma prefer range user-agent x-requested-with".split(
    " ",
  ),
);

/**
 * A header's name as people write and search for it: registered ones in their canonical case, others as they
 * were sent, because their authors' spelling is not known ("X-API-Key", "X-Api-Key"). Pure.
 *
 * @param name as recorded, safe in a sentence; preflights list names in lower case.
 */
export function headerName(name: Text): Text {
  return REGISTERED.has(name) ? name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name;
}
