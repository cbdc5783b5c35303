import { asciiLowercase, isToken } from "./field-values.ts";
import { type HeaderLine, type HeaderList, normalizeValue } from "./header-list.ts";

/** Why a request header is not CORS-safelisted. */
export type UnsafeReason = "name" | "value" | "too-long" | "total-too-long";

/** A request header that requires a preflight. `name` is lower-case. */
export interface UnsafeRequestHeader {
  readonly name: string;
  readonly reason: UnsafeReason;
}

/** How an implementation applies the safelist. Each member is a difference from the standard. */
export interface SafelistRules {
  /** Whether client hints, each with its valid values, are safelisted as well. */
  readonly clientHints: boolean;
  /** The first Range position that no longer counts as a number; null where all do. */
  readonly rangeLimit: bigint | null;
  /** Whether bytes from 0x80 on are unsafe in Accept and Content-Type. */
  readonly asciiOnly: boolean;
  /** The essence of a Content-Type, lower-case; null where it is invalid. */
  readonly essenceOf: (contentType: string) => string | null;
}

export const STANDARD_SAFELIST: SafelistRules = {
  clientHints: false,
  rangeLimit: null,
  asciiOnly: false,
  essenceOf: mimeTypeEssence,
};

/**
 * The request headers that are not CORS-safelisted, by lower-case name, sorted, each once.
 * https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 *
 * @param headers the headers that the caller set, without those that the browser adds.
 */
