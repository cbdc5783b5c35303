import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { toMarkdown } from "../report/markdown.ts";
import { prose } from "../report/markdown-text.ts";
import { share, shareAll } from "../report/redact.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { aBlock, aFinding, aJudgement, aVerdict } from "../verdict/verdict.test-builder.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { explainRowsOf } from "../view/model/diagnosed-rows.ts";
import { createStore } from "../view/model/store.ts";
import { diagnosedKeyOf } from "./diagnosed-key.ts";
import { type Group, issueKeyOf, issuesAmong, targetsOf } from "./issue.ts";
import { isProblem } from "./problem.ts";

const BLOCK = aBlock(aFinding("missing-allow-origin"));
const REFUSED = aBlock(aFinding("connection-refused"));
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const OPTIONS = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "0.1.0",
  browser: { name: "Chromium", version: "156" },
};

const judged = (exchange: Exchange): Judged => ({ exchange, verdict: judge(exchange) });

describe("a problem", () => {
  it.each<[boolean, string, Verdict]>([
    [true, "blocked", BLOCK],
    [true, "failed", REFUSED],
    [false, "allowed", aVerdict()],
    [false, "opaque", aVerdict(aJudgement("opaque"))],
    [false, "pending", aVerdict(aJudgement("pending"))],
    [false, "aborted", aVerdict(aJudgement("aborted"))],
    [false, "unknown", aVerdict(aJudgement("unknown"))],
    [false, "same-origin", { ...BLOCK, crossOrigin: false }],
    [false, "a navigation", { ...BLOCK, mode: { value: "navigate", basis: "observed" } }],
  ])("%s: %s", (is, _name, verdict) => {
    expect(isProblem(verdict)).toBe(is);
    expect(issueKeyOf({ exchange: anExchange(), verdict }) !== null).toBe(is);
  });
});

