import { lastHop } from "../../../exchange/exchange.ts";
import { judgementOfWalk } from "../../decision.ts";
import { moment, momentOf } from "../../moment.ts";
import { locationOf } from "../../standard/http-redirect-fetch.ts";
import { type HopWalk, mainFetch } from "../../standard/main-fetch.ts";
import { open, type Way } from "./way.ts";

/**
 * A preload of a font, which Gecko requests with CORS and without credentials, whatever the element says.
 * Of a server that was sent no `Origin` it counts what it allowed all the same.
 */
export const fontPreload: Way = ({ exchange, decision, mode, ownRules }, rules) => {
  const { element, resourceType } = exchange;
  if (resourceType !== "font") return null;
  const hasCors = mode === "cors" && element?.mode !== "no-cors";
  if (hasCors && element?.credentials !== "include") return null;
  if (exchange.hops[0]?.requestHeaders == null) {
    // A service worker is given another request there.
    const isOther = element?.served && rules.fontsAlwaysCors !== ownRules.fontsAlwaysCors;
    return isOther ? open("response-unseen") : null;
  }
  if (!rules.fontsAlwaysCors) {
    // Of one that was requested with CORS the element alone tells that it has none there.
    return mode === "cors" ? open("response-unseen") : null;
  }
  const walk = mainFetch(exchange, { mode: "cors", credentials: "same-origin" }, rules);
  const isOpen = (hop: HopWalk) => (hop.responseProblems ?? []).length > 0;
  // Where it is redirected to there, nobody saw.
  const leadsOn = locationOf(lastHop(exchange)) !== null;
  if (leadsOn || (!hasCors && walk.hops.some(isOpen))) return open("response-unseen");
  const { outcome, cause } = judgementOfWalk(walk);
  if (outcome === "blocked") return { outcome, cause, at: momentOf(cause) };
  if (decision.outcome === "failed" || OF_PAGE.test(decision.cause?.code ?? "")) return null;
  const at = moment(exchange.hops.length - 1, "check");
  return outcome === "allowed" ? { outcome, cause: null, at } : open("response-unseen");
};

/** What its page forbids, in whatever mode. */
const OF_PAGE = /^(?:csp|mixed-content)$/;
