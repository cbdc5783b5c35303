import { describe, expect, it } from "vitest";
import { callingLine, shortLine } from "../../exchange/calling-line.ts";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { judge } from "../../verdict/judge.ts";
import { type CopyKind, copyText } from "./copy-texts.ts";

const OPTIONS = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "1",
  browser: { name: "Chromium", version: "156" },
};

const copied = (kind: CopyKind, exchange: Exchange, more: Partial<typeof OPTIONS> = {}) =>
  copyText(kind, { exchange, verdict: judge(exchange) }, { ...OPTIONS, ...more });

describe("copied as fetch", () => {
  it("is one line where nothing is special", () => {
    expect(copied("fetch", anExchange())).toBe('await fetch("https://api.test/items");');
  });

  it("says method, credentials and the page's headers, without secrets", () => {
    const exchange = anExchange({
      method: "PUT",
      requestHeaders: {
        Origin: "https://app.test",
        Cookie: "sid=1",
        "User-Agent": "x",
        Authorization: "Bearer abcdefghijklmnop",
        "X-Plain": "1",
      },
      response: {
        headers: {
          "Access-Control-Allow-Origin": "https://app.test",
          "Access-Control-Allow-Credentials": "true",
        },
      },
    });
    expect(copied("fetch", exchange)).toBe(
      [
        'await fetch("https://api.test/items", {',
        '  method: "PUT",',
        '  credentials: "include",',
        "  headers: {",
        '    "Authorization": "[redacted]",',
        '    "X-Plain": "1",',
        "  },",
        "  // The body was not recorded.",
        "});",
      ].join("\n"),
    );
    expect(copied("fetch", exchange, { includeSecrets: true })).toContain("Bearer abc");
  });

  it("hides nothing and breaks out of nothing", () => {
    const url = 'https://api.test/"+alert(1)+"\u202e';
    const text = copied("fetch", anExchange({ url }));
    expect(text).toBe('await fetch("https://api.test/\\"+alert(1)+\\"\\u202e");');
  });
});

it("the other kinds hold what they say", () => {
  const exchange = anExchange({ method: "PUT", preflight: {} });
  expect(copied("curl-preflight", exchange)).toContain("-X OPTIONS");
  expect(copied("curl-request", exchange)).toContain("-X PUT");
  expect(copied("headers", exchange)).toContain("HTTP 204\nAccess-Control-Allow-Origin: ");
  expect(copied("markdown", exchange)).toContain("https://api.test/items");
});

describe("the calling line", () => {
  it.each([
    ["    at load (https://a.test/js/cart.js?v=1:118:5)\n    at x (https://a.test/b.js:1:1)"],
    ["    at async https://a.test/js/cart.js?v=1:118:5"],
    ["load@https://a.test/js/cart.js?v=1:118:5\n@https://a.test/b.js:1:1"],
    [
      "    at <anonymous>\n    at Array.map (<anonymous>)\nload@https://a.test/js/cart.js?v=1:118:5",
    ],
  ])("is read from %j", (stack) => {
    const line = callingLine(stack);
    expect(line).toEqual({ url: "https://a.test/js/cart.js?v=1", line: 118, column: 5 });
    expect(line && shortLine(line)).toBe("cart.js:118");
  });

  it.each([null, "", "Error", "at <anonymous>:1:1"])("is not known from %j", (stack) => {
    expect(callingLine(stack)).toBeNull();
  });
});
