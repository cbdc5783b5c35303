import { listMembers } from "./field-values.ts";
import { get, getAll, type HeaderList } from "./header-list.ts";

/** The request headers by which a response varies; "*" means more than headers. */
export function varyNames(headers: HeaderList): readonly string[] {
  return listMembers(get(headers, "Vary"));
}

/** Whether a cache may reuse a response only for requests with the same `Origin`, or never. */
export function variesByOrigin(headers: HeaderList): boolean {
  return varyNames(headers).some((name) => /^(?:origin|\*)$/i.test(name));
}

/** The response's `Vary` value, extended by `Origin` where it is missing. */
export function varyWithOrigin(headers: HeaderList): string {
  const names = varyNames(headers);
  return (variesByOrigin(headers) ? names : [...names, "Origin"]).join(", ");
}

/**
 * Whether some cache, in the browser or on the way, may store a response and reuse it, possibly after a
 * revalidation.
 * https://httpwg.org/specs/rfc9111.html#response.cacheability
 */
export function mayBeStored(headers: HeaderList): boolean {
  const directives = listMembers(get(headers, "Cache-Control")).map((one) => one.toLowerCase());
  if (directives.some((one) => /^no-store(?:$|[\s=])/.test(one))) return false;
  if (directives.some((one) => KEEPING.test(one))) return true;
  return ["ETag", "Last-Modified", "Expires"].some((name) => {
    const value = get(headers, name) ?? "";
    // An invalid date, such as "0", counts as past: https://httpwg.org/specs/rfc9111.html#field.expires
    return name === "Expires" ? /\d:\d/.test(value) && Date.parse(value) > 0 : value !== "";
  });
}

const KEEPING = /^(?:public|immutable|(?:s-max|max-)age=\s*"?0*[1-9]|stale-while-revalidate)/;

/**
 * Whether the headers allow any shared cache to give the response to anybody, so that its content is not
 * personal.
 * https://httpwg.org/specs/rfc9111.html#response.cacheability
 */
export function isForAnybody(headers: HeaderList): boolean {
  const directives = listMembers(get(headers, "Cache-Control")).map((one) => one.toLowerCase());
  return (
    directives.some((one) => SHARED.test(one)) &&
    !directives.some((one) => /^(?:private|no-store|no-cache)(?:$|[\s=])/.test(one)) &&
    !varyNames(headers).some((name) => /^(?:\*|cookie|authorization|origin)$/i.test(name)) &&
    get(headers, "Set-Cookie") === null
  );
}

const SHARED = /^(?:public(?:$|\s)|(?:s-max|max-)age=\s*"?0*[1-9])/;

/** How a browser's cache treats statuses, as patterns of three digits. */
export interface CacheRules {
  /** The statuses that the cache reuses without any freshness information. */
  readonly permanent: RegExp;
  /** The statuses that the cache stores if the response has explicit freshness. */
  readonly stored: RegExp;
  /** The statuses whose freshness the cache derives from `Last-Modified`. */
  readonly guessed: RegExp;
}

/**
 * Whether a browser may reuse a response without a request to the server.
 * https://httpwg.org/specs/rfc9111.html#expiration.model
 *
 * Both browsers obey `Pragma: no-cache` whatever other headers say, accept only bare digits in `max-age`, and
 * assume a tenth of the time since `Last-Modified` (measured in Chromium 156 and Firefox 153).
 *
 * @param at when the response was received, in milliseconds since the epoch.
 */
export function mayBeReused(
  { status, headers }: { readonly status: number; readonly headers: HeaderList },
  at: number,
  rules: CacheRules,
): boolean {
  if (!rules.stored.test(`${status}`)) return false;
  const directives = listMembers(get(headers, "Cache-Control")).map((one) => one.toLowerCase());
  if (directives.some((one) => /^no-(?:store|cache)(?:$|[\s=])/.test(one))) return false;
  if (/(?:^|,)\s*no-cache\s*(?:$|,)/i.test(get(headers, "Pragma") ?? "")) return false;
  const date = Date.parse(get(headers, "Date") ?? "") || at;
  return lifetime(status, headers, directives, date, rules) > age(headers, date, at);
}

/** The freshness lifetime in seconds. https://httpwg.org/specs/rfc9111.html#calculating.freshness.lifetime */
function lifetime(
  status: number,
  headers: HeaderList,
  directives: readonly string[],
  date: number,
  rules: CacheRules,
): number {
  // The first of several `max-age` directives counts.
  const maxAge = directives.find((one) => /^max-age\s*(?:=|$)/.test(one));
  if (maxAge !== undefined) return Number(/^max-age=\s*([0-9]+)$/.exec(maxAge)?.[1] ?? 0);
  const expires = get(headers, "Expires");
  // An invalid date counts as past: https://httpwg.org/specs/rfc9111.html#field.expires
  if (expires !== null) return seconds(Date.parse(expires) - date) || 0;
  if (rules.permanent.test(`${status}`)) return Number.POSITIVE_INFINITY;
  if (!rules.guessed.test(`${status}`)) return 0;
  return seconds((date - Date.parse(get(headers, "Last-Modified") ?? "")) / 10) || 0;
}

/** The age in seconds. https://httpwg.org/specs/rfc9111.html#age.calculations */
function age(headers: HeaderList, date: number, at: number): number {
  const reported = Number(/^[0-9]+/.exec(getAll(headers, "Age")[0] ?? "")?.[0] ?? 0);
  return Math.max(reported, seconds(at - date), 0);
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
