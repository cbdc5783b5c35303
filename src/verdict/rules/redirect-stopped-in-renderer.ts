import { isAbort } from "../../exchange/call-trace.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { includesCredentials, originOf, sameOrigin } from "../../http/origin.ts";
import { causeOfError } from "../browsers/error-names.ts";
import type { BlockingCode, CauseCode } from "../codes.ts";
import { causeFrom, opaque, stopped } from "../decision.ts";
import { isMixedContent } from "../standard/mixed-content.ts";
import type { Certainty, Mode } from "../verdict.ts";
import { evidenceOfRedirect } from "./evidence-of-redirect.ts";
import type { Rule } from "./rule.ts";

/**
 * A redirect that passed every check of the network process and was then stopped by the renderer. No
 * event shows the renderer's reason. Chromium reports ERR_ABORTED.
 *
 * @before the next rule: the redirect shows the reason, and the error does not.
 */
export const redirectStoppedInRenderer: Rule = {
  id: "redirect-stopped-in-renderer",
  appliesTo: "chromium",
  decide(given) {
    const { exchange, hop, at } = given;
    const { ending } = exchange;
    if (hop.redirect === null || ending.kind !== "failed") return null;
    if (causeOfError(ending.error) !== "aborted") return null;
    const to = hop.redirect.url;
    const { mode } = given.chosen.modes;
    for (const stopOf of STOPS) {
      const stop = stopOf(exchange, to, mode);
      if (stop === null) continue;
      const { code, certainty = "certain", parameter = null, others = [] } = stop;
      const alternatives = others.map((other) => causeFrom(other, "redirect", at));
      const details = { certainty, alternatives };
      return code === "opaque-redirect"
        ? opaque(causeFrom(code, "redirect", at, parameter), details)
        : stopped(causeFrom(code, "redirect", at, parameter), details, evidenceOfRedirect(hop));
    }
    return null;
  },
};

interface Stop {
  readonly code: BlockingCode | "opaque-redirect";
  /** "certain" if left out. */
  readonly certainty?: Certainty;
  readonly parameter?: string;
  readonly others?: readonly CauseCode[];
}

/** Possible reasons of the renderer, in the order in which the evidence is examined. */
const STOPS: readonly ((exchange: Exchange, to: string, mode: Mode) => Stop | null)[] = [
  redirectMode,
  passedNavigation,
  sameOriginMode,
  redirectCount,
  reportedPolicy,
  passwordInUrl,
  mixedContent,
  unknownRedirectMode,
];

/** Only fetch() lets the page set the redirect mode. */
function redirectMode({ call, callResult }: Exchange): Stop | null {
  if (call?.redirect === "error") return { code: "redirect-mode-error" };
  if (call?.redirect !== "manual") return null;
  // An opaque redirect has no body, so it never matches an integrity hash.
  // https://fetch.spec.whatwg.org/#main-fetch
  const isUnmatched = call.hasIntegrity && callResult?.result === "rejected";
  return { code: isUnmatched ? "integrity" : "opaque-redirect" };
}

function sameOriginMode({ initiatorOrigin }: Exchange, to: string, mode: Mode): Stop | null {
  if (mode !== "same-origin" || sameOrigin(initiatorOrigin ?? "null", originOf(to))) return null;
  return { code: "disallowed-by-mode" };
}

/** https://fetch.spec.whatwg.org/#http-redirect-fetch : the redirect count. */
function redirectCount(exchange: Exchange): Stop | null {
  if (exchange.hops.length < MOST_REDIRECTS) return null;
  const parameter = "net::ERR_TOO_MANY_REDIRECTS";
  return { code: "too-many-redirects", certainty: certaintyOfRefusal(exchange), parameter };
}

const MOST_REDIRECTS = 20;

function reportedPolicy({ violation }: Exchange): Stop | null {
  return violation === null ? null : { code: "csp", parameter: violation.effectiveDirective };
}

/** Only XMLHttpRequest may follow. Without the probe, a "cors" fetch may have redirect mode "manual". */
function passwordInUrl({ call }: Exchange, to: string, mode: Mode): Stop | null {
  if (!includesCredentials(to) || call?.api === "xhr") return null;
  return mode === "no-cors" || call !== null
    ? { code: "credentialed-subresource" }
    : { code: "credentialed-subresource", certainty: "ambiguous", others: ["opaque-redirect"] };
}

function mixedContent(exchange: Exchange, to: string, mode: Mode): Stop | null {
  if (!isMixedContent(exchange, to)) return null;
  if (mode === "cors" && exchange.call === null && exchange.resourceType === FETCH_OR_XHR) {
    const others = ["opaque-redirect", "redirect-mode-error"] as const;
    return { code: "mixed-content", certainty: "ambiguous", others };
  }
  return { code: "mixed-content", certainty: certaintyOfRefusal(exchange) };
}

/**
 * Only a service worker can send a navigation on with fetch(). Its redirect mode is "manual": the browser follows.
 * https://html.spec.whatwg.org/multipage/browsing-the-web.html#create-navigation-params-by-fetching
 */
function passedNavigation({ resourceType }: Exchange, _: string, mode: Mode): Stop | null {
  return mode === "navigate" && resourceType === FETCH_OR_XHR ? { code: "opaque-redirect" } : null;
}

function unknownRedirectMode({ call, resourceType }: Exchange, _: string, mode: Mode): Stop | null {
  if (mode !== "cors" || call?.redirect === "follow" || resourceType !== FETCH_OR_XHR) return null;
  const others = ["redirect-mode-error", "csp", "aborted"] as const;
  return { code: "opaque-redirect", certainty: "ambiguous", others };
}

const FETCH_OR_XHR = "xmlhttprequest";

/** Certain where the call was rejected and the page did not abort it. */
function certaintyOfRefusal({ callResult }: Exchange): Certainty {
  const isRefused = callResult?.result === "rejected" && !isAbort(callResult);
  return isRefused ? "certain" : "likely";
}
