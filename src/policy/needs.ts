import { type Exchange, firstHop, judgedHeaders, type Preflight } from "../exchange/exchange.ts";
import { asciiLowercase, extractTokens, isToken } from "../http/field-values.ts";
import { get } from "../http/header-list.ts";
import { isForbiddenMethod } from "../http/methods.ts";
import { parseUrl, type SerializedOrigin } from "../http/origin.ts";
import {
  isCorsResponseHeaderName,
  isForbiddenRequestHeaderName,
  whyUnsafe,
} from "../http/safelist.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import type { Judged } from "../verdict/judged.ts";
import { LANE_RULES } from "../verdict/lanes/all.ts";
import { preflightNeed } from "../verdict/standard/preflight-needed.ts";
import type { PreflightReason } from "../verdict/verdict.ts";
import { type LeftOut, NOTHING_LEFT_OUT } from "./policy.ts";

/** The values that one hop of an exchange needs its server to allow. */
export interface Need {
  readonly exchange: string;
  readonly url: string;
  readonly server: SerializedOrigin;
  readonly path: string;
  /** "null" for an opaque origin, including an origin that became opaque by redirects. */
  readonly origin: SerializedOrigin;
  readonly method: string;
  readonly requestHeaders: readonly string[];
  /** Null where nothing in the recording shows it. */
  readonly credentials: boolean | null;
  readonly preflight: boolean;
  readonly preflightRedirected: boolean;
  readonly exposedHeaders: readonly string[];
  readonly maxAge: number | null;
  /** Status of the response to the request; null where there was none. */
  readonly status: number | null;
  /** Whether the recorded responses allow any origin with `*`. */
  readonly allowsAny: boolean;
}

/** Firefox has an event for the redirect; in Chromium only the response shows it. */
function isRedirected({ redirect, response }: Preflight): boolean {
  if (redirect !== null || response === null) return redirect !== null;
  return isRedirectStatus(response.status) && get(response.headers, "Location") !== null;
}

/**
 * The needs of an exchange, one for each cross-origin hop. Empty where CORS does not apply, and where the
 * browser does not send the request whatever a server allows.
 *
 * @param leftOut the parts of the request that no server has to allow.
 * @param exposed the headers of the last response to expose in addition, lower-case.
 */
export function needsOf(
  { exchange, verdict }: Judged,
  leftOut: LeftOut = NOTHING_LEFT_OUT,
  exposed: readonly string[] = [],
): Need[] {
  if (verdict.mode.value !== "cors" || leftOut.all) return [];
  const hasPassed = verdict.outcome === "allowed";
  // https://fetch.spec.whatwg.org/#forbidden-method
  if (isForbiddenMethod(firstHop(exchange).method)) return [];
  const isNeeded = (name: string) =>
    isToken(name) &&
    !isForbiddenRequestHeaderName(name) &&
    !leftOut.headers.includes(name) &&
    (hasPassed || !isCorsResponseHeaderName(name));
  const needs: Need[] = [];
  const last = exchange.hops.length - 1;
  let isCors = false;
  exchange.hops.forEach((hop, index) => {
    const origin = verdict.originPerHop[index] ?? verdict.initiatorOrigin;
    isCors ||= hop.origin !== origin;
    const url = parseUrl(hop.url);
    if (!isCors || url === null || hop.redirect?.internal === true) return;
    const names = new Set<string>();
    let preflight = false;
    let method = hop.method;
    // All that any lane's preflight would request, so that the policy is sufficient in every lane.
    for (const rules of Object.values(LANE_RULES)) {
      const need = preflightNeed(hop, rules);
      preflight ||= need.needed === true && isReasonLeft(need.because, isNeeded);
      method = need.method;
      for (const name of need.headerNames) names.add(name);
    }
    for (const name of index === 0 ? setByPage(exchange) : []) {
      names.add(name);
      preflight ||= isNeeded(name);
    }
    const requested = hop.preflight?.response ?? null;
    const responses = [requested, hop.response].filter((response) => response !== null);
    const allowed = responses.map((response) =>
      get(judgedHeaders(response), "Access-Control-Allow-Origin"),
    );
    needs.push({
      exchange: exchange.id,
      url: hop.url,
      server: hop.origin,
      path: url.pathname,
      origin,
      method: leftOut.methodCase ? method.toUpperCase() : method,
      requestHeaders: [...names].filter(isNeeded).sort(),
      credentials: leftOut.credentials ? false : credentialsOf(verdict),
      preflight,
      preflightRedirected: hop.preflight !== null && isRedirected(hop.preflight),
      exposedHeaders: [
        ...new Set([...exposedBy(exchange, index), ...(index === last ? exposed : [])]),
      ],
      maxAge:
        requested === null
          ? null
          : maxAgeOf(get(judgedHeaders(requested), "Access-Control-Max-Age")),
      status: hop.response?.status ?? null,
      allowsAny:
        allowed.length > 0 &&
        allowed.every((value) => value === null || value === "*") &&
        allowed.includes("*"),
    });
  });
  return needs;
}

/** Whether the preflight is still necessary without the omitted headers. */
function isReasonLeft(
  because: readonly PreflightReason[],
  isNeeded: (name: string) => boolean,
): boolean {
  return because.length === 0 || because.some((one) => one.kind !== "header" || isNeeded(one.name));
}

/** Whether the request has credentials, if known; "same-origin" omits them in cross-origin requests. */
function credentialsOf({ credentials }: Judged["verdict"]): boolean | null {
  // An assumed mode is not evidence: the page may send credentials.
  if (credentials.value === null || credentials.basis === "assumed") return null;
  return credentials.value === "include";
}

/** For requests that were never sent: the page's headers that need a preflight by name alone. */
function setByPage({ call, hops }: Exchange): readonly string[] {
  if (call === null || hops[0]?.requestHeaders !== null || hops[0].preflight !== null) return [];
  return call.headerNames.filter((name) => whyUnsafe(name, "") === "name");
}

/** The headers that the response already exposes: a new configuration must keep them exposed. */
function exposedBy(exchange: Exchange, index: number): ReadonlySet<string> {
  const response = exchange.hops[index]?.response;
  if (!response) return new Set();
  const headers = judgedHeaders(response);
  const { tokens, invalid } = extractTokens(get(headers, "Access-Control-Expose-Headers"));
  if (invalid !== null) return new Set();
  const listed = tokens.map(asciiLowercase);
  if (!listed.includes("*")) return new Set(listed);
  // A list replaces `*`, which is a plain name in requests with credentials.
  return new Set(
    headers.map(([name]) => asciiLowercase(name)).filter((name) => !NEVER_EXPOSED.test(name)),
  );
}

/** Headers of the connection and of CORS, and those that scripts can read always or never. */
const NEVER_EXPOSED =
  /^(?:access-control-.*|set-cookie2?|vary|date|server|connection|keep-alive|transfer-encoding|cache-control|content-(?:language|length|type)|expires|last-modified|pragma)$/;

function maxAgeOf(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}
