import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { parseLocation, parseUrl } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";

/** A request for data was redirected to a page for people, which states the reason. */
export const redirectedToPage: DiagnosisRule = {
  id: "redirected-to-page",
  before: "CORS headers on this redirect would lead to a page for people, not to the data.",
  find: (s) => {
    if (!s.blockedByCors || s.verdict.mode.value !== "cors") return null;
    const ofForm = pageAfterPost(s);
    if (ofForm !== null) return ofForm;
    const atOptions = s.stage === "preflight";
    const response = atOptions ? s.hop.preflight?.response : s.hop.response;
    if (!response || !isRedirectStatus(response.status) || PERMANENT.has(response.status)) {
      return null;
    }
    const taken = atOptions ? s.hop.preflight?.redirect : s.hop.redirect;
    const location = taken?.url ?? get(judgedHeaders(response), "Location");
    const from = parseUrl(s.hop.url);
    const to = location === null ? null : parseLocation(location, s.hop.url);
    if (from === null || to === null || taken?.internal) return null;
    const isStart = to.pathname === "/" && from.pathname !== "/" && to.host === from.host;
    if (!isStart && !leadsToPage(from, to)) return null;
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
 * The page that a form leads to after its POST, sent instead of data: the browser requested it by GET, and it
 * is HTML. https://httpwg.org/specs/rfc9110.html#status.303
 */
function pageAfterPost(s: Situation): Found | null {
  const before = s.exchange.hops[s.hopIndex - 1];
  const { response, redirect } = before ?? {};
  if (before?.method !== "POST" || s.hop.method !== "GET" || !redirect || redirect.internal) {
    return null;
  }
  const isPage = s.status !== null && s.status < 300 && mediaType(s.headers) === "text/html";
  if (!isPage || (response?.status !== 302 && response?.status !== 303)) return null;
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
