import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { parseLocation, parseUrl, type SerializedOrigin } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";

/** A request for data was redirected to a page for people, which states the reason. */
export const redirectedToPage: DiagnosisRule = {
  id: "redirected-to-page",
  before: "CORS headers on this redirect would lead to a page for people, not to the data.",
  find: (s) => {
    if (!s.blockedByCors || s.verdict.mode.value !== "cors") return null;
    const ofForm = pageAfter(s);
    if (ofForm !== null) return ofForm;
    const atOptions = s.stage === "preflight";
    const response = atOptions ? s.hop.preflight?.response : s.hop.response;
    if (!response || !isRedirectStatus(response.status)) return null;
    const taken = atOptions ? s.hop.preflight?.redirect : s.hop.redirect;
    const location = taken?.url ?? get(judgedHeaders(response), "Location");
    const from = parseUrl(s.hop.url);
    const to = location === null ? null : parseLocation(location, s.hop.url);
    if (from === null || to === null || taken?.internal) return null;
    const isOwn = leadsToOwnPage(from, to, s.verdict.initiatorOrigin);
    if (PERMANENT.has(response.status) && !isOwn) return null;
    const isStart = to.pathname === "/" && from.pathname !== "/" && to.host === from.host;
    if (!isStart && !isOwn && !leadsToPage(from, to)) return null;
    return {
      side: "server",
      certainty: isStart ? "ambiguous" : "likely",
      stage: atOptions ? "preflight" : "redirect",
      parameter: to.href,
      evidence: [headerEvidence("Location", to.href)],
    };
  },
  hides: ["redirect-moved", "host-without-cors", "origin-not-listed"],
};

/**
 * The HTML page that a redirect led to, sent instead of data: the page that a form leads to after its POST,
 * which the browser requested by GET, or one in the requesting page's own origin.
 * https://httpwg.org/specs/rfc9110.html#status.303
 */
function pageAfter(s: Situation): Found | null {
  const before = s.exchange.hops[s.hopIndex - 1];
  const { response, redirect } = before ?? {};
  if (before === undefined || s.hop.method !== "GET" || !redirect || redirect.internal) return null;
  const isPage = s.status !== null && s.status < 300 && mediaType(s.headers) === "text/html";
  const isAfterPost =
    before.method === "POST" && (response?.status === 302 || response?.status === 303);
  if (!isPage || !(isAfterPost || isOwnPage(before.url, s))) return null;
  return {
    side: "server",
    certainty: "likely",
    stage: "redirect",
    hop: s.hopIndex - 1,
    parameter: s.hop.url,
    evidence: [
      headerEvidence("Location", s.hop.url),
      headerEvidence("Content-Type", get(s.headers, "Content-Type")),
    ],
  };
}

function isOwnPage(before: string, { hop, verdict }: Situation): boolean {
  const [from, to] = [parseUrl(before), parseUrl(hop.url)];
  return from !== null && to !== null && leadsToOwnPage(from, to, verdict.initiatorOrigin);
}

/**
 * Whether another server redirected to another path in the page's own origin, as after a sign-in: a redirect
 * for users, who see the page there. With the same path, the address of an API may have changed.
 */
function leadsToOwnPage(from: URL, to: URL, page: SerializedOrigin): boolean {
  return to.origin === page && from.origin !== page && barePath(from) !== barePath(to);
}

const barePath = ({ pathname }: URL) => pathname.replace(/\/$/, "");

type Found = NonNullable<ReturnType<DiagnosisRule["find"]>>;

/** Permanent redirects: the resource itself is at the new URL. */
const PERMANENT: ReadonlySet<number> = new Set([301, 308]);

/** Whether a path segment or the first host label names such a page, and the original URL does not. */
function leadsToPage(from: URL, to: URL): boolean {
  const known = new Set(wordsOf(from));
  const isNew = (word: string, words: ReadonlySet<string>) => words.has(word) && !known.has(word);
  const words = wordsOf(to);
  if (words.some((word) => isNew(word, OF_PAGES))) return true;
  const [label = "", ...segments] = words;
  const isDocument = /\.(?:html?|php|aspx?|jsp)$/i.test(to.pathname);
  const telling = isDocument || segments.length === 1 ? segments : [];
  return [label, ...telling].some((word) => isNew(word, OF_RESOURCES_TOO));
}

/** The first label of the host, and the path segments without a file extension. */
function wordsOf({ hostname, pathname }: URL): string[] {
  const [label = ""] = hostname.split(".");
  const segments = pathname.replace(/\.\w{2,5}$/, "").split("/");
  return [label, ...segments.filter((word) => word !== "")].map((word) => word.toLowerCase());
}

const OF_PAGES: ReadonlySet<string> = new Set([
  ...["error", "errorpage", "error-page", "sorry", "unsupported", "maintenance", "captcha"],
  ...["notfound", "not-found", "not_found", "accessdenied", "access-denied", "access_denied"],
  ...["forbidden", "consent", "collectconsent", "cookie-consent"],
]);

/** Also ids and states of resources: these words count only as a whole path, a document or a host. */
const OF_RESOURCES_TOO: ReadonlySet<string> = new Set([
  ...["403", "404", "500", "502", "503", "errors", "denied", "blocked", "unavailable", "offline"],
  ...["suspended", "challenge"],
]);
