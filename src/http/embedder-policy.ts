import { get, type HeaderList } from "./header-list.ts";

/** https://html.spec.whatwg.org/multipage/browsers.html#embedder-policy-value */
export type EmbedderPolicy = "unsafe-none" | "require-corp" | "credentialless";

/**
 * The embedder policy that a response sets for its document: one token item, optionally with parameters; any
 * other value is ignored. It applies only in secure contexts, and a report-only header never does.
 * https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy
 */
export function embedderPolicyOf(headers: HeaderList, isSecureContext: boolean): EmbedderPolicy {
  if (!isSecureContext) return "unsafe-none";
  const token = tokenOf(get(headers, "Cross-Origin-Embedder-Policy") ?? "");
  return token === "require-corp" || token === "credentialless" ? token : "unsafe-none";
}

/**
 * Whether documents with this policy embed only resources that consent to be embedded.
 * https://html.spec.whatwg.org/multipage/browsers.html#compatible-with-cross-origin-isolation
 */
export function demandsConsent(policy: EmbedderPolicy): boolean {
  return policy !== "unsafe-none";
}

/**
 * The token of a structured field that is an item; null where the field is not an item or the item not a
 * token.
 * https://www.rfc-editor.org/rfc/rfc9651#name-parsing-an-item
 */
export function tokenOf(field: string): string | null {
  return ITEM.exec(field)?.[1] ?? null;
}

const TOKEN = /[A-Za-z*][\w!#$%&'*+.^`|~:/-]*/.source;
const BARE_ITEMS = [
  /-?\d{1,12}\.\d{1,3}/.source,
  /-?\d{1,15}/.source,
  /"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/.source,
  TOKEN,
  /:[A-Za-z0-9+/=]*:/.source,
  /\?[01]/.source,
];
const PARAMETER = `; *[a-z*][a-z0-9_.*-]*(?:=(?:${BARE_ITEMS.join("|")}))?`;
const ITEM = new RegExp(`^ *(${TOKEN})(?:${PARAMETER})* *$`);
