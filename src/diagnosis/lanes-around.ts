import { lastHop } from "../exchange/exchange.ts";
import type { Judged } from "../verdict/judged.ts";
import { forEachLane, type LaneName } from "../verdict/lane-name.ts";
import { rulesOf } from "../verdict/lanes/observed.ts";
import { isServed } from "../verdict/rules/service-worker.ts";
import type { Lane, Outcome, Verdict } from "../verdict/verdict.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * An exchange's lanes, by the exchanges around it: a page's request depends on the request that its service
 * worker made for it. Where that one ends differently in a lane, or may do so, the lane is open, because the
 * worker decides what the page gets then.
 * https://w3c.github.io/ServiceWorker/#handle-fetch
 */
export function lanesAround(
  { exchange, verdict }: Judged,
  { inWorkers }: Surroundings,
): Verdict["lanes"] {
  const { lanes, outcome } = verdict;
  const isByWorker = isServed(exchange) && lastHop(exchange).response === null;
  if (!isByWorker || passes(outcome) === null || inWorkers.length === 0) return lanes;
  const own = rulesOf(exchange.browser).lane;
  return forEachLane((name) =>
    name !== own && inWorkers.some((one) => mayDiffer(one, name)) ? OPEN : lanes[name],
  );
}

/** Whether a worker's request that ended may end differently in a lane. */
function mayDiffer({ verdict }: Judged, name: LaneName): boolean {
  const here = passes(verdict.outcome);
  return here !== null && passes(verdict.lanes[name].outcome) !== here;
}

/** Whether the requester gets a response; null where the outcome does not say. */
function passes(outcome: Outcome): boolean | null {
  if (outcome === "allowed" || outcome === "opaque") return true;
  return outcome === "blocked" || outcome === "failed" ? false : null;
}

const OPEN: Lane = { outcome: "unknown", cause: null, name: null, open: "worker-request" };
