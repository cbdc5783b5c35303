import type { Exchange } from "../../exchange/exchange.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { isPotentiallyTrustworthy } from "../../http/origin.ts";
import { SAFELISTED_NAMES } from "../../http/safelist.ts";
import type { PreflightNeed } from "../standard/preflight-needed.ts";
import { CHROMIUM_ADDED_NAMES, chromiumHeaderOrder } from "./chromium-header-order.ts";

/**
 * Puts header names that a preflight left out in the order in which Chromium looks for them; it
 * names the first as `failedParameter`. That order is the one of the request's header map, which
 * depends on every name in it.
 */
export function chromiumNamingOrder(
  exchange: Exchange,
  need: PreflightNeed,
  missing: readonly string[],
): readonly string[] {
  if (missing.length < 2) return missing;
  const wanted = new Set(missing);
  const { call } = exchange;
  const inTurn = call?.api === "xhr" ? call.headerNames : null;
  const ordered = chromiumHeaderOrder(namesInMap(exchange, need), inTurn).filter((name) =>
    wanted.has(name),
  );
  return ordered.length === missing.length ? ordered : missing;
}

/** Every name in the map: the page's own, as the probe or the preflight show them, and the browser's. */
function namesInMap(exchange: Exchange, need: PreflightNeed): string[] {
  const { call } = exchange;
  // What the page set and the preflight does not announce is either safelisted or was dropped for
  // being forbidden, by name or by value; only the former is in the map.
  const set = call?.headerNames.filter((name) => SAFELISTED_NAMES.has(name)) ?? [];
  const names = new Set([...need.headerNames, ...set]);
  if (call !== null && call.body !== "none") names.add("content-type");
  // Client hints go only where the request's first URL is potentially trustworthy.
  const hints = isPotentiallyTrustworthy(firstHop(exchange).url);
  const added = CHROMIUM_ADDED_NAMES.filter((name) => hints || name === "user-agent");
  return [...names, ...added];
}

/**
 * Whether the name that Chromium gives is beyond doubt: one candidate, or a fetch() or an
 * XMLHttpRequest whose headers the probe saw.
 */
export function isNamingCertain({ call }: Exchange, missingCount: number): boolean {
  return missingCount < 2 || call?.api === "fetch" || call?.api === "xhr";
}
