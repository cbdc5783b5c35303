import { judgedHeaders, type Response } from "../../exchange/exchange.ts";
import { get, has } from "../../http/header-list.ts";
import {
  isLocalHost,
  isLoopbackHost,
  parseLocation,
  parseUrl,
  type SerializedOrigin,
} from "../../http/origin.ts";
import { isSignedUrl } from "../../http/signed-url.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { leadsToSignIn } from "../../verdict/sign-in.ts";
import type { BehindCode, Side } from "../diagnosis.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";

/** The redirects returned to a URL that redirects again: no header helps. */
export const redirectLoop: DiagnosisRule = {
  id: "redirect-loop",
  before: "In a loop, it does not matter what each redirect changes.",
  find: ({ exchange, hop, hopIndex, response, blockedByCors, stage }) => {
    if (!blockedByCors || stage === "preflight" || !isRedirectStatus(response?.status ?? 0)) {
      return null;
    }
    const isBack = exchange.hops
      .slice(0, hopIndex)
      .some((one) => one.url === hop.url && one.method === hop.method);
    if (!isBack) return null;
    return {
      side: "server",
      certainty: "likely",
      stage: "redirect",
      parameter: hop.url,
      evidence: [headerEvidence("Location", get(judgedHeaders(response as Response), "Location"))],
    };
  },
  hides: [
    "redirect-to-http",
    "redirect-to-https",
    "redirect-to-internal",
    "redirect-slash",
    "redirect-moved",
  ],
};

/** A redirect within one host or to an internal address, at which or after which the exchange failed. */
export const redirectWithinHost: DiagnosisRule = {
  id: "redirect-within-host",
  before: "If the URL is corrected there is no redirect, and its headers do not matter.",
  find: (s) => {
    const { exchange, verdict } = s;
    const { cause, outcome } = verdict;
    if (cause === null || exchange.call?.redirect === "error") return null;
    if (isUnreached(s)) return isOfPageHost(s) ? null : redirectInside(s);
    if (outcome !== "blocked") return null;
    if (cause.code === "mixed-content") return firstOf(s, s.exchange.hops.length);
    if (cause.family !== "cors") return null;
    return redirectAt(s, s.hopIndex) ?? redirectInside(s);
  },
  hides: ["host-without-cors", "origin-not-listed"],
};

/**
 * Whether nothing responded at the last address, which may not exist where the reader is. Without a network,
 * or without a reason, the address is not to blame.
 */
const isUnreached = ({ hop, verdict: { cause } }: Situation) =>
  cause?.family === "network" &&
  hop.response === null &&
  cause.code !== "offline" &&
  cause.code !== "network-error";

/** Whether the last address is on the host that the page itself was loaded from. */
const isOfPageHost = ({ hop, verdict }: Situation) =>
  parseUrl(hop.url)?.hostname === parseUrl(verdict.initiatorOrigin)?.hostname;

type Found = ReturnType<DiagnosisRule["find"]>;

/** The first redirect before the failure that leads to an internal address. */
function redirectInside(s: Situation): Found {
  const found = firstOf(s, s.hopIndex, ({ code }) => code === "redirect-to-internal");
  return found && { ...found, certainty: "likely" };
}

/** The first redirect among the first `count` hops that is of a kind here, and `isWanted`. */
function firstOf(
  s: Situation,
  count: number,
  isWanted: (found: NonNullable<Found>) => boolean = () => true,
): Found {
  for (let index = 0; index < count; index++) {
    const found = redirectAt(s, index);
    if (found !== null && isWanted(found)) return found;
  }
  return null;
}

