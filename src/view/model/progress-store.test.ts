import { expect, test } from "vitest";
import type { Load } from "../../exchange/loads.ts";
import { PROTOCOL_VERSION, type ToView } from "../../protocol/messages.ts";
import { createProgressStore } from "./progress-store.ts";
import { anExchange, aVerdict, type RowSample } from "./row.test-builder.ts";
import { createStore } from "./store.ts";

const BLOCKED: RowSample = { outcome: "blocked", code: "missing-allow-origin" };
const NO_SETTINGS = {} as never;

const loadAt = (at: number, url = "https://app.shop.test/"): Load => ({
  at,
  url,
  documentId: `D${at}`,
});

/** A request: its id, its start, and its verdict. */
type Made = [id: string, startedAt: number, sample?: RowSample];

/** An in-memory panel that follows one tab. */
function aPanel(isLate = () => false) {
  const waiting: (() => void)[] = [];
  const samples = new Map<string, RowSample>();
  const due: (() => void)[] = [];
  const store = createStore({
    judge: ({ id }) => aVerdict(samples.get(id) ?? {}),
    schedule: (flush) => waiting.push(flush),
    whenIdle: () => {},
  });
  const clock = { now: 0 };
  const progress = createProgressStore(
    store,
    (run) => due.push(run),
    () => clock.now,
  );
  store.progress.value = progress;
  store.receive({
    type: "snapshot",
    version: PROTOCOL_VERSION,
    exchanges: [],
    state: { paused: false, dropped: 0, notUnderstood: 0 },
    settings: NO_SETTINGS,
  } satisfies ToView);
  const draw = () => {
    while (waiting.length > 0 && !isLate()) waiting.shift()?.();
  };
  draw();
  return {
    store,
    progress,
    clock,
    tell: (loads: readonly Load[], made: readonly Made[], removed: readonly string[] = []) => {
      const changed = made.map(([id, startedAt, sample = {}]) => {
        samples.set(id, sample);
        return { ...anExchange({ id, ...sample }), startedAt };
      });
      const state = { paused: false, dropped: 0, notUnderstood: 0, loads };
      store.receive({ type: "delta", changed, removed, state });
      draw();
      for (const run of due.splice(0)) run();
    },
    counts: () => {
      const seen = progress.progress.value;
      return seen === null
        ? null
        : [seen.fixed.length, seen.failing, seen.added.size, seen.open.length];
    },
    listed: () =>
      store.listedIssues.value.map(({ became, speaker }) => [became ?? "there", speaker.id]),
  };
}

const A = loadAt(1_000);
const B = loadAt(2_000);
const OTHER: RowSample = { url: "https://other.test/" };

test("a reload shows the progress of the previous page's problems", () => {
  const { tell, counts, listed, progress } = aPanel();
  tell(
    [A],
    [
      ["1", 1_100, BLOCKED],
      ["2", 1_200, { ...BLOCKED, ...OTHER }],
    ],
  );
  expect(counts()).toBeNull();
  tell([A, B], [], ["1", "2"]);
  expect(counts()).toEqual([0, 0, 0, 2]);
  tell(
    [A, B],
    [
      ["3", 2_100],
      ["4", 2_200, { ...BLOCKED, ...OTHER }],
      ["5", 2_300, { ...BLOCKED, url: "https://new.test/" }],
    ],
  );
  expect(counts()).toEqual([1, 1, 1, 0]);
  expect(listed()).toEqual([
    ["there", "4"],
    ["there", "5"],
    ["fixed", "1"],
  ]);
  expect(progress.loads.value.map(({ rows }) => rows.map(({ id }) => id))).toEqual([
    ["1", "2"],
    ["3", "4", "5"],
  ]);
});

test("a page that was open before its navigation could be observed is the load before the first known one", () => {
  const { tell, counts, listed, progress } = aPanel();
  tell([], [["1", 1_100, BLOCKED]]);
  tell([], [["2", 1_050, { ...BLOCKED, ...OTHER }]]);
  expect([counts(), progress.canCompare.value]).toEqual([null, false]);
  tell([B], [["3", 2_100]], ["1"]);
  tell([B], [], ["2"]);
  expect(counts()).toEqual([1, 0, 0, 1]);
  expect(listed()).toEqual([
    ["fixed", "1"],
    ["open", "2"],
  ]);
  const [unseen] = progress.loads.value;
  expect(unseen?.load).toMatchObject({ at: 1_050, url: "https://app.shop.test" });
  expect(progress.canCompare.value).toBe(true);
});

