import { isAbort, wasNotMade } from "../../exchange/call-trace.ts";
import { type Exchange, firstHop } from "../../exchange/exchange.ts";
import { isToken } from "../../http/field-values.ts";
import { isCorsSafelistedMethod, isForbiddenMethod } from "../../http/methods.ts";
import {
  includesCredentials,
  isHttpScheme,
  parseUrl,
  sameOrigin,
  schemeOf,
} from "../../http/origin.ts";
import { isBadPort } from "../../http/ports.ts";
import type { StoppingCode } from "../codes.ts";
import { aborted, causeFrom, stopped } from "../decision.ts";
import { LOCAL_SCHEMES } from "../standard/main-fetch.ts";
import { isMixedContent, mayBeUpgraded } from "../standard/mixed-content.ts";
import type { Case, Rule } from "./rule.ts";

/**
 * A call that the browser stopped before the network, as the probe saw.
 *
 * @before the next rule: these refusals come before the service worker.
 */
export const neverSent: Rule = {
  id: "never-sent",
  appliesTo: "any",
  decide(given) {
    if (given.exchange.ending.kind !== "not-sent") return null;
    const refusal = REFUSALS.find((one) => one.applies(given));
    if (refusal === undefined) return null;
    const parameter = refusal.parameter?.(given.exchange) ?? null;
    const { code } = refusal;
    if (code === "aborted") return aborted(causeFrom(code, "request", 0, parameter));
    const cause = causeFrom(code, "request", 0, parameter);
    return stopped(cause, refusal.mayBeOther?.(given.exchange) ? { certainty: "likely" } : {});
  },
};

interface Refusal {
  readonly code: StoppingCode;
  readonly applies: (given: Case) => boolean;
  readonly parameter?: (exchange: Exchange) => string | null;
  /** Whether an earlier refusal is possible that the probe does not report. */
  readonly mayBeOther?: (exchange: Exchange) => boolean;
}

const urlOf = (exchange: Exchange) => firstHop(exchange).url;
const methodOf = (exchange: Exchange) => firstHop(exchange).method;
const portOf = (exchange: Exchange) => parseUrl(urlOf(exchange))?.port ?? "";
const errorOf = ({ callResult }: Exchange) => callResult?.errorName ?? null;
const hasThrown = ({ call, callResult }: Exchange) =>
  callResult?.result === "thrown" && wasNotMade(call, callResult);
const isSocket = ({ call }: Exchange) => call?.api === "websocket";
const isNoCors = ({ chosen }: Case) => chosen.modes.mode === "no-cors";

/** The refusals, in Blink's order. */
const REFUSALS: readonly Refusal[] = [
  // The Request constructor: https://fetch.spec.whatwg.org/#dom-request . It checks the mode that the
  // page passed. Chromium changes the mode for a stream only afterwards.
  {
    code: "invalid-call",
    applies: ({ exchange }) =>
      hasThrown(exchange) &&
      (exchange.call?.optionsRefused === true ||
        (exchange.call?.api === "fetch" && includesCredentials(urlOf(exchange)))),
    parameter: errorOf,
  },
  {
    code: "only-if-cached-not-same-origin",
    applies: ({ exchange: { call } }) => call?.onlyIfCached === true && call.mode !== "same-origin",
  },
  {
    code: "invalid-call",
    applies: ({ exchange }) => hasThrown(exchange) && !isToken(methodOf(exchange)),
    parameter: errorOf,
  },
  {
    code: "forbidden-method",
    applies: ({ exchange }) => isForbiddenMethod(methodOf(exchange)),
    parameter: methodOf,
  },
  {
    code: "no-cors-method-not-safelisted",
    applies: (given) => isNoCors(given) && !isCorsSafelistedMethod(methodOf(given.exchange)),
    parameter: methodOf,
  },
  {
    code: "invalid-call",
    applies: ({ exchange }) =>
      hasThrown(exchange) && exchange.call?.headerNames.some((name) => !isToken(name)) === true,
    parameter: errorOf,
  },
  {
    code: "no-cors-stream-body",
    applies: (given) => isNoCors(given) && given.exchange.call?.body === "stream",
    // The headers are filled in before the body is checked, and their values may be invalid.
    mayBeOther: ({ call }) => (call?.headerNames.length ?? 0) > 0,
  },
  {
    code: "aborted",
    applies: ({ exchange }) => isAbort(exchange.callResult),
  },
  {
    code: "invalid-call",
    applies: ({ exchange }) => hasThrown(exchange),
    parameter: errorOf,
  },
  {
    code: "csp",
    applies: ({ exchange }) => exchange.violation !== null,
    parameter: ({ violation }) => violation?.effectiveDirective ?? null,
  },
  // https://websockets.spec.whatwg.org/#opening-handshake: a handshake has no CORS mode.
  {
    code: "mixed-content",
    applies: ({ exchange }) => isSocket(exchange) && isMixedContent(exchange, urlOf(exchange)),
  },
  {
    code: "disallowed-by-mode",
    applies: ({ exchange, chosen }) =>
      chosen.modes.mode === "same-origin" &&
      !sameOrigin(exchange.initiatorOrigin ?? "null", firstHop(exchange).origin),
  },
  {
    code: "no-cors-redirect-mode-not-follow",
    applies: (given) => isNoCors(given) && (given.exchange.call?.redirect ?? "follow") !== "follow",
  },
  {
    code: "cors-disabled-scheme",
    applies: ({ exchange }) => {
      const scheme = schemeOf(urlOf(exchange));
      return !isSocket(exchange) && !isHttpScheme(scheme) && !LOCAL_SCHEMES.has(scheme);
    },
    parameter: (exchange) => schemeOf(urlOf(exchange)),
  },
  {
    code: "credentialed-subresource",
    applies: ({ exchange, facts }) =>
      facts.refusesUrlCredentials(exchange.call?.api ?? null) &&
      includesCredentials(urlOf(exchange)),
  },
  {
    code: "mixed-content",
    applies: ({ exchange }) =>
      isMixedContent(exchange, urlOf(exchange)) && !mayBeUpgraded(exchange),
  },
  {
    code: "unsafe-port",
    applies: ({ exchange }) => isBadPort(portOf(exchange)),
    parameter: portOf,
  },
];
