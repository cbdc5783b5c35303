import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DEFAULT_SETTINGS, PROTOCOL_VERSION } from "../protocol/messages.ts";
import type { PanelMemory } from "../view/model/memory.ts";
import { aVerdict } from "../view/model/row.test-builder.ts";
import { createStore } from "../view/model/store.ts";
import { remember } from "./remember.ts";

/** A panel that has received its snapshot, and the memory that it has saved. */
function aPanel() {
  const store = createStore({ judge: () => aVerdict(), schedule: (flush) => flush() });
  const saved: PanelMemory[] = [];
  remember(store, (memory) => saved.push(memory));
  store.receive({
    type: "snapshot",
    version: PROTOCOL_VERSION,
    exchanges: [],
    state: { paused: false, dropped: 0, notUnderstood: 0 },
    settings: DEFAULT_SETTINGS,
  });
  return { store, saved };
}

const rest = () => vi.advanceTimersByTime(1_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("saves the panel's state of an ordinary tab, once per typed text", () => {
  const { store, saved } = aPanel();
  store.receive({ type: "not-private" });
  rest();
  expect(saved).toEqual([]);
  store.text.value = "a";
  store.text.value = "api";
  rest();
  store.receive({ type: "not-private" });
  rest();
  expect(saved.map(({ text }) => text)).toEqual(["api"]);
});

it("saves neither filter nor hosts of a tab that may be private", () => {
  const { store, saved } = aPanel();
  store.text.value = "secret.test";
  rest();
  store.stacks.value = [["secret.test", "express"]];
  rest();
  expect(saved).toEqual([]);
  expect(store.memory.value).toMatchObject({
    text: "secret.test",
    stacks: [["secret.test", "express"]],
  });
});

it("saves changes made before the tab was known once it is", () => {
  const { store, saved } = aPanel();
  store.text.value = "early";
  rest();
  store.receive({ type: "not-private" });
  rest();
  expect(saved.map(({ text }) => text)).toEqual(["early"]);
});
