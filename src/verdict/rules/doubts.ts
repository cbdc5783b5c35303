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

/** Something that the events do not tell apart, although all hypotheses agree. */
export interface Doubt {
  readonly appliesTo: ObservedBrowser | "any";
  /** The decision, less sure or with other causes where the doubt is due. Pure. */
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
 * With redirect mode "manual", which only the probe reports, the page has an opaque redirect of any
 * response with a redirect status, Location or not.
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

/** Hypotheses were struck out by the ending alone: ERR_FAILED is then taken to mean CORS. */
const byElimination: Doubt = {
  appliesTo: "any",
  cast: ({ hypotheses: { consistent, possible } }, decision) =>
    decision.cause !== null && consistent.length < possible.length ? lessSure(decision) : decision,
};

/**
 * It would be judged otherwise if it had credentials, and only a header's absence says that it has
 * none: Gecko leaves Sec-Fetch-Storage-Access out of all requests where its user has turned off the
 * partitioning of cookies (seen in 153 with network.cookie.cookieBehavior 0, 1 and 2).
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

/** Of several missing header names Chromium names one by an order that hangs on all names. */
const namingOrder: Doubt = {
  appliesTo: "chromium",
  cast({ exchange, chosen }, decision) {
    if (decision.cause?.code !== "header-disallowed") return decision;
    const missing = chosen.walk.problems.filter(({ code }) => code === "header-disallowed").length;
    return isNamingCertain(exchange, missing) ? decision : lessSure(decision);
  },
};

/** Gecko completes a redirect that was not followed, be it for "manual" or for "error". */
const errorRedirectMode: Doubt = {
  appliesTo: "gecko",
  cast({ exchange }, decision) {
    const { cause, alternatives } = decision;
    if (cause?.code !== "opaque-redirect" || exchange.call !== null) return decision;
    return or(decision, [causeFrom("redirect-mode-error", "redirect", cause.hop), ...alternatives]);
  },
};

/** webRequest joins the lines of a header; Gecko has a name for two lines, and one for a list. */
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
 * A redirect that CORS forbids may have been refused for where it leads, before that: Gecko ends both
 * alike, and a document's policy is reported by the probe alone, where it is (seen in 153).
 */
const policyOfRedirect: Doubt = {
  appliesTo: "gecko",
  cast({ exchange: { call, element, violation } }, decision) {
    const isWatched = call !== null || element !== null || violation !== null;
    return decision.cause?.stage === "redirect" && !isWatched ? lessSure(decision) : decision;
  },
};

/**
 * In order: what adds causes at the end, what makes less sure, and last what puts another cause
 * first, as it has to see the causes of all others. No doubt makes surer.
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
