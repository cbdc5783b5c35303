import { type Exchange, firstHop } from "../exchange/exchange.ts";
import { sameOrigin } from "../http/origin.ts";
import type { CauseCode } from "./codes.ts";
import { causeFrom, type Decision } from "./decision.ts";
import type { RequestModes } from "./main-fetch.ts";

/** Whether a service worker is asked in the network's place. */
export function isServed({ call, element }: Exchange): boolean {
  return call?.served === true || element?.served === true;
}

/**
 * What became of a call or an element that only a service worker was asked for, as the page and its
 * timeline tell; null where neither does.
 * https://w3c.github.io/ServiceWorker/#handle-fetch
 */
export function decideServed(exchange: Exchange, modes: RequestModes): Decision | null {
  return exchange.call === null ? decideElement(exchange, modes) : decideCall(exchange);
}

function decideElement(exchange: Exchange, modes: RequestModes): Decision {
  const { browser, element, elementFailed, initiatorOrigin } = exchange;
  const answered = element?.answered ?? null;
  if (answered === "none") return blocked("service-worker-error");
  if (answered === null) {
    const alternatives = [causeOf("service-worker-error")];
    return { ...NOTHING_TOLD, outcome: "unknown", certainty: "ambiguous", alternatives };
  }
  if (elementFailed && element?.hasIntegrity) {
    // Or it has no use for it: of an answer without a request nobody tells the type.
    const alternatives = [causeOf("integrity")];
    return { ...NOTHING_TOLD, outcome: "unknown", certainty: "ambiguous", alternatives };
  }
  // Firefox tells the extension of a status also where its page has none.
  const { origin } = firstHop(exchange);
  const isForeign = !sameOrigin(initiatorOrigin ?? "null", origin);
  const isHidden = browser === "gecko" && modes.mode === "no-cors" && isForeign;
  if (answered === 0 && elementFailed && !isForeign) {
    // Chromium shows no status either of what an element cancelled (seen in 156, of a video).
    const alternatives = [causeOf("opaque-no-cors")];
    return { ...NOTHING_TOLD, outcome: "unknown", certainty: "ambiguous", alternatives };
  }
  // The element has no use for it, which is none of our business.
  return answered === 0 || isHidden
    ? { ...NOTHING_TOLD, outcome: "opaque", cause: causeOf("opaque-no-cors") }
    : { ...NOTHING_TOLD, outcome: "allowed" };
}

function decideCall({ call, answeredByWorker, timedStatus }: Exchange): Decision | null {
  if (call === null) return null;
  if (call.api === "beacon" || call.api === "event-source") {
    // They tell nobody what they got, or had no use for it.
    if (answeredByWorker === null) return null;
    if (!answeredByWorker) return blocked("service-worker-error");
    // To an EventSource that was closed the timeline shows no status.
    const isOpaque = call.api === "beacon" && timedStatus === 0;
    return isOpaque
      ? { ...NOTHING_TOLD, outcome: "opaque", cause: causeOf("opaque-no-cors") }
      : { ...NOTHING_TOLD, outcome: "allowed" };
  }
  if (!call.hasIntegrity || answeredByWorker === false) return blocked("service-worker-error");
  if (answeredByWorker) return blocked("integrity");
  const alternatives = [causeOf("integrity")];
  return { ...blocked("service-worker-error"), certainty: "ambiguous", alternatives };
}

const NOTHING_TOLD = { cause: null, certainty: "likely", alternatives: [], findings: [] } as const;

const causeOf = (code: CauseCode) => causeFrom(code, "response", 0, null);

function blocked(code: CauseCode): Decision {
  const cause = causeOf(code);
  const findings = [{ ...cause, severity: "blocker", evidence: [] } as const];
  return { ...NOTHING_TOLD, outcome: "blocked", cause, findings };
}
