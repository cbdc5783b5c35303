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

it("shows an error thrown through our functions at the page's place", () => {
  const error = thrown(true);
  expect(uncaught(error, OURS)).toBe(true);
  expect(seen).toHaveLength(1);
  const [event] = seen;
  expect(event?.error).toBe(error);
  expect(event?.message).toBe("no");
  expect(event?.init).toMatchObject({ filename: "https://page.test/a.js", lineno: 3, colno: 7 });
});

it("is handled where the page has handled it", () => {
  isHandled = true;
  expect(uncaught(thrown(true), OURS)).toBe(false);
});

it.each<[string, Error, string]>([
  ["an error that was not thrown through our functions", thrown(false), OURS],
  ["an error that already has the page's place", thrown(true), "https://page.test/a.js"],
  ["an error at an unknown place", thrown(true, "Error: no"), OURS],
])("does not change %s", (_name, error, filename) => {
  uncaught(error, filename);
  expect(seen.map(({ filename: shown }) => shown)).toEqual([filename]);
});

it("does not change events that are not script errors", () => {
  happen(window, "error");
  expect(seen).toHaveLength(1);
});