test("with a preserved log, a page before the first known load can be compared, and its issues remain", () => {
  const { tell, counts, listed, progress } = aPanel();
  tell([], [["1", 1_100, BLOCKED]]);
  tell([B], [["2", 2_100, { ...BLOCKED, ...OTHER }]]);
  expect(counts()).toEqual([0, 0, 1, 1]);
  expect(listed()).toEqual([
    ["there", "2"],
    ["open", "1"],
  ]);
  expect(progress.canCompare.value).toBe(true);
  progress.forget();
  tell([B], [], ["1", "2"]);
  expect([counts(), listed()]).toEqual([null, []]);
});

test("a request that was removed before it was drawn is remembered with its end", () => {
  let isBusy = true;
  const { tell, counts } = aPanel(() => isBusy);
  tell([A], [["1", 1_100, BLOCKED]]);
  tell([A, B], [], ["1"]);
  isBusy = false;
  tell([A, B], [["2", 2_100]]);
  expect(counts()).toEqual([1, 0, 0, 0]);
});

test("new issues are marked only where there are others", () => {
  const { tell, store, progress } = aPanel();
  const marked = () =>
    store.listedIssues.value.flatMap(({ id, speaker }) =>
      progress.isMarkedNew(id) ? [speaker.id] : [],
    );
  tell([A], [["1", 1_100]]);
  tell([A, B], [["2", 2_100, BLOCKED]], ["1"]);
  expect([progress.progress.value?.added.size, marked()]).toEqual([1, []]);
  const added: Made = ["4", 3_200, { ...BLOCKED, ...OTHER }];
  tell([A, B, loadAt(3_000)], [["3", 3_100, BLOCKED], added], ["2"]);
  expect(marked()).toEqual(["4"]);
});

test("a pass under a trial does not count as fixed", () => {
  const { tell, counts, listed, progress } = aPanel();
  tell([A], [["1", 1_100, BLOCKED]]);
  tell([A, B], [["2", 2_100, { trial: true }]], ["1"]);
  expect([counts(), listed()]).toEqual([[0, 0, 0, 0], [["tried", "1"]]]);
  expect(progress.progress.value?.tried).toHaveLength(1);
  // The problem returns when the trial ends, and is not new.
  tell([A, B, loadAt(3_000)], [["3", 3_100, BLOCKED]], ["2"]);
  expect([counts(), listed()]).toEqual([[0, 0, 1, 0], [["there", "3"]]]);
});

test("a pass before the trial in the same load counts as fixed", () => {
  const { tell, listed } = aPanel();
  tell(
    [A],
    [
      ["1", 1_100, BLOCKED],
      ["2", 1_200, { ...BLOCKED, ...OTHER }],
    ],
  );
  const later: Made[] = [
    ["3", 2_100],
    ["4", 2_200, { ...OTHER, trial: true }],
  ];
  tell([A, B], later, ["1", "2"]);
  expect(listed()).toEqual([
    ["fixed", "1"],
    ["tried", "2"],
  ]);
});

test("a fixed issue is listed for one load", () => {
  const { tell, counts, listed } = aPanel();
  tell([A], [["1", 1_100, BLOCKED]]);
  tell([A, B], [["2", 2_100]], ["1"]);
  expect(listed()).toEqual([["fixed", "1"]]);
  tell([A, B, loadAt(3_000)], [["3", 3_100]], ["2"]);
  expect([counts(), listed()]).toEqual([[0, 0, 0, 0], []]);
});

test("a preserved log is divided by its loads", () => {
  const { tell, counts, listed, store } = aPanel();
  tell(
    [A],
    [
      ["1", 1_100, BLOCKED],
      ["2", 1_200, { ...BLOCKED, ...OTHER }],
    ],
  );
  tell([A, B], [["3", 2_100]]);
  expect(counts()).toEqual([1, 0, 0, 1]);
  expect(store.issues.value).toEqual([]);
  expect(store.summary.value.issues).toBe(0);
  expect(listed()).toEqual([
    ["fixed", "1"],
    ["open", "2"],
  ]);
  expect(store.summary.value.counts).toMatchObject({ blocked: 0, allowed: 1 });
  expect(store.summary.value.earlier).toMatchObject({ blocked: 2, allowed: 0 });
});

