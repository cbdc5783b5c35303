/**
 * A field name or method token: `tchar+`.
 * https://httpwg.org/specs/rfc9110.html#tokens
 */
export function isToken(text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) if (!isTokenCode(text.charCodeAt(i))) return false;
  return true;
}

function isTokenCode(code: number): boolean {
  if (code >= 0x61 && code <= 0x7a) return true; // a-z
  if (code >= 0x41 && code <= 0x5a) return true; // A-Z
  if (code >= 0x30 && code <= 0x39) return true; // 0-9
  return code < 0x7f && TOKEN_PUNCTUATION.includes(String.fromCharCode(code));
}

const TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

/**
 * The members of a `#rule` list: split at commas, trimmed of spaces and tabs, without empty members. Members
 * need not be tokens.
 * https://httpwg.org/specs/rfc9110.html#abnf.extension
 */
export function listMembers(value: string | null): string[] {
  if (value === null) return [];
  const members: string[] = [];
  for (const raw of value.split(",")) {
    const member = trimOws(raw);
    if (member !== "") members.push(member);
  }
  return members;
}

/**
 * Extracts a `#token` (or `#field-name`) list.
 * https://fetch.spec.whatwg.org/#extract-header-list-values
 *
 * @returns the tokens, and the first member that is not a token: one such member voids the whole header.
 */
export function extractTokens(value: string | null): { tokens: string[]; invalid: string | null } {
  const tokens = listMembers(value);
  const invalid = tokens.find((member) => !isToken(member)) ?? null;
  return { tokens, invalid };
}

/** Whether every member is a token. */
export function isTokenList(members: readonly string[]): boolean {
  return members.every(isToken);
}

function trimOws(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === " " || text[start] === "\t") start++;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return text.slice(start, end);
}

/**
 * Lower-cases only ASCII letters.
 * https://infra.spec.whatwg.org/#ascii-lowercase
 */
export function asciiLowercase(text: string): string {
  // The engine calls this function most often: most names are lower-case, and nearly all are ASCII.
  let hasUpper = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    if (code >= 0x41 && code <= 0x5a) hasUpper = true;
  }
  return hasUpper ? text.toLowerCase() : text;
}
