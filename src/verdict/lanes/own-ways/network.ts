import { judgedHeaders, lastHop } from "../../../exchange/exchange.ts";
import { has } from "../../../http/header-list.ts";
import { schemeOf } from "../../../http/origin.ts";
import { causeFrom } from "../../decision.ts";
import { isCrossOrigin } from "../../hypotheses/evidence.ts";
import { moment } from "../../moment.ts";
import { open, type Way } from "./way.ts";

/** A status 407 that no proxy sent, for the request or its preflight. */
export const proxyStatus: Way = ({ exchange }, { proxyStatusError: error }) => {
  const { call, callResult, element, hops } = exchange;
  if (error === null) return null;
  // No event shows where the service worker got the 407 from.
  const ofWorker = call?.served ? callResult?.status : element?.served ? element.answered : null;
  if (ofWorker === 407) return open("response-unseen");
  for (const [at, { preflight, response }] of hops.entries()) {
    if (preflight?.response?.status === 407) {
      const cause = causeFrom("network-error", "preflight", at, error);
      return { outcome: "failed", cause, at: moment(at, "preflight-network") };
    }
    if (response?.status === 407) {
      const cause = causeFrom("network-error", "request", at, error);
      return { outcome: "failed", cause, at: moment(at, "network") };
    }
  }
  return null;
};

/** A body shorter than its `Content-Length`: Firefox accepts some of these and fails others. */
export const shortBody: Way = ({ exchange, decision: { cause } }, { passesShortBodies }) =>
  passesShortBodies && cause?.parameter === "net::ERR_CONTENT_LENGTH_MISMATCH"
    ? { open: "response-unseen", at: moment(exchange.hops.length - 1, "network") }
    : null;

/** A stream body: it is sent neither without CORS nor over an HTTP version without streams. */
export const streamedBody: Way = ({ exchange, decision, mode }, rules) => {
  const { call, hops } = exchange;
  if (call?.body !== "stream") return null;
  if (call.mode === "same-origin" && isCrossOrigin(exchange)) {
    if (rules.streamsForceCors) return open("preflight-unseen");
    const cause = causeFrom("disallowed-by-mode", "request", 0);
    return { outcome: "blocked", cause, at: moment(0, "request") };
  }
  // No event shows what the service worker does with the stream.
  if (call.served) {
    const isReceived =
      decision.outcome === "allowed" || decision.cause?.code === "service-worker-error";
    return isReceived ? open("response-unseen") : null;
  }
  if (!rules.streamsBodies) return null;
  if (mode === "no-cors") {
    const cause = causeFrom("no-cors-stream-body", "request", 0);
    return { outcome: "blocked", cause, at: moment(0, "request") };
  }
  // Without TLS, browsers use only HTTP/1.1.
  if (schemeOf(hops[0]?.url ?? "") !== "http") return null;
  const cause = causeFrom("tls-error", "request", 0, rules.streamError);
  return { outcome: "failed", cause, at: moment(0, "network") };
};

/** A 401 response with a challenge, while the user has not entered a password yet. */
export const passwordToCome: Way = ({ exchange, decision: { outcome } }) => {
  const { response } = lastHop(exchange);
  const isChallenged = response?.status === 401 && has(judgedHeaders(response), "WWW-Authenticate");
  return outcome === "pending" && isChallenged ? open("response-unseen") : null;
};
