import { describe, expect, it } from "vitest";
import { isSandboxed, policiesOf } from "./content-security-policy.ts";

const NAME = "Content-Security-Policy";
const headersOf = (lines: readonly string[]) => lines.map((line) => [NAME, line] as const);

// https://w3c.github.io/webappsec-csp/#parse-response-csp
// https://w3c.github.io/webappsec-csp/#parse-serialized-policy
describe("the policies of a response", () => {
  it.each<[lines: readonly string[], policies: readonly object[]]>([
    [[], []],
    [["img-src *"], [{ "img-src": ["*"] }]],
    [["IMG-Src  a\tb ;; script-src"], [{ "img-src": ["a", "b"], "script-src": [] }]],
    // The first directive of a name counts.
    [["img-src a; img-src b"], [{ "img-src": ["a"] }]],
    [["img-src a, font-src b"], [{ "img-src": ["a"] }, { "font-src": ["b"] }]],
    [
      ["img-src a", "font-src b"],
      [{ "img-src": ["a"] }, { "font-src": ["b"] }],
    ],
    // Chromium 156 drops the whole policy, the standard only one directive.
    [["img-src \x7f"], [{ "img-src": ["\x7f"] }]],
    [["img-src a\x80"], []],
    [["\x80img-src a"], []],
    [["img-src \u00e9; font-src b, img-src a"], [{ "img-src": ["a"] }]],
  ])("%j", (lines, policies) => {
    const found = policiesOf(headersOf(lines)).map((policy) => Object.fromEntries(policy));
    expect(found).toEqual(policies);
  });

  it("are the enforced ones", () => {
    expect(policiesOf([[`${NAME}-Report-Only`, "img-src a"]])).toEqual([]);
  });
});

// https://w3c.github.io/webappsec-csp/#directive-sandbox
it.each([
  ["sandbox", true],
  ["img-src *, sandbox allow-scripts", true],
  ["sandbox allow-scripts Allow-Same-Origin", false],
  ["img-src sandbox", false],
  ["sandbox allow-same-origin, sandbox", true],
  ["sandbox allow-same-origin, img-src *", false],
  ["sandbox x-allow-same-origin allow-same-origin-x", true],
  ["Sandbox", true],
])("%s gives an opaque origin: %s", (line, isOpaque) => {
  expect(isSandboxed(headersOf([line]))).toBe(isOpaque);
});
