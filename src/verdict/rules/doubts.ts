import type { ObservedBrowser } from "../../browsers/observed-browser.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { isNamingCertain } from "../browsers/chromium-naming-order.ts";
import { mayBeTwoLines } from "../browsers/gecko-endings.ts";
import { causeFrom, type EndedDecision } from "../decision.ts";
import { couldBe } from "../hypotheses/hypotheses.ts";
import { GECKO } from "../lanes/gecko.ts";
import { mainFetch } from "../standard/main-fetch.ts";
import type { Cause } from "../verdict.ts";
import type { Case } from "./rule.ts";

/** A distinction that the events do not show, although all hypotheses agree. */
export interface Doubt {
  readonly appliesTo: ObservedBrowser | "any";
  /** The decision, less certain or with other causes where the doubt applies. Pure. */
  cast(given: Case, decision: EndedDecision): EndedDecision;
}

const lessSure = (decision: EndedDecision): EndedDecision =>
  decision.certainty === "certain" ? { ...decision, certainty: "likely" } : decision;

const or = (decision: EndedDecision, alternatives: readonly Cause[]): EndedDecision => ({
  ...decision,
  certainty: "ambiguous",
  alternatives,
});

/**
 * Redirect mode "manual" turns any response with a redirect status into an opaque redirect, with or
 * without `Location`. Only the probe reports the redirect mode.
 * https://fetch.spec.whatwg.org/#http-fetch
 */
const manualRedirectMode: Doubt = {
  appliesTo: "any",
  cast({ exchange, hop: { response }, at }, decision) {
    if (exchange.ending.kind !== "completed" || exchange.call !== null) return decision;
    if (exchange.resourceType !== "xmlhttprequest") return decision;
    if (response === null || !isRedirectStatus(response.status)) return decision;
    const { cause, alternatives } = decision;
    if ([cause, ...alternatives].some((one) => one?.code === "opaque-redirect")) return decision;
    return or(decision, [...alternatives, causeFrom("opaque-redirect", "redirect", at)]);
  },
};

/** The ending alone struck out hypotheses, as ERR_FAILED is taken to mean CORS. */
const byElimination: Doubt = {
  appliesTo: "any",
  cast: ({ hypotheses: { consistent, possible } }, decision) =>
    decision.cause !== null && consistent.length < possible.length ? lessSure(decision) : decision,
};

/**
 * The verdict would differ with credentials, and only a missing `Sec-Fetch-Storage-Access` suggests
 * that there were none. Gecko omits that header from all requests where the user has turned off
 * cookie partitioning (seen in 153 with network.cookie.cookieBehavior 0, 1 and 2).
 */
const cookieSettings: Doubt = {
  appliesTo: "gecko",
  cast({ exchange, chosen: { modes, walk }, hypotheses: { all, credentialsBasis } }, decision) {
    if (exchange.call !== null || exchange.resourceType === "font") return decision;
    if (modes.mode !== "cors" || credentialsBasis !== "inferred" || all.length > 1) return decision;
    const included = { ...modes, credentials: "include" } as const;
    const other = { modes: included, walk: mainFetch(exchange, included, GECKO) };
    return other.walk.cause?.code !== walk.cause?.code && couldBe(exchange, other)
      ? lessSure(decision)
      : decision;
  },
};

/** Chromium names one of several disallowed headers, in an order that depends on all header names. */
const namingOrder: Doubt = {
  appliesTo: "chromium",
  cast({ exchange, chosen }, decision) {
    if (decision.cause?.code !== "header-disallowed") return decision;
    const missing = chosen.walk.problems.filter(({ code }) => code === "header-disallowed").length;
    return isNamingCertain(exchange, missing) ? decision : lessSure(decision);
  },
};

/** Gecko completes an unfollowed redirect both for redirect mode "manual" and for "error". */
const errorRedirectMode: Doubt = {
  appliesTo: "gecko",
  cast({ exchange }, decision) {
    const { cause, alternatives } = decision;
    if (cause?.code !== "opaque-redirect" || exchange.call !== null) return decision;
    return or(decision, [causeFrom("redirect-mode-error", "redirect", cause.hop), ...alternatives]);
  },
};

/** webRequest joins a header's lines, but Gecko has different errors for two lines and for one list. */
const twoLines: Doubt = {
  appliesTo: "gecko",
  cast({ exchange }, decision) {
    if (decision.outcome !== "blocked") return decision;
    const { cause, findings, alternatives } = decision;
    if (!mayBeTwoLines(exchange, cause)) return decision;
    const code = "multiple-allow-origin-values";
    return {
      ...decision,
      certainty: "ambiguous",
      alternatives: [cause, ...alternatives],
      cause: { ...cause, code },
      findings: findings.map((finding) =>
        finding.code === cause.code && finding.hop === cause.hop && finding.stage === cause.stage
          ? { ...finding, code }
          : finding,
      ),
    };
  },
};

/**
 * A redirect that CORS forbids may have been refused by the document's CSP before. Gecko ends both in
 * the same way, and only the probe reports the CSP (seen in 153). For an element, CSP is another cause where
 * CORS forbids the redirect only with credentials, which few elements request.
 */
const policyOfRedirect: Doubt = {
  appliesTo: "gecko",
  cast({ exchange, hypotheses: { possible } }, decision) {
    const { call, element, violation, resourceType } = exchange;
    const { cause, alternatives } = decision;
    const isWatched = call !== null || element !== null || violation !== null;
    if (cause?.stage !== "redirect" || isWatched) return decision;
    const mayPass = possible.some(({ walk }) => walk.cause === null);
    return mayPass && resourceType !== "xmlhttprequest"
      ? or(decision, [...alternatives, causeFrom("csp", "redirect", cause.hop)])
      : lessSure(decision);
  },
};

/**
 * In order: doubts that append causes, doubts that lower the certainty, and last those that replace the
 * first cause, as they need the causes of all others. No doubt raises the certainty.
 */
export const DOUBTS: readonly Doubt[] = [
  manualRedirectMode,
  byElimination,
  cookieSettings,
  namingOrder,
  errorRedirectMode,
  twoLines,
  policyOfRedirect,
];
