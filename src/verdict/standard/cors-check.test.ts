import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderLine } from "../../http/header-list.ts";
import { CHROMIUM } from "../lanes/chromium.ts";
import { GECKO } from "../lanes/gecko.ts";
import { SPEC } from "../lanes/spec.ts";
import { corsCheck } from "./cors-check.ts";
import { corsFields } from "./cors-fields.ts";

const ORIGIN = "https://app.test";

function problems(
  lines: readonly HeaderLine[],
  include: boolean,
  rules = CHROMIUM,
  origin = ORIGIN,
) {
  const request = { origin, credentialsIncluded: include };
  return corsCheck(request, corsFields(lines), rules, "response", 0).map(
    ({ code, parameter }) => `${code}(${parameter ?? ""})`,
  );
}

const acao = (value: string): HeaderLine => ["Access-Control-Allow-Origin", value];
const acac = (value: string): HeaderLine => ["Access-Control-Allow-Credentials", value];

// https://fetch.spec.whatwg.org/#concept-cors-check; the reasons are Chromium 156's.
// Vectors: wpt/cors/origin.htm and wpt/cors/credentials-flag.htm.
describe("corsCheck without credentials", () => {
  it.each<[string, HeaderLine[], string[]]>([
    ["absent", [], ["missing-allow-origin()"]],
    ["*", [acao("*")], []],
    ["* after a space", [acao(" *")], []],
    ["* after a tab", [acao("\t*")], []],
    ["the origin", [acao(ORIGIN)], []],
    ["the origin in a lower-case name", [["access-control-allow-origin", ORIGIN]], []],
    ["trailing slash", [acao(`${ORIGIN}/`)], [`allow-origin-mismatch(${ORIGIN}/)`]],
    ["default port", [acao(`${ORIGIN}:443`)], [`allow-origin-mismatch(${ORIGIN}:443)`]],
    ["upper case", [acao("HTTPS://APP.TEST")], ["allow-origin-mismatch(HTTPS://APP.TEST)"]],
    ["other scheme", [acao("http://app.test")], ["allow-origin-mismatch(http://app.test)"]],
    ["null", [acao("null")], ["allow-origin-mismatch(null)"]],
    ["empty", [acao("")], ["invalid-allow-origin-value()"]],
    ["no scheme", [acao("app.test")], ["invalid-allow-origin-value(app.test)"]],
    ["* *", [acao("* *")], ["multiple-allow-origin-values(* *)"]],
    [", *", [acao(", *")], ["multiple-allow-origin-values(, *)"]],
    ["two equal lines", [acao("*"), acao("*")], ["multiple-allow-origin-values(*, *)"]],
    [
      "two origins",
      [acao(`${ORIGIN} https://b.test`)],
      [`multiple-allow-origin-values(${ORIGIN} https://b.test)`],
    ],
    ["bytes that are not UTF-8", [acao("http://\xff.test")], ["invalid-allow-origin-value()"]],
    ["UTF-8", [acao("a\xc3\xa9")], ["invalid-allow-origin-value(aé)"]],
    ["an invalid credentials header, which has no effect", [acao("*"), acac("nope")], []],
  ])("%s", (_name, lines, wanted) => {
    expect(problems(lines, false)).toEqual(wanted);
  });
});

describe("corsCheck with credentials", () => {
  it.each<[string, HeaderLine[], string[]]>([
    ["the origin and true", [acao(ORIGIN), acac("true")], []],
    ["the origin alone", [acao(ORIGIN)], ["invalid-allow-credentials()"]],
    ["True", [acao(ORIGIN), acac("True")], ["invalid-allow-credentials(True)"]],
    [
      "true, true",
      [acao(ORIGIN), acac("true"), acac("true")],
      ["invalid-allow-credentials(true, true)"],
    ],
    ["*", [acao("*"), acac("true")], ["wildcard-origin-not-allowed()"]],
    [
      "everything wrong at once",
      [acao("*")],
      ["wildcard-origin-not-allowed()", "invalid-allow-credentials()"],
    ],
  ])("%s", (_name, lines, wanted) => {
    expect(problems(lines, true)).toEqual(wanted);
  });
});

describe("corsCheck of an opaque or tainted origin", () => {
  it.each<[string, HeaderLine[], string[]]>([
    ["null is equal to null", [acao("null")], []],
    ["* passes", [acao("*")], []],
    [
      "the page's own origin is not equal to null",
      [acao(ORIGIN)],
      [`allow-origin-mismatch(${ORIGIN})`],
    ],
  ])("%s", (_name, lines, wanted) => {
    expect(problems(lines, false, SPEC, "null")).toEqual(wanted);
  });
});

// nsCORSListenerProxy counts lines and has no error for an invalid value.
describe("corsCheck as Gecko diagnoses it", () => {
  it.each<[string, HeaderLine[], string[]]>([
    ["two lines", [acao("*"), acao("*")], ["multiple-allow-origin-values(*, *)"]],
    ["two in one line", [acao("*, *")], ["allow-origin-mismatch(*, *)"]],
    ["no URL", [acao("app.test")], ["invalid-allow-origin-value(app.test)"]],
  ])("%s", (_name, lines, wanted) => {
    expect(problems(lines, false, GECKO)).toEqual(wanted);
  });
});

describe("corsCheck on any bytes", () => {
  it("succeeds exactly where the standard does, and never throws", () => {
    const value = fc.oneof(
      fc.constantFrom("*", ORIGIN, "null", "", " *", `${ORIGIN}/`),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), fc.boolean(), (values, include) => {
        const lines = values.map((v) => acao(v.replace(/[^\0-\xff]/g, "?")));
        const combined = lines.map(([, v]) => v.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "")).join(", ");
        const passes = lines.length > 0 && (combined === ORIGIN || (combined === "*" && !include));
        const found = problems(lines, include, SPEC).filter(
          (p) => !p.startsWith("invalid-allow-cred"),
        );
        expect(found.length === 0).toBe(passes);
      }),
    );
  });
});
