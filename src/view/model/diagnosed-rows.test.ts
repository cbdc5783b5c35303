import { expect, it } from "vitest";
import { type ReportedRequest, reported } from "../../diagnosis/case.test-builder.ts";
import { PROTOCOL_VERSION } from "../../protocol/messages.ts";
import { judge } from "../../verdict/judge.ts";
import { diagnosedKeyOf, explainRowsOf } from "./diagnosed-rows.ts";
import { createStore } from "./store.ts";

const failing: ReportedRequest = { response: [200, "Content-Type: application/json"] };
const fixed: ReportedRequest = {
  response: [200, "Access-Control-Allow-Origin: *"],
  blocked: false,
};

it("explains what went with its page as before, whatever the server sends since", () => {
  const store = createStore({ judge, keyOf: diagnosedKeyOf, schedule: (flush) => flush() });
  const { row, issue } = explainRowsOf(store.recording);
  const url = (path: string) => `https://api.other.example/${path}`;
  const before = ["a", "b"].map((path, at) => reported({ ...failing, url: url(path) }, at));
  const after = ["a", "b"].map((path, at) => reported({ ...fixed, url: url(path) }, at + 10));
  const state = { paused: false, dropped: 0, notUnderstood: 0 };
  store.receive({
    ...{ type: "snapshot", version: PROTOCOL_VERSION, exchanges: before, state },
    settings: store.settings.value,
  });
  const rows = [...store.recording.value.rows.values()];
  const [problem] = store.issues.value;
  if (problem === undefined) throw new Error("There is no problem.");
  const was = [issue(problem).title, ...rows.map((one) => row(one).short)];
  expect(was).toContain("no CORS headers at all");
  store.receive({
    type: "delta",
    changed: after,
    removed: before.map(({ id }) => id),
    state,
  });
  const gone = { ...problem, became: "fixed" } as const;
  expect([issue(gone).title, ...rows.map((one) => row(one).short)]).toEqual(was);
});
