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
    file: "src/verdict/remedy/remedy.ts",
    code: "wouldPass(exchange, changes, modes, rules)",
    replacement: "true",
    why: "What is proposed passes by construction: of 8,000 hostile exchanges no proposal failed. The trial guards against what is changed later, and is held to its own table.",
  },
  {
    file: "src/verdict/rules/service-worker.ts",
    code: '"null"',
    replacement: '""',
    why: "No origin is the same as either: an opaque one is the same as none, and none is empty.",
  },
  {
    file: "src/verdict/standard/source-list.ts",
    code: 'url.protocol === "https:" && self.protocol === "http:"',
    replacement: 'url.protocol === "https:" || self.protocol === "http:"',
    why: "Ancestors and frames are HTTP's or an extension's. Two of one scheme, with one host and the default port, are of one origin, which the line before knows.",
  },
  {
    file: "src/report/secret-names.ts",
    code: "KINDS.size >= MOST_KINDS",
    replacement: "true",
    why: "What was worked out is worked out again.",
  },
  {
    file: "src/report/secret-names.ts",
    code: "KINDS.size >= MOST_KINDS",
    replacement: "KINDS.size < MOST_KINDS",
    why: "What was worked out is worked out again; of a list that is cleared while it is short none is long.",
  },
  {
    file: "src/http/header-list.ts",
    code: "start < end",
    replacement: "start <= end",
    why: "What stands after the last character is none.",
  },
  {
    file: "src/http/header-list.ts",
    code: "end > start",
    replacement: "true",
    why: "Where all was whitespace nothing stands before the first character, which is none.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a.length === b.length && // Most differ in the first letter, which is cheaper to see: an ASCII letter's case is one bit. !((",
    replacement:
      "a.length === b.length || // Most differ in the first letter, which is cheaper to see: an ASCII letter's case is one bit. !((",
    why: "What is compared last decides by itself; the length and the first letter are cheaper to see.",
  },
  {
    file: "src/exchange/calling-line.ts",
    code: "[]",
    replacement: '["Stryker was here"]',
    why: "The first member is what matched as a whole, which nothing reads.",
  },
  {
    file: "src/exchange/call-trace.ts",
    code: '""',
    replacement: '"Stryker was here!"',
    why: "Neither is the name of an error.",
  },
  {
    file: "src/http/field-values.ts",
    code: "code < 0x7f",
    replacement: "true",
    why: "None of the punctuation is beyond it; the comparison only spares the search.",
  },
  {
    file: "src/exchange/evict.ts",
    code: "change.removed.size - removedBefore",
    replacement: "change.removed.size + removedBefore",
    why: "Each eviction has a change of its own, from which nothing was removed before.",
  },
  {
    file: "src/exchange/documents.ts",
    code: '"about:"',
    replacement: '""',
    why: "It stands for an origin that is looked up, and no origin is either.",
  },
  {
    file: "src/exchange/evicted-requests.ts",
    code: "this.#oversized.size > 0",
    replacement: "this.#oversized.size >= 0",
    why: "Nothing is in an empty set: that it is empty is seen sooner than a URL is read.",
  },
  {
    file: "src/exchange/record-request.ts",
    code: "preflights.length === 0",
    replacement: "false",
    why: "Without preflights nothing is paired: what follows goes over an empty list, only slower.",
  },
  {
    file: "src/exchange/request-events.ts",
    code: "i + 1",
    replacement: "i - 1",
    why: "Of two events in turn with one time each is the other's neighbour.",
  },
  {
    file: "src/http/header-list.ts",
    code: "start < end",
    replacement: "true",
    why: "What stands after the last character is none.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a.length === b.length",
    replacement: "true",
    why: "Names of two lengths are not equal either; the length is cheaper to see.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a === b",
    replacement: "false",
    why: "Equal names are equal in lower case; that they are is cheaper to see.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a.length !== b.length",
    replacement: "false",
    why: "Two lists of two lengths are told apart by what compares their lines; the length is cheaper to see.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a < b",
    replacement: "a <= b",
    why: "Both lists are put in order alike, the lines of one name the other way round in both.",
  },
  {
    file: "src/http/header-list.ts",
    code: "a < b",
    replacement: "a >= b",
    why: "Both lists are put in order alike, from the last name to the first.",
  },
  {
    file: "src/http/field-values.ts",
    code: "i < text.length",
    replacement: "i <= text.length",
    why: "What stands after the last character is no letter.",
  },
  {
    file: "src/http/field-values.ts",
    code: "code > 0x7f",
    replacement: "true",
    why: "The general way does the same; the other is cheaper.",
  },
  {
    file: "src/http/field-values.ts",
    code: "code >= 0x41",
    replacement: "true",
    why: "What has no letter in upper case stays as it is; that it has none is cheaper to see.",
  },
  {
    file: "src/http/origin.ts",
    code: 'url.startsWith("https:")',
    replacement: "false",
    why: "The general way finds the same; the other is cheaper.",
  },
  {
    file: "src/http/origin.ts",
    code: 'url.startsWith("http:")',
    replacement: "false",
    why: "The general way finds the same; the other is cheaper.",
  },
  {
    file: "src/http/safelist.ts",
    code: "headers.length === 0",
    replacement: "false",
    why: "Of no headers none is unsafe; that there are none is cheaper to see.",
  },
  {
    file: "src/http/caching.ts",
    code: '""',
    replacement: '"Stryker was here!"',
    why: "Neither is a directive or a date.",
  },
  {
    file: "src/exchange/pair-calls.ts",
    code: "[]",
    replacement: '["Stryker was here"]',
    why: "No request has that type.",
  },
  {
    file: "src/http/isomorphic.ts",
    code: "/^[\\0-\\x7f]*$/",
    replacement: "/^[\\0-\\x7f]$/",
    why: "ASCII is its own decoding, which the general way finds as well.",
  },
  {
    file: "src/probe/describe-element.ts",
    code: "/#.*$/s",
    replacement: "/#.*/s",
    why: "What is taken goes to the end either way.",
  },
];
