import fc from "fast-check";
import { eventsOf } from "../../src/background/mixed-events.test-builder.ts";
import { CAPTURE_VERSION } from "../../src/capture/capture.ts";
import { readCapture } from "../../src/capture/read-capture.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { callingLine } from "../../src/exchange/calling-line.ts";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { stackFrames } from "../../src/exchange/stack-frames.ts";
import { explain } from "../../src/explanation/explain.ts";
import { nearMiss } from "../../src/explanation/near-miss.ts";
import { visibleSegments } from "../../src/explanation/visible-text.ts";
import * as caching from "../../src/http/caching.ts";
import * as csp from "../../src/http/content-security-policy.ts";
import * as embedder from "../../src/http/embedder-policy.ts";
import { readableHeaderNames } from "../../src/http/exposed-headers.ts";
import * as fields from "../../src/http/field-values.ts";
import type { HeaderList } from "../../src/http/header-list.ts";
import * as isomorphic from "../../src/http/isomorphic.ts";
import { mediaType } from "../../src/http/media-type.ts";
import * as methods from "../../src/http/methods.ts";
import * as origin from "../../src/http/origin.ts";
import * as safelist from "../../src/http/safelist.ts";
import { pathOf, pathPattern } from "../../src/issues/path-pattern.ts";
import { fromDevTools } from "../../src/observation/from-devtools.ts";
import { fromWebNavigation } from "../../src/observation/from-web-navigation.ts";
import { fromWebRequest, type RawDetails } from "../../src/observation/from-web-request.ts";
import { aNavigation } from "../../src/observation/observation.test-builder.ts";
import { aCall, anElement } from "../../src/observation/page-call.test-builder.ts";
import { parseReport } from "../../src/probe/parse-report.ts";
import { DEFAULT_SETTINGS } from "../../src/protocol/messages.ts";
import { readSettings } from "../../src/protocol/read-settings.ts";
import { fromBase91 } from "../../src/report/base91.ts";
import { makeReport } from "../../src/report/make-report.ts";
import { redactHeaderValue, redactText, redactUrl } from "../../src/report/redact-text.ts";
import { fromFragment, policyOfPage } from "../../src/stacks/page-state.ts";
import { recognise } from "../../src/stacks/recognise.ts";
import { safePolicy } from "../../src/stacks/safe-policy.ts";
import { anyHostileExchange } from "../../src/verdict/failing-exchange.test-builder.ts";
import { judge } from "../../src/verdict/judge.ts";
import { readHeaders } from "../../src/verdict/predict.ts";
import { applyCompletion, completeFilter } from "../../src/view/model/complete-filter.ts";
import {
  meetsTerms,
  parseTerms,
  type Term,
  withoutWord,
  wordsOf,
} from "../../src/view/model/filter.ts";
import { NO_MEMORY, readMemory } from "../../src/view/model/memory.ts";
import { aRow } from "../../src/view/model/row.test-builder.ts";
import { diffValues } from "../../src/view/model/value-diff.ts";
import { readLanguageChoice } from "../../src/words/languages.ts";
import { anyText, anyValue, like } from "./values.ts";

/** A parser of ours for untrusted input. */
export interface Parser {
  readonly name: string;
  /** Any input that may occur. */
  readonly input: fc.Arbitrary<unknown>;
  /** Parses it: throws if the parser breaks a promise. */
  readonly read: (input: never) => unknown;
}

const parser = <Input>(
  name: string,
  input: fc.Arbitrary<Input>,
  read: (input: Input) => unknown,
): Parser => ({ name, input, read: read as Parser["read"] });

/** Throws unless a promise about a parser's result holds. */
function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`It gives ${what}`);
}

const HEADER_NAMES = [
  ...[
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
  ],
  ...["Vary", "Cache-Control", "Age", "Expires", "Date", "Content-Type", "Content-Security-Policy"],
  ...["Cross-Origin-Embedder-Policy", "Location", "Server", "Via", "Set-Cookie", "__proto__"],
];
const anyHeaders = (): fc.Arbitrary<HeaderList> =>
  fc.array(fc.tuple(fc.oneof(fc.constantFrom(...HEADER_NAMES), anyText(50)), anyText()), {
    maxLength: 8,
  });

const KINDS = [
  "started",
  "headers-sent",
  "headers-received",
  "redirected",
  "completed",
  "failed",
] as const;
const EVENTS = Array.from({ length: 6 }, (_, n) =>
  eventsOf(n).map(([, details]) => details),
).flat();

