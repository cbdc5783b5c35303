import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RepeatedCall } from "../progress/repeated-call.ts";
import { makeCall } from "./make-call.ts";

const CALL: RepeatedCall = {
  frameId: 0,
  origin: "https://app.test",
  url: "https://api.test/",
  via: "fetch",
  init: {
    method: "PUT",
    mode: "cors",
    credentials: "include",
    redirect: "follow",
    cache: "reload",
    headers: [["x-key", "1"]],
  },
};

/** The requests that the page was made to send, and the stack of the last one. */
const made: unknown[] = [];
let stack = "";

/** Like executeScript: only the source text is passed. */
const run = (call: RepeatedCall) => new Function("call", `(${makeCall})(call)`)(call);

beforeEach(() => {
  made.length = 0;
  vi.stubGlobal("self", { origin: "https://app.test" });
  vi.stubGlobal("fetch", (...args: unknown[]) => {
    stack = new Error().stack ?? "";
    made.push(args);
    return Promise.reject(new TypeError());
  });
  vi.stubGlobal(
    "EventSource",
    class {
      onerror = () => {};
      constructor(...args: unknown[]) {
        made.push(args);
        queueMicrotask(() => this.onerror());
      }
      close() {
        made.push("closed");
      }
    },
  );
  vi.stubGlobal(
    "Image",
    class {
      crossOrigin = null;
      set src(url: string) {
        made.push([url, this.crossOrigin]);
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

it("calls fetch with the request's id", () => {
  run(CALL);
  expect(made).toEqual([[CALL.url, CALL.init]]);
  expect(stack).toContain("crosscheckChecksAgain");
});

it("closes an event source after its first event", async () => {
  run({ ...CALL, via: "event-source" });
  await Promise.resolve();
  expect(made).toEqual([[CALL.url, { withCredentials: true }], "closed"]);
});

it.each([
  ["cors", "include", "use-credentials"],
  ["cors", "same-origin", "anonymous"],
  ["no-cors", "include", null],
] as const)("loads an image in mode %s, credentials %s", (mode, credentials, crossOrigin) => {
  run({ ...CALL, via: "image", init: { ...CALL.init, mode, credentials } });
  expect(made).toEqual([[CALL.url, crossOrigin]]);
});

it("does nothing for another origin", () => {
  run({ ...CALL, origin: "https://other.test" });
  expect(made).toEqual([]);
});
