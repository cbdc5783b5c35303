import { nameOf, UNNAMED } from "../../firefox/agreement.ts";
import type { ConsoleMessage } from "../../firefox/ground-truth.ts";
import type { Seen } from "../../lab/call.ts";
import { caseOf } from "../../lab/cases/case.ts";
import { callCount, type Deployed } from "../deploy.ts";
import { TIMED_OUT } from "../in-page.ts";
import { isServedByService } from "../places.ts";
import type { RequestPlan } from "../scenario.ts";
import { trueReading } from "./reading.ts";

/** Firefox's console messages about one call. */
export interface GeckoTruth {
  readonly messages: readonly ConsoleMessage[];
  /** The first specific CORS error name in them, else the generic one; null for none. */
  readonly name: string | null;
}

/** "did not succeed" accompanies most other errors, and workers sometimes log it first. */
function truthFrom(messages: readonly ConsoleMessage[]): GeckoTruth {
  const names = namesIn(messages);
  return { messages, name: names.find((name) => name !== UNNAMED) ?? names[0] ?? null };
}

const isUnnamed = ({ category }: ConsoleMessage) => nameOf(category) === UNNAMED;

const namesIn = (messages: readonly ConsoleMessage[]) =>
  messages.map(({ category }) => nameOf(category)).filter((name) => name !== null);

/**
 * Assigns console messages to calls: they name URLs, and two calls of a scenario have the same URL. A
 * response that the page could use was not refused, and CORS refuses no request without CORS. If the page
 * could use neither, the first name is the first call's; but some errors are repeated without a name, which
 * leaves the call open.
 * @returns nothing if the calls cannot be distinguished.
 */
export function truthOf(
  messages: readonly ConsoleMessage[],
  seen: Readonly<Record<string, Seen>>,
): (deployed: Deployed) => readonly GeckoTruth[] {
  return ({ id, scenario }) => {
    const mine = messages.filter(({ url }) => caseOf(url ?? "") === id);
    // Messages about the page's call and about the service worker's own look the same.
    if (isServedByService(scenario.caller)) return [];
    if (callCount(scenario) === 1) return [truthFrom(mine)];
    const named = mine.filter(({ category }) => nameOf(category) !== null);
    if (named.length === 0) return [truthFrom([]), truthFrom([])];
    const last = seen[id];
    if (last?.detail === TIMED_OUT) return [];
    const planned = [scenario.earlier?.request ?? scenario.request, scenario.request];
    const isRefused = [last?.earlier?.[0], last].map((one, at) => {
      const request = planned[at] as RequestPlan;
      if (trueReading(request).mode === "no-cors") return false;
      // A preload "loads" whatever its CORS result.
      return one?.outcome === "rejected" || /preload$/.test(request.api);
    });
    if (isRefused[0] !== isRefused[1]) {
      return isRefused.map((refused) => truthFrom(refused ? named : []));
    }
    const half = named.length / 2;
    const isOfEach = scenario.twice
      ? Number.isInteger(half)
      : named.length === 2 && !named.some(isUnnamed);
    if (!isOfEach) return [];
    return [truthFrom(named.slice(0, half)), truthFrom(named.slice(half))];
  };
}
