import {
  type Exchange,
  firstHop,
  type NotSentExchange,
  wasNotSent,
} from "../../exchange/exchange.ts";
import { sameOrigin } from "../../http/origin.ts";
import type { ElementRequest, PageCall } from "../../observation/page-call.ts";
import type { CauseCode } from "../codes.ts";
import { allowed, blocked, causeFrom, type Decision, opaque, undecided } from "../decision.ts";
import { isMixedContent } from "../standard/mixed-content.ts";
import type { Case, Rule } from "./rule.ts";

/**
 * What became of a call or an element that only a service worker received, as the page and its
 * timeline show.
 * https://w3c.github.io/ServiceWorker/#handle-fetch
 *
 * @before the next rule: it knows more than that no request was seen.
 */
export const serviceWorker: Rule = {
  id: "service-worker",
  appliesTo: "any",
  decide(given) {
    const { exchange } = given;
    if (!wasNotSent(exchange)) return null;
    const { call, element } = exchange;
    if (call?.served) return decideCall(call, exchange);
    return element?.served ? decideElement(element, given) : null;
  },
};

/** Whether a service worker receives it in the network's place. */
export function isServed({ call, element }: Exchange): boolean {
  return call?.served === true || element?.served === true;
}

function decideElement(
  { answered, hasIntegrity }: ElementRequest,
  { exchange, facts, chosen }: Case,
): Decision {
  // What is never upgraded was decided before.
  const mayBeMixed = isMixedContent(exchange, firstHop(exchange).url);
  const mixed = causeFrom("mixed-content", "request", 0);
  if (answered === "none") {
    const alternatives = [causeOf("service-worker-error")];
    return mayBeMixed ? blocked(mixed, { certainty: "ambiguous", alternatives }) : FAILED_BY_WORKER;
  }
  if (answered === null) {
    return undecided([causeOf("service-worker-error"), ...(mayBeMixed ? [mixed] : [])]);
  }
  // Or it has no use for it: nobody reports the type of a response without a request.
  if (hasIntegrity) return undecided([causeOf("integrity")]);
  const isForeign = !sameOrigin(exchange.initiatorOrigin ?? "null", firstHop(exchange).origin);
  const isNoCors = chosen.modes.mode === "no-cors";
  if (answered === 0 && !(isForeign && isNoCors)) {
    // Chromium shows no status either of what an element cancelled (seen in 156, of a video).
    return undecided([causeOf(isNoCors ? "opaque-no-cors" : "service-worker-error")]);
  }
  const isHidden = facts.showsStatusOfOpaque && isForeign;
  // Its CORS check is the page's own once more there, and the status is shown of what does not pass it.
  if (isHidden && !isNoCors && exchange.elementFailed) {
    return undecided([causeOf("service-worker-error")]);
  }
  // The element may have no use for it, which is none of our business.
  return answered === 0 || (isHidden && isNoCors) ? OPAQUE : ALLOWED;
}

function decideCall(
  call: PageCall,
  { answeredByWorker, timedStatus }: NotSentExchange,
): Decision | null {
  if (call.api === "beacon" || call.api === "event-source") {
    // They report to nobody what they got, or had no use for it.
    if (answeredByWorker === null) return null;
    if (!answeredByWorker) return FAILED_BY_WORKER;
    // To an EventSource that was closed the timeline shows no status.
    return call.api === "beacon" && timedStatus === 0 ? OPAQUE : ALLOWED;
  }
  if (!call.hasIntegrity || answeredByWorker === false) return FAILED_BY_WORKER;
  return answeredByWorker
    ? blocked(causeOf("integrity"), { certainty: "likely" })
    : blocked(causeOf("service-worker-error"), { alternatives: [causeOf("integrity")] });
}

const causeOf = <Code extends CauseCode>(code: Code) => causeFrom(code, "response", 0);

const FAILED_BY_WORKER = blocked(causeOf("service-worker-error"), { certainty: "likely" });
const OPAQUE = opaque(causeOf("opaque-no-cors"), { certainty: "likely" });
const ALLOWED = allowed({ certainty: "likely" });
