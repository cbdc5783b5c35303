import type { Exchange, Hop } from "../exchange/exchange.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import { get } from "../http/header-list.ts";
import { isHttpScheme, sameOrigin, schemeOf } from "../http/origin.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import { chromiumNamingOrder } from "./chromium-naming-order.ts";
import { blocker, type CorsCheckRequest, corsCheck } from "./cors-check.ts";
import { corsFields } from "./cors-fields.ts";
import { corsPreflightFetch } from "./cors-preflight-fetch.ts";
import { httpRedirectFetch, locationUrl, taintsOrigin } from "./http-redirect-fetch.ts";
import type { LaneRules } from "./lane-rules.ts";
import { type PreflightNeed, preflightNeed } from "./preflight-needed.ts";
import type { CredentialsMode, Finding, Mode } from "./verdict.ts";

/** What the page asked for, as far as the events leave it open. */
export interface RequestModes {
  readonly mode: Mode;
  readonly credentials: CredentialsMode;
}

/** How one hop went through the standard's algorithms under one hypothesis. */
export interface HopWalk {
  readonly hop: number;
  /** Serialised origin with which the hop was asked; "null" once tainted. */
  readonly origin: string;
  /** Serialised origin that its preflight must name; null where it need not name any. */
  readonly preflightOrigin: string | null;
  readonly sameOrigin: boolean;
  readonly corsTainted: boolean;
  /** null where no preflight can be needed. */
  readonly need: PreflightNeed | null;
  /** null where there was none to judge. */
  readonly preflightProblems: readonly Finding[] | null;
  /** Problems of the request itself, before anything is sent. */
  readonly requestProblems: readonly Finding[];
  /** The CORS check of the response; null where none was due or there is no response. */
  readonly responseProblems: readonly Finding[] | null;
  /** Where the response redirects to, or null. */
  readonly location: string | null;
  readonly redirectProblems: readonly Finding[];
  /** Whether following `location` taints the origin. */
  readonly taints: boolean;
}

/** What the standard, as one lane reads it, makes of an exchange under one hypothesis. */
export interface FetchWalk {
  readonly hops: readonly HopWalk[];
  /** "undetermined" while the evidence has not reached a verdict. */
  readonly outcome: "allowed" | "opaque" | "opaque-redirect" | "blocked" | "undetermined";
  /** The first problem that the browser meets: the one that stops it. */
  readonly cause: Finding | null;
  /** Every problem in every message, the cause included. */
  readonly problems: readonly Finding[];
  /** How the page sees the response. */
  readonly tainting: "basic" | "cors" | "opaque";
}

const NONE: readonly Finding[] = [];

/**
 * Walks an exchange through main fetch, hop by hop, and reports every problem on the way, not the
 * first alone.
 * https://fetch.spec.whatwg.org/#concept-main-fetch
 *
 * @param exchange what was observed.
 * @param modes the mode and credentials mode to suppose.
 * @param rules whose decisions to follow.
 */
export function mainFetch(exchange: Exchange, modes: RequestModes, rules: LaneRules): FetchWalk {
  const requestOrigin = exchange.initiatorOrigin ?? "null";
  const credentialsIncluded = modes.credentials === "include";
  const hops: HopWalk[] = [];
  const problems: Finding[] = [];
  let tainting: FetchWalk["tainting"] = "basic";
  let redirectTainted = false;

  for (let index = 0; index < exchange.hops.length; index++) {
    const hop = exchange.hops[index] as Hop;
    const isSameOrigin = sameOrigin(requestOrigin, hop.origin);
    const requestProblems =
      modes.mode === "navigate" || modes.mode === "websocket"
        ? NONE
        : checkRequest(modes.mode, hop, isSameOrigin, requestOrigin, index);
    if (modes.mode === "cors" && (!isSameOrigin || tainting === "cors")) tainting = "cors";
    if (modes.mode === "no-cors" && !isSameOrigin) tainting = "opaque";

    const corsTainted = tainting === "cors";
    const request: CorsCheckRequest = {
      origin: redirectTainted ? "null" : requestOrigin,
      credentialsIncluded,
    };
    const need = corsTainted ? preflightNeed(hop, rules) : null;
    const asked = rules.preflightForgetsRedirects ? { ...request, origin: requestOrigin } : request;
    const isTrusted = rules.preflightForgetsRedirects && isSameOrigin;
    const preflightProblems =
      corsTainted && hop.preflight !== null && need !== null
        ? dueProblems(
            isTrusted,
            corsPreflightFetch(hop.preflight, need, asked, rules, index, (names) =>
              rules.namesHeaderByHashOrder ? chromiumNamingOrder(exchange, need, names) : names,
            ),
          )
        : null;
    const location = locationUrl(hop);
    const responseProblems =
      corsTainted && hop.response !== null
        ? corsCheck(
            request,
            corsFields(judgedHeaders(hop.response)),
            rules,
            location === null ? "response" : "redirect",
            index,
          )
        : null;
    const redirectProblems =
      location === null || wasNotToFollow(exchange, hop)
        ? NONE
        : httpRedirectFetch(
            { mode: modes.mode, origin: requestOrigin, corsTainted, redirectTainted },
            location,
            index,
          );
    const next = exchange.hops[index + 1];
    const taints: boolean =
      corsTainted &&
      next !== undefined &&
      !redirectTainted &&
      hop.redirect !== null &&
      !wasLedByBrowser(hop, next) &&
      taintsOrigin(requestOrigin, hop.origin, next.origin);
    hops.push({
      hop: index,
      origin: request.origin,
      preflightOrigin: isTrusted ? null : asked.origin,
      sameOrigin: isSameOrigin,
      corsTainted,
      need,
      preflightProblems,
      requestProblems,
      responseProblems,
      location,
      redirectProblems,
      taints,
    });
    collect(problems, requestProblems, preflightProblems, responseProblems, redirectProblems);
    redirectTainted ||= taints;
  }

  const cause = problems[0] ?? null;
  return { hops, outcome: outcomeOf(exchange, tainting, cause, hops), cause, problems, tainting };
}

