import { factsOf } from "../../browsers/facts-of.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { readableHeaderNames } from "../../http/exposed-headers.ts";
import { asciiLowercase, isToken, listMembers } from "../../http/field-values.ts";
import { get, getAll, type HeaderList, has } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { isForbiddenRequestHeaderName } from "../../http/safelist.ts";
import { isReadByScript } from "../../verdict/read-by-script.ts";
import {
  isOfSession,
  isOnPath,
  type RefusedCookie,
  refusalOfCookie,
  type SessionCookie,
  sessionCookieOf,
} from "../cookies.ts";
import { lostAuthorization } from "../lost-authorization.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { isCrossSite } from "../sites.ts";
import { atPreflight, isOk, lacksAllowOrigin, type Situation } from "../situation.ts";
import { protocolOf } from "../tables/client-protocols.ts";

const passed = ({ verdict }: Situation) =>
  verdict.outcome === "allowed" && verdict.crossOrigin && verdict.mode.value === "cors";

/** The parameter's reason where the cookie's attributes permit sending it. */
export const THIRD_PARTY = "third-party";

/** A refusal for lack of a session, after an earlier response set a cookie that was not sent. */
export const cookieNotSent: DiagnosisRule = {
  id: "cookie-not-sent",
  before: "The session exists; only the cookie's attributes prevent the browser from sending it.",
  find: (s) => {
    const { exchange, hop, status, verdict, host } = s;
    const isRefusal = passed(s) || (lacksAllowOrigin(s) && !atPreflight(s));
    if (!isRefusal || status === null || !OF_SESSIONS.has(status)) return null;
    if (hop.requestHeaders === null || has(hop.requestHeaders, "Cookie")) return null;
    if (has(hop.requestHeaders, "Authorization") || !isCrossSite(exchange, hop)) return null;
    if (verdict.credentials.value !== "include") return null;
    const earlier = host.refusedCookies.filter((one) => isMissing(one, exchange));
    const cookie = earlier.findLast(({ name }) => isOfSession(name)) ?? earlier.at(-1);
    if (cookie === undefined) return blockedAsThirdParty(s);
    return {
      side: "server",
      // Servers also set cookies and refuse requests where there is no session.
      certainty: isOfSession(cookie.name) ? "likely" : "ambiguous",
      parameter: `${cookie.name}; ${cookie.reason}`,
      exchanges: [cookie.exchange],
      evidence: [
        headerEvidence("cookies", null, "cookies of the session"),
        headerEvidence("attributes of Set-Cookie", cookie.reason, "SameSite=None; Secure"),
        statusEvidence(status),
      ],
    };
  },
  hides: ["cookie-refused"],
};

/** Statuses for requests without a session; 419 is Laravel's. */
const OF_SESSIONS: ReadonlySet<number> = new Set([401, 403, 419]);

/** Whether a cookie was set before an exchange and not removed since, and was never sent. */
const isMissing = (cookie: RefusedCookie, exchange: Exchange) =>
  isSet(cookie, exchange) && cookie.sentAt === null;

const isSet = ({ startedAt, removedAt }: RefusedCookie | SessionCookie, exchange: Exchange) =>
  startedAt < exchange.startedAt && (removedAt === null || removedAt > exchange.startedAt);

/** A session cookie for other sites was not sent: browsers that block third-party cookies do that. */
function blockedAsThirdParty(s: Situation): ReturnType<DiagnosisRule["find"]> {
  const cookie = sessionBefore(s);
  // A browser that sent the cookie once does not block it.
  if (cookie === undefined || cookie.sentAt !== null) return null;
  return {
    side: "browser",
    // The session may have ended in the meantime.
    certainty: "ambiguous",
    parameter: `${cookie.name}; ${THIRD_PARTY}`,
    exchanges: [cookie.exchange],
    evidence: [
      headerEvidence("cookies", null, "cookies of the session"),
      statusEvidence(s.status ?? 0),
    ],
  };
}

/** The last session cookie that the host set earlier and that matches this URL's path. */
const sessionBefore = ({ exchange, hop, host }: Situation) =>
  host.sessions.findLast((one) => isSet(one, exchange) && isOnPath(hop.url, one.path));

