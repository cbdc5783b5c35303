import { DECIDES_DETAILS } from "../../browsers/scope.ts";
import { mayExceedQuota } from "../../exchange/call-trace.ts";
import {
  type Exchange,
  firstHop,
  type NotSentExchange,
  wasNotSent,
} from "../../exchange/exchange.ts";
import { isHttpScheme, sameOrigin, schemeOf } from "../../http/origin.ts";
import type { ElementRequest, PageCall } from "../../observation/page-call.ts";
import type { CauseCode } from "../codes.ts";
import { allowed, blocked, causeFrom, type Decision, opaque, undecided } from "../decision.ts";
import { isMixedContent } from "../standard/mixed-content.ts";
import type { Case, Rule } from "./rule.ts";

/**
 * A call or an element that only a service worker received. The page and its timeline show the result.
 * https://w3c.github.io/ServiceWorker/#handle-fetch
 *
 * @before the next rule: that one knows only that no request was recorded.
 */
export const serviceWorker: Rule = {
  id: "service-worker",
  appliesTo: "any",
  decide(given) {
    const { exchange } = given;
    if (!wasNotSent(exchange)) return null;
    if (!isServed(exchange)) return null;
    const { call, element } = exchange;
    if (call?.served) return decideCall(call, exchange);
    return element === null ? null : decideElement(element, given);
  },
};

/**
 * Whether a service worker receives the request instead of the network. It receives none for `blob:` and `data:`.
 * https://fetch.spec.whatwg.org/#concept-scheme-fetch
 */
export function isServed(exchange: Exchange): boolean {
  const { call, element } = exchange;
  const isOfPage = call?.served === true || element?.served === true;
  return isOfPage && isHttpScheme(schemeOf(firstHop(exchange).url));
}

function decideElement(
  { answered, hasIntegrity }: ElementRequest,
  { exchange, facts, chosen }: Case,
): Decision {
  // `never-sent` has decided mixed content that is never upgraded.
  const mayBeMixed = isMixedContent(exchange, firstHop(exchange).url);
  const mixed = causeFrom("mixed-content", "request", 0);
  if (answered === "none") {
    const alternatives = [causeOf("service-worker-error")];
    return mayBeMixed ? blocked(mixed, { certainty: "ambiguous", alternatives }) : FAILED_BY_WORKER;
  }
  if (answered === null) {
    return undecided([causeOf("service-worker-error"), ...(mayBeMixed ? [mixed] : [])]);
  }
  // The response may also have an unusable type: without a request, no event shows its type.
  if (hasIntegrity) return undecided([causeOf("integrity")]);
  const isForeign = !sameOrigin(exchange.initiatorOrigin ?? "null", firstHop(exchange).origin);
  const isNoCors = chosen.modes.mode === "no-cors";
  if (answered === 0 && !(isForeign && isNoCors)) {
    // Chromium also shows no status where an element cancelled its request (seen in 156 with a video).
    return undecided([causeOf(isNoCors ? "opaque-no-cors" : "service-worker-error")]);
  }
  const isHidden = facts.showsStatusOfOpaque && isForeign;
  // Gecko repeats the CORS check in the page, and shows the status of a response that fails it.
  if (isHidden && !isNoCors && exchange.elementFailed) {
    return undecided([causeOf("service-worker-error")]);
  }
  // The element may still reject the response, which does not concern CORS.
  return answered === 0 || (isHidden && isNoCors) ? OPAQUE : ALLOWED;
}

function decideCall(
  call: PageCall,
  { answeredByWorker, timedStatus }: NotSentExchange,
): Decision | null {
  if (call.api === "beacon" || call.api === "event-source") {
    // A beacon does not report its response, and an EventSource may have rejected its response.
    if (answeredByWorker === null) return null;
    if (!answeredByWorker) return FAILED_BY_WORKER;
    // The timeline shows no status for a closed EventSource.
    return call.api === "beacon" && timedStatus === 0 ? OPAQUE : ALLOWED;
  }
  if (!call.hasIntegrity || answeredByWorker === false) {
    // The browser refuses too large a body only after the service worker has passed the request on.
    if (!DECIDES_DETAILS || !mayExceedQuota(call)) return FAILED_BY_WORKER;
    const alternatives = [causeFrom("invalid-call", "request", 0)];
    return blocked(causeOf("service-worker-error"), { alternatives });
  }
  return answeredByWorker
    ? blocked(causeOf("integrity"), { certainty: "likely" })
    : blocked(causeOf("service-worker-error"), { alternatives: [causeOf("integrity")] });
}

const causeOf = <Code extends CauseCode>(code: Code) => causeFrom(code, "response", 0);

const FAILED_BY_WORKER = blocked(causeOf("service-worker-error"), { certainty: "likely" });
const OPAQUE = opaque(causeOf("opaque-no-cors"), { certainty: "likely" });
const ALLOWED = allowed({ certainty: "likely" });
