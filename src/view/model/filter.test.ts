import { describe, expect, test } from "vitest";
import { meetsTerms, parseTerms } from "./filter.ts";
import { aRow } from "./row.test-builder.ts";

describe("parseTerms", () => {
  test.each([
    ["", []],
    ["  ", []],
    ["api", [{ field: null, needle: "api", negated: false }]],
    [
      "Api  ME",
      [
        { field: null, needle: "api", negated: false },
        { field: null, needle: "me", negated: false },
      ],
    ],
    ["method:PUT", [{ field: "method", needle: "put", negated: false }]],
    ["-host:cdn.test", [{ field: "domain", needle: "cdn.test", negated: true }]],
    ['"two words"', [{ field: null, needle: "two words", negated: false }]],
    ['cause:"allow origin', [{ field: "cause", needle: "allow origin", negated: false }]],
    ["https://api.test", [{ field: null, needle: "https://api.test", negated: false }]],
    ["nofield:x", [{ field: null, needle: "nofield:x", negated: false }]],
    // Still being typed: no term yet, so the list does not blink empty.
    ["method:", []],
    ["-", []],
    ["-host:", []],
    ['"', []],
  ])("%j", (text, terms) => {
    expect(parseTerms(text)).toEqual(terms);
  });
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
    ["cause:header", true],
    ["cause:origin", false],
    ["origin:app.shop", true],
    ["origin:api.shop", false],
    ["type:xml", true],
    ["type:image", false],
    ["method:put -items", false],
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

  test("finds what the page or its worker may have made by either word", () => {
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
});