/** Reasons for which browsers do not store a cookie at all, even in same-site requests. */
const AT_ALL: ReadonlySet<string> = new Set(["Domain", "no Secure"]);

/** The response sets a cookie that no later request from this page will carry. */
export const cookieRefused: DiagnosisRule = {
  id: "cookie-refused",
  before: "The next request will fail because this cookie is missing.",
  find: (s) => {
    const { exchange, hop, verdict } = s;
    if (!passed(s) || verdict.credentials.value !== "include") return null;
    const isOfSite = !isCrossSite(exchange, hop);
    const facts = factsOf(exchange.browser);
    const wasSent = (name: string) =>
      s.host.refusedCookies.some(
        (one) => one.exchange === exchange.id && one.name === name && one.sentAt !== null,
      );
    for (const line of getAll(s.headers, "Set-Cookie")) {
      const refusal = refusalOfCookie(line, hop.url, s.response?.receivedAt ?? 0, facts);
      if (refusal === null || wasSent(refusal.name)) continue;
      if (isOfSite && !AT_ALL.has(refusal.reason)) continue;
      return {
        side: "server",
        // The page may not need the cookie.
        certainty: isOfSession(refusal.name) ? "likely" : "ambiguous",
        parameter: `${refusal.name}; ${refusal.reason}`,
        evidence: [
          headerEvidence("attributes of Set-Cookie", refusal.reason, "SameSite=None; Secure"),
        ],
      };
    }
    return null;
  },
};

/**
 * The response sets a session cookie that the browser ignores because of the credentials mode.
 * https://fetch.spec.whatwg.org/#concept-http-network-fetch : Set-Cookie requires credentials.
 */
export const cookieIgnored: DiagnosisRule = {
  id: "cookie-ignored",
  before: "The next request will fail because this cookie is missing.",
  find: (s) => {
    const { value, basis } = s.verdict.credentials;
    const api = s.exchange.call?.api;
    if (!passed(s) || basis !== "observed" || value === "include") return null;
    // Sign-in requests are POST; cookies of other responses rarely matter.
    if ((api !== "fetch" && api !== "xhr") || s.hop.method !== "POST") return null;
    const at = s.response?.receivedAt ?? 0;
    const [name] = getAll(s.headers, "Set-Cookie").flatMap(
      (line) => sessionCookieOf(line, at) ?? [],
    );
    if (name === undefined) return null;
    return {
      side: "page",
      // The page may not need the cookie.
      certainty: "ambiguous",
      parameter: name,
      evidence: [headerEvidence("credentials mode", value, "include")],
    };
  },
};

/** The request passed CORS, but the server requires authentication. */
export const passedUnauthenticated: DiagnosisRule = {
  id: "unauthenticated",
  before: "A missing session is more specific than a refusal of this user.",
  find: (s) => {
    if (!passed(s) || s.status !== 401) return null;
    const { value, basis } = s.verdict.credentials;
    const isLeftOut = basis === "observed" && value !== "include";
    const session = isLeftOut ? sessionBefore(s) : undefined;
    return {
      side: session === undefined && !lostAuthorization(s.exchange, s.hop) ? "server" : "page",
      certainty: session === undefined ? "ambiguous" : "likely",
      parameter: "401",
      evidence: [
        statusEvidence(401),
        ...(session === undefined ? [] : [headerEvidence("credentials mode", value, "include")]),
      ],
    };
  },
};

/** The request passed CORS, but the server refuses this user, token or form. */
export const passedAndRefused: DiagnosisRule = {
  id: "passed-and-refused",
  before: "A refusal matters more to the page than hidden headers.",
  find: (s) => {
    const { status } = s;
    if (!passed(s) || (status !== 403 && status !== 419)) return null;
    return {
      code: status === 403 ? "forbidden" : "client-error",
      side: status === 403 ? "server" : "page",
      certainty: "ambiguous",
      parameter: String(status),
      evidence: [statusEvidence(status)],
    };
  },
};

