import { wasNotMade } from "../exchange/call-trace.ts";
import { type Exchange, firstHop } from "../exchange/exchange.ts";
import { isCorsSafelistedMethod, isForbiddenMethod } from "../http/methods.ts";
import {
  includesCredentials,
  isHttpScheme,
  parseUrl,
  sameOrigin,
  schemeOf,
} from "../http/origin.ts";
import { isBadPort } from "../http/ports.ts";
import type { CauseCode } from "./codes.ts";
import { decideServed, isServed } from "./decide-served.ts";
import { causeFrom, type Decision } from "./decision.ts";
import { LOCAL_SCHEMES, type RequestModes } from "./main-fetch.ts";
import { isMixedContent } from "./mixed-content.ts";

/**
 * A call that the browser stopped before the network, as the probe saw it. The order is the one in
 * which Blink refuses.
 */
export function decideUnsent(exchange: Exchange, modes: RequestModes): Decision {
  const { call, callResult, violation } = exchange;
  const refused = (code: CauseCode, parameter: string | null = null): Decision => {
    const cause = causeFrom(code, "request", 0, parameter);
    const stopped = cause.family === "network" ? "failed" : "blocked";
    return {
      outcome: code === "aborted" ? "aborted" : stopped,
      cause,
      certainty: "certain",
      alternatives: [],
      findings: code === "aborted" ? [] : [{ ...cause, severity: "blocker", evidence: [] }],
    };
  };
  const { url, method, origin } = firstHop(exchange);
  const scheme = schemeOf(url);
  const isSameOrigin = sameOrigin(exchange.initiatorOrigin ?? "null", origin);
  // The Request constructor: https://fetch.spec.whatwg.org/#dom-request . It asks for the mode as it
  // was called with; a stream makes it another in Chromium only afterwards.
  if (call?.onlyIfCached && call.mode !== "same-origin") {
    return refused("only-if-cached-not-same-origin");
  }
  if (isForbiddenMethod(method)) return refused("forbidden-method", method);
  if (modes.mode === "no-cors" && !isCorsSafelistedMethod(method)) {
    return refused("no-cors-method-not-safelisted", method);
  }
  if (modes.mode === "no-cors" && call?.body === "stream") return refused("no-cors-stream-body");
  if (callResult?.result === "thrown" && wasNotMade(call, callResult)) {
    return refused("invalid-call", callResult.errorName);
  }
  if (callResult?.errorName === "AbortError") return refused("aborted");
  if (violation !== null) return refused("csp", violation.effectiveDirective);
  if (modes.mode === "same-origin" && !isSameOrigin) return refused("disallowed-by-mode");
  if (modes.mode === "no-cors" && call?.redirect != null && call.redirect !== "follow") {
    return refused("no-cors-redirect-mode-not-follow");
  }
  if (!isHttpScheme(scheme) && !LOCAL_SCHEMES.has(scheme)) {
    return refused("cors-disabled-scheme", scheme);
  }
  // Chromium 156 lets XMLHttpRequest alone have them in the URL.
  if (exchange.browser === "chromium" && call?.api !== "xhr" && includesCredentials(url)) {
    return refused("credentialed-subresource");
  }
  if (isMixedContent(exchange, url)) return refused("mixed-content");
  const port = parseUrl(url)?.port ?? "";
  if (isBadPort(port)) return refused("unsafe-port", port);
  // Requests that are stopped in other ways are seen to begin.
  const served = isServed(exchange) ? decideServed(exchange, modes) : null;
  if (served !== null) return served;
  return {
    outcome: "unknown",
    cause: null,
    certainty: "ambiguous",
    alternatives: [
      // What became of a beacon there nobody tells; an EventSource may have no use for its answer.
      ...(isServed(exchange) ? [causeFrom("service-worker-error", "response", 0, null)] : []),
      causeFrom("blocked-by-client", "request", 0, null),
      causeFrom("csp", "request", 0, null),
    ],
    findings: [],
  };
}
