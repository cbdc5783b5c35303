import { factsOf } from "../browsers/facts-of.ts";
import {
  type Ending,
  type Exchange,
  firstHop,
  type Hop,
  wasAborted,
} from "../exchange/exchange.ts";
import { isBeforeConnection } from "./browsers/before-connection.ts";
import { causeOfError } from "./browsers/error-names.ts";

/** Whether the actual request, and not only its preflight, was sent over the network; null when unknown. */
export function reachedServer(exchange: Exchange): boolean | null {
  if (exchange.completeness === "orphan-preflight") return null;
  // A service worker may have forwarded the request.
  const isServed = exchange.call?.served === true || exchange.element?.served === true;
  if (exchange.ending.kind === "not-sent") return isServed ? null : false;
  // A response is proof, unless it came from the cache and nothing was sent.
  const { hops } = exchange;
  if (hops.some(({ response }) => response !== null && !response.fromCache)) return true;
  if (hops.every(({ response }) => response !== null)) return false;
  if (hops.some(({ response }) => response !== null)) return null;
  // The browser's own upgrade to https is not a request.
  const first = hops.find(({ redirect }) => !redirect?.internal) ?? firstHop(exchange);
  const { announcesBeforePreflight } = factsOf(exchange.browser);
  // In Gecko, a failed preflight ends in an error. (So does a preflight whose body breaks off, passed or not.)
  const announced = announcesBeforePreflight
    ? first.preflight?.ending.kind === "completed" ||
      (first.preflight?.response != null &&
        meaningOf(first.preflight.ending) === "connection-reset" &&
        meaningOf(exchange.ending) === "aborted")
    : first.sentAt !== null;
  if (first.preflight !== null && exchange.ending.kind === "failed" && !announced) return false;
  if (first.requestHeaders === null) return exchange.ending.kind === "failed" ? false : null;
  const { ending } = exchange;
  if (ending.kind === "pending") return announcesBeforePreflight ? null : true;
  return ending.kind === "failed" && isBeforeConnection(ending.error) ? false : null;
}

/**
 * Whether a hop was sent without a recorded preflight. Gecko announces a request before its preflight, so an
 * aborted request may end before either is sent.
 */
export function wentWithoutPreflight({ browser, ending }: Exchange, hop: Hop): boolean {
  if (hop.preflight !== null || hop.sentAt === null) return false;
  const mayHaveBeenAborted = ending.kind === "pending" || wasAborted(ending);
  return !factsOf(browser).announcesBeforePreflight || hop.response !== null || !mayHaveBeenAborted;
}

const meaningOf = (ending: Ending) =>
  ending.kind === "failed" ? causeOfError(ending.error) : null;