/** Types of data that no HTML page has, by what `Accept` contains. */
const DATA: readonly (readonly [accepts: RegExp, type: string])[] = [
  [/json/i, "application/json"],
  [/event-stream/i, "text/event-stream"],
];

/** An HTML page where the page's code requested data. */
export const htmlInsteadOfData: DiagnosisRule = {
  id: "html-instead-of-data",
  before: "An HTML page instead of data matters more than hidden headers.",
  find: (s) => {
    if (!passed(s) || !isOk(s) || s.verdict.destination !== "") return null;
    const accept = get(s.hop.requestHeaders ?? [], "Accept") ?? "";
    const wanted = /html/i.test(accept)
      ? null
      : DATA.find(([accepts]) => accepts.test(accept))?.[1];
    if (wanted == null || mediaType(s.headers) !== "text/html") return null;
    return {
      side: "page",
      // The server may send HTML only at this URL, or the session may have ended.
      certainty: "ambiguous",
      evidence: [headerEvidence("Content-Type", get(s.headers, "Content-Type"), wanted)],
    };
  },
};

/** Response headers that the page's script cannot read. */
export const headersNotExposed: DiagnosisRule = {
  id: "headers-not-exposed",
  before: "The request passed, so only hidden headers can be wrong.",
  find: (s) => {
    if (!passed(s) || s.response === null) return null;
    if (!isReadByScript(s.exchange, s.verdict.destination)) return null;
    const withCredentials = s.verdict.credentials.value === "include";
    const readable = new Set(readableHeaderNames(s.headers, "cors", withCredentials));
    const names = s.headers.map(([name]) => name);
    const isThere = (wanted: string) =>
      names.some((name) => name.toLowerCase() === wanted.toLowerCase());
    const ofApis = names.filter((name) => OF_LISTS.test(name) && !isWanted(name));
    const hidden = [...WANTED.filter(isThere), ...new Set(ofApis)].filter(
      (name) => !readable.has(name.toLowerCase()),
    );
    // Every server may send these two. They matter for responses to range requests, or for media files.
    const isMedia = /^(?:application\/pdf|video\/|audio\/)/i.test(
      get(s.headers, "Content-Type") ?? "",
    );
    const isPart = s.status === 206 || isMedia || isCount(get(s.headers, "Content-Range"));
    const isUpload = s.hop.method === "PUT" && OF_UPLOADS.test(s.hop.url);
    const sent = s.hop.requestHeaders ?? [];
    const usesTags = has(sent, "If-Match") || has(sent, "If-None-Match");
    const reported = hidden.filter(
      (name) =>
        (isPart || !RANGES.has(name)) &&
        // The ETag of a part completes an upload; elsewhere any response may have one.
        (isUpload || usesTags || name !== "ETag") &&
        (name !== "Link" || leadsToPages(s.headers)) &&
        ((s.status ?? 0) >= 400 || !OF_ERRORS.has(name)),
    );
    if (reported.length === 0) return null;
    const before = get(s.headers, EXPOSE);
    // One invalid member would void the list, and "*" has no effect here: it would have exposed them.
    const kept = listMembers(before).filter((member) => isToken(member) && member !== "*");
    const protocol = protocolOf(s.headers);
    const isNeeded = protocol?.reads.some((name) => reported.includes(name)) === true;
    // Its next response has the protocol's others, which would be hidden then.
    const others = isNeeded ? protocol.reads.filter((name) => !reported.includes(name)) : [];
    const known = new Set(kept.map(asciiLowercase));
    const list = [
      ...kept,
      ...reported,
      ...others.filter((name) => !known.has(asciiLowercase(name))),
    ];
    return {
      side: "server",
      // The headers are certainly hidden; whether the page reads them is unknown, except by its protocol.
      certainty: isNeeded ? "certain" : "likely",
      parameter: reported.join(", "),
      evidence: [headerEvidence(EXPOSE, before, list.join(", "))],
    };
  },
};

/** The header that exposes response headers to scripts. */
export const EXPOSE = "Access-Control-Expose-Headers";