test("clearing removes earlier loads too", () => {
  const { tell, counts, progress } = aPanel();
  tell([A], [["1", 1_100, BLOCKED]]);
  tell([A, B], [["2", 2_100, BLOCKED]]);
  progress.forget();
  tell([A, B], [], ["1", "2"]);
  tell([A, B], [["3", 2_300]]);
  expect(counts()).toBeNull();
  expect(progress.loads.value).toHaveLength(1);
});

test.each([
  ["before it is forgotten", 1_100, 1],
  ["after it is remembered", 1_600, 2],
] as const)(
  "clearing: a request that arrives later and began %s",
  (_what, startedAt, remembered) => {
    const { tell, progress, clock } = aPanel();
    tell([A], []);
    clock.now = 1_500;
    progress.forget();
    tell([A], [["1", startedAt, BLOCKED]]);
    tell([A, B], [["2", 2_100]], ["1"]);
    expect(progress.loads.value).toHaveLength(remembered);
  },
);

test("evicted requests do not count as the previous page's", () => {
  const { tell, progress } = aPanel();
  tell(
    [A],
    [
      ["1", 1_100, BLOCKED],
      ["2", 1_200],
    ],
  );
  tell([A], [], ["1"]);
  expect(progress.loads.value.map(({ rows }) => rows.length)).toEqual([1]);
});

test("another page is compared with the last one of its own address, or of its origin", () => {
  const { tell, progress } = aPanel();
  const cart = loadAt(2_000, "https://app.shop.test/cart?x");
  tell([A], [["1", 1_100]]);
  tell([A, cart], [["2", 2_100]], ["1"]);
  expect(progress.progress.value?.since?.at).toBe(1_000);
  const elsewhere = loadAt(3_000, "https://elsewhere.test/");
  tell([A, cart, elsewhere], [["3", 3_100]], ["2"]);
  expect(progress.progress.value).toBeNull();
  tell([A, cart, elsewhere, loadAt(4_000)], [["4", 4_100]], ["3"]);
  expect(progress.progress.value?.since?.at).toBe(1_000);
});

test.each<[name: string, before: Load, made: readonly Made[], compared: boolean]>([
  ["nothing", loadAt(1_000, "about:blank"), [], false],
  ["only its document", A, [["1", 1_100, { crossOrigin: false }]], false],
  ["requests that passed", A, [["1", 1_100]], true],
  ["requests of another site", loadAt(1_000, "https://elsewhere.test/"), [["1", 1_100]], false],
])("the load to compare with, after one that requested %s", (_, before, made, compared) => {
  for (const isPreserved of [true, false]) {
    const { tell, counts, progress } = aPanel();
    tell([before], made);
    const removed = isPreserved ? [] : made.map(([id]) => id);
    tell([before, B], [["2", 2_100, BLOCKED]], removed);
    expect(counts()).toEqual(compared ? [0, 0, 1, 0] : null);
    expect(progress.canCompare.value).toBe(compared);
    // From then on there is a load to compare with.
    tell([before, B, loadAt(3_000)], [["3", 3_100, BLOCKED]]);
    expect([counts(), progress.canCompare.value]).toEqual([[0, 1, 0, 0], true]);
  }
});

test("the selected request is found again on the new page, by method and URL", () => {
  const { tell, store } = aPanel();
  const put: RowSample = { method: "PUT" };
  tell(
    [A],
    [
      ["1", 1_100],
      ["2", 1_200, put],
    ],
  );
  store.selectedId.value = "2";
  store.detailOpen.value = true;
  tell([A, B], [["3", 2_100]], ["1", "2"]);
  // The old row stays visible until then.
  expect([store.selected.value?.id, store.detailOpen.value]).toEqual(["2", true]);
  tell([A, B], [["4", 2_200, put]]);
  expect([store.selected.value?.id, store.detailOpen.value]).toEqual(["4", true]);
});

test("an issue stays selected when it is fixed", () => {
  const { tell, store } = aPanel();
  tell([A], [["1", 1_100, BLOCKED]]);
  store.selectedIssueId.value = store.issues.value[0]?.id ?? null;
  tell([A, B], [["2", 2_100]], ["1"]);
  expect(store.selectedIssue.value).toMatchObject({ became: "fixed", count: 1 });
});

test("the filter also applies to fixed issues", () => {
  const { tell, store, listed } = aPanel();
  tell([A], [["1", 1_100, BLOCKED]]);
  tell([A, B], [["2", 2_100]], ["1"]);
  store.text.value = "domain:other.test";
  expect(listed()).toEqual([]);
});