export function corsUnsafeRequestHeaders(
  headers: HeaderList,
  rules: SafelistRules = STANDARD_SAFELIST,
): UnsafeRequestHeader[] {
  if (headers.length === 0) return [];
  const unsafe = new Map<string, UnsafeReason>();
  const potentiallyUnsafe: string[] = [];
  let safelistValueSize = 0;
  for (const [name, value] of headers) {
    const reason = whyUnsafe(name, value, rules);
    if (reason !== null) unsafe.set(asciiLowercase(name), reason);
    else {
      potentiallyUnsafe.push(asciiLowercase(name));
      safelistValueSize += normalizeValue(value).length;
    }
  }
  if (safelistValueSize > 1024) {
    for (const name of potentiallyUnsafe) if (!unsafe.has(name)) unsafe.set(name, "total-too-long");
  }
  return [...unsafe]
    .map(([name, reason]) => ({ name, reason }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Why a header is not a CORS-safelisted request header, or null when it is one.
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 *
 * @param value text with one code unit per byte; surrounding whitespace does not count.
 */
export function whyUnsafe(
  name: string,
  value: string,
  rules: SafelistRules = STANDARD_SAFELIST,
): UnsafeReason | null {
  const isSafe = safelistedValue(asciiLowercase(name), rules);
  if (isSafe === null) return "name";
  const bytes = normalizeValue(value);
  if (bytes.length > 128) return "too-long";
  return isSafe(bytes, rules) ? null : "value";
}

type ValueCheck = (value: string, rules: SafelistRules) => boolean;

function safelistedValue(name: string, { clientHints }: SafelistRules): ValueCheck | null {
  return SAFELISTED.get(name) ?? (clientHints ? (CLIENT_HINTS.get(name) ?? null) : null);
}

const isLanguageValue: ValueCheck = (value) => /^[0-9A-Za-z *,\-.;=]*$/.test(value);

/** The check for the value of each safelisted header. */
const SAFELISTED: ReadonlyMap<string, ValueCheck> = new Map<string, ValueCheck>([
  ["accept", (value, { asciiOnly }) => !hasCorsUnsafeByte(value, asciiOnly)],
  ["accept-language", isLanguageValue],
  ["content-language", isLanguageValue],
  ["content-type", isSafelistedContentType],
  ["range", isSimpleRange],
]);

const isInteger: ValueCheck = (value) => /^[0-9]+$/.test(value);
const isDecimal: ValueCheck = (value) => /^[0-9]+(?:\.[0-9]+)?$/.test(value);

/**
 * The client hints that Chromium safelists, and their valid values (measured in 156, matches
 * services/network/public/cpp/cors/cors.cc).
 * https://wicg.github.io/client-hints-infrastructure/
 */
const CLIENT_HINTS: ReadonlyMap<string, ValueCheck> = new Map<string, ValueCheck>([
  ["device-memory", isDecimal],
  ["downlink", isDecimal],
  ["dpr", isDecimal],
  ["ect", (value) => /^(?:slow-2g|2g|3g|4g)$/.test(value)],
  ["intervention", () => true],
  ["rtt", isInteger],
  ["save-data", (value) => /^on$/i.test(value)],
  ["viewport-width", isInteger],
  ["width", isInteger],
]);

/** The names of headers that can be safelisted, including client hints. */
export const SAFELISTED_NAMES: ReadonlySet<string> = new Set([
  ...SAFELISTED.keys(),
  ...CLIENT_HINTS.keys(),
]);

/**
 * https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
 *
 * @param asciiOnly whether bytes from 0x80 on count as unsafe too.
 */
export function hasCorsUnsafeByte(value: string, asciiOnly = false): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
    if (asciiOnly && code >= 0x80) return true;
    if ('"():<>?@[\\]{}'.includes(value[i] as string)) return true;
  }
  return false;
}

const SAFELISTED_ESSENCES: ReadonlySet<string | null> = new Set([
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
]);

function isSafelistedContentType(value: string, rules: SafelistRules): boolean {
  return (
    !hasCorsUnsafeByte(value, rules.asciiOnly) && SAFELISTED_ESSENCES.has(rules.essenceOf(value))
  );
}

/**
 * The essence of a MIME type, lower-case, or null where it cannot be parsed.
 * https://mimesniff.spec.whatwg.org/#parse-a-mime-type
 */
export function mimeTypeEssence(value: string): string | null {
  const [beforeParameters = ""] = value.split(";", 1);
  const [type = "", ...rest] = normalizeValue(beforeParameters).split("/");
  const subtype = rest.join("/");
  return isToken(type) && isToken(subtype) ? asciiLowercase(`${type}/${subtype}`) : null;
}

/**
 * The essence as Gecko parses it from a request's Content-Type: Gecko rejects any comma, ends the type at the
 * first space, and allows only spaces after the last parameter (measured in 153;
 * net_ParseRequestContentType).
 */
export function geckoMimeTypeEssence(value: string): string | null {
  if (value.includes(",")) return null;
  const parameters = value.indexOf(";");
  if (parameters !== value.lastIndexOf(";") && value.endsWith(";")) return null;
  const [type = "", ...rest] = value.split(/[\t ;]/);
  if (parameters === -1 && rest.length > 0) return null;
  return type.includes("/") ? asciiLowercase(type) : null;
}

/**
 * A single range with a start, such as `bytes=0-` or `bytes=0-99`; the unit in lower case.
 * https://fetch.spec.whatwg.org/#simple-range-header-value
 */
function isSimpleRange(value: string, { rangeLimit }: SafelistRules): boolean {
  const match = /^bytes=([0-9]+)-([0-9]*)$/.exec(value);
  if (match === null) return false;
  const [start, end] = [BigInt(match[1] as string), BigInt(match[2] || 0)];
  if (rangeLimit !== null && (start >= rangeLimit || end >= rangeLimit)) return false;
  return match[2] === "" || start <= end;
}

/**
 * Whether only the browser sets a request header of this name, so that it never requires a preflight. Names
 * that are forbidden only with certain values are excluded, because browsers do not send those.
 * https://fetch.spec.whatwg.org/#forbidden-request-header
 */
export function isForbiddenRequestHeaderName(name: string): boolean {
  const lower = asciiLowercase(name);
  return FORBIDDEN.has(lower) || lower.startsWith("proxy-") || lower.startsWith("sec-");
}

const FORBIDDEN = new Set([
  "accept-charset",
  "accept-encoding",
  "access-control-request-headers",
  "access-control-request-method",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "date",
  "dnt",
  "expect",
  "host",
  "keep-alive",
  "origin",
  "referer",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/**
 * The headers that the page itself may have set: not forbidden, and not of a kind that browsers add unless the
 * page is known to have set them. If the page did set such a header, its preflight lists it.
 *
 * @param setByPage lower-case names of headers that the page's call set.
 */
export function callerHeaders(
  headers: HeaderList,
  setByPage: readonly string[] = [],
): HeaderLine[] {
  return headers.filter(([name]) => {
    const lower = asciiLowercase(name);
    const isOfBrowser = ADDED_BY_BROWSERS.has(lower) && !setByPage.includes(lower);
    return !isOfBrowser && !isForbiddenRequestHeaderName(lower);
  });
}

/** Headers that browsers send without the page setting them: on reload, on revalidation, by settings. */
const ADDED_BY_BROWSERS = new Set([
  "authorization", // HTTP authentication that the browser remembers; the preflight lists one that the page set
  "cache-control",
  "if-modified-since",
  "if-none-match",
  "last-event-id",
  "pragma",
  "priority",
  "purpose",
  "upgrade-insecure-requests",
  "user-agent",
  "x-client-data",
]);

/** Whether a server allows something with the header of this lower-case name; requests never have one. */
export function isCorsResponseHeaderName(lower: string): boolean {
  return /^access-control-(?:allow-|expose-headers$|max-age$)/.test(lower);
}
