import { factsOf } from "../browsers/facts-of.ts";
import { changedByBrowser } from "../diagnosis/changed-by-browser.ts";
import { areOfWorker } from "../exchange/worker-headers.ts";
import { get, getAll } from "../http/header-list.ts";
import { parseUrl } from "../http/origin.ts";
import { isSignedUrl } from "../http/signed-url.ts";
import { type MessageName, say, sayCount } from "../words/words.ts";
import { callAdvice } from "./call-advice.ts";
import { isOfWorker } from "./caller.ts";
import { plainText } from "./plain-text.ts";
import { lineToSend, type Subject } from "./subject.ts";

/**
 * Advice on how a response can allow the requesting origin. Never suggests `null`, which every sandboxed
 * frame shares, and suggests `*` only for requests without credentials.
 * https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
 */
export function allowOriginAdvice(s: Subject): string[] {
  if (s.origin === "null") return nullOriginAdvice(s);
  const line = lineToSend(s, ALLOW_ORIGIN, s.origin);
  if (line === `${ALLOW_ORIGIN}: *`) {
    const one = `${ALLOW_ORIGIN}: ${s.origin}`;
    return [
      say("why_send", s.responseName, line),
      say("why_allow_origin_public", one),
      ...withoutCors(s),
    ];
  }
  return [
    say("why_send", s.responseName, line),
    ...credentialsAdvice(s),
    say("why_allow_origin_several"),
    ...withoutCors(s),
  ];
}

/** Advice to send Access-Control-Allow-Credentials, where it is needed and missing. */
function credentialsAdvice(s: Subject): string[] {
  if (get(s.headers, "Access-Control-Allow-Credentials") === "true") return [];
  if (s.withCredentials) return [say("why_allow_origin_credentials_too")];
  return maySendCredentials(s) ? callAdvice(s, "if-credentials") : [];
}

/** Elements that only display a resource do not need CORS. */
function withoutCors({ exchange: { element } }: Subject): string[] {
  const shows = element !== null && SHOWN.has(element.resourceType) && !element.hasIntegrity;
  return shows && element.mode === "cors" ? [say("why_without_crossorigin")] : [];
}

const SHOWN: ReadonlySet<string> = new Set(["image", "imageset"]);

/** Whether a redirect led to a signed URL, which the page cannot request directly. */
const isSigned = ({ tainted, hop }: Subject) => tainted && isSignedUrl(hop.url);

/** Method and path of the request before any redirect. */
function firstTarget({ exchange: { hops } }: Subject): string {
  const [first] = hops;
  return plainText(`${first?.method} ${parseUrl(first?.url ?? "")?.pathname ?? ""}`, 60);
}

function nullOriginAdvice(s: Subject): string[] {
  return [
    isSigned(s)
      ? say("why_null_origin_fix_signed", firstTarget(s))
      : s.tainted
        ? say("why_null_origin_fix_tainted", s.url, s.pageOrigin)
        : say(NO_ORIGIN[requesterOf(s)].fix),
    ...(s.withCredentials ? [] : [say("why_null_origin_fix_public", s.responseName)]),
    ...(maySendCredentials(s) ? [say("why_null_origin_fix_if_credentials")] : []),
    say("why_null_origin_fix_never"),
  ];
}

/** A requester with an opaque origin. */
type Requester = "worker" | "page" | "unknown";

/** Who has the opaque origin, as far as the recording shows. */
function requesterOf({ exchange, hop }: Subject): Requester {
  if (exchange.fromSandbox) return "page";
  if (isOfWorker(exchange)) return "worker";
  // The page of a tab is in no frame, and this one has no sandbox; its workers may have an opaque origin.
  const { browser, frameId, topOrigin, call, resourceType } = exchange;
  const isOfPage = frameId === 0 && topOrigin !== null;
  if (!isOfPage || call !== null || resourceType !== "xmlhttprequest") return "unknown";
  const sent = hop.preflight?.requestHeaders ?? hop.requestHeaders ?? [];
  return areOfWorker(sent, factsOf(browser)) ? "worker" : "unknown";
}

/** The words for each requester. Value of the title: the request. */
const NO_ORIGIN: Readonly<
  Record<Requester, Readonly<Record<"title" | "short" | "because" | "fix", MessageName>>>
> = {
  worker: {
    title: "why_null_origin_title_worker",
    short: "why_null_origin_short_worker",
    because: "why_null_origin_because_worker",
    fix: "why_null_origin_fix_worker",
  },
  page: {
    title: "why_null_origin_title_policy",
    short: "why_null_origin_short",
    because: "why_null_origin_because_policy",
    fix: "why_null_origin_fix_policy",
  },
  unknown: {
    title: "why_null_origin_title",
    short: "why_null_origin_short",
    because: "why_null_origin_because",
    fix: "why_null_origin_fix",
  },
};

/** Whether a call without credentials is only an assumption. */
function maySendCredentials({ withCredentials, verdict }: Subject): boolean {
  return !withCredentials && verdict.credentials.basis === "assumed";
}

/** "Send Access-Control-Allow-Origin: https://app.test on GET /me", or other advice for a null origin. */
export function allowOriginTitle(s: Subject): string {
  if (linesOf(s) > 1) return say("why_multiple_allow_origin_values_title", s.target);
  if (s.origin !== "null") return say("why_allow_origin_title", s.origin, s.target);
  if (isSigned(s)) return say("why_null_origin_title_signed", firstTarget(s));
  return s.tainted
    ? say("why_null_origin_title_tainted", s.address)
    : say(NO_ORIGIN[requesterOf(s)].title, s.target);
}

/** The same in a few words. */
export function allowOriginShort(s: Subject): string {
  if (linesOf(s) > 1) return say("why_multiple_allow_origin_values_short");
  if (s.origin !== "null") return say("why_allow_origin_short", s.origin);
  return say(s.tainted ? "why_null_origin_short_tainted" : NO_ORIGIN[requesterOf(s)].short);
}

/**
 * The number of header lines, independent of the browser's error name: several lines mean several layers.
 * Gecko's webRequest joins the lines of a header; only DevTools reports them separately.
 */
export function severalLines(s: Subject): string[] {
  const lines = linesOf(s);
  if (lines > 1) return [sayCount("why_multiple_allow_origin_values_lines", lines)];
  const isJoined = factsOf(s.exchange.browser).joinsHeaderLines && s.response?.linesSeen === false;
  return isJoined && get(s.headers, ALLOW_ORIGIN)?.includes(",")
    ? [say("why_multiple_allow_origin_values_joined")]
    : [];
}

/** Advice where more than one layer sends the header. */
export function oneLayer(s: Subject): string[] {
  return linesOf(s) > 1 ? [say("why_multiple_allow_origin_values_fix")] : [];
}

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";

const linesOf = ({ headers }: Subject) => getAll(headers, ALLOW_ORIGIN).length;

/** Why the origin is "null", as a sentence; empty for any other origin. */
export function whyNullOrigin(s: Subject): string[] {
  if (s.origin !== "null") return [];
  if (s.tainted) {
    const { exchange, verdict } = s;
    const isChanged = changedByBrowser(exchange, verdict) !== null;
    return [say(isChanged ? "why_null_origin_because_changed" : "why_null_origin_because_tainted")];
  }
  return [say(NO_ORIGIN[requesterOf(s)].because)];
}
