import { lastHop } from "../../../exchange/exchange.ts";
import { judgementOfWalk } from "../../decision.ts";
import { moment, momentOf } from "../../moment.ts";
import { locationOf } from "../../standard/http-redirect-fetch.ts";
import { type HopWalk, mainFetch } from "../../standard/main-fetch.ts";
import { open, type Way } from "./way.ts";

/**
 * A preload of a font, which Gecko requests with CORS and without credentials, whatever the element says.
 * A server that allowed the origin although no `Origin` was sent is taken to allow it in any case.
 */
export const fontPreload: Way = ({ exchange, decision, mode, ownRules }, rules) => {
  const { element, resourceType } = exchange;
  if (resourceType !== "font") return null;
  const hasCors = mode === "cors" && element?.mode !== "no-cors";
  if (hasCors && element?.credentials !== "include") return null;
  if (exchange.hops[0]?.requestHeaders == null) {
    // The service worker receives a different request in the lane's browser.
    const isOther = element?.served && rules.fontsAlwaysCors !== ownRules.fontsAlwaysCors;
    return isOther ? open("response-unseen") : null;
  }
  if (!rules.fontsAlwaysCors) {
    // The element shows that the lane's browser would make a different request.
    return mode === "cors" ? open("response-unseen") : null;
  }
  const walk = mainFetch(exchange, { mode: "cors", credentials: "same-origin" }, rules);
  const isOpen = (hop: HopWalk) => (hop.responseProblems ?? []).length > 0;
  // The response that the redirect leads to was not recorded.
  const leadsOn = locationOf(lastHop(exchange)) !== null;
  if (leadsOn || (!hasCors && walk.hops.some(isOpen))) return open("response-unseen");
  const { outcome, cause } = judgementOfWalk(walk);
  if (outcome === "blocked") return { outcome, cause, at: momentOf(cause) };
  if (decision.outcome === "failed" || OF_PAGE.test(decision.cause?.code ?? "")) return null;
  const at = moment(exchange.hops.length - 1, "check");
  return outcome === "allowed" ? { outcome, cause: null, at } : open("response-unseen");
};

/** Causes from the page's policies, which apply in every mode. */
const OF_PAGE = /^(?:csp|mixed-content)$/;
