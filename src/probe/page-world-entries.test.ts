import { beforeEach, describe, expect, it, vi } from "vitest";
import { forgetListeners } from "./page.test-fake.ts";

const shown: (EventTarget | null)[] = [];
/** Listens like the bridge; `takes` says whether it accepts the channel. */
function listenTo(name: string, takes: boolean): void {
  document.addEventListener(name, (event) => {
    shown.push((event as MouseEvent).relatedTarget);
    if (!takes) event.preventDefault();
  });
}
const bridgeIsHere = () => document.dispatchEvent(new Event("crosscheck-bridge-here"));

beforeEach(() => {
  vi.resetModules();
  forgetListeners(document);
  shown.length = 0;
});

it("announces its channel at once, and again when the bridge starts later", async () => {
  await import("./page-world.iife.ts");
  const { channel } = await import("./reporter.ts");
  expect(shown).toEqual([]);
  listenTo("crosscheck-hello", true);
  bridgeIsHere();
  expect(shown).toEqual([channel]);
});

it("does not announce it again once the bridge has it", async () => {
  listenTo("crosscheck-hello", true);
  await import("./page-world.iife.ts");
  const { channel } = await import("./reporter.ts");
  channel.dispatchEvent(new Event("install"));
  bridgeIsHere();
  expect(shown).toEqual([channel]);
  channel.dispatchEvent(new Event("uninstall"));
});

it("does not announce it again where the bridge has another channel", async () => {
  listenTo("crosscheck-hello", false);
  await import("./page-world.iife.ts");
  bridgeIsHere();
  expect(shown).toHaveLength(1);
});

it("announces it once under a random name in a document that was there before", async () => {
  const { default: name } = await import("./page-world-late.iife.ts");
  const { channel } = await import("./reporter.ts");
  expect(name).toMatch(/^\d+-\d+$/);
  listenTo("crosscheck-hello", true);
  listenTo(`${name}!`, true);
  bridgeIsHere();
  expect(shown).toEqual([]);
  document.dispatchEvent(new Event(String(name)));
  document.dispatchEvent(new Event(String(name)));
  expect(shown).toEqual([channel]);
});

describe("does not announce its channel where the page could listen", () => {
  it.each(["addEventListener", "dispatchEvent"] as const)("by its own %s", async (key) => {
    const { prototype } = EventTarget;
    const before = prototype[key];
    Object.defineProperty(prototype, key, {
      configurable: true,
      writable: true,
      value: function (this: EventTarget, ...args: unknown[]) {
        return Reflect.apply(before, this, args);
      },
    });
    try {
      listenTo("crosscheck-hello", true);
      await import("./page-world.iife.ts");
      bridgeIsHere();
      vi.resetModules();
      const { default: name } = await import("./page-world-late.iife.ts");
      expect([name, shown]).toEqual([false, []]);
    } finally {
      Object.defineProperty(prototype, key, { configurable: true, writable: true, value: before });
    }
  });
});
