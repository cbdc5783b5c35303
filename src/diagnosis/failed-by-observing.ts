import { interfaceOf } from "../browsers/facts-of.ts";
import type { Exchange } from "../exchange/exchange.ts";

/**
 * Whether the browser failed an unsafe redirect only because an extension observes it: the page does not
 * follow the redirect, and would get an opaque one.
 */
export function isFailedByObserving({ browser, call }: Exchange): boolean {
  return interfaceOf(browser).failsUnfollowedRedirectsIfObserved && call?.redirect === "manual";
}
