import { firstHop } from "../exchange/exchange.ts";
import { pathOf } from "../issues/path-pattern.ts";
import type { Judged } from "../verdict/judged.ts";

/** A request and its repetition; one of them is null where there is no counterpart. */
export type Pair<Item> =
  | { readonly before: Item; readonly after: Item }
  | { readonly before: Item; readonly after: null }
  | { readonly before: null; readonly after: Item };

/** What a request is for: its method, its URL and who made it. */
export function targetKey({ exchange, verdict }: Judged): string {
  const { method, url } = firstHop(exchange);
  return [method, url, verdict.initiatorOrigin].join("\n");
}

/** How a request is made, as far as CORS minds it and as far as is known. */
export function mannerKey({ exchange, verdict }: Judged): string {
  const names = exchange.call?.headerNames ?? [];
  return [
    exchange.resourceType,
    verdict.mode.value,
    verdict.credentials.value,
    ...[...names].sort(),
  ].join("\n");
}

/** The target without the query, which often differs from one time to the next. */
function pathKey({ exchange, verdict }: Judged): string {
  const { method, url, origin } = firstHop(exchange);
  return [method, origin, pathOf(url), verdict.initiatorOrigin].join("\n");
}

/** By what two requests are the same, the surest first. */
const KEYS: readonly ((item: Judged) => string)[] = [
  (item) => `${targetKey(item)}\n${mannerKey(item)}`,
  targetKey,
  (item) => `${pathKey(item)}\n${mannerKey(item)}`,
  pathKey,
];

/**
 * Pairs each request with its repetition: first those made alike to the same URL, then those to the
 * same URL, then those to the same path; of several the first with the first. Pure. With the two
 * lists exchanged, the pairs are the same ones turned around.
 *
 * @returns those before in their order, then those after that have no counterpart.
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
