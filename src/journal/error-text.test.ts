import { expect, it } from "vitest";
import { closedError } from "./closed-error.ts";
import { textOfError } from "./error-text.ts";

const SECRET = "Zq7kX9vB2mW4";
const OURS = "chrome-extension://abcdefghijklmnopabcdefghijklmnop/assets";

const thrown = (message: string, stack: string, Kind: ErrorConstructor = TypeError) =>
  Object.assign(new Kind(message), { stack });

it("is short and ASCII for any thrown value", () => {
  const refusing = {
    toString() {
      throw new Error("no");
    },
  };
  const all = [undefined, null, 1, "x".repeat(9_999), "é\u202e\u{1f600}", Symbol("s"), refusing];
  for (const one of [...all, Object.create(null), thrown("é".repeat(9_999), "y".repeat(9_999))]) {
    expect(textOfError(one)).toMatch(/^[\n -~]{0,800}$/);
  }
});

it("keeps the place of an endless message, and is unchanged when read again", () => {
  const text = textOfError(
    thrown("x".repeat(9_999), `at f (${OURS}/background.ts-C7__XGtf.js:1:2)`),
  );
  expect(text).toContain("background.ts-C7__XGtf.js:1:2");
  expect(textOfError(text)).toBe(text);
});

it.each([
  [
    "V8",
    thrown(
      "Cannot read properties of undefined (reading 'hops')",
      `TypeError: Cannot read properties of undefined (reading 'hops')
    at h (${OURS}/background.ts-C7__XGtf.js:1:2345)
    at ${OURS}/background.ts-C7__XGtf.js:1:99`,
    ),
    {
      name: "TypeError",
      message: "cannot read properties of undefined reading …",
      stack: ["background:1:2345", "background:1:99"],
    },
  ],
  [
    "SpiderMonkey",
    thrown(
      'can\'t access property "hops", e is undefined',
      `h@moz-extension://5f1e0c9a-0c05-4c05-8c05-c0ffeec0ffee/assets/panel-D-Hczi4k.js:1:2345
@moz-extension://5f1e0c9a-0c05-4c05-8c05-c0ffeec0ffee/assets/popup.html-QVEJZjHj.js:2:1`,
    ),
    {
      name: "TypeError",
      message: "can t access property … is undefined",
      stack: ["panel:1:2345", "popup:2:1"],
    },
  ],
  [
    "an extension API",
    new Error("Session storage quota bytes exceeded. Values were not stored."),
    {
      name: "Error",
      message: "session storage quota bytes exceeded values were not stored",
      stack: [],
    },
  ],
  [
    "an event's message",
    "Uncaught RangeError: Maximum call stack size exceeded",
    {
      name: "RangeError",
      message: "maximum call stack size exceeded",
      stack: [],
    },
  ],
])("keeps the useful parts of an error of %s", (_of, error, closed) => {
  const { stack, ...said } = closedError(textOfError(error));
  expect(said).toEqual({ name: closed.name, message: closed.message });
  if (closed.stack.length > 0) expect(stack).toEqual(closed.stack);
});

it.each([
  `Unexpected token 'a', "{"token":"${SECRET}"}" is not valid JSON`,
  `URL constructor: https://bob:${SECRET}@api.test/?access_token=${SECRET} is not a valid URL.`,
  `Invalid header value Bearer ${SECRET}`,
  `Cannot read properties of undefined (reading '${SECRET}')`,
  `${SECRET}`,
  `${SECRET}: ${SECRET}`,
  `x\n    at ${SECRET} (https://api.test/${SECRET}.js:1:2)`,
  `x\n    at f (${OURS}/${SECRET}.js:1:2)`,
  `x\n${SECRET}@moz-extension://x/${SECRET}/panel-D-Hczi4k.js:1:2`,
])("drops foreign text: %s", (message) => {
  for (const error of [thrown(message, `TypeError: ${message}`), message, thrown("", message)]) {
    expect(JSON.stringify(closedError(textOfError(error)))).not.toMatch(/Zq7|kX9/i);
  }
});
