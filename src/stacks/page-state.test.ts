import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromFragment, type PageState, toFragment } from "./page-state.ts";

const STATE: PageState = {
  stack: "nginx",
  origins: ["https://app.example", "http://localhost:5173"],
  methods: ["GET", "PUT"],
  requestHeaders: ["authorization", "x-custom"],
  exposedHeaders: ["x-total"],
  credentials: true,
  maxAge: 600,
};

const value = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom("", "&", "=", "#", "%", "+", " ", "a b", "<script>", "é", "\u202e", "*", "\n"),
);
const anyState: fc.Arbitrary<PageState> = fc.record({
  stack: fc.option(value),
  // A list with only `*` is read back as `*`.
  origins: fc.oneof(
    fc.constant("*" as const),
    fc.array(value, { maxLength: 9 }).filter((all) => all.length !== 1 || all[0] !== "*"),
  ),
  methods: fc.array(value, { maxLength: 9 }),
  requestHeaders: fc.array(value, { maxLength: 9 }),
  exposedHeaders: fc.array(value, { maxLength: 9 }),
  credentials: fc.boolean(),
  maxAge: fc.option(fc.nat({ max: 999_999_999 })),
});

describe("the page's fragment", () => {
  it("is human-readable", () => {
    expect(toFragment(STATE)).toBe(
      "#v=1&stack=nginx&origin=https://app.example&origin=http://localhost:5173&method=GET&method=PUT" +
        "&header=authorization&header=x-custom&expose=x-total&credentials=true&max-age=600",
    );
  });

  it("restores every state byte by byte", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const fragment = toFragment(state);
        const read = fromFragment(fragment);
        if (fragment.length > 16_001)
          expect(read).toEqual({ refused: { problem: "too-long", at: "" } });
        else expect(read).toEqual({ state });
      }),
      { numRuns: 500 },
    );
  });

  it("survives being set as a URL's fragment", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const url = new URL("file:///index.html");
        url.hash = toFragment(state);
        fc.pre(url.hash.length <= 16_001);
        expect(fromFragment(url.hash)).toEqual({ state });
      }),
    );
  });

  it("is parsed without throwing, whatever its content, and unambiguously", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(
          fc.tuple(
            fc.constantFrom("v", "stack", "origin", "method", "header", "credentials", "max-age"),
            fc.oneof(value, fc.constantFrom("1", "true", "%", "%zz", "-1", "1e9")),
          ),
        )
        .map((all) => all.map(([name, text]) => `${name}=${text}`).join("&")),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const read = fromFragment(text);
        if (read === null) expect(text.replace(/^#/, "")).toBe("");
        else if ("state" in read) expect(fromFragment(toFragment(read.state))).toEqual(read);
        else expect(read.refused.at.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["#v=1&origin=%zz", "malformed", "%zz"],
    ["#v=1&origin=%", "malformed", "%"],
    ["#v=1&v=1", "malformed", "v"],
    ["#v=2&origin=https://a.test", "other-version", "2"],
    ["#origin=https://a.test", "other-version", ""],
    ["#<img src=x onerror=alert(1)>", "unknown-field", "<img src"],
    ["#v=1&__proto__=x", "unknown-field", "__proto__"],
    ["#v=1&max-age=-1", "invalid-value", "-1"],
    ["#v=1&max-age=1e3", "invalid-value", "1e3"],
    ["#v=1&credentials=yes", "invalid-value", "yes"],
    [`#v=1&origin=${"a".repeat(20_000)}`, "too-long", ""],
  ])("rejects %.40s as %s", (fragment, problem, at) => {
    expect(fromFragment(fragment)).toEqual({ refused: { problem, at } });
  });

  it("is null without a fragment", () => {
    expect(fromFragment("")).toBeNull();
    expect(fromFragment("#")).toBeNull();
  });
});
