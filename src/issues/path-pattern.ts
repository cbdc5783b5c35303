/** Placeholder for the part in which paths differ. */
export const REST = "…";

/** Longer segments are replaced by the placeholder. */
const LONGEST_SEGMENT = 32;
const MOST_SEGMENTS = 8;
/** Hostile paths can have megabytes; only the start is read. */
const LONGEST_READ = 2000;

/**
 * Several paths as one readable pattern: common segments are kept, and "…" replaces differing segments,
 * numbers, ids and hashes ("/v2/items/…"). Two or three kinds of paths become a list ("/v2/items/…,
 * /orders"). A single path is unchanged. Pure; independent of the order.
 *
 * @param paths without query; at least one.
 */
export function pathPattern(paths: Iterable<string>): string {
  const distinct = [...new Set(paths)];
  const whole = patternOf(distinct);
  return whole === `/${REST}` ? (listed(distinct) ?? whole) : whole;
}

const MOST_LISTED = 3;
const LONGEST_LIST = 60;

/** A list of few patterns instead of a single "/…": "/v2/items/…, /orders"; null where there are too many. */
function listed(paths: readonly string[]): string | null {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const first = segmentsOf(path)[1] ?? "";
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [path]);
    else group.push(path);
    if (groups.size > MOST_LISTED) return null;
  }
  const list = [...groups.values()]
    .map((group) => ({ pattern: patternOf(group), count: group.length }))
    .sort((a, b) => b.count - a.count || (a.pattern < b.pattern ? -1 : 1))
    .map(({ pattern }) => pattern)
    .join(", ");
  return list.length > LONGEST_LIST ? null : list;
}

/** @param distinct paths, without duplicates. */
function patternOf(distinct: readonly string[]): string {
  if (distinct.length <= 1) return distinct[0] ?? "/";
  const all = distinct.map(segmentsOf);
  const [first = []] = all;
  const shortest = Math.min(...all.map(({ length }) => length));
  const sameLength = all.every(({ length }) => length === first.length);
  if (sameLength && first.length <= MOST_SEGMENTS) {
    return written(first.map((_, at) => common(all.map((segments) => segments[at] ?? ""))));
  }
  const sharedAt = (at: number) => all.every((segments) => segments.at(at) === first.at(at));
  let before = 0;
  while (before < Math.min(shortest, MOST_SEGMENTS / 2) && sharedAt(before)) before++;
  let after = 0;
  // A trailing slash that all paths share does not count as a segment.
  const most = first.at(-1) === "" ? 0 : Math.min(shortest - before, MOST_SEGMENTS / 2);
  while (after < most && sharedAt(-after - 1)) after++;
  const start = first.slice(0, before);
  // One path is a prefix of the others: "/items…" matches both "/items" and "/items/1".
  if (before === shortest) return `${written(start)}${REST}`.replace(/…+$/, REST);
  return written([...start, REST, ...first.slice(first.length - after)]);
}

/** The path of a URL without query and fragment; for a non-hierarchical URL, the scheme. */
export function pathOf(url: string): string {
  const [, scheme = "", authority, path = ""] =
    /^([a-z][a-z\d+.-]*:)(\/\/[^/?#]*)?([^?#]*)/i.exec(url) ?? [];
  if (authority === undefined && !path.startsWith("/")) return scheme || "/";
  return path || "/";
}

/** The segments, with "…" for each number, id or hash. */
function segmentsOf(path: string): string[] {
  return path
    .slice(0, LONGEST_READ)
    .split("/")
    .map((segment) => (isId(segment) || segment.length > LONGEST_SEGMENT ? REST : segment));
}

/** The segment, if all are equal; else "…", with the file extension that all share. */
function common(segments: readonly string[]): string {
  const [first = ""] = segments;
  if (segments.every((one) => one === first)) return first;
  const ending = /[^.]\.([a-z][a-z\d]{1,7})$/i.exec(first)?.[1];
  const isShared =
    ending !== undefined && segments.every((one) => one.endsWith(`.${ending}`) && one !== REST);
  return isShared ? `${REST}.${ending}` : REST;
}

/** Joins the segments; several "…" in a row become one. */
function written(segments: readonly string[]): string {
  return segments.filter((one, at) => one !== REST || segments[at - 1] !== REST).join("/");
}

const NUMBER = /^\d+$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const HASH = /^[\da-f]{8,}$/i;
/** Alternating letters and digits, as in database ids and tokens. */
const MIXED = /^(?=(?:\D*\d+[a-z_-]+){3})[\w-]{14,}$/i;

/** Whether a segment is a number, an id or a hash, rather than a chosen name. */
function isId(segment: string): boolean {
  if (NUMBER.test(segment) || UUID.test(segment)) return true;
  return (HASH.test(segment) && /\d/.test(segment)) || MIXED.test(segment);
}
