import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anExchange,
  anOtherRequester,
  type ExchangeInit,
  type HeadersInit,
} from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { CODES, type FindingCode, isCauseCode, NOTE_CODES } from "../verdict/codes.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { anUnreachedStep, aStep, EVERY_STEP_FOUND } from "../verdict/step.test-builder.ts";
import { CLAUSES, stepsOf } from "../verdict/steps.ts";
import {
  aBlock,
  aFinding,
  aReason,
  aVerdict,
  type BlockInit,
  RULINGS,
} from "../verdict/verdict.test-builder.ts";
import type { Finding, RemedyChange, Step, StepName, Verdict } from "../verdict/verdict.ts";
import { ALL_LANGUAGES, speaking } from "../words/languages.test-helper.ts";
import { describeOutcome } from "./describe-outcome.ts";
import { describeStep } from "./describe-step.ts";
import { explain, explainFinding } from "./explain.ts";
import type { Explanation } from "./explanation.ts";

const ALL = [...Object.keys(CODES), ...NOTE_CODES] as FindingCode[];

const textsOf = ({ title, short, because, fix }: Explanation) => [title, short, ...because, ...fix];

/** Text that a report shows as code: a header line, which has to end its sentence in every language. */
const headerLine = (text: string) =>
  /(?:Access-Control|Cross-Origin)-[\w-]+: \S.*/su.exec(text)?.[0];

const headerLines = ({ because, fix }: Explanation) => [...because, ...fix].map(headerLine);

/** Each code explains the same exchanges in every language, so their steps are computed once. */
const STEPS = new WeakMap<Exchange, readonly Step[]>();

function knownSteps(exchange: Exchange): readonly Step[] {
  const steps = STEPS.get(exchange) ?? stepsOf(exchange);
  STEPS.set(exchange, steps);
  return steps;
}

/** All texts about an exchange, and the header lines in its reasons and fixes. */
function everything(exchange: Exchange, verdict: Verdict) {
  const own = explain(exchange, verdict);
  const texts = [
    describeOutcome(verdict),
    ...textsOf(own),
    ...verdict.findings.flatMap((one) => textsOf(explainFinding(exchange, verdict, one))),
    ...knownSteps(exchange).map((step) => describeStep(exchange, verdict, step)),
  ];
  return { texts, lines: headerLines(own) };
}

const RICH = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Credentials": "TRUE",
  "Access-Control-Allow-Methods": "PATCH, *, (",
  "Access-Control-Allow-Headers": "*, (",
  "Content-Type": "text/html",
  Allow: "GET",
};
const NULL_ORIGIN = ["null"];
const VARY: RemedyChange = {
  hop: 0,
  stage: "response",
  url: "https://api.test/items",
  status: null,
  set: [{ name: "Vary", value: "Origin" }],
  remove: [],
};
const INCLUDE = { value: "include", basis: "observed" } as const;

interface Kind {
  readonly status?: number | null;
  readonly headers?: HeadersInit;
  readonly exchange?: ExchangeInit;
  readonly verdict?: BlockInit;
  readonly parameters?: readonly string[];
}

/** Situations for which an entry of the catalogue can have separate words. */
const KINDS: readonly Kind[] = [
  {},
  { status: null },
  { status: null, exchange: { browser: "gecko" }, verdict: { originPerHop: NULL_ORIGIN } },
  { status: 200, headers: RICH, verdict: { credentials: INCLUDE }, parameters: ["patch"] },
  { status: 401, headers: RICH, parameters: ["authorization", "traceparent", "b3"] },
  { status: 403, parameters: ["a", "b", "c", "d", "e", "f", "g"] },
  { status: 404, verdict: { initiatorOrigin: "null", originPerHop: NULL_ORIGIN } },
  { status: 429, verdict: { originPerHop: NULL_ORIGIN, credentials: INCLUDE } },
  { status: 502, parameters: ["loopback", "traceparent"] },
  { exchange: { ending: { kind: "failed", error: "NS_ERROR_TRACKING_URI" } } },
  { exchange: { ending: { kind: "failed", error: "net::ERR_BLOCKED_BY_ADMINISTRATOR" } } },
  { exchange: { url: "file:///etc/hosts" } },
  { exchange: { cachedFrom: { exchange: "0", origin: null } } },
  { exchange: { cachedFrom: { exchange: "0", origin: "https://b.test" } } },
  ...[null, "https://b.test"].map((origin) => ({
    exchange: { requesters: [anOtherRequester({ origin })] },
    verdict: { remedy: [VARY] },
  })),
  ...[
    "https://login.test/sso",
    "https://api.test/items/",
    "https://u:p@b.test/",
    "data:text/html,x",
    "https://[",
  ].map((Location) => ({ status: 302, headers: { ...RICH, Location } })),
  { status: 302, headers: { Location: "/items" }, exchange: { url: "http://api.test/items/" } },
  { status: 302, headers: { Location: "https://a.test/" }, exchange: { url: "http://a.test/" } },
  ...["", "https://app.test/", "http://app.test", "https://b.test", "app.test"].map((got) => ({
    headers: { "Access-Control-Allow-Origin": got, "Content-Type": "text/x" },
    verdict: { destination: "image" },
  })),
];

