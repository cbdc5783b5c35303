import type { Exchange, Hop } from "../../exchange/exchange.ts";
import { isCorsSafelistedMethod } from "../../http/methods.ts";
import type { PredictedRules } from "../lane-rules.ts";
import { namesIn } from "./page-headers.ts";

/**
 * Whether a request has the use-CORS-preflight flag in a lane, for an upload listener or a stream body; null
 * where the recording does not show it.
 * https://fetch.spec.whatwg.org/#use-cors-preflight-flag
 */
export function hasPreflightFlag(
  { call, callResult }: Exchange,
  { method, preflight }: Hop,
  ownRules: PredictedRules,
  rules: PredictedRules,
): boolean | null {
  const mayHaveBody = method !== "GET" && method !== "HEAD";
  // A preflight that announces nothing can only be due to the flag.
  const isFlagged =
    preflight !== null && namesIn(preflight).length === 0 && isCorsSafelistedMethod(method);
  if (call === null) {
    if (!isFlagged || ownRules === rules || rules.uploadListenerNeedsNoBody) return isFlagged;
    // The events do not show whether there was a body and whether the call was synchronous.
    return mayHaveBody ? (ownRules.uploadListenerNeedsNoBody ? null : true) : false;
  }
  if (call.body === "stream" && mayHaveBody) return rules.streamsBodies;
  if (call.uploadListener === false || call.api !== "xhr") return false;
  const hasBody = mayHaveBody && call.body !== "none";
  // Chromium ignores the listeners of synchronous calls. A failed synchronous call throws.
  const isSynchronous = callResult?.result === "thrown";
  const counts = rules.uploadListenerNeedsNoBody || (hasBody && !isSynchronous);
  if (!counts || call.uploadListener === true) return counts;
  // The probe sees event handlers, but not listeners, which only the preflight shows.
  if (isFlagged) return true;
  return ownRules.uploadListenerNeedsNoBody || hasBody ? false : null;
}
