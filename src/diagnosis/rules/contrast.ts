import { judgedHeaders, lastHop } from "../../exchange/exchange.ts";
import { varyNames } from "../../http/caching.ts";
import { get, type HeaderList } from "../../http/header-list.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import {
  atPreflight,
  isFromBrowserCache,
  isOk,
  lacksAllowOrigin,
  type Situation,
  wasPreflightCached,
} from "../situation.ts";
import { sameRequestIn, withoutQuery } from "../surroundings.ts";

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";

/** A 304 without the header; the browser judges it itself where the page made the request conditional. */
export const notModifiedWithoutCors: DiagnosisRule = {
  id: "not-modified-without-cors",
  before:
    "The layer that compares ETags writes the 304, which is more specific than an earlier success.",
  find: (s) => {
    if (!lacksAllowOrigin(s) || s.status !== 304 || atPreflight(s)) return null;
    const earlier = s.around.passedBefore;
    return {
      side: "server",
      certainty: "certain",
      exchanges: earlier === null ? [] : [earlier.exchange.id],
      evidence: [statusEvidence(304), headerEvidence(ALLOW_ORIGIN, null, s.origin)],
    };
  },
  hides: ["passed-earlier", "allowed-by-preflight-only", "host-without-cors", "origin-not-listed"],
};

/** The same path passed earlier: the difference is in the response. */
export const passedEarlier: DiagnosisRule = {
  id: "passed-earlier",
  before:
    "An earlier success shows that the server allows the origin on this URL; a preflight does not.",
  find: (s) => {
    const earlier = s.around.passedBefore;
    if (!lacksAllowOrigin(s) || earlier === null || atPreflight(s) || isFromBrowserCache(s)) {
      return null;
    }
    if (s.status === null || s.status >= 400) return null;
    const before = sameRequestIn(earlier.exchange, s.hop)?.response ?? null;
    if (before === null) return null;
    return {
      side: "server",
      certainty: "certain",
      parameter: before.status === s.status ? null : String(before.status),
      exchanges: [earlier.exchange.id],
      evidence: [
        headerEvidence(ALLOW_ORIGIN, null, get(judgedHeaders(before), ALLOW_ORIGIN)),
        ...(before.status === s.status ? [] : [statusEvidence(s.status, String(before.status))]),
      ],
    };
  },
  hides: ["allowed-by-preflight-only", "host-without-cors", "origin-not-listed"],
};

/** The same path passed with another method or slash: the difference is in the request. */
export const passedOtherwise: DiagnosisRule = {
  id: "passed-otherwise",
  before:
    "A handler of the same path that allows the origin is closer evidence than its preflight.",
  find: (s) => {
    const other = s.around.passedAlike;
    if (!lacksAllowOrigin(s) || other === null || atPreflight(s) || isFromBrowserCache(s)) {
      return null;
    }
    if (s.hopIndex > 0 || s.hop.preflight !== null || !isOk(s)) return null;
    const { method, url } = lastHop(other.exchange);
    const isSameMethod = method === s.hop.method;
    if (!isSameMethod && withoutQuery(url) !== withoutQuery(s.hop.url)) return null;
    return {
      code: isSameMethod ? "passed-with-other-slash" : "passed-with-other-method",
      side: isSameMethod ? "page" : "server",
      // A server can have both paths, and allow other origins on one of them only.
      certainty: isSameMethod ? "ambiguous" : "likely",
      parameter: isSameMethod ? withoutQuery(url) : method,
      exchanges: [other.exchange.id],
      evidence: [headerEvidence(ALLOW_ORIGIN, null, s.origin)],
    };
  },
  hides: ["host-without-cors", "origin-not-listed"],
};

/** The preflight response allows the origin, and the response to the request does not. */
export const allowedByPreflightOnly: DiagnosisRule = {
  id: "allowed-by-preflight-only",
  before: "The preflight passed, so the server's list of origins has this origin.",
  find: (s) => {
    if (!s.blockedByCors || s.stage !== "response" || s.status === null) return null;
    // A response from the browser's cache is older than the preflight response, so the two do not contradict.
    if (s.status >= 400 || isFromBrowserCache(s)) return null;
    const preflight = s.hop.preflight?.response;
    const isCached = wasPreflightCached(s);
    if (!preflight && !isCached) return null;
    const said = preflight ? get(judgedHeaders(preflight), ALLOW_ORIGIN) : s.origin;
    if (said !== "*" && said !== s.origin) return null;
    const lacking = missingHere(s, said);
    if (lacking === null) return null;
    return {
      side: "server",
      // Since the preflight, the server may have changed.
      certainty: isCached ? "likely" : "certain",
      parameter: lacking.what,
      evidence: [lacking],
    };
  },
  hides: ["host-without-cors", "origin-not-listed"],
};

/** The header that the preflight response has and the response lacks. */
function missingHere(s: Situation, said: string) {
  if (s.allowOrigin === null) return headerEvidence(ALLOW_ORIGIN, null, said);
  const isCredentials = s.verdict.cause?.code === "invalid-allow-credentials";
  const name = "Access-Control-Allow-Credentials";
  const preflight = s.hop.preflight?.response;
  const allowed = preflight ? get(judgedHeaders(preflight), name) : null;
  if (!isCredentials || allowed !== "true") return null;
  return headerEvidence(name, get(s.headers, name), "true");
}

/** The parameter where only requests to other paths passed. */
export const ELSEWHERE = "elsewhere";
/** The parameter where the server's CORS code wrote the preflight response. */
export const CORS_CODE = "cors-code";

/** Requests to this host without a preflight or with another method pass; the preflight response allows no origin. */
export const allowedWithoutPreflightOnly: DiagnosisRule = {
  id: "allowed-without-preflight-only",
  before: "The host allows the origin elsewhere, so its list of origins is not at fault.",
  find: (s) => {
    if (!lacksAllowOrigin(s) || !atPreflight(s) || !isOk(s)) return null;
    const passes = s.host.passedWithoutPreflight(s.origin);
    const here = passes.findLast(({ url }) => url === withoutQuery(s.hop.url));
    const withPreflight = ofOtherMethod(s);
    const passed = withPreflight ?? (here ?? passes.at(-1))?.exchange;
    if (passed === undefined) return null;
    const isOfCorsCode = withPreflight !== undefined || variesByPreflight(s.headers);
    const isHere = here !== undefined || withPreflight !== undefined;
    return {
      side: "server",
      // Another path proves little: this path may have no CORS headers for any method.
      certainty: isHere ? "likely" : "ambiguous",
      parameter: isOfCorsCode ? CORS_CODE : isHere ? null : ELSEWHERE,
      exchanges: [passed],
      evidence: [headerEvidence(ALLOW_ORIGIN, null, s.origin)],
    };
  },
  hides: ["host-without-cors", "origin-not-listed"],
};

/** The id of a request to the same path whose preflight for another method passed. */
function ofOtherMethod({ around, hop }: Situation): string | undefined {
  const { exchange } = around.passedAlike ?? {};
  if (exchange === undefined) return undefined;
  const { url, preflight } = lastHop(exchange);
  const isHere = withoutQuery(url) === withoutQuery(hop.url);
  return isHere && preflight?.response ? exchange.id : undefined;
}

/** Whether a response varies by the preflight's own headers: only CORS code adds these names. */
const variesByPreflight = (headers: HeaderList) =>
  varyNames(headers).some((name) => /^access-control-request-(?:method|headers)$/i.test(name));
