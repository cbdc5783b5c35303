import type { Exchange } from "../../src/exchange/exchange.ts";
import { NO_TAB } from "../../src/exchange/tab-log.ts";
import type { CorsHar } from "../../src/report/har.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import type { Seen } from "../lab/call.ts";
import { caseOf } from "../lab/cases/case.ts";
import type { LabRequest } from "../lab/origins.ts";
import { callCount, type Deployed, plannedCall } from "./deploy.ts";
import { isServedByService } from "./places.ts";
import { trueReading } from "./reading.ts";
import type { RequestPlan } from "./scenario.ts";

/** Everything that was recorded about one call of a scenario. `Truth` is the browser's own record. */
export interface CaseResult<Truth = unknown> {
  readonly deployed: Deployed;
  /** The call's request, and the origin that made it. */
  readonly request: RequestPlan;
  readonly origin: string;
  /** The number of the scenario's call: 0 unless it has two. */
  readonly call: number;
  /** The result as the page saw it. */
  readonly seen: Seen | null;
  readonly truth: Truth | null;
  readonly ours: ReportedExchange | null;
  /** The exchange that our report was made from. */
  readonly exchange: Exchange | null;
  /** The scenario's requests by workers that several tabs may share. */
  readonly inWorkers: readonly Exchange[];
  /** Our report on the previous call; null for a scenario's first. */
  readonly before: ReportedExchange | null;
  /** The number of our exchanges for the scenario, and how many of them exceed its calls. */
  readonly reported: number;
  readonly surplus: number;
  /** Whether the probe was active. */
  readonly probe: boolean;
  /** The requests of all the scenario's calls that reached a server. */
  readonly requests: readonly LabRequest[];
}

/** Everything that was collected for a batch. */
export interface Collected<Truth> {
  readonly seen: Readonly<Record<string, Seen>>;
  /** The browser's record of a scenario's calls, one each as far as it distinguishes them. */
  readonly truthOf: (deployed: Deployed) => readonly (Truth | undefined)[];
  readonly har: CorsHar;
  readonly exchanges: readonly Exchange[];
  readonly requests: readonly LabRequest[];
  readonly probe: boolean;
  /** Whether the browser reports no tab for a call's requests. */
  isTabless?(deployed: Deployed): boolean;
}

/** Pairs the calls of a batch with the browser's records, our reports and the servers' requests. */
export function resultsOf<Truth>(
  deployed: readonly Deployed[],
  { seen, truthOf, har, exchanges, requests, probe, isTabless = isOfWorker }: Collected<Truth>,
): CaseResult<Truth>[] {
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  const byCase = new Map(deployed.map((one) => [one.id, one]));
  const inWorkers = groupBy(exchanges, ({ tabId, hops }) =>
    tabId === NO_TAB ? caseOf(hops[0]?.url ?? "") : null,
  );
  const ours = groupBy(har.log._cors.exchanges, ({ id, url }) => {
    const which = caseOf(url);
    const one = byCase.get(which ?? "");
    const exchange = byId.get(id);
    if (one === undefined || exchange === undefined) return null;
    // A service worker's requests for a caller are not the caller's own.
    const isWithoutTab = isTabless(one) && !isServedByService(one.scenario.caller);
    return (exchange.tabId === NO_TAB) === isWithoutTab ? which : null;
  });
  const arrived = groupBy(requests, ({ target }) => caseOf(`http://any${target}`));
  return deployed.flatMap((one) => {
    const calls = callCount(one.scenario);
    const mineInTurn = oursInTurn(one, ours.get(one.id) ?? [], byId, seen[one.id]);
    const theirsInTurn = truthOf(one);
    const reported = ours.get(one.id)?.length ?? 0;
    return Array.from({ length: calls }, (_, call): CaseResult<Truth> => {
      const mine = mineInTurn[call] ?? null;
      return {
        deployed: one,
        ...plannedCall(one, call),
        call,
        seen: (call === calls - 1 ? seen[one.id] : seen[one.id]?.earlier?.[call]) ?? null,
        truth: theirsInTurn[call] ?? null,
        ours: mine,
        before: call === 0 ? null : (mineInTurn[call - 1] ?? null),
        reported,
        surplus: Math.max(0, reported - calls),
        exchange: byId.get(mine?.id ?? "") ?? null,
        inWorkers: inWorkers.get(one.id) ?? [],
        probe,
        requests: arrived.get(one.id) ?? [],
      };
    });
  });
}

/**
 * Our exchanges of a scenario's calls, by call number. Calls of two documents are distinguished by origin,
 * because a document may report a request that was never sent late. Calls that the probe reported are
 * distinguished by API and credentials mode. If an element's error was the only report, the page knows
 * which call failed.
 */
function oursInTurn(
  deployed: Deployed,
  all: readonly ReportedExchange[],
  byId: ReadonlyMap<string, Exchange>,
  seen: Seen | undefined,
): readonly (ReportedExchange | undefined)[] {
  const { earlier } = deployed.scenario;
  if (earlier === undefined) return all;
  const calls = [0, 1].map((call) => plannedCall(deployed, call));
  if (earlier.from === "neighbour") {
    return calls.map(({ origin }) => all.find((one) => one.initiatorOrigin === origin));
  }
  const [first, ...others] = all;
  const { call, elementFailed } = byId.get(first?.id ?? "") ?? {};
  const madeBy = call?.api ?? null;
  const [was, is] = calls.map(({ request }) => request.api);
  const isMadeBySecond = madeBy !== null && madeBy !== was && madeBy === is;
  const isErrorOfSecond =
    elementFailed === true &&
    seen?.outcome === "rejected" &&
    seen.earlier?.[0]?.outcome !== "rejected";
  if (others.length === 0 && (isMadeBySecond || isErrorOfSecond)) return [undefined, first];
  // The browser may begin the second of two calls made in one turn first.
  const wantedModes = calls.map(({ request }) => trueReading(request).credentials);
  const made = all.map(({ id }) => byId.get(id)?.call?.credentials ?? null);
  const [one, two] = wantedModes;
  if (made.length === 2 && one !== two && made[0] === two && made[1] === one)
    return all.toReversed();
  return inTurn(deployed, all, ({ destination }) => destination);
}

/** The destinations that DevTools and scenarios name differently; other requests have none. */
const DESTINATION: Readonly<Record<string, string>> = {
  image: "image",
  script: "script",
  module: "script",
  stylesheet: "style",
  style: "style",
  font: "font",
};

/**
 * A scenario's recorded items by call number. An item may be missing or late.
 * @param destinationOf the destination of an item: "image", "script", "style" or "stylesheet", "font".
 */
export function inTurn<T>(
  deployed: Deployed,
  all: readonly T[],
  destinationOf: (one: T) => string,
): readonly (T | undefined)[] {
  const { earlier } = deployed.scenario;
  if (earlier === undefined) return all;
  // A call that was aborted at once may never have become a request.
  const isFirstAborted = earlier.atOnce && earlier.request.api === "fetch" && earlier.request.abort;
  if (isFirstAborted && all.length === 1) return [undefined, all[0]];
  const wanted = [0, 1].map((call) => DESTINATION[plannedCall(deployed, call).request.api] ?? "");
  if (wanted[0] === wanted[1]) return all;
  return wanted.map((destination) =>
    all.find((one) => (DESTINATION[destinationOf(one)] ?? "") === destination),
  );
}

/** Shared and service workers may serve several tabs. */
export function isOfWorker({ scenario: { caller } }: Deployed): boolean {
  return caller.worker === "shared" || caller.worker === "service";
}

/** Groups items by key; items without a key are omitted. */
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