const REPORTS: readonly object[] = [
  { kind: "call-started", callId: "1", timeStamp: 1, call: aCall() },
  {
    ...{ kind: "call-ended", callId: "1", timeStamp: 1 },
    outcome: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
  },
  {
    ...{ kind: "resources-timed", timeStamp: 1 },
    resources: [{ url: "https://a.test/", status: 200, byWorker: false, startedAt: 1, endedAt: 2 }],
  },
  { kind: "calls-unheard", timeStamp: 1, apis: ["fetch"] },
  { kind: "element-failed", timeStamp: 1, element: anElement() },
  {
    ...{ kind: "policy-violated", timeStamp: 1 },
    violation: {
      effectiveDirective: "img-src",
      blockedUrl: "https://a.test/",
      disposition: "enforce",
    },
  },
];

const ENTRY = {
  startedDateTime: "2026-07-31T14:05:01.000Z",
  time: 5,
  request: { url: "https://api.test/", method: "GET" },
  response: { headers: [{ name: "Access-Control-Allow-Origin", value: "a, b" }] },
  _initiator: {
    type: "script",
    stack: {
      callFrames: [
        { functionName: "f", url: "https://a.test/x.js", lineNumber: 1, columnNumber: 2 },
      ],
      parent: { callFrames: [] },
    },
  },
};

const CONTEXT = {
  ...{ includeSecrets: false, dropped: 0, creatorVersion: "0", host: null, at: new Date(0) },
  browser: { name: "Chromium", version: "156" },
};
const judged = (exchange: Exchange) => ({ exchange, verdict: judge(exchange) });
const CAPTURES = fc
  .sample(anyHostileExchange(), { seed: 1, numRuns: 40 })
  .map((exchange) => JSON.parse(makeReport("har", [judged(exchange)], CONTEXT).text));

const ROWS = [aRow()];

