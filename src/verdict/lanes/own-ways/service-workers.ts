import { lastHop } from "../../../exchange/exchange.ts";
import { includesCredentials } from "../../../http/origin.ts";
import { isRedirectStatus } from "../../../http/statuses.ts";
import { wasNeverSeen } from "../../hypotheses/evidence.ts";
import { moment } from "../../moment.ts";
import { isFollowing } from "./redirects.ts";
import { open, type Way } from "./way.ts";

/**
 * A call or an element of a document without an address that went to its page's service worker: of those
 * Chromium requests the worker for documents of `about:srcdoc` alone.
 */
export const servedFrame: Way = ({ exchange, decision }, { servesBlankFrames }) => {
  const { call, element, ending, frameId, documentOrigins, fromSrcdoc } = exchange;
  if (servesBlankFrames || fromSrcdoc || !(call ?? element)?.served) return null;
  if (ending.kind !== "not-sent" && !wasNeverSeen(exchange)) return null;
  if (frameId === 0 || documentOrigins.length > 1) return null;
  // What stopped it before may have been no more than the service worker.
  const mayBeServed = decision.alternatives.some(({ code }) => code === "service-worker-error");
  return mayBeServed
    ? open("response-unseen")
    : { open: "response-unseen", at: moment(0, "preflight-network") };
};

/** A call of a served page whose URL has a password: Chromium's service worker cannot pass it on. */
export const servedPassword: Way = ({ exchange: { call } }) =>
  call?.served && includesCredentials(call.url) ? open("response-unseen") : null;

/** A redirect without a location that came to a service worker: where none is wanted, Gecko refuses it. */
export const servedRedirect: Way = ({ exchange, decision: { cause } }) => {
  const { call, callResult } = exchange;
  if (!call?.served || isFollowing(exchange) || lastHop(exchange).response !== null) return null;
  const isRedirect = isRedirectStatus(callResult?.status ?? 0);
  return isRedirect || cause?.code === "service-worker-error" ? open("response-unseen") : null;
};

/** A synchronous call, which goes past the service worker in Chromium: it has thrown where it failed. */
export const servedSynchronously: Way = ({ exchange }) => {
  const { call, callResult } = exchange;
  const isSynchronous = call?.api === "xhr" && callResult?.result === "thrown";
  return isSynchronous && call.served && exchange.hops[0]?.sentAt !== null
    ? open("response-unseen")
    : null;
};

/** What is requested without CORS for a medium of a served page: in Gecko the service worker may have no part in it. */
export const servedMedia: Way = ({ exchange, decision, ownRules }, { servesMedia }) => {
  const { element, resourceType } = exchange;
  if (servesMedia === ownRules.servesMedia || resourceType !== "media") return null;
  if (!element?.served) return null;
  // What is not allowed to leave its origin comes to no service worker either.
  if (element.mode === "cors" || decision.cause?.code === "disallowed-by-mode") return null;
  return open("response-unseen");
};

/** A keepalive fetch of a served page: Gecko requests it past the service worker. */
export const servedKeepalive: Way = ({ exchange, decision: { cause } }, { servesKeepalive }) => {
  const { call, ending } = exchange;
  if (call?.api !== "fetch" || !call.served || !call.keepalive) return null;
  if (cause?.stage === "request") return null;
  const wasRequested = ending.kind !== "not-sent" && !wasNeverSeen(exchange);
  return servesKeepalive === wasRequested ? open("response-unseen") : null;
};
