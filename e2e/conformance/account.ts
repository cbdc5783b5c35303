import type { Exchange } from "../../src/exchange/exchange.ts";
import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import type { Seen } from "../lab/call.ts";
import { caseOf } from "../lab/cases/case.ts";
import type { LabRequest } from "../lab/lab.ts";
import type { Ask } from "./scenario.ts";
import { callCount, type Staged, whatIsAsked } from "./stage.ts";

/** What all parties say of one call of a scenario; `Truth` is what the browser itself says. */
export interface Account<Truth = unknown> {
  readonly staged: Staged;
  /** What the call asked for, and the origin that it was made from. */
  readonly ask: Ask;
  readonly origin: string;
  /** Which of the scenario's calls: 0 unless it asks twice. */
  readonly call: number;
  /** What the page saw. */
  readonly seen: Seen | null;
  readonly truth: Truth | null;
  readonly ours: ReportedExchange | null;
  /** What our report was made of. */
  readonly exchange: Exchange | null;
  /** What we say of the call before it; null of a scenario's first. */
  readonly before: ReportedExchange | null;
  /** How many exchanges of ours there are beyond the scenario's calls. */
  readonly surplus: number;
  /** The scenario's requests that reached a server, of all its calls. */
  readonly requests: readonly LabRequest[];
}

/** What was collected of a batch. */
export interface Collected<Truth> {
  readonly seen: Readonly<Record<string, Seen>>;
  /** What the browser says of a scenario's calls, one each as far as it tells them apart. */
  readonly truthOf: (staged: Staged) => readonly Truth[];
  readonly har: CorsHar;
  readonly exchanges: readonly Exchange[];
  readonly requests: readonly LabRequest[];
}

/** Puts together what belongs together. */
export function accountsOf<Truth>(
  staged: readonly Staged[],
  { seen, truthOf, har, exchanges, requests }: Collected<Truth>,
): Account<Truth>[] {
  const ours = groupBy(har.log._cors.exchanges, ({ url }) => caseOf(url));
  const arrived = groupBy(requests, ({ target }) => caseOf(`http://any${target}`));
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  return staged.flatMap((one) => {
    const calls = callCount(one.scenario);
    const truth = truthOf(one);
    return Array.from({ length: calls }, (_, call): Account<Truth> => {
      const mine = ours.get(one.id)?.[call] ?? null;
      return {
        staged: one,
        ...whatIsAsked(one, call),
        call,
        seen: (call === calls - 1 ? seen[one.id] : seen[one.id]?.earlier?.[call]) ?? null,
        truth: truth[call] ?? null,
        ours: mine,
        before: call === 0 ? null : (ours.get(one.id)?.[call - 1] ?? null),
        surplus: Math.max(0, (ours.get(one.id)?.length ?? 0) - calls),
        exchange: byId.get(mine?.id ?? "") ?? null,
        requests: arrived.get(one.id) ?? [],
      };
    });
  });
}

/** Sorts into groups; what has no key is left out. */
export function groupBy<T>(all: readonly T[], keyOf: (one: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
