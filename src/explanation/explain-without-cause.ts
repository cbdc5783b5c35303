import { mayExceedQuota } from "../exchange/call-trace.ts";
import { type Exchange, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { get } from "../http/header-list.ts";
import { isLocalHost, parseUrl } from "../http/origin.ts";
import { isReadByScript } from "../verdict/read-by-script.ts";
import type { Finding, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say, sayList } from "../words/words.ts";
import { callAdvice } from "./call-advice.ts";
import { isOfWorker } from "./caller.ts";
import { entryOf } from "./catalogue/catalogue.ts";
import { isAllowedWithoutCookies } from "./context-sentences.ts";
import type { Explanation, Reference } from "./explanation.ts";
import { plainText } from "./plain-text.ts";
import { preflightReason } from "./preflight-reason.ts";
import { CORS_CHECK, fetchStandard, MDN_CORS } from "./references.ts";
import { type Subject, subjectOf } from "./subject.ts";

type Words = Omit<Explanation, "evidence">;

/** A verdict without a cause. */
export type VerdictWithoutCause = Extract<Verdict, { readonly cause: null }>;

/** Explains an exchange that nothing stopped, or that has no verdict yet. */
export function explainWithoutCause(exchange: Exchange, verdict: VerdictWithoutCause): Explanation {
  const s = lastMessage(exchange, verdict);
  const words = isAllowedWithoutCookies(verdict)
    ? probably(s, WORDS.allowed(s))
    : WORDS[verdict.outcome](s);
  const warnings = verdict.findings.filter((one) => one.severity === "warning");
  const first = warnings[0];
  if (verdict.outcome !== "allowed" || first === undefined) return { ...words, evidence: [] };
  // The exchange passed by luck: the title says what to do about that.
  const explained = warnings.map((one) => ({
    entry: entryOf(one.code),
    subject: subjectOf(exchange, verdict, one),
  }));
  const subject = subjectOf(exchange, verdict, first);
  return {
    title: entryOf(first.code).title(subject),
    short: say("why_allowed_but", entryOf(first.code).short(subject)),
    because: distinct([
      ...words.because,
      ...explained.flatMap(({ entry, subject }) => entry.because(subject)),
    ]),
    evidence: warnings.flatMap((one) => one.evidence),
    fix: distinct(explained.flatMap(({ entry, subject }) => entry.fix(subject))),
    learnMore: entryOf(first.code).learnMore,
  };
}

/** Each text once: two warnings of one kind share their advice. */
const distinct = (texts: readonly string[]) => [...new Set(texts)];

/** The last message as the subject of a finding. */
function lastMessage(exchange: Exchange, verdict: Verdict): Subject {
  const finding: Finding = {
    code: "network-error",
    stage: exchange.completeness === "orphan-preflight" ? "preflight" : "response",
    hop: exchange.hops.length - 1,
    parameter: null,
    severity: "note",
    evidence: [],
  };
  return subjectOf(exchange, verdict, finding);
}

const LEARN_MORE: readonly Reference[] = [CORS_CHECK, MDN_CORS];

const WORDS: Readonly<Record<VerdictWithoutCause["outcome"], (s: Subject) => Words>> = {
  allowed,
  pending: (s) => ({
    title: say("why_pending_title", s.host, s.target),
    short: say("why_pending_short"),
    because: [say("why_pending_because")],
    fix: [say("why_pending_fix")],
    learnMore: LEARN_MORE,
  }),
  unknown,
};

function unknown(s: Subject): Words {
  switch (s.exchange.completeness) {
    case "orphan-preflight":
      return {
        title: say("why_orphan_preflight_title", s.path),
        short: say("why_orphan_preflight_short"),
        because: [say("why_orphan_preflight_because")],
        fix: [say("why_reload_fix")],
        learnMore: LEARN_MORE,
      };
    case "headless":
      return {
        title: say("why_headless_title", s.path),
        short: say("why_headless_short"),
        because: [say("why_headless_because")],
        fix: [say("why_reload_fix")],
        learnMore: LEARN_MORE,
      };
    case "interrupted":
      return {
        title: say("why_interrupted_title", s.path),
        short: say("why_interrupted_short"),
        because: [say("why_interrupted_because")],
        fix: [say("why_reload_fix")],
        learnMore: LEARN_MORE,
      };
    case "partial":
      return {
        title: say("why_partial_title", s.path),
        short: say("why_partial_short"),
        because: [say("why_partial_because")],
        fix: [say("why_reload_fix")],
        learnMore: LEARN_MORE,
      };
    case "complete":
    case "preflight-unheard":
      if (isUnsent(s)) return unsent(s);
      return {
        title: say("why_unknown_title", s.target),
        short: say("why_unknown_short"),
        because: [
          s.error === ""
            ? say("why_unknown_because", s.browser)
            : say("why_unknown_because_reported", s.browser, s.error),
        ],
        fix: [say("why_unknown_fix")],
        learnMore: LEARN_MORE,
      };
  }
}

/** Whether no headers were recorded, neither of the request nor of its preflight. */
function isUnsent({ hop, exchange }: Subject): boolean {
  const { requestHeaders, response, preflight } = hop;
  const isPreflightUnsent = preflight === null || preflight.requestHeaders === null;
  return (
    exchange.hops.length === 1 && requestHeaders === null && response === null && isPreflightUnsent
  );
}

function unsent(s: Subject): Words {
  const { browser, error, hop, verdict } = s;
  const url = parseUrl(hop.url);
  // https://fetch.spec.whatwg.org/#cors-preflight-fetch : its redirect mode is "error". HSTS is for names only.
  const isUpgraded =
    verdict.preflight.needed === true &&
    url?.protocol === "http:" &&
    !isLocalHost(hop.url) &&
    !/^\[|\.\d+$/.test(url.hostname);
  const to = s.url.replace(/^http:/, "https:");
  const { call, callResult } = s.exchange;
  const isBlob = url?.protocol === "blob:";
  const isRefusedBeacon = callResult?.errorName === "QuotaExceededError";
  return {
    title: isUpgraded
      ? say("why_unsent_upgraded_title", s.address.replace(/^http:/, "https:"))
      : say(isRefusedBeacon ? "why_unsent_beacon_title" : "why_unsent_title", s.target),
    short: say("why_unknown_short"),
    because: [
      error === ""
        ? say("why_unsent_because", browser)
        : say("why_unsent_because_reported", browser, error),
      ...(isUpgraded ? [say("why_unsent_upgraded")] : []),
      ...(mayExceedQuota(call) ? [say("why_keepalive_quota")] : []),
      ...(isBlob ? [say("why_unsent_blob")] : []),
    ],
    fix: [
      ...(isUpgraded ? [say("why_unsent_upgraded_fix", to)] : []),
      ...(mayExceedQuota(call) ? [say("why_keepalive_quota_fix")] : []),
      ...(isBlob ? [say("why_unsent_blob_fix")] : []),
      say("why_unknown_fix"),
    ],
    learnMore: LEARN_MORE,
  };
}

/** Allowed, unless the request had credentials: the condition comes first. */
function probably(s: Subject, words: Words): Words {
  const named = s.verdict.alternatives.some(({ code }) => code !== "invalid-allow-credentials");
  return {
    ...words,
    title: say("why_probably_title", s.target),
    short: say("why_probably_short", words.short),
    because: [
      say("why_probably_because"),
      isOfWorker(s.exchange) ? say("why_probably_worker") : say("why_probably_unseen"),
      ...words.because,
    ],
    fix:
      named && s.origin !== "null"
        ? [say("why_probably_fix_origin", s.origin)]
        : callAdvice(s, "if-credentials"),
  };
}

type Grounds = Pick<Words, "title" | "short" | "because">;

/** Nothing to change, with the reasons; a status of 400 or more is not a CORS problem. */
function allowed(s: Subject): Words {
  const { title, short, because } = grounds(s);
  return {
    title,
    short,
    because: [...because, ...errorStatus(s)],
    fix: [],
    learnMore: [fetchStandard("http-cors-protocol", "CORS protocol"), MDN_CORS],
  };
}

function grounds(s: Subject): Grounds {
  const { verdict } = s;
  if (verdict.mode.value === "navigate") {
    return {
      title: say("why_allowed_navigation_title"),
      short: say("why_allowed_navigation_short"),
      because: [say("why_allowed_navigation_because")],
    };
  }
  if (verdict.mode.value === "websocket") {
    return {
      title: say("why_allowed_websocket_title"),
      short: say("why_allowed_websocket_short"),
      because: [say("why_allowed_websocket_because")],
    };
  }
  if (!verdict.crossOrigin) {
    return {
      title: say("why_allowed_same_origin_title", s.target),
      short: say("why_allowed_same_origin_short"),
      because: [say("why_allowed_same_origin_because", s.pageOrigin)],
    };
  }
  const cross = crossOriginGrounds(s);
  return { ...cross, because: [...cross.because, ...preflightSentences(s), ...readable(s)] };
}

/** Why a cross-origin response was allowed. */
function crossOriginGrounds(s: Subject): Grounds {
  const { response } = lastHop(s.exchange);
  const got =
    response === null ? null : get(judgedHeaders(response), "Access-Control-Allow-Origin");
  if (got === "*" && !s.withCredentials) {
    return {
      title: say("why_allowed_wildcard_title", s.target),
      short: say("why_allowed_wildcard_short"),
      because: [say("why_allowed_wildcard_because")],
    };
  }
  if (got !== null && plainText(got) === s.origin) {
    return {
      title: say("why_allowed_equal_title", s.target, s.origin),
      short: say("why_allowed_equal_short"),
      because: [say(equalOrigin(s), s.origin)],
    };
  }
  return {
    title: say("why_allowed_arrived_title", s.target),
    short: say("why_allowed_arrived_short"),
    because: [say("why_allowed_arrived_because")],
  };
}

function equalOrigin(s: Subject): MessageName {
  if (s.tainted) {
    return s.withCredentials
      ? "why_allowed_equal_because_tainted_credentials"
      : "why_allowed_equal_because_tainted";
  }
  return s.withCredentials ? "why_allowed_equal_because_credentials" : "why_allowed_equal_because";
}

function preflightSentences(s: Subject): string[] {
  const { preflight } = s.verdict;
  if (preflight.needed !== true) return [];
  const why = sayList(preflight.because.map((reason) => preflightReason(reason)));
  const sentence = (message: MessageName, withReasons: MessageName) =>
    why === "" ? [say(message)] : [say(withReasons, why)];
  switch (preflight.seen) {
    case "sent":
      return sentence("why_preflight_passed", "why_preflight_passed_reasons");
    case "cached":
      return sentence("why_preflight_cached", "why_preflight_cached_reasons");
    default:
      return sentence("why_preflight_unseen", "why_preflight_unseen_reasons");
  }
}

function readable(s: Subject): string[] {
  if (!isReadByScript(s.exchange, s.verdict.destination)) return [];
  const names = s.verdict.exposedHeaders.map((name) => plainText(name, 40));
  if (names.length === 0) return [];
  return [say("why_readable_headers", plainText(names.join(", "), 300))];
}

function errorStatus(s: Subject): string[] {
  if (s.response === null || s.response.status < 400) return [];
  return [say("why_error_status", s.status)];
}