/**
 * Whether the browser itself took another URL, and went on asking in the page's name: so Gecko does
 * where a secure page asks for an image over http (seen in 153).
 */
function wasLedByBrowser({ redirect }: Hop, next: Hop): boolean {
  if (redirect?.internal !== true || next.requestHeaders === null) return false;
  const sent = get(next.requestHeaders, "Origin");
  return sent !== null && sent !== "null";
}

/** The problems of a preflight, but for those of its CORS check where none is made. */
function dueProblems(
  trusted: boolean,
  problems: readonly Finding[] | null,
): readonly Finding[] | null {
  if (!trusted || problems === null) return problems;
  return problems.filter(({ evidence: [first] }) => !CHECKED_FIELDS.has(first?.header ?? ""));
}

const CHECKED_FIELDS = new Set(["Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"]);

/** Whether a redirect is how the request ended: then nobody looked where it leads. */
function wasNotToFollow({ ending }: Exchange, hop: Hop): boolean {
  return ending.kind === "completed" && hop.redirect === null;
}

function collect(problems: Finding[], ...lists: (readonly Finding[] | null)[]): void {
  for (const list of lists) if (list !== null) problems.push(...list);
}

/** Main fetch's switch on the mode: what never gets as far as the network. */
function checkRequest(
  mode: Mode,
  hop: Hop,
  isSameOrigin: boolean,
  requestOrigin: string,
  index: number,
): readonly Finding[] {
  // After a redirect it is the redirecting response that brought the request here.
  const stage = index === 0 ? "request" : "redirect";
  const at = Math.max(0, index - 1);
  if (mode === "same-origin" && !isSameOrigin) {
    const evidence = { header: "Origin", got: hop.origin, wanted: requestOrigin };
    return [blocker("disallowed-by-mode", stage, at, null, evidence)];
  }
  if (mode === "cors" && !isSameOrigin && !isHttpScheme(schemeOf(hop.url))) {
    if (LOCAL_SCHEMES.has(schemeOf(hop.url))) return NONE;
    return [blocker("cors-disabled-scheme", stage, at, null)];
  }
  return NONE;
}

/** Schemes that main fetch hands to scheme fetch, CORS or not. */
export const LOCAL_SCHEMES = new Set(["data", "blob", "about"]);

function outcomeOf(
  exchange: Exchange,
  tainting: FetchWalk["tainting"],
  cause: Finding | null,
  hops: readonly HopWalk[],
): FetchWalk["outcome"] {
  if (cause !== null) return "blocked";
  const last = exchange.hops[exchange.hops.length - 1] as Hop;
  const walk = hops[hops.length - 1] as HopWalk;
  if (last.response === null && exchange.ending.kind !== "completed") return "undetermined";
  // A redirect that the browser did not follow and did not fail: redirect mode "manual". It does
  // not take a Location: https://fetch.spec.whatwg.org/#http-fetch
  if (last.redirect === null && exchange.ending.kind === "completed") {
    const isManual = exchange.call?.redirect === "manual";
    const isRedirect = last.response !== null && isRedirectStatus(last.response.status);
    if (walk.location !== null || (isManual && isRedirect)) return "opaque-redirect";
  }
  return tainting === "opaque" ? "opaque" : "allowed";
}
