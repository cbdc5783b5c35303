import { expect, it } from "vitest";
import { HTML, PAGE, type ReportedRequest, reported } from "../../diagnosis/case.test-builder.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { PROTOCOL_VERSION } from "../../protocol/messages.ts";
import { copyText } from "../../report/copy-texts.ts";
import { judge } from "../../verdict/judge.ts";
import { diagnosedKeyOf, explainRowsOf } from "./diagnosed-rows.ts";
import type { Issue } from "./issues.ts";
import type { Row } from "./row.ts";
import { createStore } from "./store.ts";

const failing: ReportedRequest = { response: [200, "Content-Type: application/json"] };
const fixed: ReportedRequest = {
  response: [200, "Access-Control-Allow-Origin: *"],
  blocked: false,
};

const WITHOUT_CORS = "no CORS headers at all";
const STATE = { paused: false, dropped: 0, notUnderstood: 0 };
const url = (path: string) => `https://api.other.example/${path}`;

/** A navigation that shows a page. */
const aPage = (index: number): Exchange => ({
  ...reported({ page: PAGE, url: PAGE, blocked: false, response: [200, HTML] }, index),
  resourceType: "main_frame",
});

function withStore() {
  const store = createStore({ judge, keyOf: diagnosedKeyOf, schedule: (flush) => flush() });
  const { row, issue, around } = explainRowsOf(store.recording);
  const settings = store.settings.value;
  const version = PROTOCOL_VERSION;
  store.receive({ type: "snapshot", version, exchanges: [], state: STATE, settings });
  let count = 0;
  return {
    index: () => count++,
    receive: (changed: readonly Exchange[], removed: readonly string[] = []) =>
      store.receive({ type: "delta", changed, removed, state: STATE }),
    rows: () => [...store.recording.value.rows.values()],
    around,
    short: (one: Row) => row(one).short,
    titleOf: (one: Issue) => issue(one).title,
    issues: () => store.issues.value,
  };
}

it("explains an earlier page's requests as before, whatever the server sends later", () => {
  const { index, ...store } = withStore();
  const before = ["a", "b"].map((path) => reported({ ...failing, url: url(path) }, index()));
  store.receive(before);
  const rows = store.rows();
  const [problem] = store.issues();
  if (problem === undefined) throw new Error("There is no problem.");
  const was = [store.titleOf(problem), ...rows.map(store.short)];
  expect(was).toContain(WITHOUT_CORS);
  const after = ["a", "b"].map((path) => reported({ ...fixed, url: url(path) }, index()));
  store.receive(
    after,
    before.map(({ id }) => id),
  );
  const gone = { ...problem, became: "fixed" } as const;
  expect([store.titleOf(gone), ...rows.map(store.short)]).toEqual(was);
});

it("explains an earlier page's row by the responses until then, and this page's by all", () => {
  const { index, ...store } = withStore();
  store.receive(["a", "b"].map((path) => reported({ ...failing, url: url(path) }, index())));
  const ofEarlier = store.rows();
  expect(ofEarlier.map(store.short)).toEqual(Array(2).fill(WITHOUT_CORS));
  store.receive([aPage(index())]);
  store.receive([reported({ ...failing, url: url("c") }, index())]);
  const [ofThis] = store.rows().slice(-1) as [Row];
  expect(store.short(ofThis)).toBe(WITHOUT_CORS);
  store.receive([reported({ ...fixed, url: url("d") }, index())]);
  expect(ofEarlier.map(store.short)).toEqual(Array(2).fill(WITHOUT_CORS));
  expect(store.short(ofThis)).not.toBe(WITHOUT_CORS);
});

it("gives a copied row the exchanges that its cause depends on", () => {
  const { index, around, ...store } = withStore();
  store.receive([{ ...fixed }, failing].map((one) => reported({ ...one, url: url("a") }, index())));
  const row = store.rows()[1] as Row;
  const options = {
    includeSecrets: false,
    dropped: 0,
    creatorVersion: "1",
    browser: { name: "", version: "" },
  };
  expect(copyText("summary", row, options, around(row))).toContain(store.short(row));
  expect(copyText("summary", row, options)).not.toContain(store.short(row));
});
