import { type Exchange, judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import type { Judged } from "../judged.ts";
import { rulesOf } from "../lanes/observed.ts";
import type { RemedyChange } from "../verdict.ts";
import { wouldPass } from "./remedy.ts";

/** One change for all preflight responses, or all other responses, of a server that need it. */
export interface SharedChange {
  readonly stage: RemedyChange["stage"];
  /** The distinct targets, such as "OPTIONS https://api.test/items". */
  readonly targets: readonly string[];
  readonly status: number | null;
  readonly set: RemedyChange["set"];
  readonly remove: readonly string[];
}

/** Lists in which an additional item for one request does not harm another. */
const LISTS = new Set(["access-control-allow-methods", "access-control-allow-headers", "vary"]);

/**
 * The one change that fixes every given exchange; null where the server cannot fix some, or where their
 * changes contradict each other.
 */
export function sharedRemedy(all: readonly Judged[]): readonly SharedChange[] | null {
  const merged = new Map<string, SharedChange>();
  const varies = new Map<string, string>();
  for (const { exchange, verdict } of all) {
    if (verdict.remedy === null) return null;
    for (const change of verdict.remedy) {
      const hop = exchange.hops[change.hop];
      const method = change.stage === "preflight" ? "OPTIONS" : (hop?.method ?? "GET");
      const target = `${method} ${change.url}`;
      const key = keyOf(exchange, change);
      const known = merged.get(key);
      const next = known === undefined ? asShared(change, target) : merge(known, change, target);
      if (next === null) return null;
      merged.set(key, next);
      varies.set(key, union(varies.get(key) ?? "", varyOf(exchange, change)));
    }
  }
  for (const [key, change] of merged) {
    merged.set(key, withVary(change, varies.get(key) ?? ""));
  }
  const works = all.every((one) => worksFor(one, merged));
  return works && merged.size > 0 ? [...merged.values()] : null;
}

/** The key of a shared change: changes of the same stage, server and hop are merged. */
function keyOf({ hops }: Exchange, { stage, hop }: RemedyChange): string {
  return JSON.stringify([stage, hops[hop]?.origin ?? "", hop]);
}

/** Whether an exchange passes with the merged changes. */
function worksFor({ exchange, verdict }: Judged, merged: Map<string, SharedChange>): boolean {
  const modes = { mode: verdict.mode.value, credentials: verdict.credentials.value };
  const changes = (verdict.remedy ?? []).map((own): RemedyChange => {
    const { status, set, remove } = merged.get(keyOf(exchange, own)) as SharedChange;
    return { ...own, status, set, remove };
  });
  const rules = rulesOf(exchange.browser);
  return wouldPass(exchange, changes, modes, rules);
}

/** The `Vary` value of the response to be changed. */
function varyOf({ hops }: Exchange, { stage, hop }: RemedyChange): string {
  const response = stage === "preflight" ? null : hops[hop]?.response;
  return response ? (get(judgedHeaders(response), "Vary") ?? "") : "";
}

/** Adds the responses' own `Vary` names to a `Vary` that the change sets, as it replaces theirs. */
function withVary(change: SharedChange, vary: string): SharedChange {
  const set = change.set.map((line) =>
    line.name === "Vary" ? { ...line, value: union(vary, line.value, lowerCase) } : line,
  );
  return { ...change, set };
}

function asShared(change: RemedyChange, target: string): SharedChange {
  const { stage, status, set, remove } = change;
  return { stage, targets: [target], status, set, remove };
}

function merge(known: SharedChange, change: RemedyChange, target: string): SharedChange | null {
  const lines = new Map(known.set.map((line) => [line.name.toLowerCase(), line]));
  for (const line of change.set) {
    const name = line.name.toLowerCase();
    const before = lines.get(name);
    if (before === undefined) lines.set(name, line);
    else if (before.value !== line.value) {
      if (LISTS.has(name)) {
        lines.set(name, { name: line.name, value: union(before.value, line.value) });
      } else if (before.value === "*" || line.value === "*") {
        // The one origin replaces `*`, as one of the responses must not be public.
        lines.set(name, before.value === "*" ? line : before);
        const vary = lines.get("vary")?.value ?? "";
        lines.set("vary", { name: "Vary", value: union(vary, "Origin") });
      } else return null;
    }
  }
  return {
    ...known,
    targets: known.targets.includes(target) ? known.targets : [...known.targets, target],
    status: known.status ?? change.status,
    set: [...lines.values()],
    // A header that one change removes as empty may be set by another change.
    remove: [...new Set([...known.remove, ...change.remove])].filter(
      (name) => !lines.has(name.toLowerCase()),
    ),
  };
}

const lowerCase = (name: string) => name.toLowerCase();

/** @param as maps items to keys; items with equal keys are duplicates. */
function union(a: string, b: string, as = (item: string) => item): string {
  const items = [...a.split(","), ...b.split(",")].map((item) => item.trim());
  const seen = new Set([""]);
  return items.filter((item) => !seen.has(as(item)) && seen.add(as(item))).join(", ");
}
