import { afterAll, beforeAll, describe, expect, it } from "vitest";
import english from "../../public/_locales/en/messages.json" with { type: "json" };
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, REJECTED } from "../observation/page-call.test-builder.ts";
import {
  aBlock,
  aCause,
  aFinding,
  aJudgement,
  aVerdict,
  type VerdictInit,
} from "../verdict/verdict.test-builder.ts";
import type { Lane, Outcome } from "../verdict/verdict.ts";
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import {
  ambiguitySentences,
  isAllowedWithoutCookies,
  laneSentences,
  sideEffectSentences,
  timelineSentences,
} from "./context-sentences.ts";

// Messages by name, as in catalogue/sentences.test.ts, with their values.
beforeAll(() =>
  speakWith((name, values) => {
    if (name === "language_tag") return "en";
    return values.length === 0 ? name : `${name}(${values.join("|")})`;
  }),
);
afterAll(() => speakWith(speakFrom(english)));

const CALLED = { timedStatus: 200, call: aCall(), callResult: REJECTED };
const blocked = aBlock(aFinding("missing-allow-origin"));

it.each<[string, boolean | null, string[]]>([
  ["POST", true, ["why_side_effect(POST)"]],
  ["DELETE", true, ["why_side_effect(DELETE)"]],
  ["GET", true, []],
  ["HEAD", true, []],
  ["POST", false, []],
  ["POST", null, []],
])("a %s that reached the server (%s) may have had an effect", (method, reachedServer, wanted) => {
  const of = anExchange({ method });
  expect(sideEffectSentences(of, { ...blocked, reachedServer })).toEqual(wanted);
  expect(sideEffectSentences(of, aVerdict({ reachedServer }))).toEqual([]);
});

// Gecko's events do not show whether a response was withheld; the page's timeline does (measured in 153).
it.each<[string, ExchangeInit, Outcome, string[]]>([
  ["a status", { timedStatus: 200 }, "allowed", ["why_timeline_readable"]],
  ["none", { timedStatus: 0 }, "blocked", ["why_timeline_withheld"]],
  ["no status, as the response is opaque", { timedStatus: 0 }, "opaque", ["why_timeline_withheld"]],
  ["what contradicts", { timedStatus: 200 }, "blocked", []],
  ["a contradiction in the other direction", { timedStatus: 0 }, "allowed", []],
  ["no status, for a request that passed", {}, "allowed", []],
  ["nothing", {}, "blocked", []],
  ["no status, for a failed request", { timedStatus: 0 }, "failed", []],
  ["the status that the call reported", CALLED, "allowed", []],
  [
    "the status that Chromium's events report",
    { timedStatus: 200, browser: "chromium" },
    "allowed",
    [],
  ],
])("the timeline shows %s", (_name, init, outcome, wanted) => {
  const exchange = anExchange({ browser: "gecko", ending: { kind: "completed" }, ...init });
  expect(timelineSentences(exchange, aVerdict(aJudgement(outcome)))).toEqual(wanted);
});

describe("another lane", () => {
  const lane = (init: Partial<Lane>) =>
    ({ outcome: "allowed", cause: null, name: null, open: null, ...init }) as Lane;
  const passes = lane({});
  const blocks = lane({
    outcome: "blocked",
    cause: aCause("missing-allow-origin"),
  } as Partial<Lane>);
  const open = lane({ outcome: "unknown", open: "preflight-unseen" });
  const policy = lane({ outcome: "unknown", open: "own-policy" });
  const fails = lane({ outcome: "failed", cause: aCause("tls-error") } as Partial<Lane>);

  it.each<[string, VerdictInit, Lane, Lane, string[]]>([
    ["does the same", {}, passes, passes, []],
    [
      "the standard's, would block",
      {},
      blocks,
      passes,
      ["why_lane_would_block_reason(why_lane_standard|reason_missing_allow_origin)"],
    ],
    [
      "Firefox's, would block",
      {},
      passes,
      blocks,
      ["why_lane_would_block_reason(Firefox|reason_missing_allow_origin)"],
    ],
    ["Firefox's, would allow it", blocked, blocks, passes, ["why_lane_would_pass(Firefox)"]],
    [
      "would allow it as an opaque response",
      aJudgement("opaque"),
      blocks,
      passes,
      [
        "why_lane_would_block_reason(why_lane_standard|reason_missing_allow_origin)",
        "why_lane_would_pass(Firefox)",
      ],
    ],
    ["Firefox's, is open", {}, passes, open, ["open_lane(Firefox|open_preflight_unseen(Firefox))"]],
    ["the standard's, is open", {}, open, passes, []],
    ["has its own policy", {}, passes, policy, []],
    ["would fail", {}, passes, fails, []],
    ["is omitted for a failed request", aJudgement("failed"), blocks, passes, []],
    ["is omitted for an unknown outcome", aJudgement("unknown"), blocks, passes, []],
    ["is omitted for a pending request", aJudgement("pending"), blocks, passes, []],
  ])("%s", (_name, init, spec, gecko, wanted) => {
    const verdict = aVerdict({ ...init, lanes: { spec, gecko, chromium: passes } } as VerdictInit);
    expect(laneSentences(anExchange(), verdict)).toEqual(wanted);
  });

  it("is not mentioned if it is open and the request was not sent", () => {
    const verdict = aVerdict({ lanes: { spec: passes, gecko: open, chromium: passes } });
    const call = { call: aCall(), callResult: REJECTED };
    const unsent = anExchange({ ending: { kind: "not-sent" }, ...call });
    expect(laneSentences(unsent, verdict)).toEqual([]);
  });
});

