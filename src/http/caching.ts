import { listMembers } from "./field-values.ts";
import { get, getAll, type HeaderList } from "./header-list.ts";

/** The request headers by which a response varies; "*" for more than headers. */
export function varyNames(headers: HeaderList): readonly string[] {
  return listMembers(get(headers, "Vary"));
}

/** Whether a cache may give a response out only to who sends the same `Origin`, or to nobody. */
export function variesByOrigin(headers: HeaderList): boolean {
  return varyNames(headers).some((name) => /^(?:origin|\*)$/i.test(name));
}

/** The `Vary` with which a response varies by `Origin`: its own, with that name where it lacks it. */
export function varyWithOrigin(headers: HeaderList): string {
  const names = varyNames(headers);
  return (variesByOrigin(headers) ? names : [...names, "Origin"]).join(", ");
}

/**
 * Whether some cache, the browser's or one on the way, may keep a response and give it out again,
 * be it after a revalidation.
 * https://httpwg.org/specs/rfc9111.html#response.cacheability
 */
export function mayBeKept(headers: HeaderList): boolean {
  const directives = listMembers(get(headers, "Cache-Control")).map((one) => one.toLowerCase());
  if (directives.some((one) => /^no-store(?:$|[\s=])/.test(one))) return false;
  if (directives.some((one) => KEEPING.test(one))) return true;
  return ["ETag", "Last-Modified", "Expires"].some((name) => {
    const value = get(headers, name) ?? "";
    // What is no date, "0" above all, has passed: https://httpwg.org/specs/rfc9111.html#field.expires
    return name === "Expires" ? /\d:\d/.test(value) && Date.parse(value) > 0 : value !== "";
  });
}

const KEEPING = /^(?:public|immutable|(?:s-max|max-)age=\s*"?0*[1-9]|stale-while-revalidate)/;

/**
 * Whether a response says that any cache on the way may give it out to anybody: what it holds is then
 * nobody's own.
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

/** How a browser's cache treats statuses: which three digits match. */
export interface CacheRules {
  /** Those that it gives out again without a word of the server. */
  readonly permanent: RegExp;
  /** Those that it stores where they say how long they are fresh. */
  readonly stored: RegExp;
  /** Those of which it guesses that, by when they last changed. */
  readonly guessed: RegExp;
}

/**
 * Whether a browser may give a response out again without a request to the server.
 * https://httpwg.org/specs/rfc9111.html#expiration.model
 *
 * Both browsers take `Pragma: no-cache` at its word whatever else is said, read `max-age` as bare
 * digits, and guess a tenth of the time since the last change (measured in Chromium 156 and Firefox
 * 153).
 *
 * @param at when it was received, in milliseconds since the epoch.
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

/** In seconds. https://httpwg.org/specs/rfc9111.html#calculating.freshness.lifetime */
function lifetime(
  status: number,
  headers: HeaderList,
  directives: readonly string[],
  date: number,
  rules: CacheRules,
): number {
  // Of several the first holds.
  const maxAge = directives.find((one) => /^max-age\s*(?:=|$)/.test(one));
  if (maxAge !== undefined) return Number(/^max-age=\s*([0-9]+)$/.exec(maxAge)?.[1] ?? 0);
  const expires = get(headers, "Expires");
  // One that is no date has passed: https://httpwg.org/specs/rfc9111.html#field.expires
  if (expires !== null) return seconds(Date.parse(expires) - date) || 0;
  if (rules.permanent.test(`${status}`)) return Number.POSITIVE_INFINITY;
  if (!rules.guessed.test(`${status}`)) return 0;
  return seconds((date - Date.parse(get(headers, "Last-Modified") ?? "")) / 10) || 0;
}

/** In seconds. https://httpwg.org/specs/rfc9111.html#age.calculations */
function age(headers: HeaderList, date: number, at: number): number {
  const reported = Number(/^[0-9]+/.exec(getAll(headers, "Age")[0] ?? "")?.[0] ?? 0);
  return Math.max(reported, seconds(at - date), 0);
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
