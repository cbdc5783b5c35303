import { asciiLowercase } from "./field-values.ts";
import type { HeaderList } from "./header-list.ts";

/** Why a request header is not CORS-safelisted. */
export type UnsafeReason = "name" | "value" | "too-long" | "total-too-long";

/** A request header that makes a preflight necessary. `name` is lower-case. */
export interface UnsafeRequestHeader {
  readonly name: string;
  readonly reason: UnsafeReason;
}

/**
 * The request headers that are not CORS-safelisted, by lower-case name, sorted, each once.
 * https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 *
 * @param headers the headers that the caller set (not those that the browser adds by itself).
 */
export function corsUnsafeRequestHeaders(headers: HeaderList): UnsafeRequestHeader[] {
  const unsafe = new Map<string, UnsafeReason>();
  const potentiallyUnsafe: string[] = [];
  let safelistValueSize = 0;
  for (const [name, value] of headers) {
    const reason = whyUnsafe(name, value);
    if (reason !== null) unsafe.set(asciiLowercase(name), reason);
    else {
      potentiallyUnsafe.push(asciiLowercase(name));
      safelistValueSize += value.length;
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
 */
export function whyUnsafe(name: string, value: string): UnsafeReason | null {
  switch (asciiLowercase(name)) {
    case "accept":
      if (hasCorsUnsafeByte(value)) return "value";
      break;
    case "accept-language":
    case "content-language":
      if (!/^[0-9A-Za-z *,\-.;=]*$/.test(value)) return "value";
      break;
    case "content-type":
      if (hasCorsUnsafeByte(value) || !isSafelistedContentType(value)) return "value";
      break;
    case "range":
      if (!isSimpleRange(value)) return "value";
      break;
    default:
      return "name";
  }
  return value.length > 128 ? "too-long" : null;
}

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
export function hasCorsUnsafeByte(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
    if ('"():<>?@[\\]{}'.includes(value[i] as string)) return true;
  }
  return false;
}

const SAFELISTED_ESSENCES = [
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
];

function isSafelistedContentType(value: string): boolean {
  const essence = asciiLowercase((value.split(";", 1)[0] ?? "").trim());
  return SAFELISTED_ESSENCES.includes(essence);
}

/** `bytes=N-` or `bytes=N-M` with N ≤ M: https://fetch.spec.whatwg.org/#simple-range-header-value */
function isSimpleRange(value: string): boolean {
  const match = /^bytes=(\d+)-(\d*)$/i.exec(value);
  if (match === null) return false;
  return match[2] === "" || Number(match[1]) <= Number(match[2]);
}

/**
 * Whether a request header name is one that only the browser sets, so that it never counts for a
 * preflight (the value-dependent cases are left out: a browser does not send those).
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
