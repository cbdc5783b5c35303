import { DECIDES_DETAILS } from "../../browsers/scope.ts";
import type { Exchange, Hop } from "../../exchange/exchange.ts";
import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { isHttpScheme, sameOrigin, schemeOf } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { chromiumNamingOrder } from "../browsers/chromium-naming-order.ts";
import type { LaneRules } from "../lane-rules.ts";
import type { CredentialsMode, Mode, PreflightReason } from "../verdict.ts";
import { blocker, type CorsCheckRequest, type CorsProblem, corsCheck } from "./cors-check.ts";
import { corsFields } from "./cors-fields.ts";
import { corsPreflightFetch } from "./cors-preflight-fetch.ts";
import { httpRedirectFetch, locationUrl, taintsOrigin } from "./http-redirect-fetch.ts";
import { type PreflightNeed, preflightNeed } from "./preflight-needed.ts";

/** The modes of a request, which the events may not show. */
export interface RequestModes {
  readonly mode: Mode;
  readonly credentials: CredentialsMode;
}

/** The walk of one hop through the standard's algorithms under one hypothesis. */
export interface HopWalk {
  readonly hop: number;
  /** Serialised origin of the hop's request; "null" once tainted. */
  readonly origin: string;
  /** Serialised origin that the preflight's response must allow; null where none is required. */
  readonly preflightOrigin: string | null;
  readonly sameOrigin: boolean;
  readonly corsTainted: boolean;
  /** null where no preflight can be needed. */
  readonly need: PreflightNeed | null;
  /** null where there was no preflight response to judge. */
  readonly preflightProblems: readonly CorsProblem[] | null;
  /** Problems of the request itself, before anything is sent. */
  readonly requestProblems: readonly CorsProblem[];
  /** The CORS check of the response; null where no check applies or there is no response. */
  readonly responseProblems: readonly CorsProblem[] | null;
  /** The URL to which the response redirects, or null. */
  readonly location: string | null;
  readonly redirectProblems: readonly CorsProblem[];
  /** Whether following `location` taints the origin. */
  readonly taints: boolean;
}

/** The walk of an exchange through the standard under one hypothesis, by one lane's rules. */
export type FetchWalk = WalkDetails & (Stopped | Unstopped);

interface Stopped {
  readonly outcome: "blocked";
  /** The first problem in the browser's order, which stops the exchange. */
  readonly cause: CorsProblem;
}

interface Unstopped {
  /** "undetermined" while the evidence has not reached a verdict. */
  readonly outcome: "allowed" | "opaque" | "opaque-redirect" | "undetermined";
  readonly cause: null;
}

interface WalkDetails {
  readonly hops: readonly HopWalk[];
  /** Every problem in every message, the cause included. */
  readonly problems: readonly CorsProblem[];
  /** The response tainting: how the page sees the response. */
  readonly tainting: "basic" | "cors" | "opaque";
}

const NONE: readonly CorsProblem[] = [];

/** The data that all hops of a walk share. */
interface Fetch {
  readonly exchange: Exchange;
  readonly modes: RequestModes;
  readonly rules: LaneRules;
  /** Serialised origin that made the request, before redirects. */
  readonly origin: string;
}

/** The state that a hop inherits from earlier hops. */
interface Inherited {
  readonly tainting: FetchWalk["tainting"];
  readonly redirectTainted: boolean;
  readonly reasons: readonly PreflightReason[];
}

/**
 * Walks an exchange through main fetch, hop by hop, and reports every problem, not only the first.
 * https://fetch.spec.whatwg.org/#concept-main-fetch
 *
 * @param exchange the recorded exchange.
 * @param modes the assumed mode and credentials mode.
 * @param rules the lane's rules.
 */
export function mainFetch(exchange: Exchange, modes: RequestModes, rules: LaneRules): FetchWalk {
  const fetch = { exchange, modes, rules, origin: exchange.initiatorOrigin ?? "null" };
  const hops: HopWalk[] = [];
  const problems: CorsProblem[] = [];
  let tainting: FetchWalk["tainting"] = "basic";
  let redirectTainted = false;
  let reasons: readonly PreflightReason[] = [];
  exchange.hops.forEach((hop, index) => {
    tainting = taintingAt(fetch, hop, tainting);
    const walked = walkHop(fetch, index, hop, { tainting, redirectTainted, reasons });
    hops.push(walked);
    addProblems(problems, walked);
    redirectTainted ||= walked.taints;
    if (walked.need?.needed) reasons = walked.need.because;
  });
  const cause = problems[0] ?? null;
  return cause === null
    ? { hops, outcome: unstopped(exchange, tainting, hops), cause, problems, tainting }
    : { hops, outcome: "blocked", cause, problems, tainting };
}

