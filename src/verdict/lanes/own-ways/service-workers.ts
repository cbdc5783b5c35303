import { firstHop, lastHop } from "../../../exchange/exchange.ts";
import { includesCredentials, sameOrigin } from "../../../http/origin.ts";
import { isRedirectStatus } from "../../../http/statuses.ts";
import { wasNeverSeen } from "../../hypotheses/evidence.ts";
import { moment } from "../../moment.ts";
import { isFollowing } from "./redirects.ts";
import { open, type Way } from "./way.ts";

/**
 * A request of a document without its own URL that went to the page's service worker. Among these
 * documents, Chromium uses the service worker only for `about:srcdoc`.
 */
export const servedFrame: Way = ({ exchange, decision }, { servesBlankFrames }) => {
  const { call, element, ending, frameId, documentOrigins, fromSrcdoc } = exchange;
  if (servesBlankFrames || fromSrcdoc || !(call ?? element)?.served) return null;
  if (ending.kind !== "not-sent" && !wasNeverSeen(exchange)) return null;
  if (frameId === 0 || documentOrigins.length > 1) return null;
  // The request may have failed in the service worker alone.
  const mayBeServed = decision.alternatives.some(({ code }) => code === "service-worker-error");
  return mayBeServed
    ? open("response-unseen")
    : { open: "response-unseen", at: moment(0, "preflight-network") };
};

/** A call to a URL with a password. A service worker that cannot forward it may still respond. */
export const servedPassword: Way = ({ exchange, decision, ownRules }, { forwardsPasswords }) => {
  const { call } = exchange;
  if (!call?.served || !includesCredentials(call.url)) return null;
  if (forwardsPasswords === ownRules.forwardsPasswords) return null;
  // A request that was sent bypassed the service worker, or was ignored by it.
  if (exchange.hops[0]?.sentAt !== null || lastHop(exchange).response !== null) return null;
  if (decision.cause?.stage === "request") return null;
  const passed = decision.outcome === "allowed" || decision.outcome === "opaque";
  return passed === forwardsPasswords ? null : open("response-unseen");
};

/** A redirect status without `Location` from a service worker, and a redirect mode that is not "follow". */
export const servedRedirect: Way = ({ exchange, decision, ownRules }, rules) => {
  const { call, callResult } = exchange;
  if (rules.refusesServedRedirects === ownRules.refusesServedRedirects) return null;
  if (!call?.served || isFollowing(exchange) || lastHop(exchange).response !== null) return null;
  const mayDiffer = rules.refusesServedRedirects
    ? isRedirectStatus(callResult?.status ?? 0)
    : decision.cause?.code === "service-worker-error";
  return mayDiffer ? open("response-unseen") : null;
};

/** A failed synchronous call, known by its exception. It bypasses the service worker in Chromium. */
export const servedSynchronously: Way = ({ exchange }) => {
  const { call, callResult } = exchange;
  const isSynchronous = call?.api === "xhr" && callResult?.result === "thrown";
  return isSynchronous && call.served && exchange.hops[0]?.sentAt !== null
    ? open("response-unseen")
    : null;
};

/** A no-cors media request of a page with a service worker, which it may bypass in Gecko. */
export const servedMedia: Way = ({ exchange, decision, ownRules }, { servesMedia }) => {
  const { element, resourceType } = exchange;
  if (servesMedia === ownRules.servesMedia || resourceType !== "media") return null;
  if (!element?.served) return null;
  // A request that its mode forbids does not reach a service worker either.
  if (element.mode === "cors" || decision.cause?.code === "disallowed-by-mode") return null;
  return open("response-unseen");
};

/** A keepalive fetch of a page with a service worker, which it bypasses in Gecko. */
export const servedKeepalive: Way = ({ exchange, decision: { cause } }, { servesKeepalive }) => {
  const { call, ending } = exchange;
  if (call?.api !== "fetch" || !call.served || !call.keepalive) return null;
  if (cause?.stage === "request") return null;
  const wasRequested = ending.kind !== "not-sent" && !wasNeverSeen(exchange);
  return servesKeepalive === wasRequested ? open("response-unseen") : null;
};

/**
 * An element that failed with its service worker's response. Chromium's failure is the content's; Gecko repeats
 * the CORS check in the page (seen in 153), and nothing shows whether the response passes it.
 */
export const servedFailure: Way = ({ exchange, decision, mode }) => {
  const { element, elementFailed, initiatorOrigin } = exchange;
  if (!element?.served || !elementFailed || decision.outcome !== "allowed") return null;
  const isForeign = !sameOrigin(initiatorOrigin ?? "null", firstHop(exchange).origin);
  return isForeign && mode === "cors" ? open("response-unseen") : null;
};
