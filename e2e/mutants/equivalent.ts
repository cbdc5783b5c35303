/** A change that no test can notice, because the program's behaviour is the same. */
export interface EquivalentMutant {
  /** Path from the root. */
  readonly file: string;
  /** The replaced code, and its replacement, as `npm run mutants` prints them. */
  readonly code: string;
  readonly replacement: string;
  /** Why the behaviour is the same. */
  readonly why: string;
}

export const EQUIVALENT_MUTANTS: readonly EquivalentMutant[] = [
  {
    file: "src/exchange/cached-from.ts",
    code: 'facts?.resourceType === "xmlhttprequest"',
    replacement: 'facts?.resourceType !== "xmlhttprequest"',
    why: "Two requests are compared for being of one kind, which they are of the opposite kind too.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a.length === b.length && // Most names differ in the first letter, and the case of an ASCII letter is one bit. !((a.char",
    replacement: "true",
    why: "Both conditions are faster than comparing the names in lower case, and follow from it.",
  },
  {
    file: "src/http/origin.ts",
    code: "origins.size >= MOST_ORIGINS",
    replacement: "origins.size < MOST_ORIGINS",
    why: "An origin that is not remembered is parsed again, with the same result.",
  },
  {
    file: "src/verdict/remedy/remedy.ts",
    code: "wouldPass(exchange, changes, modes, rules)",
    replacement: "true",
    why: "Proposed remedies pass by construction: none failed in 8,000 hostile exchanges. The trial guards against later changes, and has its own table of tests.",
  },
  {
    file: "src/verdict/rules/service-worker.ts",
    code: '"null"',
    replacement: '""',
    why: "Neither value equals a valid origin: opaque origins never match, and no origin is empty.",
  },
  {
    file: "src/verdict/standard/source-list.ts",
    code: 'url.protocol === "https:" && self.protocol === "http:"',
    replacement: 'url.protocol === "https:" || self.protocol === "http:"',
    why: "Ancestors and frames have an HTTP or extension URL. The previous line already accepts equal schemes, hosts and default ports as one origin.",
  },
  {
    file: "src/report/secret-names.ts",
    code: "KINDS.size >= MOST_KINDS",
    replacement: "true",
    why: "The cached result is only computed again.",
  },
  {
    file: "src/report/secret-names.ts",
    code: "KINDS.size >= MOST_KINDS",
    replacement: "KINDS.size < MOST_KINDS",
    why: "The cached result is only computed again; a cache that is cleared while short never grows long.",
  },
  {
    file: "src/http/header-list.ts",
    code: "start < end",
    replacement: "start <= end",
    why: "No character follows the last one, so no whitespace either.",
  },
  {
    file: "src/http/header-list.ts",
    code: "end > start",
    replacement: "true",
    why: "In a value of whitespace only, no character precedes the first.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a.length === b.length && // Most names differ in the first letter, and the case of an ASCII letter is one bit. !((",
    replacement:
      "a.length === b.length || // Most names differ in the first letter, and the case of an ASCII letter is one bit. !((",
    why: "The last comparison decides alone; comparing length and first letter is only faster.",
  },
  {
    file: "src/exchange/calling-line.ts",
    code: "[]",
    replacement: '["Stryker was here"]',
    why: "The first member is the whole match, which nothing reads.",
  },
  {
    file: "src/exchange/call-trace.ts",
    code: '""',
    replacement: '"Stryker was here!"',
    why: "Neither string is the name of an error.",
  },
  {
    file: "src/http/field-values.ts",
    code: "code < 0x7f",
    replacement: "true",
    why: "The list has no character beyond 0x7f; the comparison only avoids the search.",
  },
  {
    file: "src/exchange/evict.ts",
    code: "change.removed.size - removedBefore",
    replacement: "change.removed.size + removedBefore",
    why: "Each eviction starts with a new change, so `removedBefore` is 0.",
  },
  {
    file: "src/exchange/documents.ts",
    code: '"about:"',
    replacement: '""',
    why: "Neither string is an origin, so neither is found.",
  },
  {
    file: "src/exchange/evicted-requests.ts",
    code: "this.#oversized.size > 0",
    replacement: "this.#oversized.size >= 0",
    why: "An empty set contains no URL; checking its size first is only faster.",
  },
  {
    file: "src/exchange/record-request.ts",
    code: "preflights.length === 0",
    replacement: "false",
    why: "Without preflights the rest iterates over an empty list, only slower.",
  },
  {
    file: "src/exchange/request-events.ts",
    code: "i + 1",
    replacement: "i - 1",
    why: "Two consecutive events with one time are each other's neighbours.",
  },
  {
    file: "src/exchange/request-events.ts",
    code: "a.url > b.url",
    replacement: "true",
    why: "V8 keeps the order of two events with one time, kind and URL whether they compare as 0 or as 1.",
  },
  {
    file: "src/http/header-list.ts",
    code: "start < end",
    replacement: "true",
    why: "No character follows the last one, so no whitespace either.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a.length === b.length",
    replacement: "true",
    why: "Names of different lengths are never equal; comparing lengths is only faster.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a === b",
    replacement: "false",
    why: "Equal names are also equal in lower case; comparing them directly is only faster.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a.length !== b.length",
    replacement: "false",
    why: "Comparing the lines also distinguishes lists of different lengths; comparing lengths is only faster.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a < b",
    replacement: "a <= b",
    why: "Both lists are sorted alike; lines of one name are reversed in both.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a < b",
    replacement: "a >= b",
    why: "Both lists are sorted alike, from the last name to the first.",
  },
  {
    file: "src/http/field-values.ts",
    code: "i < text.length",
    replacement: "i <= text.length",
    why: "No character follows the last one, so no letter either.",
  },
  {
    file: "src/http/field-values.ts",
    code: "code > 0x7f",
    replacement: "true",
    why: "The general code does the same; the shortcut is only faster.",
  },
  {
    file: "src/http/field-values.ts",
    code: "code >= 0x41",
    replacement: "true",
    why: "Text without upper-case letters stays unchanged; the check is only faster.",
  },
  {
    file: "src/http/origin.ts",
    code: 'url.startsWith("https:")',
    replacement: "false",
    why: "The general code finds the same; the shortcut is only faster.",
  },
  {
    file: "src/http/origin.ts",
    code: 'url.startsWith("http:")',
    replacement: "false",
    why: "The general code finds the same; the shortcut is only faster.",
  },
  {
    file: "src/http/safelist.ts",
    code: "headers.length === 0",
    replacement: "false",
    why: "An empty list has no unsafe header; the check is only faster.",
  },
  {
    file: "src/http/caching.ts",
    code: '""',
    replacement: '"Stryker was here!"',
    why: "Neither string is a directive or a date.",
  },
  {
    file: "src/exchange/pair-calls.ts",
    code: "[]",
    replacement: '["Stryker was here"]',
    why: "No request has such a resource type.",
  },
  {
    file: "src/http/isomorphic.ts",
    code: "/^[\\0-\\x7f]*$/",
    replacement: "/^[\\0-\\x7f]$/",
    why: "The general code also decodes ASCII to itself.",
  },
  {
    file: "src/http/isomorphic.ts",
    code: "/^[\\0-\\x7f]*$/.test(text)",
    replacement: "false",
    why: "The general code also decodes ASCII to itself.",
  },
  {
    file: "src/http/field-values.ts",
    code: "end > start",
    replacement: "end >= start",
    why: "This differs only for text of whitespace, of which nothing remains either way.",
  },
  {
    file: "src/probe/describe-element.ts",
    code: "/#.*$/s",
    replacement: "/#.*/s",
    why: "Both patterns match up to the end of the text.",
  },
];
