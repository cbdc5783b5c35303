import { describe, expect, test, vi } from "vitest";
import { NO_SURROUNDINGS } from "../../diagnosis/surroundings.ts";
import { anExchange as withEnding } from "../../exchange/exchange.test-builder.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { PROTOCOL_VERSION, type ToView } from "../../protocol/messages.ts";
import { anExchange, aRow, aVerdict } from "./row.test-builder.ts";
import { deeper, explanationOf } from "./row.ts";
import { createStore, type Store } from "./store.ts";

const STATE = { paused: false, dropped: 0, notUnderstood: 0 };

function aStore(judge: (exchange: Exchange) => ReturnType<typeof aVerdict> = () => aVerdict()) {
  const flushes: (() => void)[] = [];
  let time = 0;
  const store = createStore({ judge, schedule: (flush) => flushes.push(flush), now: () => time });
  return {
    store,
    flushes,
    /** Runs everything scheduled now, not what that schedules. */
    frame: () => {
      for (const flush of flushes.splice(0)) flush();
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

const snapshot = (ids: string[], more: Partial<ToView> = {}): ToView =>
  ({
    type: "snapshot",
    version: PROTOCOL_VERSION,
    exchanges: ids.map((id) => anExchange({ id })),
    state: STATE,
    settings: { preserveLog: true },
    ...more,
  }) as ToView;

const delta = (changed: string[], removed: string[] = [], state = STATE): ToView => ({
  type: "delta",
  changed: changed.map((id) => anExchange({ id })),
  removed,
  state,
});

const ids = (store: Store) => [...store.recording.value.rows.keys()];

test("a snapshot fills the recording, in its order", () => {
  const { store, frame } = aStore();
  store.receive(snapshot(["b", "a"]));
  frame();
  expect(ids(store)).toEqual(["b", "a"]);
  expect(store.connection.value).toBe("live");
  expect(store.settings.value.preserveLog).toBe(true);
});

test("deltas append, replace in place and remove", () => {
  const { store, frame } = aStore();
  store.receive(snapshot(["a", "b"]));
  store.receive(delta(["c", "a"], ["b"]));
  frame();
  expect(ids(store)).toEqual(["a", "c"]);
});

test("all messages between two frames are one change, and each exchange is judged once", () => {
  const judge = vi.fn(() => aVerdict());
  const { store, flushes, frame } = aStore(judge);
  const changes = vi.fn();
  store.recording.subscribe(changes);
  changes.mockClear();
  store.receive(snapshot([]));
  for (let i = 0; i < 100; i++) store.receive(delta(["a"]));
  expect(flushes).toHaveLength(1);
  frame();
  expect(changes).toHaveBeenCalledTimes(1);
  expect(judge).toHaveBeenCalledTimes(1);
});

test("judging that takes too long continues in the next frame", () => {
  const { store, frame, pass } = aStore(() => {
    pass(6);
    return aVerdict();
  });
  store.receive(snapshot(["a", "b", "c"]));
  frame();
  expect(ids(store)).toEqual(["a", "b"]);
  frame();
  expect(ids(store)).toEqual(["a", "b", "c"]);
});

test("a snapshot after a reconnect replaces the recording and keeps the selection", () => {
  const { store, frame } = aStore();
  store.receive(snapshot(["a", "b"]));
  frame();
  store.selectedId.value = "b";
  store.connection.value = "lost";
  store.receive(snapshot(["b", "c"]));
  frame();
  expect(ids(store)).toEqual(["b", "c"]);
  expect(store.selected.value?.id).toBe("b");
  expect(store.connection.value).toBe("live");
});

test("a snapshot in parts is applied once it is complete, and never if it broke off", () => {
  const { store, frame } = aStore();
  const part = (ids: string[], ...part: [number, number]) => snapshot(ids, { part } as never);
  store.receive(snapshot(["a", "b"]));
  frame();
  store.receive(part(["a", "lost"], 0, 2));
  store.connection.value = "lost";
  store.receive(part(["a"], 0, 3));
  store.receive(part(["c"], 1, 3));
  frame();
  expect([ids(store), store.connection.value]).toEqual([["a", "b"], "lost"]);
  store.receive(part(["d"], 2, 3));
  frame();
  expect([ids(store), store.connection.value]).toEqual([["a", "c", "d"], "live"]);
});

test("the first snapshot is applied part by part, and a selection waits for its part", () => {
  const { store, frame } = aStore();
  const part = (ids: string[], ...part: [number, number]) => snapshot(ids, { part } as never);
  store.selectedId.value = "c";
  store.receive(part(["a", "b"], 0, 2));
  frame();
  expect([ids(store), store.connection.value]).toEqual([["a", "b"], "connecting"]);
  store.receive(part(["c"], 1, 2));
  frame();
  expect([ids(store), store.connection.value]).toEqual([["a", "b", "c"], "live"]);
  expect(store.selectedId.value).toBe("c");
  // The next snapshot is a new one: it replaces the rows.
  store.receive(snapshot(["b"]));
  frame();
  expect(ids(store)).toEqual(["b"]);
});

test("in a burst, a frame either judges, explains or draws, ten times a second", () => {
  let judgedInFrame = 0;
  const { store, frame, pass } = aStore(() => {
    judgedInFrame++;
    return aVerdict();
  });
  let explained = 0;
  const neverShown = () => {
    throw new Error("Nothing is shown.");
  };
  deeper.value = {
    row: neverShown,
    issue: neverShown,
    lanes: neverShown,
    around: neverShown,
    explainNewest: () => explained++,
  };
  store.receive(snapshot(["first"]));
  frame();
  const seen: string[] = [];
  for (let at = 0; at < 30; at++) {
    const before = { recording: store.recording.value, explained };
    judgedInFrame = 0;
    store.receive(delta(Array.from({ length: 11 }, (_, n) => `${at}-${n}`)));
    pass(20);
    frame();
    const did = [
      ...(judgedInFrame > 0 ? ["judges"] : []),
      ...(explained > before.explained ? ["explains"] : []),
      ...(store.recording.value !== before.recording ? ["draws"] : []),
    ];
    seen.push(did.join(" and "));
  }
  deeper.value = null;
  expect(new Set(seen)).toEqual(new Set(["judges", "explains", "draws"]));
  expect(seen.filter((did) => did === "draws").length).toBeLessThanOrEqual(6);
  expect(seen.filter((did) => did === "draws").length).toBeGreaterThanOrEqual(4);
});

test("under load, a frame either judges or draws, and some frames draw", () => {
  let judgedInFrame = 0;
  const { store, frame, flushes, pass } = aStore(() => {
    judgedInFrame++;
    pass(1);
    return aVerdict();
  });
  let drawn = store.recording.value;
  const frames: { judged: number; isDrawn: boolean }[] = [];
  store.receive(snapshot(Array.from({ length: 3_000 }, (_, n) => `${n}`)));
  while (flushes.length > 0) {
    judgedInFrame = 0;
    frame();
    frames.push({ judged: judgedInFrame, isDrawn: store.recording.value !== drawn });
    drawn = store.recording.value;
  }
  const [first, ...rest] = frames;
  // The first rows are drawn at once.
  expect(first).toEqual({ judged: 11, isDrawn: true });
  expect(rest.filter(({ judged, isDrawn }) => isDrawn && judged > 0)).toEqual([]);
  expect(Math.max(...rest.map(({ judged }) => judged))).toBeLessThanOrEqual(50);
  const drawings = rest.filter(({ isDrawn }) => isDrawn).length;
  expect(drawings).toBeGreaterThanOrEqual(10);
  expect(drawings).toBeLessThanOrEqual(13);
  expect(ids(store)).toHaveLength(3_000);
});

test("removing the selected exchange closes the detail view", () => {
  const { store, frame } = aStore();
  store.receive(snapshot(["a"]));
  frame();
  store.selectedId.value = "a";
  store.detailOpen.value = true;
  store.receive(delta([], ["a"]));
  frame();
  expect(store.selectedId.value).toBeNull();
  expect(store.detailOpen.value).toBe(false);
});

test.each([
  ["a call", "not-sent", "https://api.test/items", "request"],
  ["a call, not another's", "not-sent", "https://api.test/other", null],
  ["a request, which nothing replaces", "completed", "https://api.test/items", null],
] as const)("the selection follows %s whose request came late", (_name, kind, url, selected) => {
  const { store, frame } = aStore();
  const ending = { kind } as Exchange["ending"];
  const result = { result: "rejected", responseType: null, status: null, errorName: "TypeError" };
  const callResult = kind === "not-sent" ? (result as Exchange["callResult"]) : null;
  const recorded = withEnding({ id: "call", ending, call: aCall(), callResult });
  store.receive({ ...snapshot([]), exchanges: [recorded] } as ToView);
  frame();
  store.selectedId.value = "call";
  store.detailOpen.value = true;
  const changed = [anExchange({ id: "request", url })];
  store.receive({ type: "delta", changed, removed: ["call"], state: STATE });
  frame();
  expect([store.selectedId.value, store.detailOpen.value]).toEqual([selected, selected !== null]);
});

test("an exchange that cannot be judged is omitted and counted", () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const { store, frame } = aStore((exchange) => {
    if (exchange.id === "bad") throw new Error("out of its depth");
    return aVerdict();
  });
  store.receive(snapshot(["a", "bad", "b"]));
  frame();
  expect(ids(store)).toEqual(["a", "b"]);
  expect(store.recording.value.notJudged).toBe(1);
  store.receive(delta([], ["bad"]));
  frame();
  expect(store.recording.value.notJudged).toBe(0);
  error.mockRestore();
});

test("the state of the recording comes with each message", () => {
  const { store, frame } = aStore();
  store.receive(snapshot([]));
  store.receive(delta([], [], { paused: true, dropped: 3, notUnderstood: 1 }));
  frame();
  expect(store.recording.value.state).toEqual({ paused: true, dropped: 3, notUnderstood: 1 });
});

test("messages of a worker with another version are ignored", () => {
  const { store, frame } = aStore();
  store.receive(snapshot(["a"], { version: PROTOCOL_VERSION + 1 } as Partial<ToView>));
  store.receive(delta(["b"]));
  frame();
  expect(store.connection.value).toBe("outdated");
  expect(ids(store)).toEqual([]);
});

test("texts are made in consecutive idle periods, never two at once", () => {
  const idle: ((hasTime: () => boolean) => void)[] = [];
  const store = createStore({
    judge: () => aVerdict(),
    schedule: (flush) => flush(),
    whenIdle: (run) => idle.push(run),
  });
  store.receive(snapshot(["a", "b", "c"]));
  store.receive(delta(["d"]));
  expect(idle).toHaveLength(1);
  // Without time, the rest is scheduled again.
  idle[0]?.(() => false);
  expect(idle).toHaveLength(2);
  idle[1]?.(() => true);
  expect(idle).toHaveLength(2);
  // Later rows are prepared as well.
  store.receive(delta(["e"]));
  expect(idle).toHaveLength(3);
});

test("texts that are only shown are indexed in idle time, and again after a change", () => {
  const idle: ((hasTime: () => boolean) => void)[] = [];
  const flushes: (() => void)[] = [];
  const store = createStore({
    judge: () => aVerdict({ outcome: "blocked", code: "missing-allow-origin" }),
    schedule: (flush) => flushes.push(flush),
    whenIdle: (run) => idle.push(run),
  });
  const rest = (hasTime = () => true) => {
    for (const run of idle.splice(0)) run(hasTime);
  };
  const found = () => store.summary.value.visible.map(({ id }) => id);
  store.receive(snapshot(["a", "b"]));
  for (const flush of flushes.splice(0)) flush();
  rest();
  store.text.value = "shown by nobody else";
  expect(found()).toEqual([]);
  const plain = explanationOf(aRow());
  const shown = (title: string) => ({ ...plain, title });
  const say = (text: string) => {
    deeper.value = {
      row: ({ id }) => shown(id === "a" ? text : "other"),
      issue: () => shown(""),
      lanes: ({ verdict }) => verdict.lanes,
      around: () => NO_SURROUNDINGS,
    };
  };
  try {
    say("Shown by nobody else");
    let left = 2;
    rest(() => left-- > 0);
    rest();
    expect(found()).toEqual(["a"]);
    say("something else");
    store.receive(delta([]));
    for (const flush of flushes.splice(0)) flush();
    rest();
    expect(found()).toEqual([]);
  } finally {
    deeper.value = null;
  }
});

describe("the first view", () => {
  const blocked = () => aVerdict({ outcome: "blocked", code: "missing-allow-origin" });

  test("is the list of requests while nothing is blocked", () => {
    const { store, frame } = aStore();
    store.receive(snapshot(["a"]));
    frame();
    expect(store.tab.value).toBe("requests");
  });

  test("is the issues once something is blocked, and stays so after that is removed", () => {
    const { store, frame } = aStore(blocked);
    store.receive(snapshot([]));
    frame();
    expect(store.tab.value).toBe("requests");
    store.receive(delta(["a"]));
    frame();
    expect(store.tab.value).toBe("issues");
    store.receive(delta([], ["a"]));
    frame();
    expect(store.tab.value).toBe("issues");
    // The user did not choose it: another session begins like this one.
    expect(store.memory.value.tab).toBe("requests");
  });

  test.each<[string, (store: Store) => void]>([
    ["a view was chosen", (store) => store.showTab("requests")],
    ["a request is read", (store) => (store.selectedId.value = "a")],
    ["a filter was typed", (store) => (store.text.value = "shop")],
  ])("stays where %s", (_what, act) => {
    const { store, frame } = aStore(blocked);
    act(store);
    store.receive(snapshot(["a"]));
    frame();
    expect(store.tab.value).toBe("requests");
  });

  test("is remembered if the user chose it", () => {
    const { store } = aStore();
    store.showTab("issues");
    expect(store.memory.value.tab).toBe("issues");
  });
});

test("a requested problem is shown despite the filter, also if it arrives later", () => {
  const { store, frame } = aStore(() =>
    aVerdict({ outcome: "blocked", code: "missing-allow-origin" }),
  );
  store.receive(snapshot(["a"]));
  frame();
  const id = store.issues.value[0]?.id as string;
  const other = aStore(() => aVerdict({ outcome: "blocked", code: "missing-allow-origin" }));
  other.store.text.value = "nowhere";
  other.store.showTab("requests");
  other.store.showProblem(id);
  other.store.receive(snapshot(["a"]));
  other.frame();
  expect(other.store.tab.value).toBe("issues");
  expect(other.store.detailOpen.value).toBe(true);
  expect(other.store.selectedIssue.value?.id).toBe(id);
});
