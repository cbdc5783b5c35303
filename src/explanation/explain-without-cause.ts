import { type Exchange, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { get } from "../http/header-list.ts";
import type { Finding, Verdict } from "../verdict/verdict.ts";
import { CATALOGUE } from "./catalogue/catalogue.ts";
import type { Explanation, Reference } from "./explanation.ts";
import { listing, plainText } from "./plain-text.ts";
import { CORS_CHECK, fetchStandard, MDN_CORS } from "./references.ts";
import { type Subject, subjectOf } from "./subject.ts";

type Words = Omit<Explanation, "evidence">;

/** Explains what nothing stopped, or what has no verdict yet. */
export function explainWithoutCause(exchange: Exchange, verdict: Verdict): Explanation {
  const s = lastMessage(exchange, verdict);
  const words = WORDS[verdict.outcome](s);
  const warnings = verdict.findings.filter((one) => one.severity === "warning");
  const first = warnings[0];
  if (verdict.outcome !== "allowed" || first === undefined) return { ...words, evidence: [] };
  // It passes by luck: the title says what to do about that.
  const explained = warnings.map((one) => ({
    entry: CATALOGUE[one.code],
    subject: subjectOf(exchange, verdict, one),
  }));
  const subject = subjectOf(exchange, verdict, first);
  return {
    title: CATALOGUE[first.code].title(subject),
    short: `allowed, but ${CATALOGUE[first.code].short(subject)}`,
    because: [
      ...words.because,
      ...explained.flatMap(({ entry, subject }) => entry.because(subject)),
    ],
    evidence: warnings.flatMap((one) => one.evidence),
    fix: explained.flatMap(({ entry, subject }) => entry.fix(subject)),
    learnMore: CATALOGUE[first.code].learnMore,
  };
}

/** What there is to say of the last message, as if it were a finding. */
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

const WORDS: Readonly<Record<Verdict["outcome"], (s: Subject) => Words>> = {
  allowed,
  opaque: (s) => ({
    title: `Nothing to change, unless your script needs the answer to ${s.target}`,
    short: "opaque",
    because: ["The answer arrives, and no script can read it."],
    fix: ['To read it, make the call with mode "cors" and have the answer allow your origin.'],
    learnMore: LEARN_MORE,
  }),
  blocked: (s) => ({
    title: `Look at the browser's console: it kept the answer to ${s.target} from your script`,
    short: "blocked",
    because: ["The browser withheld the answer, and what was seen does not say why."],
    fix: ["The browser's console names the reason."],
    learnMore: LEARN_MORE,
  }),
  failed: (s) => ({
    title: `Check the connection to ${s.host}`,
    short: "not CORS: network error",
    because: [
      `${s.target} failed in the network${s.error && `: ${s.browser} reports ${s.error}`}.`,
    ],
    fix: [`Open ${s.site} in a tab, or call it with curl, to see whether it answers.`],
    learnMore: LEARN_MORE,
  }),
  aborted: (s) => ({
    title: `Nothing to change on the server: ${s.target} was given up`,
    short: "aborted",
    because: ["The page, or the browser on its behalf, gave up the request before it ended."],
    fix: ["If you did not mean it, look for an AbortController, a timeout, or a navigation."],
    learnMore: LEARN_MORE,
  }),
  pending: (s) => ({
    title: `Wait for ${s.host}: no answer to ${s.target} yet`,
    short: "pending",
    because: ["The request is under way, so there is nothing to judge yet."],
    fix: ["If it stays so, look at what the server does with it."],
    learnMore: LEARN_MORE,
  }),
  unknown,
};

function unknown(s: Subject): Words {
  switch (s.exchange.completeness) {
    case "orphan-preflight":
      return {
        title: `Repeat the call to ${s.path}: only its preflight was seen`,
        short: "only a preflight was seen",
        because: ["A preflight was seen, and the request that it was made for was not."],
        fix: ["Reload the page with this panel open."],
        learnMore: LEARN_MORE,
      };
    case "headless":
      return {
        title: `Repeat the call to ${s.path}: its beginning was not seen`,
        short: "beginning not seen",
        because: ["Recording began in the middle of this exchange."],
        fix: ["Reload the page with this panel open."],
        learnMore: LEARN_MORE,
      };
    case "complete":
      return {
        title: `Look at the browser's console: the headers do not explain why ${s.target} failed`,
        short: "reason unknown",
        because: [
          `${s.browser} ended the request${s.error && ` with ${s.error}`}, and by the headers seen it should have passed.`,
        ],
        fix: ["The browser's console names the reason. If it says nothing, try a fresh profile."],
        learnMore: LEARN_MORE,
      };
  }
}

function allowed(s: Subject): Words {
  const { verdict } = s;
  const nothing = (reason: string, short: string, ...because: string[]): Words => ({
    title: `Nothing to change for CORS: ${reason}`,
    short: `allowed: ${short}`,
    because: [...because, ...errorStatus(s)],
    fix: [],
    learnMore: [fetchStandard("http-cors-protocol", "CORS protocol"), MDN_CORS],
  });
  if (verdict.mode.value === "navigate") {
    return nothing(
      "this is a navigation",
      "navigation",
      "CORS does not apply when the browser itself opens a document.",
    );
  }
  if (verdict.mode.value === "websocket") {
    return nothing(
      "this is a WebSocket",
      "WebSocket",
      "CORS does not apply to WebSockets: the server has to check the Origin header itself.",
    );
  }
  if (!verdict.crossOrigin) {
    return nothing(
      `${s.target} is of the same origin as your page`,
      "same origin",
      `Page and URL share the origin ${s.pageOrigin}, so no permission is needed.`,
    );
  }
  const words = grounds(s);
  return nothing(words.title, words.short, words.because, ...preflightSentences(s), ...readable(s));
}

/** What allowed a cross-origin answer. */
function grounds(s: Subject): { title: string; short: string; because: string } {
  const { response } = lastHop(s.exchange);
  const got =
    response === null ? null : get(judgedHeaders(response), "Access-Control-Allow-Origin");
  if (got === "*" && !s.withCredentials) {
    return {
      title: `${s.target} allows every origin`,
      short: "* allows everyone",
      because: "Access-Control-Allow-Origin is *, and the request included no credentials.",
    };
  }
  if (got !== null && plainText(got) === s.origin) {
    return {
      title: `${s.target} allows ${s.origin}`,
      short: "origin matches",
      because: `Access-Control-Allow-Origin equals ${s.tainted ? "the origin of the request" : "your origin"} ${s.origin}${
        s.withCredentials ? ", and Access-Control-Allow-Credentials is true" : ""
      }.`,
    };
  }
  return {
    title: `your page got the answer to ${s.target}`,
    short: "the answer arrived",
    because: "The browser gave the answer to the page.",
  };
}

function preflightSentences(s: Subject): string[] {
  const { preflight } = s.verdict;
  if (preflight.needed !== true) return [];
  const why = listing(preflight.because.map((reason) => plainText(reason, 60)));
  const because = why === "" ? "" : ` because of ${why}`;
  switch (preflight.seen) {
    case "sent":
      return [`A preflight was needed${because}, and it passed.`];
    case "cached":
      return [
        `A preflight was needed${because}. An earlier answer to one was still good, so none was sent.`,
      ];
    default:
      return [`A preflight was needed${because}. None was seen.`];
  }
}

function readable(s: Subject): string[] {
  const names = s.verdict.exposedHeaders.map((name) => plainText(name, 40));
  if (names.length === 0) return [];
  return [`Your script can read these response headers: ${plainText(names.join(", "), 300)}.`];
}

function errorStatus(s: Subject): string[] {
  if (s.response === null || s.response.status < 400) return [];
  return [`The status is ${s.status}: an error of the server's own, and not of CORS.`];
}
