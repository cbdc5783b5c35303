import { describe, expect, test } from "vitest";
import { anExchange as aRecorded } from "../../exchange/exchange.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { meetsTerms, parseTerms, readWord, shownWordsOf } from "./filter.ts";
import { aRow } from "./row.test-builder.ts";
import { rowOf } from "./row.ts";

describe("parseTerms", () => {
  test.each([
    ["", []],
    ["  ", []],
    ["api", [{ field: null, needles: ["api"], negated: false }]],
    [
      "Api  ME",
      [
        { field: null, needles: ["api"], negated: false },
        { field: null, needles: ["me"], negated: false },
      ],
    ],
    ["method:PUT", [{ field: "method", needles: ["put"], negated: false }]],
    ["-host:cdn.test", [{ field: "domain", needles: ["cdn.test"], negated: true }]],
    ['"two words"', [{ field: null, needles: ["two words"], negated: false }]],
    ['cause:"allow origin', [{ field: "cause", needles: ["allow origin"], negated: false }]],
    ["https://api.test", [{ field: null, needles: ["https://api.test"], negated: false }]],
    ["nofield:x", [{ field: null, needles: ["nofield:x"], negated: false }]],
    ["method:PUT,delete", [{ field: "method", needles: ["put", "delete"], negated: false }]],
    ["-status:401,", [{ field: "status", needles: ["401"], negated: true }]],
    ["a,b", [{ field: null, needles: ["a,b"], negated: false }]],
    ['cause:"a,b"', [{ field: "cause", needles: ["a,b"], negated: false }]],
    ["status-code:4", [{ field: "status", needles: ["4"], negated: false }]],
    ["localhost:8080/x", [{ field: null, needles: ["localhost:8080/x"], negated: false }]],
    ["frame:3", [{ field: "frame", needles: ["3"], negated: false }]],
    ["x-api-key", [{ field: null, needles: ["x-api-key"], negated: false }]],
    ["method:,", []],
    // Unfinished: not a term yet, so the list does not flash empty.
    ["method:", []],
    ["-", []],
    ["-host:", []],
    ['"', []],
  ])("%j", (text, terms) => {
    expect(parseTerms(text)).toEqual(terms);
  });
});

test.each([
  ["foo:bar", "foo"],
  ["larger-than:1k", "larger-than"],
  ["-size:4", "size"],
  ["method:GET", null],
  ["status-code:404", null],
  ["is:blocked", null],
  ["https://api.test/x", null],
  ["localhost:5173", null],
  ["api:443", null],
  ["api:80/cart", null],
  ["stauts:401", "stauts"],
  ["localhost:5173/cart", null],
  ["words", null],
])("finds the unknown field in %j: %s", (raw, unknown) => {
  expect(readWord(raw).unknown).toBe(unknown);
});

describe("meetsTerms", () => {
  const row = aRow({
    url: "https://api.shop.test/items/42?page=2",
    method: "PUT",
    status: 403,
    outcome: "blocked",
    code: "header-disallowed",
    parameter: "X-Api-Key",
  });

  test.each([
    ["", true],
    ["items", true],
    ["ITEMS/42?page", true],
    ["items cart", false],
    ["blocked", true],
    ["x-api-key", true],
    ["header-disallowed", true],
    ["403", true],
    ["method:put", true],
    ["method:pu", false],
    ["-method:put", false],
    ["-method:get", true],
    ["host:shop", true],
    ["host:items", false],
    ["-host:shop.test", false],
    ["status:403", true],
    ["status:4", true],
    ["status:2", false],
    ["status:4xx", true],
    ["status:5xx", false],
    ["cause:header", true],
    ["cause:origin", false],
    ["origin:app.shop", true],
    ["origin:api.shop", false],
    ["type:xml", true],
    ["type:image", false],
    ["method:put -items", false],
    ["method:get,put", true],
    ["-method:get,put", false],
    ["method:get,delete", false],
    ["is:blocked", true],
    ["host:*.shop.test", true],
    ["host:*.other.test", false],
    ["type:fetch", true],
    ["type:xhr", true],
    ["type:img", false],
  ])("%j: %s", (text, meets) => {
    expect(meetsTerms(row, parseTerms(text))).toBe(meets);
  });

  // Firefox: security.properties; Safari: as WebKitGTK 2.50 prints it.
  test.each([
    ["missing-allow-origin", "CORS header ‘Access-Control-Allow-Origin’ missing"],
    ["missing-allow-origin", "is not allowed by Access-Control-Allow-Origin."],
    ["allow-origin-mismatch", "is not allowed by Access-Control-Allow-Origin"],
    ["multiple-allow-origin-values", "cannot contain more than one origin"],
    ["wildcard-origin-not-allowed", "Cannot use wildcard when credentials flag is true"],
    ["invalid-allow-credentials", "expected ‘true’ in CORS header"],
    ["preflight-invalid-status", "Preflight response is not successful."],
    ["preflight-disallowed-redirect", "CORS request external redirect not allowed"],
    ["method-disallowed", "Did not find method in CORS header"],
    ["header-disallowed", "Request header field"],
  ] as const)("finds %s by what another browser's console says: %s", (code, text) => {
    const terms = parseTerms(text.replace(/\.$/, ""));
    expect(meetsTerms(aRow({ outcome: "blocked", code }), terms)).toBe(true);
    expect(meetsTerms(aRow({ outcome: "allowed" }), terms)).toBe(false);
  });

  // In Chromium 156 a request without a document is a worker's.
  test.each([
    [{ resourceType: "image" }, "page", true],
    [{ resourceType: "image" }, "worker", false],
    [{}, "page", false],
    [{}, "worker", true],
    [{ frameId: 3, resourceType: "image" }, "frame", true],
    [{ frameId: 3, resourceType: "image" }, "page", false],
  ])("finds %j by context:%s: %s", (sample, context, meets) => {
    expect(meetsTerms(aRow(sample), parseTerms(`context:${context}`))).toBe(meets);
    expect(meetsTerms(aRow(sample), parseTerms(`-context:${context}`))).toBe(!meets);
  });

  test("finds a request of the page or its worker by either context", () => {
    const row = aRow();
    const made = { ...row, exchange: { ...row.exchange, documentId: "d" } };
    for (const context of ["page", "worker"]) {
      expect(meetsTerms(made, parseTerms(`context:${context}`))).toBe(true);
    }
    expect(meetsTerms(made, parseTerms("context:frame"))).toBe(false);
  });

  test("finds a redirect's target", () => {
    const redirected = aRow({ url: "https://a.test/", redirectTo: "https://b.test/landing" });
    expect(meetsTerms(redirected, parseTerms("host:b.test landing"))).toBe(true);
  });

  describe("for a request whose preflight was blocked", () => {
    const exchange = aRecorded({
      hops: [
        {
          url: "https://api.test/items",
          method: "PUT",
          requestHeaders: null,
          sentAt: null,
          preflight: {
            response: { status: 401, headers: [["WWW-Authenticate", "Bearer"]] },
          },
          response: null,
        },
      ],
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    });
    const refused = rowOf(exchange, judge(exchange));

    test.each([
      ["status:401", true],
      ["status:4", true],
      ["status:404,401", true],
      ["status:200", false],
      ["header:www-auth", true],
      ["header:x-none", false],
    ])("%j: %s", (text, wanted) => {
      expect(meetsTerms(refused, parseTerms(text))).toBe(wanted);
    });

    test("finds a request by the words of its row and detail view", () => {
      expect(shownWordsOf(refused)).toMatch(/preflight|options/);
    });
  });
});
