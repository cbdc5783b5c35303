import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { parseLocation, parseUrl } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/** A request for data that was redirected to a page for people: the reason stands on that page. */
export const redirectedToPage: DiagnosisRule = {
  id: "redirected-to-page",
  before: "Headers on such a redirect only lead to a page without them, and not to the data.",
  find: (s) => {
    if (!s.blockedByCors || s.verdict.mode.value !== "cors") return null;
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

/** What has moved for good is at its new place. */
const PERMANENT: ReadonlySet<number> = new Set([301, 308]);

/** Whether a whole segment or the first label of the target says that it is such a page, and none of the URL itself. */
function leadsToPage(from: URL, to: URL): boolean {
  const known = new Set(wordsOf(from));
  return wordsOf(to).some((word) => OF_PAGES.has(word) && !known.has(word));
}

function wordsOf({ hostname, pathname }: URL): string[] {
  const [label = ""] = hostname.split(".");
  const segments = pathname.replace(/\.\w{2,5}$/, "").split("/");
  return [label, ...segments].map((word) => word.toLowerCase());
}

const OF_PAGES: ReadonlySet<string> = new Set([
  ...["error", "errors", "errorpage", "error-page", "403", "404", "500", "502", "503", "sorry"],
  ...["notfound", "not-found", "not_found", "accessdenied", "access-denied", "access_denied"],
  ...["denied", "forbidden", "blocked", "maintenance", "unavailable", "offline", "suspended"],
  ...["consent", "collectconsent", "cookie-consent", "captcha", "challenge", "unsupported"],
]);