export const PARSERS: readonly Parser[] = [
  parser("values of header fields", anyText(), (text) => {
    fields.listMembers(text);
    const { tokens, invalid } = fields.extractTokens(text);
    must(invalid !== null || tokens.every(fields.isToken), "a token that is none");
    fields.asciiLowercase(text);
    embedder.tokenOf(text);
    safelist.mimeTypeEssence(text);
    safelist.geckoMimeTypeEssence(text);
    safelist.hasCorsUnsafeByte(text);
    methods.normalizeMethod(text);
    methods.isForbiddenMethod(text);
    isomorphic.decodeUtf8(text);
    isomorphic.readable(isomorphic.encodeUtf8(text));
    for (const name of ["Accept", "Content-Type", "Range", "Accept-Language", text]) {
      safelist.whyUnsafe(name, text);
    }
  }),
  parser("header lists", anyHeaders(), (headers) => {
    caching.varyNames(headers);
    caching.mayBeStored(headers);
    caching.isForAnybody(headers);
    caching.varyWithOrigin(headers);
    csp.policiesOf(headers);
    csp.isSandboxed(headers);
    embedder.embedderPolicyOf(headers, true);
    safelist.corsUnsafeRequestHeaders(headers);
    mediaType(headers);
    for (const kind of ["basic", "cors", "opaque"] as const)
      readableHeaderNames(headers, kind, true);
  }),
  parser("URLs and origins", fc.tuple(anyText(), anyText()), ([one, other]) => {
    origin.originOf(one);
    origin.parseLocation(one, other);
    origin.sameOrigin(one, other);
    origin.maySameSite(one, other);
    origin.schemeOf(one);
    origin.includesCredentials(one);
    origin.withoutUserinfo(one);
    origin.isPotentiallyTrustworthy(one);
    origin.isLocalHost(one);
    pathOf(one);
    pathPattern([one, other]);
    nearMiss(one, other);
  }),
  parser("stacks of calls", fc.tuple(anyText(), anyText(100)), ([stack, page]) => {
    stackFrames(stack, page);
    callingLine(stack);
  }),
  parser("texts to redact", fc.tuple(anyText(50), anyText()), ([name, text]) => {
    redactText(text);
    redactUrl(text);
    redactHeaderValue(name, text);
  }),
  parser("texts to show", fc.tuple(anyText(50), anyText(), anyText()), ([name, one, other]) => {
    visibleSegments(isomorphic.readable(one));
    diffValues(name, one, other);
  }),
  parser(
    "events of requests",
    fc.tuple(
      fc.constantFrom(...KINDS),
      fc.oneof({ weight: 9, arbitrary: like(EVENTS) }, { weight: 1, arbitrary: fc.object() }),
      fc.constantFrom("chromium" as const, "gecko" as const),
    ),
    // An invalid event is refused, and counted by the worker.
    ([kind, details, browser]) =>
      refusing(() => fromWebRequest(kind, details as RawDetails, browser)),
  ),
  parser("navigations", like([aNavigation()]), (details) =>
    refusing(() => fromWebNavigation(details as never)),
  ),
  parser("entries of DevTools", fc.oneof(like([ENTRY], 5), anyValue()), (entry) =>
    fromDevTools(entry, 1),
  ),
  parser(
    "reports of the probe",
    fc.oneof(like(REPORTS), anyValue()).chain((report) => fc.constantFrom(report, asJson(report))),
    (report) => {
      const read = parseReport(report);
      const isOfBridge = /^(?:policy|element)-/.test(read?.kind ?? "");
      must(!isOfBridge || typeof report !== "string", "a report of the browser's to a page");
    },
  ),
  parser(
    "files to open",
    fc.oneof(
      { weight: 6, arbitrary: like(CAPTURES).map(asJson) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...CAPTURES).map((one) => JSON.stringify(one).slice(0, -9)),
      },
      { weight: 1, arbitrary: anyText() },
      { weight: 1, arbitrary: anyValue().map((capture) => asJson(fileOf(capture))) },
    ),
    (text) => {
      const file = readCapture(text);
      if ("problem" in file) return;
      for (const exchange of file.exchanges) {
        const verdict = judge(exchange);
        diagnose(exchange, verdict);
        explain(exchange, verdict);
        recognise(exchange);
      }
      for (const format of ["har", "markdown"] as const) {
        makeReport(format, file.exchanges.map(judged), CONTEXT);
      }
    },
  ),
  parser("the packed part of a page", anyText(), (text) => {
    refusing(() => fromBase91(text));
  }),
  parser(
    "fragments of the page of configurations",
    fc.oneof(
      anyText(),
      fc
        .array(
          fc.tuple(
            fc.constantFrom("v", "stack", "origin", "method", "header", "credentials", "max-age"),
            anyText(100),
          ),
        )
        .map((all) => `#v=1&${new URLSearchParams(all)}`),
    ),
    (fragment) => {
      const read = fromFragment(fragment);
      if (read !== null && "state" in read) safePolicy(policyOfPage(read.state));
    },
  ),
  parser("the filter", fc.tuple(anyText(2_000), fc.nat(2_000)), ([text, caret]) => {
    const terms = parseTerms(text);
    for (const row of ROWS) meetsTerms(row, terms);
    const words = wordsOf(text);
    for (const word of words.slice(0, 3)) {
      must(text.slice(word.from, word.to) === word.raw, "a word from elsewhere");
      withoutWord(text, word);
    }
    const rowsAmong = (others: readonly Term[]) => ROWS.filter((row) => meetsTerms(row, others));
    const { at, items } = completeFilter(text, caret, rowsAmong, true);
    for (const item of items.slice(0, 3)) applyCompletion(text, at, item);
  }),
  parser("header lines of the What-if", anyText(), (text) => readHeaders(text)),
  parser("settings", fc.oneof(like([DEFAULT_SETTINGS]), anyValue()), (stored) => {
    const read = readSettings(stored);
    must(Number.isFinite(read.exchangesPerTab), `${read.exchangesPerTab} requests`);
    for (const [name, value] of Object.entries(DEFAULT_SETTINGS)) {
      must(typeof read[name as keyof typeof read] === typeof value, `a ${name} that is none`);
    }
  }),
  parser("how the panel was left", fc.oneof(like([NO_MEMORY]), anyValue()), (stored) =>
    readMemory(stored),
  ),
  parser("languages", anyValue(), (value) => readLanguageChoice(value)),
  parser("exchanges of any kind", anyHostileExchange(), (exchange) => {
    const verdict = judge(exchange);
    diagnose(exchange, verdict);
    explain(exchange, verdict);
    recognise(exchange);
  }),
];

function fileOf(capture: unknown): object {
  const whole = typeof capture === "object" ? { version: CAPTURE_VERSION, ...capture } : capture;
  return { log: { _cors: { capture: whole } } };
}

/** As JSON, which cannot represent every value. */
function asJson(value: unknown): string {
  try {
    return (
      JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? `${part}` : part)) ?? ""
    );
  } catch {
    return "";
  }
}

/** Runs a parser that may refuse its input, but only by an Error. */
function refusing(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    must(error instanceof Error, "what is no error");
  }
}