function redirectAt(s: Situation, index: number): Found {
  const hop = s.exchange.hops[index];
  if (hop === undefined) return null;
  const atOptions = s.stage === "preflight" && index === s.hopIndex;
  const response = atOptions ? hop.preflight?.response : hop.response;
  const taken = atOptions ? hop.preflight?.redirect : hop.redirect;
  if (taken?.internal) return null;
  const isRedirect = response != null && isRedirectStatus(response.status);
  const location = taken?.url ?? (isRedirect ? get(judgedHeaders(response), "Location") : null);
  const from = parseUrl(hop.url);
  const to = location == null ? null : parseLocation(location, hop.url);
  if (from === null || to === null) return null;
  // For such a preflight, the engine already reports that the server requires authentication.
  const status = response?.status ?? 0;
  const { method } = hop;
  if (atOptions && leadsToSignIn({ from: hop.url, to: to.href, status, method })) return null;
  // The region of a bucket does not change: S3's redirect is temporary by status, but permanent in effect.
  const isPermanent =
    response?.status === 301 ||
    response?.status === 308 ||
    (response != null && has(judgedHeaders(response), "X-Amz-Bucket-Region"));
  const page = s.verdict.initiatorOrigin;
  const kind = kindOf(from, to, page) ?? (isPermanent ? renamedHost(from, to) : null);
  if (kind === null) return null;
  return {
    ...kind,
    certainty: kind.code === "redirect-to-http" ? "likely" : "certain",
    stage: atOptions ? "preflight" : "redirect",
    hop: index,
    parameter: to.href,
    evidence: [headerEvidence("Location", to.href)],
  };
}

interface Kind {
  readonly code: BehindCode;
  readonly side: Side;
}

/** A permanent redirect to the same path of another host or port: the call uses the old address. */
function renamedHost(from: URL, to: URL): Kind | null {
  const isSamePath = withoutSlash(from.pathname) === withoutSlash(to.pathname);
  // The signature of a URL is wrong for another host, whatever the new query is.
  const isSameQuery = from.search === to.search || isSignedUrl(from.href);
  return isSamePath && from.host !== to.host && isSameQuery
    ? { code: "redirect-host", side: "page" }
    : null;
}

const withoutSlash = (path: string) => path.replace(/\/$/, "");

/**
 * Whether a redirect leads to the address that the application has behind its proxy: an internal host, the
 * internal port, or the path without the prefix that the proxy removes.
 */
function isInternal(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) {
    // On the reader's machine, another program has the loopback address of a server in their network.
    const isOfReader = isLoopbackHost(to.hostname) && !isLoopbackHost(from.hostname);
    return isOfReader || (isLocalHost(to.href) && !isLocalHost(from.href));
  }
  const [before, after] = [withoutSlash(from.pathname), withoutSlash(to.pathname)];
  const isSlash = from.pathname.endsWith("/") !== to.pathname.endsWith("/");
  if (!isSlash || from.protocol !== to.protocol) return false;
  if (from.host !== to.host) return to.port === "" && before === after;
  return after !== "" && before !== after && before.endsWith(after);
}

/** The change that a redirect within one host makes; null for any other redirect. */
function kindOf(from: URL, to: URL, page: SerializedOrigin): Kind | null {
  // The browser loaded the page from its origin, so no proxy hides that address.
  if (to.origin !== page && isInternal(from, to))
    return { code: "redirect-to-internal", side: "server" };
  if (from.hostname !== to.hostname) return null;
  // A server behind a proxy that terminates TLS sees http only. Other ports are other servers.
  if (from.protocol === "https:" && to.protocol === "http:") {
    return isLocalHost(to.href) && to.port !== ""
      ? null
      : { code: "redirect-to-http", side: "server" };
  }
  if (from.protocol === "http:" && to.protocol === "https:") {
    return { code: "redirect-to-https", side: "page" };
  }
  if (from.host !== to.host) return null;
  // A base URL with a trailing slash, followed by a path with a leading slash.
  if (to.pathname === from.pathname.replace(/\/{2,}/g, "/") && from.pathname !== to.pathname) {
    return { code: "redirect-slash", side: "page" };
  }
  if (to.pathname === `${from.pathname}/` || from.pathname === `${to.pathname}/`) {
    return { code: "redirect-slash", side: "page" };
  }
  return from.pathname === to.pathname ? null : { code: "redirect-moved", side: "server" };
}
