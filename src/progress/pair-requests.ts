import { firstHop } from "../exchange/exchange.ts";
import { pathOf } from "../issues/path-pattern.ts";
import type { Judged } from "../verdict/judged.ts";

/** A request and its repetition; one of them is null where there is no counterpart. */
export type Pair<Item> =
  | { readonly before: Item; readonly after: Item }
  | { readonly before: Item; readonly after: null }
  | { readonly before: null; readonly after: Item };

/** The target of a request: its method, its URL and the requesting origin. */
export function targetKey({ exchange, verdict }: Judged): string {
  const { method, url } = firstHop(exchange);
  return [method, url, verdict.initiatorOrigin].join("\n");
}

/** The properties of a request that affect CORS, as far as they are known. */
export function mannerKey({ exchange, verdict }: Judged): string {
  const names = exchange.call?.headerNames ?? [];
  return [
    exchange.resourceType,
    verdict.mode.value,
    verdict.credentials.value,
    ...[...names].sort(),
  ].join("\n");
}

/** The target without the query, which often differs between repetitions. */
function pathKey({ exchange, verdict }: Judged): string {
  const { method, url, origin } = firstHop(exchange);
  return [method, origin, pathOf(url), verdict.initiatorOrigin].join("\n");
}

/** The keys by which two requests match, the most reliable first. */
const KEYS: readonly ((item: Judged) => string)[] = [
  (item) => `${targetKey(item)}\n${mannerKey(item)}`,
  targetKey,
  (item) => `${pathKey(item)}\n${mannerKey(item)}`,
  pathKey,
];

/**
 * Pairs each request with its repetition: equal requests to the same URL first, then requests to the same
 * URL, then to the same path. Among several, the first is paired with the first. Pure. Swapping the lists
 * gives the same pairs, swapped.
 *
 * @returns the pairs in the order of `before`, then the requests of `after` without a counterpart.
 */
export function pairRequests<Item extends Judged>(
  before: readonly Item[],
  after: readonly Item[],
): Pair<Item>[] {
  const partners = new Map<Item, Item>();
  const taken = new Set<Item>();
  for (const keyOf of KEYS) {
    if (partners.size === before.length || taken.size === after.length) break;
    const free = new Map<string, Item[]>();
    for (const item of after) {
      if (taken.has(item)) continue;
      const key = keyOf(item);
      const known = free.get(key);
      if (known === undefined) free.set(key, [item]);
      else known.push(item);
    }
    const next = new Map<string, number>();
    for (const item of before) {
      if (partners.has(item)) continue;
      const key = keyOf(item);
      const at = next.get(key) ?? 0;
      const partner = free.get(key)?.[at];
      if (partner === undefined) continue;
      next.set(key, at + 1);
      partners.set(item, partner);
      taken.add(partner);
    }
  }
  return [
    ...before.map((item): Pair<Item> => {
      const partner = partners.get(item);
      return partner === undefined
        ? { before: item, after: null }
        : { before: item, after: partner };
    }),
    ...after
      .filter((item) => !taken.has(item))
      .map((item): Pair<Item> => ({ before: null, after: item })),
  ];
}