/**
 * Whether `Link` leads to other pages of a list. Browsers preload its other links, and WordPress sends its API's
 * address with every response. https://www.rfc-editor.org/rfc/rfc8288
 */
const leadsToPages = (headers: HeaderList) =>
  /;\s*rel\s*=\s*"?[^",;]*\b(?:next|prev|previous|first|last)\b/i.test(get(headers, "Link") ?? "");

/** Headers that describe an error; a success may have them as well. */
const OF_ERRORS: ReadonlySet<string> = new Set(["X-Request-Id", "WWW-Authenticate"]);

/** Response headers that pages read, in their usual spelling. */
const WANTED: readonly string[] = [
  "Content-Disposition",
  "Content-Range",
  "Accept-Ranges",
  "Link",
  "Location",
  "Retry-After",
  "WWW-Authenticate",
  "X-Total-Count",
  "X-Total",
  "X-Total-Pages",
  "X-Page",
  "X-Per-Page",
  "X-Pagination",
  "X-Request-Id",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "Mcp-Session-Id",
  "Grpc-Status",
  "Grpc-Message",
  "Upload-Offset",
  "Upload-Length",
  "Tus-Resumable",
  "X-Auth-Token",
  "X-CSRF-Token",
  "X-Filename",
  "X-File-Name",
  "ETag",
  "Authorization",
  "Access-Token",
  "X-Access-Token",
  "X-Refresh-Token",
  "X-Renew-Token",
  "X-Session-Id",
  "X-XSRF-Token",
  "X-Subject-Token",
  "Grpc-Status-Details-Bin",
];

/** Whether a range counts list items, as in some APIs, and not bytes. */
const isCount = (range: string | null) => range !== null && !/^bytes\b/i.test(range);

/** Query parameters of uploads to storage: multipart uploads and presigned URLs. */
const OF_UPLOADS = /[?&](?:partNumber|uploadId|X-Amz-Signature|X-Goog-Signature|upload_id)=/;

/** Names by which APIs send pages and counts, tokens and storage metadata, besides those above. */
const OF_LISTS =
  /^(?:x-)?(?:(?:[a-z]+-)*(?:jwt|token)|(?:amz|goog|ms)-meta-.+|pagination|total|page|per-page|next|prev|previous|first|last|cursor|offset|limit|count|items|results|wp-total)(?:-[a-z-]+)?$/i;

const isWanted = (name: string) =>
  WANTED.some((wanted) => wanted.toLowerCase() === name.toLowerCase());

const RANGES: ReadonlySet<string> = new Set(["Accept-Ranges", "Content-Range"]);

/** Mode "no-cors" removed a header that the call had set. */
export const noCorsStripsHeader: DiagnosisRule = {
  id: "no-cors-strips-header",
  before: "The server received another request than the page wrote, which explains its response.",
  find: (s) => {
    const { exchange, verdict, hop } = s;
    const call = exchange.call;
    if (
      verdict.outcome !== "opaque" ||
      verdict.mode.value !== "no-cors" ||
      call?.mode !== "no-cors" ||
      call.api !== "fetch"
    )
      return null;
    const sent = hop.requestHeaders;
    if (sent === null) return null;
    const type = get(sent, "Content-Type");
    // Without its own type, a text body gets exactly this one; any other type is from the page.
    const isTypeLost =
      call.headerNames.includes("content-type") &&
      (type === null || type === "text/plain;charset=UTF-8");
    // https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name
    const lost = call.headerNames.filter(
      (name) => !KEPT.has(name) && !isForbiddenRequestHeaderName(name) && !has(sent, name),
    );
    const names = [...(isTypeLost ? ["Content-Type"] : []), ...lost];
    if (names.length === 0) return null;
    return {
      side: "page",
      certainty: "likely",
      parameter: names.join(", "),
      evidence: [
        ...names.map((name) => headerEvidence(name, get(sent, name))),
        ...(s.status === null ? [] : [statusEvidence(s.status)]),
      ],
    };
  },
};

/** Headers that mode "no-cors" permits, some depending on the value. */
const KEPT: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "content-language",
  "content-type",
  "range",
]);