/** An exchange of each kind, as recorded, or as recorded by the given browser. */
const exchangesOf = (browser?: Exchange["browser"]) =>
  KINDS.map(({ status = 500, headers = {}, exchange }) => {
    const recorded = status === null ? null : { status, headers, fromCache: status === 200 };
    return anExchange({
      ...{ method: "patch", preflight: { response: recorded }, response: recorded },
      ...{ ending: { kind: "failed", error: "net::ERR_FAILED" } },
      ...exchange,
      ...(browser && { browser }),
    });
  });
const EXCHANGES = exchangesOf();
const RECORDED_BY = { chromium: exchangesOf("chromium"), gecko: exchangesOf("gecko") };

/** Exchanges of every kind, with a finding at every stage. */
function withFinding(code: FindingCode, exchanges = EXCHANGES): [Exchange, Verdict][] {
  return KINDS.flatMap(({ verdict, parameters = ["x-a"] }, kind) =>
    (["request", "preflight", "redirect", "response"] as const).map(
      (stage): [Exchange, Verdict] => {
        const findings = parameters.map((parameter) => aFinding(code, { stage, parameter }));
        return [
          exchanges[kind] as Exchange,
          isCauseCode(code)
            ? aBlock(findings[0] as Finding, { ...verdict, findings: findings.slice(1) })
            : aVerdict({ ...verdict, findings }),
        ];
      },
    ),
  );
}

/** Settings and names that only one browser has, in English and in German. */
const ONLY_IN = {
  chromium: /chrome:|Bypass for network|web security|Websicherheit|[“„]Offline[”“]/i,
  gecko: /about:|Work Offline|Offline arbeiten|\bunregister it\b|austragen|abmelden/,
} as const;

describe.each(ALL_LANGUAGES)("in %s", (language) => {
  const said = (exchange: Exchange, verdict: Verdict) =>
    speaking(language, () => everything(exchange, verdict));

  it.each([
    ["chromium", ONLY_IN.gecko],
    ["gecko", ONLY_IN.chromium],
  ] as const)("a reader in %s is sent to no switch of another browser", (browser, foreign) => {
    const texts = ALL.flatMap((code) => withFinding(code, RECORDED_BY[browser])).flatMap(
      (one) => said(...one).texts,
    );
    expect([...new Set(texts)].filter((text) => foreign.test(text))).toEqual([]);
    const own = ONLY_IN[browser];
    expect(texts.some((text) => own.test(text))).toBe(true);
  });

  it.each(ALL)("%s is explained", (code) => {
    const exchanges = withFinding(code);
    const reported = exchanges.map((one) => said(...one));
    const texts = reported.flatMap((one) => one.texts);
    expect(texts.filter((text) => /^\s*$|\$|undefined|\s\s/.test(text))).toEqual([]);
    expect(reported.map((one) => one.lines)).toEqual(
      exchanges.map((one) => headerLines(explain(...one))),
    );
  });

  it("explains every outcome and every step", () => {
    const steps = [
      ...EVERY_STEP_FOUND.map((found) => aStep(...found)),
      ...(Object.keys(CLAUSES) as StepName[]).flatMap((name) => [
        anUnreachedStep(name, "not-reached"),
        anUnreachedStep(name, "unknown"),
      ]),
    ];
    const texts = RULINGS.flatMap((ruling) =>
      (["sent", "cached", "none"] as const).flatMap((seen) => {
        const preflight = { needed: true, because: [aReason("method PUT")], seen } as const;
        const verdict = aVerdict({ ...ruling, preflight });
        const reported = () => steps.map((step) => describeStep(anExchange(), verdict, step));
        return [...said(anExchange(), verdict).texts, ...speaking(language, reported)];
      }),
    );
    expect(texts.filter((text) => /^\s*$|\$|undefined/.test(text))).toEqual([]);
  });

  it("explains any exchange with the same content as in English", () => {
    fc.assert(
      fc.property(anyHostileExchange(), (exchange) => {
        const verdict = judge(exchange);
        const { texts, lines } = said(exchange, verdict);
        const english = everything(exchange, verdict);
        expect(texts).toHaveLength(english.texts.length);
        expect(texts.filter((text) => text.trim() === "" || text.length > 800)).toEqual([]);
        expect(texts.join("")).not.toMatch(/[\p{Cc}\u202a-\u202e]|undefined|\[object/u);
        expect(lines).toEqual(english.lines);
      }),
      { numRuns: 300 },
    );
  });
});