describe("the same problem", () => {
  const at = (url: string, verdict = BLOCK): Judged => ({ exchange: anExchange({ url }), verdict });
  const leadingTo = (parameter: string) =>
    at("https://api.test/", aBlock(aFinding("preflight-disallowed-redirect", { parameter })));
  const refusing = (Location: string): Judged => ({
    exchange: anExchange({ response: { status: 302, headers: { Location } } }),
    verdict: aBlock(aFinding("csp", { stage: "redirect", parameter: "connect-src" })),
  });
  const ledTo = (Location: string): Judged => ({
    exchange: anExchange({ preflight: { response: { status: 302, headers: { Location } } } }),
    verdict: aBlock(aFinding("preflight-disallowed-redirect", { stage: "preflight" })),
  });
  const byMethod = (method: string): Judged => ({
    exchange: anExchange({ method, url: "https://api.test/x" }),
    verdict: BLOCK,
  });
  const preflightWith = (status: number) =>
    judged(
      anExchange({
        method: "PUT",
        requestHeaders: null,
        response: null,
        ending: FAILED,
        preflight: { response: { status, headers: {} } },
      }),
    );

  const withToken = (status: number) =>
    judged(
      anExchange({
        requestHeaders: { Origin: "https://app.test", Authorization: "Bearer t" },
        response: { status, headers: {} },
        ending: FAILED,
      }),
    );
  const respondedWith = (status: number, path = "/") =>
    judged(
      anExchange({
        url: `https://api.test${path}`,
        response: { status, headers: {} },
        ending: FAILED,
      }),
    );

  // All have the same symptom: the missing header.
  it.each<[boolean, string, Judged, Judged]>([
    [true, "the same status elsewhere", respondedWith(500), respondedWith(500, "/other")],
    [true, "another error of the same kind", respondedWith(500), respondedWith(505, "/other")],
    [true, "another error of a proxy", respondedWith(502), respondedWith(520, "/other")],
    [true, "another status for too large headers", respondedWith(431), respondedWith(494)],
    [false, "an error with its own meaning", respondedWith(406), respondedWith(431, "/other")],
    [false, "a server error with its own meaning", respondedWith(500), respondedWith(507)],
    [false, "a proxy that cannot establish TLS", respondedWith(502), respondedWith(525)],
    [false, "a resource that is gone", respondedWith(404), respondedWith(410)],
    [false, "a status of limits", preflightWith(403), preflightWith(431)],
    [false, "a token that is rejected", respondedWith(401), withToken(401)],
    [false, "another kind of error", respondedWith(500), respondedWith(413, "/other")],
    [false, "no error", respondedWith(401), respondedWith(200, "/other")],
    [true, "another status that means the same", preflightWith(404), preflightWith(405)],
  ])("by the cause behind it, %s: with %s", (same, _name, one, other) => {
    expect(diagnosedKeyOf(one)).not.toBeNull();
    expect(diagnosedKeyOf(one) === diagnosedKeyOf(other)).toBe(same);
  });

  it.each<[boolean, string, Judged, Judged]>([
    [true, "another path", at("https://api.test/1"), at("https://api.test/2?x")],
    [true, "another method", byMethod("PUT"), byMethod("DELETE")],
    [true, "another status that means the same", preflightWith(404), preflightWith(405)],
    [true, "another path at fault", leadingTo("https://a.test/1?a"), leadingTo("https://a.test/2")],
    [false, "a status that means something else", preflightWith(404), preflightWith(503)],
    [false, "another server", at("https://a.test/"), at("https://b.test/")],
    [false, "another origin at fault", leadingTo("https://a.test/"), leadingTo("https://b.test/")],
    [
      true,
      "another path that a policy refuses",
      refusing("https://b.test/1"),
      refusing("https://b.test/2"),
    ],
    [
      false,
      "another target that a policy refuses",
      refusing("https://b.test/"),
      refusing("https://c.test/"),
    ],
    [true, "another path that a preflight is redirected to", ledTo("/a"), ledTo("/b")],
    [
      false,
      "another host that a preflight is redirected to",
      ledTo("/a"),
      ledTo("https://c.test/"),
    ],
    [false, "another cause", at("https://a.test/"), at("https://a.test/", REFUSED)],
  ])("%s: with %s", (same, _name, one, other) => {
    expect(issueKeyOf(one)).not.toBeNull();
    expect(issueKeyOf(one) === issueKeyOf(other)).toBe(same);
  });
});