/**
 * Whether a walk has the same outcome and problems by the rules of another lane. A walk only reads rules
 * about preflights, and the rule for reading Access-Control-Allow-Origin. By that rule, all lanes pass the
 * same values but name failures differently.
 */
export function isWalkedAlike(
  { hops, cause }: FetchWalk,
  one: LaneRules,
  other: LaneRules,
): boolean {
  return (
    (cause === null || one.countsAllowOriginLines === other.countsAllowOriginLines) &&
    hops.every(({ preflightProblems }) => preflightProblems === null)
  );
}

/** Adds the problems of a hop, in the order of a fetch. */
function addProblems(problems: CorsProblem[], hop: HopWalk): void {
  const { requestProblems, preflightProblems, responseProblems, redirectProblems } = hop;
  problems.push(...requestProblems);
  if (preflightProblems !== null) problems.push(...preflightProblems);
  if (responseProblems !== null) problems.push(...responseProblems);
  problems.push(...redirectProblems);
}

/** The response tainting from a hop on. Once "cors", it stays so even at the requesting origin. */
function taintingAt(
  { modes: { mode }, origin }: Fetch,
  hop: Hop,
  before: FetchWalk["tainting"],
): FetchWalk["tainting"] {
  if (sameOrigin(origin, hop.origin)) return before;
  return mode === "cors" ? "cors" : mode === "no-cors" ? "opaque" : before;
}

function walkHop(
  fetch: Fetch,
  index: number,
  hop: Hop,
  { tainting, redirectTainted, reasons }: Inherited,
): HopWalk {
  const { exchange, modes, rules, origin } = fetch;
  const isSameOrigin = sameOrigin(origin, hop.origin);
  const corsTainted = tainting === "cors";
  const request: CorsCheckRequest = {
    origin: redirectTainted ? "null" : origin,
    credentialsIncluded: modes.credentials === "include",
  };
  const preflightRequest = rules.preflightForgetsRedirects ? { ...request, origin } : request;
  const isTrusted = rules.preflightForgetsRedirects && isSameOrigin;
  const own = corsTainted ? preflightNeed(hop, rules, exchange.call?.headerNames) : null;
  const need = own && withReasonsBefore(own, exchange, reasons);
  const location = locationUrl(hop);
  const redirect = { mode: modes.mode, origin, corsTainted, redirectTainted };
  return {
    hop: index,
    origin: request.origin,
    preflightOrigin: isTrusted ? null : preflightRequest.origin,
    sameOrigin: isSameOrigin,
    corsTainted,
    need,
    preflightProblems: walkPreflight(fetch, index, hop, need, preflightRequest, isTrusted),
    requestProblems: checkRequest(fetch, index, hop, isSameOrigin),
    responseProblems: corsTainted ? checkResponse(request, hop, location, rules, index) : null,
    location,
    redirectProblems:
      location === null || wasNotToFollow(exchange, hop)
        ? NONE
        : httpRedirectFetch(redirect, location, index),
    taints: corsTainted && !redirectTainted && leadsAcrossOrigins(fetch, index, hop),
  };
}

/**
 * The need with the reasons of an earlier hop, where the preflight shows none: Gecko makes a preflight again
 * after a redirect, although the redirect removed the header that needed it (seen in 153).
 */
function withReasonsBefore(
  need: PreflightNeed,
  { call }: Exchange,
  before: readonly PreflightReason[],
): PreflightNeed {
  const isUpload = call?.uploadListener === true || call?.body === "stream";
  if (!need.needed || need.because[0]?.kind !== "upload" || isUpload) return need;
  return before.length === 0 ? need : { ...need, because: before };
}

/** Whether following a hop's redirect makes the origin of a CORS request opaque. */
function leadsAcrossOrigins({ exchange, origin }: Fetch, index: number, hop: Hop): boolean {
  const next = exchange.hops[index + 1];
  if (next === undefined || hop.redirect === null || wasLedByBrowser(hop, next)) return false;
  return taintsOrigin(origin, hop.origin, next.origin);
}

