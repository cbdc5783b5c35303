import { beforeEach, expect, it } from "vitest";
import { happen, loadNameless, OUR_SCRIPT as OURS } from "./page.test-fake.ts";

const { onErrorEvent } = await loadNameless(() => import("./error-events.ts"));
const { wrapped } = await import("./wrap.ts");

const STACK = "Error: no\n    at load (https://page.test/a.js:3:7)";

/** An error, thrown through one of our wrappers or not. */
function thrown(throughUs: boolean, stack = STACK): Error {
  const error = Object.assign(new Error("no"), { stack });
  const fail = () => {
    throw error;
  };
  expect(throughUs ? wrapped(fail, () => null, true) : fail).toThrow(error);
  error.stack = stack;
  return error;
}

type Seen = Pick<ErrorEvent, "message" | "filename" | "error"> & { init?: ErrorEventInit };
let seen: Seen[] = [];
let isHandled = false;
window.addEventListener("error", onErrorEvent);
window.addEventListener("error", (event) => {
  seen.push(event as unknown as Seen);
  if (isHandled) event.preventDefault();
});
beforeEach(() => {
  seen = [];
  isHandled = false;
});

const uncaught = (error: unknown, filename: string) =>
  window.dispatchEvent(
    new ErrorEvent("error", { error, filename, message: "no", lineno: 9, cancelable: true }),
  );

it("shows what was thrown through us with the page's place for it", () => {
  const error = thrown(true);
  expect(uncaught(error, OURS)).toBe(true);
  expect(seen).toHaveLength(1);
  const [event] = seen;
  expect(event?.error).toBe(error);
  expect(event?.message).toBe("no");
  expect(event?.init).toMatchObject({ filename: "https://page.test/a.js", lineno: 3, colno: 7 });
});

it("counts as handled where the page has handled it", () => {
  isHandled = true;
  expect(uncaught(thrown(true), OURS)).toBe(false);
});

it.each<[string, Error, string]>([
  ["what did not come through us", thrown(false), OURS],
  ["what has the page's place already", thrown(true), "https://page.test/a.js"],
  ["what nobody knows the place of", thrown(true, "Error: no"), OURS],
])("leaves alone %s", (_name, error, filename) => {
  uncaught(error, filename);
  expect(seen.map(({ filename: shown }) => shown)).toEqual([filename]);
});

it("leaves alone what is no script's error", () => {
  happen(window, "error");
  expect(seen).toHaveLength(1);
});