describe("problems", () => {
  const RECORDED = (
    [
      ["net.test", 0, REFUSED],
      ["net.test", 1, REFUSED],
      ["net.test", 2, REFUSED],
      ["late.test", 9, BLOCK],
      ["early.test", 3, BLOCK],
      ["often.test", 8, BLOCK],
      ["often.test", 4, BLOCK],
    ] as const
  ).map(([host, startedAt, verdict]) => ({
    exchange: { ...anExchange({ url: `https://${host}/` }), startedAt },
    verdict,
  }));
  const hostOf = ({ exchange }: Judged) => new URL(exchange.hops[0]?.url ?? "").host;

  it.each([
    ["frequent", ["often.test", "early.test", "late.test", "net.test"]],
    ["newest", ["late.test", "often.test", "early.test", "net.test"]],
  ] as const)("in the order %s, what CORS blocked first", (order, hosts) => {
    for (const items of [RECORDED, [...RECORDED].reverse()]) {
      const found = issuesAmong(items, issueKeyOf, order);
      expect(found.map(({ speaker }) => hostOf(speaker))).toEqual(hosts);
      const often = found.find(({ speaker }) => hostOf(speaker) === "often.test");
      expect(often).toMatchObject({ since: 4, until: 8, speaker: { exchange: { startedAt: 8 } } });
      expect(often?.items).toHaveLength(2);
    }
  });

  it("have the same number, counts and order in the panel and in Markdown", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(anyHostileExchange(), { maxLength: 8 }), (recorded) => {
        const exchanges = recorded.map((exchange, index) => ({ ...exchange, id: `${index}` }));
        const items = exchanges.map(judged);
        const store = createStore({
          judge: ({ id }) => (items[Number(id)] as Judged).verdict,
          keyOf: diagnosedKeyOf,
          schedule: (flush) => flush(),
          whenIdle: () => {},
        });
        const state = { paused: false, dropped: 0, notUnderstood: 0 };
        store.receive({ type: "delta", changed: exchanges, removed: [], state });
        const shown = store.issues.value;
        // Redaction does not change which problems are equal.
        const shared = items.map((item) => share(item, false));
        expect(
          issuesAmong(shared, diagnosedKeyOf).map(({ speaker, items: { length } }) => [
            speaker.exchange.startedAt,
            length,
          ]),
        ).toEqual(shown.map(({ speaker, count }) => [speaker.exchange.startedAt, count]));
        const headings = toMarkdown(shared, OPTIONS).match(/^## \d+\. /gm) ?? [];
        expect(headings).toHaveLength(shown.length);
        // The same titles, in the report's formatting.
        const inReport = toMarkdown(shareAll(items, true), OPTIONS);
        const titles = [...inReport.matchAll(/^## \d+\. (.*)$/gm)].map(([, title]) => title);
        const explainer = explainRowsOf(store.recording);
        expect(titles).toEqual(
          shown.map((issue) => {
            const times = issue.count > 1 ? ` (×${issue.count})` : "";
            return `${prose(explainer.issue(issue).title)}${times}`;
          }),
        );
        compared += shown.length;
      }),
      { numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it("are represented by the request with the most details, then by the newest", () => {
    const blockOf = (
      credentials: Verdict["credentials"]["basis"],
      certainty: "certain" | "ambiguous",
    ) =>
      aBlock(aFinding("missing-allow-origin"), {
        credentials: { value: "omit", basis: credentials },
        certainty,
      });
    const recorded = (
      [
        [1, "observed", "certain"],
        [2, "observed", "certain"],
        [3, "inferred", "certain"],
        [4, "observed", "ambiguous"],
        [5, "assumed", "ambiguous"],
      ] as const
    ).map(([startedAt, basis, certainty]) => ({
      exchange: { ...anExchange(), startedAt },
      verdict: blockOf(basis, certainty),
    }));
    for (const items of [recorded, recorded.toReversed()]) {
      const [{ speaker, since, until }] = issuesAmong(items, issueKeyOf) as [Group<Judged>];
      expect([speaker.exchange.startedAt, since, until]).toEqual([2, 1, 5]);
    }
  });

  it("are represented by the newest request, in the panel and in Markdown", () => {
    const items = ["/1", "/2", "/3"].map((path, startedAt) =>
      judged({
        ...anExchange({
          url: `https://api.test${path}`,
          response: { headers: {} },
          ending: FAILED,
        }),
        startedAt,
      }),
    );
    const [group] = issuesAmong(items, issueKeyOf);
    const newest = items[2] as Judged;
    expect(group?.speaker).toBe(newest);
    const text = toMarkdown(
      items.map((one) => share(one, false)),
      OPTIONS,
    );
    expect(text.replaceAll("`", "")).toContain(
      "## 1. Send Access-Control-Allow-Origin: https://app.test on GET /… (3 paths) (×3)",
    );
    expect(text).toMatch(/requested GET `https:\/\/api\.test\/3`/);
  });
});

it("have distinct targets, the most frequent first, each with its newest request", () => {
  const items = ["/1", "/2", "/2"].map((path, at) =>
    judged(anExchange({ id: `${at}`, url: `https://a.test${path}` })),
  );
  expect(targetsOf(items).map(({ newest, count }) => [newest.exchange.id, count])).toEqual([
    ["2", 2],
    ["0", 1],
  ]);
});