describe("an ambiguous verdict", () => {
  const assumed = { value: "same-origin", basis: "assumed" } as const;
  const observed = { value: "same-origin", basis: "observed" } as const;
  const mode = { value: "cors", basis: "assumed" } as const;
  const seen = { value: "cors", basis: "observed" } as const;
  const navigated = { value: "navigate", basis: "assumed" } as const;
  const finding = aFinding("missing-allow-origin");
  const ambiguous = { certainty: "ambiguous", credentials: observed, mode: seen } as const;

  it.each<[string, ReturnType<typeof aVerdict>, string[]]>([
    [
      "is not explained where the verdict is certain",
      aBlock(finding, { credentials: assumed, mode }),
      [],
    ],
    ["may have passed", aBlock(finding, ambiguous), ["why_ambiguous_passed"]],
    [
      "may have another cause, named once",
      aBlock(finding, {
        ...ambiguous,
        alternatives: [
          aCause("csp"),
          aCause("invalid-allow-credentials"),
          aCause("csp", { stage: "request" }),
        ],
      }),
      ["why_ambiguous_also_fits(reason_csp and reason_invalid_allow_credentials)"],
    ],
    [
      "depends on the mode",
      aBlock(finding, { ...ambiguous, mode }),
      ["why_ambiguous_passed", "why_ambiguous_mode"],
    ],
    [
      "does not depend on the mode of a navigation",
      aBlock(finding, { ...ambiguous, mode: navigated }),
      ["why_ambiguous_passed"],
    ],
    [
      "depends on the credentials",
      aBlock(finding, { ...ambiguous, credentials: assumed }),
      ["why_ambiguous_passed", "why_ambiguous_credentials"],
    ],
    [
      "depends on the credentials where the response is opaque",
      aVerdict({ ...aJudgement("opaque"), ...ambiguous, credentials: assumed }),
      ["why_ambiguous_credentials"],
    ],
    [
      "depends on neither where the outcome is unknown",
      aVerdict({ ...aJudgement("unknown"), ...ambiguous, mode, credentials: assumed }),
      [],
    ],
    [
      "is resolved by the browser's console",
      aVerdict({
        ...aJudgement("unknown"),
        ...ambiguous,
        alternatives: [aCause("local-network-access-denied")],
      }),
      ["why_ambiguous_also_fits(reason_local_network_access_denied)", "why_console"],
    ],
    [
      "is not resolved by a console that repeats known facts",
      aBlock(aFinding("local-network-access-denied"), ambiguous),
      ["why_ambiguous_passed"],
    ],
    ["passed without cookies", aVerdict({ ...ambiguous, credentials: assumed }), []],
  ])("%s", (_name, verdict, wanted) => {
    expect(ambiguitySentences(anExchange({ documentId: "1" }), verdict)).toEqual(wanted);
  });

  it("mentions the worker", () => {
    const verdict = aBlock(finding, { ...ambiguous, credentials: assumed });
    const of = (init: ExchangeInit) => ambiguitySentences(anExchange(init), verdict).at(-1);
    const request = { documentId: null, resourceType: "xmlhttprequest" } as const;
    expect(of(request)).toBe("why_ambiguous_credentials_worker");
    expect(of({ ...request, documentId: "1" })).toBe("why_ambiguous_credentials");
    expect(of({ ...request, resourceType: "image" })).toBe("why_ambiguous_credentials");
  });

  it.each<[string, VerdictInit, boolean]>([
    ["by an assumption", {}, true],
    ["for certain", { certainty: "certain" }, false],
    ["as was recorded", { credentials: observed }, false],
    ["with them", { credentials: { value: "include", basis: "assumed" } }, false],
  ])("is allowed without cookies %s", (_name, init, wanted) => {
    const verdict = aVerdict({ ...ambiguous, credentials: assumed, ...init } as VerdictInit);
    expect(isAllowedWithoutCookies(verdict)).toBe(wanted);
    expect(isAllowedWithoutCookies(aBlock(finding, { ...ambiguous, credentials: assumed }))).toBe(
      false,
    );
  });
});
