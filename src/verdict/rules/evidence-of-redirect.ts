import type { Hop } from "../../exchange/exchange.ts";
import { locationUrl } from "../standard/http-redirect-fetch.ts";
import type { Evidence } from "../verdict.ts";

/** Where a hop leads to: what is wrong with a redirect that is otherwise as it should be. */
export function evidenceOfRedirect(hop: Hop): Evidence[] {
  return [{ header: "Location", got: hop.redirect?.url ?? locationUrl(hop), wanted: null }];
}
