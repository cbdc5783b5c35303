import { listMembers } from "./field-values.ts";
import { get, type HeaderList } from "./header-list.ts";

/** The request headers by which a response varies; "*" for more than headers. */
export function varyNames(headers: HeaderList): readonly string[] {
  return listMembers(get(headers, "Vary"));
}

/** Whether a cache may give a response out only to who sends the same `Origin`, or to nobody. */
export function variesByOrigin(headers: HeaderList): boolean {
  return varyNames(headers).some((name) => /^(?:origin|\*)$/i.test(name));
}

/** The `Vary` that a response should have in place of its own, so that it varies by `Origin`. */
export function varyWithOrigin(headers: HeaderList): string {
  return [...varyNames(headers), "Origin"].join(", ");
}

/**
 * Whether a browser may give a response out again without asking the server.
 * https://httpwg.org/specs/rfc9111.html#calculating.freshness.lifetime
 *
 * @param at when it was received, in milliseconds since the epoch.
 */
export function mayBeReused(headers: HeaderList, at: number): boolean {
  const directives = listMembers(get(headers, "Cache-Control")).map((one) => one.toLowerCase());
  if (directives.some((one) => /^no-(?:store|cache)\b/.test(one))) return false;
  const maxAge = directives.find((one) => one.startsWith("max-age="));
  if (maxAge !== undefined) return Number.parseInt(maxAge.slice("max-age=".length), 10) > 0;
  const expires = get(headers, "Expires");
  // Without either, caches go by how long a resource has been the same.
  return expires === null ? get(headers, "Last-Modified") !== null : Date.parse(expires) > at;
}