/** The problems of a hop's preflight; null where there was no preflight to judge. */
function walkPreflight(
  { exchange, rules }: Fetch,
  index: number,
  { preflight }: Hop,
  need: PreflightNeed | null,
  request: CorsCheckRequest,
  isTrusted: boolean,
): readonly CorsProblem[] | null {
  if (preflight === null || need === null) return null;
  const namingOrder = (names: readonly string[]) =>
    DECIDES_DETAILS && rules.namesHeaderByHashOrder
      ? chromiumNamingOrder(exchange, need, names)
      : names;
  const problems = corsPreflightFetch(preflight, need, request, rules, index, namingOrder);
  return isTrusted ? withoutCorsCheck(problems) : problems;
}

/** The CORS check of a hop's response; null where there is no response. */
function checkResponse(
  request: CorsCheckRequest,
  { response }: Hop,
  location: string | null,
  rules: LaneRules,
  index: number,
): readonly CorsProblem[] | null {
  if (response === null) return null;
  const stage = location === null ? "response" : "redirect";
  return corsCheck(request, corsFields(judgedHeaders(response)), rules, stage, index);
}

/**
 * Whether the browser itself changed the URL and then requested it with the page's origin. Gecko does so for
 * an image that a secure page requests over http (seen in 153).
 */
function wasLedByBrowser({ redirect }: Hop, next: Hop): boolean {
  if (redirect?.internal !== true || next.requestHeaders === null) return false;
  const sent = get(next.requestHeaders, "Origin");
  return sent !== null && sent !== "null";
}

/** The problems of a preflight whose response needs no CORS check. */
function withoutCorsCheck(problems: readonly CorsProblem[] | null): readonly CorsProblem[] | null {
  if (problems === null) return null;
  return problems.filter(({ evidence: [first] }) => !CHECKED_FIELDS.has(first?.header ?? ""));
}

const CHECKED_FIELDS = new Set(["Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"]);

/** Whether the request completed with an unfollowed redirect, so its target was not checked. */
function wasNotToFollow({ ending }: Exchange, hop: Hop): boolean {
  return ending.kind === "completed" && hop.redirect === null;
}

/** Main fetch's switch on the mode: the problems that stop the request before the network. */
function checkRequest(
  { modes: { mode }, origin }: Fetch,
  index: number,
  hop: Hop,
  isSameOrigin: boolean,
): readonly CorsProblem[] {
  // After a redirect, the problem belongs to the redirect response of the hop before.
  const stage = index === 0 ? "request" : "redirect";
  const at = Math.max(0, index - 1);
  if (mode === "same-origin" && !isSameOrigin) {
    const evidence = { header: "Origin", got: hop.origin, wanted: origin };
    return [blocker("disallowed-by-mode", stage, at, null, evidence)];
  }
  if (mode === "cors" && !isSameOrigin && !isHttpScheme(schemeOf(hop.url))) {
    if (LOCAL_SCHEMES.has(schemeOf(hop.url))) return NONE;
    return [blocker("cors-disabled-scheme", stage, at, null)];
  }
  return NONE;
}

/** Schemes that main fetch passes to scheme fetch, with or without CORS. */
export const LOCAL_SCHEMES = new Set(["data", "blob", "about"]);

function unstopped(
  exchange: Exchange,
  tainting: FetchWalk["tainting"],
  hops: readonly HopWalk[],
): Unstopped["outcome"] {
  const last = exchange.hops[exchange.hops.length - 1] as Hop;
  const walked = hops[hops.length - 1] as HopWalk;
  if (last.response === null && exchange.ending.kind !== "completed") return "undetermined";
  // A redirect that the browser neither followed nor failed: redirect mode "manual". No `Location` is
  // needed: https://fetch.spec.whatwg.org/#http-fetch
  if (last.redirect === null && exchange.ending.kind === "completed") {
    const isManual = exchange.call?.redirect === "manual";
    const isRedirect = last.response !== null && isRedirectStatus(last.response.status);
    if (walked.location !== null || (isManual && isRedirect)) return "opaque-redirect";
  }
  return tainting === "opaque" ? "opaque" : "allowed";
}
