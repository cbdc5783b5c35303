import type { Exchange } from "../../exchange/exchange.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { isPotentiallyTrustworthy } from "../../http/origin.ts";
import { SAFELISTED_NAMES } from "../../http/safelist.ts";
import type { PreflightNeed } from "../standard/preflight-needed.ts";
import { CHROMIUM_ADDED_NAMES, chromiumHeaderOrder } from "./chromium-header-order.ts";

/**
 * Sorts the header names that a preflight did not allow in Chromium's order; `failedParameter` names the
 * first. The order is that of the request's header map, so it depends on every name in the map.
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

/** Every name in the map: the page's own, from the probe or the preflight, and the browser's. */
function namesInMap(exchange: Exchange, need: PreflightNeed): string[] {
  const { call } = exchange;
  // A header that the page set and the preflight does not announce is either safelisted, or was dropped
  // as forbidden (by name or by value). Only safelisted headers are in the map.
  const set = call?.headerNames.filter((name) => SAFELISTED_NAMES.has(name)) ?? [];
  const names = new Set([...need.headerNames, ...set]);
  if (call !== null && call.body !== "none") names.add("content-type");
  // Chromium sends client hints only for a document, and where the first URL is potentially trustworthy.
  const isOfDocument = exchange.documentId !== null;
  const hints = isOfDocument && isPotentiallyTrustworthy(firstHop(exchange).url);
  const added = CHROMIUM_ADDED_NAMES.filter((name) => hints || name === "user-agent");
  return [...names, ...added];
}

/**
 * Whether the name in Chromium's error is certain: there is one candidate, or the probe saw the headers
 * of a fetch() or an XMLHttpRequest.
 */
export function isNamingCertain({ call }: Exchange, missingCount: number): boolean {
  return missingCount < 2 || call?.api === "fetch" || call?.api === "xhr";
}
