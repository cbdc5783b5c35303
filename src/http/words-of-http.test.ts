import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asciiLowercase,
  extractTokens,
  isToken,
  isTokenList,
  listMembers,
} from "./field-values.ts";
import {
  decodeUtf8,
  encodeUtf8,
  isomorphicDecode,
  isomorphicEncode,
  readable,
} from "./isomorphic.ts";
import { mediaType } from "./media-type.ts";
import { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from "./methods.ts";
import { isOkStatus, isRedirectStatus } from "./statuses.ts";

/** All numbers up to a limit that satisfy a predicate. */
const among = (last: number, holds: (n: number) => boolean) =>
  Array.from({ length: last + 1 }, (_, n) => n).filter(holds);

describe("a token", () => {
  // https://httpwg.org/specs/rfc9110.html#tokens
  const TCHAR = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/;

  it("has exactly the characters that the standard lists", () => {
    const all = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code));
    expect(all.filter(isToken)).toEqual(all.filter((one) => TCHAR.test(one)));
  });

  it("has no other character anywhere, and is not empty", () => {
    expect(isToken("")).toBe(false);
    expect(["a b", " a", "a,", "(a", "a)"].filter(isToken)).toEqual([]);
    expect(["a-b", "X_1", "*"].every(isToken)).toBe(true);
    expect(isTokenList(["a", "b c"])).toBe(false);
    expect(isTokenList(["a", "b"])).toBe(true);
  });
});

describe("a list of a header", () => {
  // https://httpwg.org/specs/rfc9110.html#abnf.extension
  it.each<[string | null, string[]]>([
    [null, []],
    ["", []],
    [" , ,\t", []],
    ["a", ["a"]],
    ["a,b", ["a", "b"]],
    [" a\t,\t b c ,", ["a", "b c"]],
    // Only space and tab are whitespace here.
    ["\u00a0a", ["\u00a0a"]],
    ["a\n", ["a\n"]],
  ])("%o has the members %o", (value, members) => {
    expect(listMembers(value)).toEqual(members);
  });

  // https://fetch.spec.whatwg.org/#extract-header-list-values
  it.each<[string | null, string | null]>([
    [null, null],
    ["a, b", null],
    ["a, (, )", "("],
    ["a b", "a b"],
  ])("%o is invalid because of %o", (value, invalid) => {
    expect(extractTokens(value)).toEqual({ tokens: listMembers(value), invalid });
  });
});

// https://infra.spec.whatwg.org/#ascii-lowercase
it.each([
  ["abc-1", "abc-1"],
  ["X-Foo", "x-foo"],
  ["AZ[@", "az[@"],
  ["\u212a\u0130X", "\u212a\u0130x"],
  ["\u00c4B", "\u00c4b"],
])("%s in lower case is %s", (text, lower) => {
  expect(asciiLowercase(text)).toBe(lower);
});

it("has exactly the standard's ok and redirect statuses", () => {
  expect(among(999, isOkStatus)).toEqual(among(999, (n) => Math.floor(n / 100) === 2));
  // https://fetch.spec.whatwg.org/#redirect-status
  expect(among(999, isRedirectStatus)).toEqual([301, 302, 303, 307, 308]);
});

describe("a method", () => {
  const METHODS = [
    ...["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"],
    ...["CONNECT", "TRACE", "TRACK", "QUERY", "get", "GETS", "XPOST", "traces", "XTRACK"],
  ];

  // https://fetch.spec.whatwg.org/#cors-safelisted-method
  it("is safelisted byte for byte", () => {
    expect(METHODS.filter(isCorsSafelistedMethod)).toEqual(["GET", "HEAD", "POST"]);
  });

  // https://fetch.spec.whatwg.org/#forbidden-method
  it("is forbidden in any case", () => {
    expect(METHODS.filter(isForbiddenMethod)).toEqual(["CONNECT", "TRACE", "TRACK"]);
    expect(isForbiddenMethod("Track")).toBe(true);
  });

  // https://fetch.spec.whatwg.org/#concept-method-normalize
  it("is normalised if it is one of six, otherwise unchanged", () => {
    const mixed = METHODS.map((one) => `${one[0]}${one.slice(1).toLowerCase()}`);
    const raised = mixed.map(normalizeMethod).filter((one) => one === one.toUpperCase());
    expect([...new Set(raised)]).toEqual(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
    expect(normalizeMethod("patch")).toBe("patch");
    expect(normalizeMethod("get")).toBe("GET");
    expect(normalizeMethod("gets")).toBe("gets");
    expect(normalizeMethod("xget")).toBe("xget");
  });
});

// https://mimesniff.spec.whatwg.org/#mime-type-essence
it.each([
  [[["Content-Type", "text/HTML; charset=x"]], "text/html"],
  [[["content-type", " application/json "]], "application/json"],
  [[["Content-Type", ""]], ""],
  [[["Content-Type", "text/html ;charset=x;text/plain"]], "text/html"],
  [[["Content-Type", ";text/plain"]], ""],
  [[], ""],
] as const)("the media type of %o is %o", (headers, type) => {
  expect(mediaType(headers)).toBe(type);
});

describe("bytes as text", () => {
  it("are restored unchanged", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = isomorphicDecode(bytes);
        expect(text).toHaveLength(bytes.length);
        expect([...text].map((unit) => unit.charCodeAt(0))).toEqual([...bytes]);
        expect(isomorphicEncode(text)).toBe(text);
      }),
    );
  });

  it("are decoded as UTF-8 where they are valid", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const bytes = isomorphicDecode(new TextEncoder().encode(text));
        expect(decodeUtf8(bytes)).toBe(text);
        if (/[^\0-\xff]/.test(text)) expect(isomorphicEncode(text)).toBe(bytes);
      }),
    );
  });

  it.each([
    ["caf\u00c3\u00a9", "café"],
    ["plain", "plain"],
    ["", ""],
    ["\u00ef\u00bb\u00bfx", "\ufeffx"],
    ["\u00e9", null],
    ["\u00c3", null],
    ["€", null],
  ])("%o reads %o", (text, read) => {
    expect(decodeUtf8(text)).toBe(read);
    expect(readable(text)).toBe(read ?? text);
  });

  it("are the text's UTF-8 bytes, also for Latin-1 characters", () => {
    expect(encodeUtf8("caf\u00e9 \u20ac")).toBe("caf\u00c3\u00a9 \u00e2\u0082\u00ac");
    expect(isomorphicEncode("caf\u00e9")).toBe("caf\u00e9");
    expect(isomorphicEncode("caf\u00e9 \u20ac")).toBe(encodeUtf8("caf\u00e9 \u20ac"));
    expect(isomorphicDecode([0x161, 0xff])).toBe("a\u00ff");
  });
});
