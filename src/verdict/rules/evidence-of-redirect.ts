import type { Hop } from "../../exchange/exchange.ts";
import { redirectTarget } from "../standard/http-redirect-fetch.ts";
import type { Evidence } from "../verdict.ts";

/** The redirect's target, as evidence where nothing but the target is at fault. */
export function evidenceOfRedirect(hop: Hop): Evidence[] {
  return [{ header: "Location", got: redirectTarget(hop), wanted: null }];
}
