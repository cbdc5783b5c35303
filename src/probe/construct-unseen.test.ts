import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "./page.test-fake.ts";

const { CONSTRUCT } = await import("./channel.ts");
const { lendConstruct } = await import("./construct-unseen.ts");
const { channel } = await import("./reporter.ts");
await import("./page-world.ts");

type Trap = (this: unknown, ...args: unknown[]) => unknown;
const shown = (value: unknown) => ({ wrappedJSObject: value });
const X = "https://page.test/w.js";

let isGone = false;
/** The constructions in the extension's world: the number of arguments of each. */
let lent: number[] = [];
let reports: string[] = [];
channel.addEventListener("report", (event) => {
  event.preventDefault();
  reports.push((event as CustomEvent).detail);
});

beforeEach(() => {
  isGone = false;
  lent = [];
  reports = [];
  // Like Gecko: the page's objects come in wrappers, and functions of a destroyed world throw.
  vi.stubGlobal("exportFunction", (run: Trap, scope: object, { defineAs }: { defineAs: string }) =>
    Object.defineProperty(scope, defineAs, {
      configurable: true,
      value(this: unknown, target?: unknown, args?: unknown[], newTarget?: unknown) {
        if (isGone) throw new TypeError("can't access dead object");
        if (target === undefined) return run.call(undefined);
        lent.push(args?.length ?? -1);
        return run.call(shown(this), shown(target), shown(args), newTarget);
      },
    }),
  );
  lendConstruct(channel);
  channel.dispatchEvent(new Event("install"));
});
afterEach(() => {
  channel.dispatchEvent(new Event("uninstall"));
  delete (channel as unknown as Record<string, unknown>)[CONSTRUCT];
  vi.unstubAllGlobals();
});

describe("a constructor that the bridge lends", () => {
  it.each<[string, number, () => object, "Worker" | "EventSource"]>([
    ["with one argument", 1, () => new Worker(X), "Worker"],
    ["with two", 2, () => new EventSource(X, { withCredentials: true }), "EventSource"],
    ["with too many arguments", 3, () => Reflect.construct(Worker, [X, {}, 1]), "Worker"],
  ])("constructs the same as the page's: %s", (_name, count, make, name) => {
    const made = make();
    expect(made).toBeInstanceOf(globalThis[name]);
    expect(made.constructor).toBe(globalThis[name]);
    expect(lent).toEqual([count]);
  });

  it("receives the page's arguments, or their replacements", () => {
    new EventSource(X, { withCredentials: true });
    expect(reports.join()).toContain('"credentials":"include"');
  });

  it("constructs an extending class", () => {
    class Own extends EventSource {
      readonly mine = 1;
    }
    const made = new Own(X);
    expect([Object.getPrototypeOf(made), made.mine]).toEqual([Own.prototype, 1]);
    expect(lent).toEqual([1]);
  });

  it("constructs its own class where a class has no prototype", () => {
    const newTarget = Object.defineProperty(class {}.bind(null), "prototype", { value: 1 });
    const made = Reflect.construct(EventSource, [X], newTarget);
    expect(Object.getPrototypeOf(made)).toBe(EventSource.prototype);
  });

  it("throws the page's exception, and reports it", () => {
    expect(() => new Worker("https://api.test/w.js")).toThrow("another origin");
    expect(() => Reflect.construct(Worker, [])).toThrow("another origin");
    expect(lent).toEqual([1, 0]);
    expect(reports.join()).toMatch(
      /"api":"worker","url":"https:\/\/api.test\/w.js".*SecurityError/,
    );
  });

  it("reports the page's frames without ours", () => {
    new EventSource(X);
    const [{ call }] = reports.map((report) => JSON.parse(report));
    expect(call.stack).toMatch(/construct-unseen\.test/);
    expect(call.stack).not.toMatch(/wrap\.ts/);
  });

  it("is bypassed after the extension is removed", () => {
    isGone = true;
    expect(new Worker(X)).toBeInstanceOf(Worker);
    expect(() => new Worker("https://api.test/w.js")).toThrow("another origin");
    expect(lent).toEqual([]);
  });
});

it("exists only in Gecko", () => {
  vi.unstubAllGlobals();
  const other = new EventTarget();
  lendConstruct(other);
  expect(Object.keys(other)).toEqual([]);
});
