import { describe, expect, it } from "vitest";
import type { Diagnosis, DiagnosisFinding } from "../diagnosis/diagnosis.ts";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { explain } from "../explanation/explain.ts";
import { toMarkdown } from "../report/markdown.ts";
import { shareAll } from "../report/redact.ts";
import { type CauseCode, CODES } from "../verdict/codes.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { aBlock, aFinding } from "../verdict/verdict.test-builder.ts";
import type { Stage } from "../verdict/verdict.ts";
import { explainRowsOf } from "../view/model/diagnosed-rows.ts";
import { createStore } from "../view/model/store.ts";
import { diagnosedKeyOf } from "./diagnosed-key.ts";
import { outlineOf, sharedDiagnosis } from "./outline.ts";

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const API = "https://api.test";

const storeOf = (exchanges: readonly Exchange[]) => {
  const store = createStore({
    judge,
    keyOf: diagnosedKeyOf,
    schedule: (flush) => flush(),
    whenIdle: () => {},
  });
  const state = { paused: false, dropped: 0, notUnderstood: 0 };
  store.receive({ type: "delta", changed: exchanges, removed: [], state });
  return store;
};

/** The titles of the problems in the panel, which must equal those in the report. */
function titlesOf(...inits: readonly ExchangeInit[]): string[] {
  const exchanges = inits.map((init, at) => ({
    ...anExchange({ id: `${at}`, ending: FAILED, ...init }),
    startedAt: at,
  }));
  const store = storeOf(exchanges);
  const { issue } = explainRowsOf(store.recording);
  const inPanel = store.issues.value.map((one) => issue(one).title);
  const judged = exchanges.map((exchange) => ({ exchange, verdict: judge(exchange) }));
  const report = toMarkdown(shareAll(judged, true), {
    ...{ includeSecrets: true, dropped: 0, creatorVersion: "0" },
    browser: { name: "Chromium", version: "156" },
  });
  const inReport = [...report.matchAll(/^## \d+\. (.*?)(?: \(×\d+\))?$/gm)].map(([, title]) =>
    title?.replace(/[`\\]/g, ""),
  );
  expect(inReport).toEqual(inPanel);
  return inPanel;
}

const lacking = (path: string, init: ExchangeInit = {}): ExchangeInit => ({
  ...{ url: `${API}${path}`, response: { headers: {} } },
  ...init,
});
/** A failure without an explanation in its surroundings. */
const empty = (path: string, init: ExchangeInit = {}): ExchangeInit =>
  lacking(path, { response: { headers: { "Access-Control-Allow-Origin": "" } }, ...init });
const error = (path: string, status: number, init: ExchangeInit = {}): ExchangeInit =>
  lacking(path, { response: { status, headers: {} }, ...init });
const put = (path: string, status: number): ExchangeInit => ({
  ...{ url: `${API}${path}`, method: "PUT", requestHeaders: null, response: null },
  preflight: { response: { status, headers: {} } },
});
const lists = (path: string, names: string): ExchangeInit => ({
  ...put(path, 204),
  preflight: {
    response: {
      headers: {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "PUT",
        "Access-Control-Allow-Headers": "x-c",
      },
    },
    requestHeaders: [
      ["Access-Control-Request-Method", "PUT"],
      ["Access-Control-Request-Headers", names],
    ],
  },
});
const moved = (path: string, to: string): ExchangeInit => ({
  ...{ url: `${API}${path}`, method: "PUT", requestHeaders: null, response: null },
  preflight: {
    response: {
      status: 301,
      headers: { Location: to, "Access-Control-Allow-Origin": "*" },
    },
  },
});

describe("the title of a problem", () => {
  // biome-ignore format: a table is read by its columns.
  it.each<[string, ExchangeInit[], string]>([
    ["one path, requested twice",   [empty("/items/1?a=1"), empty("/items/1?a=2")], "Send Access-Control-Allow-Origin: https://app.test on GET /items/1"],
    ["several paths",           [empty("/v2/items/1"), empty("/v2/items/2?q=1"), empty("/v2/items/1")], "Send Access-Control-Allow-Origin: https://app.test on GET /v2/items/… (2 paths)"],
    ["several methods",         [empty("/me"), empty("/me", { method: "POST" }), empty("/me", { method: "POST" })], "Send Access-Control-Allow-Origin: https://app.test on POST, GET /me"],
    ["one status",              [error("/items/1", 500), error("/items/2", 500)], "GET api.test/items/… returns 500: fix that first (2 paths)"],
    ["several statuses",        [error("/items/1", 505), error("/items/2", 500), error("/items/3", 500)], "GET api.test/items/… returns 500, 505: fix that first (3 paths)"],
    ["disallowed headers",      [lists("/items/1", "x-a, x-b"), lists("/items/2", "x-a")], "Add x-a and x-b to Access-Control-Allow-Headers on OPTIONS /items/… (2 paths)"],
    ["preflight statuses",        [put("/items/1", 404), put("/items/2", 405)], "Handle OPTIONS on /items/…: the server responds with 404, 405 (2 paths)"],
    ["redirects",               [moved("/items/1", `${API}/items/1/?a=1`), moved("/items/2", `${API}/items/2/`)], `Request ${API}/items/…/: only the slash at the end differs (2 paths)`],
  ])("%s", (_name, inits, title) => {
    expect(titlesOf(...inits)).toEqual([title]);
  });

  const allowed = { headers: { "Access-Control-Allow-Origin": "*" } };
  it("uses earlier requests only where they explain all of them", () => {
    const passed = lacking("/a", { response: allowed, ending: { kind: "completed" } });
    const other = lacking("/b", { response: allowed, ending: { kind: "completed" } });
    const earlier = "Send the CORS headers on every response to GET";
    expect(titlesOf(passed, lacking("/a"))).toEqual([`${earlier} /a`]);
    expect(titlesOf(passed, lacking("/b"), lacking("/a"))).toEqual([
      "Send Access-Control-Allow-Origin: https://app.test on GET /a, /b (2 paths)",
    ]);
    expect(titlesOf(passed, other, lacking("/b"), lacking("/a"))).toEqual([
      `${earlier} /a, /b (2 paths)`,
    ]);
  });
});

describe("shared changes", () => {
  const aCause = (code: DiagnosisFinding["code"]): DiagnosisFinding => ({
    ...{ code, side: "server", certainty: "likely", stage: "response", hop: 0 },
    ...{ parameter: null, evidence: [], exchanges: [] },
  });
  const earlier = aCause("passed-earlier");
  const bare = aCause("host-without-cors");
  const symptom = aCause("missing-allow-origin");
  const exchange = anExchange();
  const items = (count: number): Judged[] =>
    Array.from({ length: count }, () => ({ exchange, verdict: judge(exchange) }));

  it.each<[string, Diagnosis[], Diagnosis]>([
    [
      "all problems have both causes",
      [
        [earlier, symptom],
        [earlier, symptom],
      ],
      [earlier, symptom],
    ],
    [
      "one problem has another cause",
      [
        [earlier, symptom],
        [bare, symptom],
      ],
      [symptom],
    ],
    [
      "one problem has a deeper cause",
      [
        [bare, symptom],
        [earlier, bare, symptom],
      ],
      [bare, symptom],
    ],
    [
      "one problem has a cause on another side",
      [
        [earlier, symptom],
        [{ ...earlier, side: "proxy" }, symptom],
      ],
      [symptom],
    ],
  ])("%s", (_name, [first = [], ...others], shared) => {
    const all = items(1 + others.length);
    const of = new Map(all.map((item, at) => [item, [first, ...others][at] ?? []]));
    expect(sharedDiagnosis(first, all, (item) => of.get(item) ?? [])).toEqual(shared);
  });

  it("are computed from a sample of very many problems", () => {
    let looked = 0;
    const all = items(10_000);
    sharedDiagnosis([earlier, symptom], all, () => {
      looked++;
      return [earlier, symptom];
    });
    expect(looked).toBe(100);
  });
});

it("counts paths without their queries, at the failing hop", () => {
  const hops = (id: number) => [
    {
      ...{ url: `${API}/go/${id}`, redirect: { url: `https://b.test/x/${id}?a`, internal: false } },
      response: { status: 302, headers: { "Access-Control-Allow-Origin": "*", Location: "x" } },
    },
    { url: `https://b.test/x/${id}?a`, response: { status: 200, headers: {} } },
  ];
  const items = [1, 2].map((id) => {
    const exchange = anExchange({ hops: hops(id), ending: FAILED });
    return { exchange, verdict: judge(exchange) };
  });
  expect(outlineOf(items)).toEqual({
    ...{ requests: 2, paths: 2, path: "/x/…", methods: ["GET"], statuses: [200], location: null },
    ...{ parameters: [], requestedHeaders: [], withCredentials: false },
  });
});

const QUERY = "case=1&secret=2";
const STAGES: readonly Stage[] = ["preflight", "redirect", "response"];

it.each(Object.keys(CODES) as CauseCode[])("no title of %s has a query", (code) => {
  const Location = `https://b.test/there?${QUERY}#part`;
  for (const stage of STAGES) {
    for (const status of [200, 302, 403, 500]) {
      const init = {
        url: `${API}/here?${QUERY}#part`,
        response: { status, headers: { Location } },
      };
      const exchange = anExchange({
        ...init,
        preflight: { response: init.response },
        ending: FAILED,
      });
      const { title } = explain(exchange, aBlock(aFinding(code, { stage, parameter: "x-a" })));
      expect(title).not.toMatch(/case=1|#part/);
    }
  }
});
