import { asciiLowercase, listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import type { Side } from "../diagnosis.ts";
import { edits } from "../edits.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { libraryOfHeaders } from "../tables/sdk-headers.ts";

/** The list at fault for each cause, and the test for a similar member. */
const LISTS: Readonly<Record<string, { readonly header: string; readonly near: Near }>> = {
  "header-disallowed": { header: "Access-Control-Allow-Headers", near: isNearHeader },
  "method-disallowed": { header: "Access-Control-Allow-Methods", near: isNearMethod },
};

type Near = (member: string, wanted: string) => boolean;

/** The list has the name that the request needs, with a typo in one of the two names. */
export const memberMisspelt: DiagnosisRule = {
  id: "member-misspelt",
  before: "A list that seems to have the name makes the reader look for the fault elsewhere.",
  find: ({ verdict, headers, blockedByCors }) => {
    const list = LISTS[verdict.cause?.code ?? ""];
    if (!blockedByCors || list === undefined) return null;
    const members = listMembers(get(headers, list.header));
    for (const { code, parameter } of verdict.findings) {
      if (code !== verdict.cause?.code || parameter === null) continue;
      const member = members.find((one) => list.near(one, parameter));
      if (member === undefined) continue;
      // The server may also have a header of that other name.
      const isOpen = isKnown(member) === isKnown(parameter) || isOneWithX(member, parameter);
      if (isOpen && libraryOfHeaders(disallowed(verdict)) !== null) continue;
      return {
        side: sideOf(member, parameter),
        certainty: isOpen ? "ambiguous" : "likely",
        parameter: `${member}; ${parameter}`,
        evidence: [headerEvidence(list.header, get(headers, list.header), parameter)],
      };
    }
    return null;
  },
  hides: ["platform-default-headers", "library-adds-headers", "content-type-without-body"],
};

const disallowed = ({ findings }: Verdict) =>
  findings.flatMap(({ code, parameter }) =>
    code === "header-disallowed" && parameter !== null ? [asciiLowercase(parameter)] : [],
  );

/** The side with the typo: the side whose name is not a well-known header or method. */
const sideOf = (member: string, wanted: string): Side =>
  isKnown(member) && !isKnown(wanted) ? "page" : "server";

const isKnown = (name: string) => KNOWN.has(asciiLowercase(name)) || METHODS.has(name);

/** Request headers of many clients, and the methods of HTTP, WebDAV and PATCH. */
const KNOWN: ReadonlySet<string> = new Set([
  ...["accept", "accept-language", "authorization", "cache-control", "content-type", "if-match"],
  ...["if-modified-since", "if-none-match", "idempotency-key", "origin", "pragma", "range"],
  ...["traceparent", "tracestate", "x-access-token", "x-api-key", "x-app-key", "x-auth-token"],
  ...["x-oauth-token", "x-user-token"],
  ...["x-csrf-token", "x-csrftoken", "x-requested-with", "x-xsrf-token"],
]);
const METHODS: ReadonlySet<string> = new Set([
  ...["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY"],
  ...["COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "REPORT", "SEARCH", "UNLOCK"],
]);

/** The same words with other separators or without "X-", or with a typo in one word. */
export function isNearHeader(member: string, wanted: string): boolean {
  const [one, other] = [asciiLowercase(member), asciiLowercase(wanted)];
  // Pages cannot set `Origin`, so a list need not have it; `X-Origin` is a different header.
  if (one === other || one === "origin" || other === "origin") return false;
  if (bare(one) === bare(other)) return true;
  if (isKnown(one) || isKnown(other)) {
    // Two well-known names are two headers, such as X-CSRF-Token and X-XSRF-Token.
    if (isKnown(one) === isKnown(other) || edits(one, other) > MOST_EDITS) return false;
    return !isOtherWord(one, other);
  }
  return isSlipInWord(one, other);
}

const bare = (name: string) => name.replace(/[-_]/g, "").replace(/^x(?=.{3})/, "");

/** Whether the names differ in a leading "X-" only: custom headers often have that prefix. */
function isOneWithX(one: string, other: string): boolean {
  const signs = (name: string) => asciiLowercase(name).replace(/[-_]/g, "");
  return bare(asciiLowercase(one)) === bare(asciiLowercase(other)) && signs(one) !== signs(other);
}

/** Whether the names differ in one word that another equally short word replaces: "app" for "api". */
function isOtherWord(one: string, other: string): boolean {
  const words = one.split("-");
  const others = other.split("-");
  const at = words.findIndex((word, index) => word !== others[index]);
  const [word, wanted] = [words[at] ?? "", others[at] ?? ""];
  const isShort = word.length === wanted.length && word.length < SHORTEST;
  return words.length === others.length && isShort && sorted(word) !== sorted(wanted);
}

/** Whether two names differ by a typo in one word; short words are too often similar. */
function isSlipInWord(one: string, other: string): boolean {
  const words = one.split("-");
  const others = other.split("-");
  const different = words.flatMap((word, at) => (word === others[at] ? [] : [at]));
  const [at] = different;
  if (words.length !== others.length || different.length !== 1 || at === undefined) return false;
  const [word, wanted] = [words[at] ?? "", others[at] ?? ""];
  if (Math.max(word.length, wanted.length) < SHORTEST) return false;
  const isSwapped = word.length === wanted.length && sorted(word) === sorted(wanted);
  return edits(word, wanted) <= (isSwapped ? 2 : 1);
}

const sorted = (word: string) => [...word].sort().join("");

function isNearMethod(member: string, wanted: string): boolean {
  // A method in another case is a separate cause.
  if (METHODS.has(member) || member.toUpperCase() === wanted.toUpperCase()) return false;
  return METHODS.has(wanted) && member.length > 2 && edits(member, wanted) <= MOST_EDITS;
}

/** Two swapped letters are two edits. */
const MOST_EDITS = 2;
/** In shorter words, one letter makes a different word. */
const SHORTEST = 5;
