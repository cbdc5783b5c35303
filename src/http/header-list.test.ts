import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  get,
  getAll,
  type HeaderLine,
  type HeaderList,
  has,
  normalizeValue,
  remove,
  sameHeaderName,
  sameHeaders,
  set,
} from "./header-list.ts";

const LINES: HeaderList = [
  ["Vary", " Origin\t"],
  ["Set-Cookie", "a=1"],
  ["vary", "Accept"],
  ["Empty", " \t"],
];

// https://fetch.spec.whatwg.org/#concept-header-list-get
it.each<[name: string, combined: string | null, values: string[]]>([
  ["VARY", "Origin, Accept", ["Origin", "Accept"]],
  ["Set-Cookie", "a=1", ["a=1"]],
  ["Empty", "", [""]],
  ["Var", null, []],
  ["Vary-By", null, []],
])("a list's %s is %j", (name, combined, values) => {
  expect(get(LINES, name)).toBe(combined);
  expect(getAll(LINES, name)).toEqual(values);
  expect(has(LINES, name)).toBe(combined !== null);
});

// https://fetch.spec.whatwg.org/#concept-header-list-delete : lines of other names stay unchanged.
it("replaces all lines of a name by one at the end", () => {
  const rest = [LINES[1], LINES[3]];
  expect(remove(LINES, "vArY")).toEqual(rest);
  expect(remove(LINES, "Host")).toEqual(LINES);
  expect(set(LINES, "VARY", "*")).toEqual([...rest, ["VARY", "*"]]);
  expect(set(LINES, "Host", "a.test")).toEqual([...LINES, ["Host", "a.test"]]);
});

// https://fetch.spec.whatwg.org/#concept-header-value-normalize : only HTTP whitespace.
it.each([
  ["a", "a"],
  ["", ""],
  ["\t\n\r a b \t\n\r", "a b"],
  [" a", "a"],
  ["a ", "a"],
  ["\na", "a"],
  ["a\n", "a"],
  ["\ra\r", "a"],
  ["\ta\t", "a"],
  [" \r\n\t", ""],
  ["\u00a0a\v", "\u00a0a\v"],
  ["\fa\0", "\fa\0"],
])("the value %j is normalised to %j", (value, normalised) => {
  expect(normalizeValue(value)).toBe(normalised);
});

// https://httpwg.org/specs/rfc9110.html#fields.names
it("compares names without regard to ASCII case, and to nothing else", () => {
  const all = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));
  for (const one of all) {
    const same = all.filter((other) => sameHeaderName(`${one}-a`, `${other}-A`));
    expect(same).toEqual(
      all.filter((other) => other === one || other.toLowerCase() === one.toLowerCase()),
    );
    expect(sameHeaderName(`a${one}`, "ab")).toBe(/b/i.test(one));
  }
  expect(sameHeaderName("a", "ab")).toBe(false);
  expect(sameHeaderName("", "")).toBe(true);
});

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.3 */
describe("two lists are equivalent", () => {
  const COOKIE: HeaderLine = ["Set-Cookie", "a=1"];
  const SECOND: HeaderLine = ["Set-Cookie", "b=2"];
  const VARY: HeaderLine = ["Vary", "Origin"];

  it.each<[string, HeaderList, HeaderList, boolean]>([
    ["with lines in another order", [COOKIE, VARY], [VARY, COOKIE], true],
    ["with names in another case", [["VARY", "Origin"]], [VARY], true],
    [
      "with another line between those of a name",
      [COOKIE, VARY, SECOND],
      [VARY, COOKIE, SECOND],
      true,
    ],
    ["not in another order of one name's lines", [COOKIE, SECOND], [SECOND, COOKIE], false],
    ["not with another value", [VARY], [["Vary", "Accept"]], false],
    ["not with another spelling of a value", [VARY], [["Vary", "origin"]], false],
    ["not without a line", [VARY, COOKIE], [VARY], false],
    ["not with a line twice", [VARY], [VARY, VARY], false],
    ["not with a line twice in place of another", [VARY, COOKIE], [VARY, VARY], false],
    ["not where lines are joined", [COOKIE, SECOND], [["Set-Cookie", "a=1, b=2"]], false],
  ])("%s", (_name, a, b, same) => {
    expect(sameHeaders(a, b)).toBe(same);
    expect(sameHeaders(b, a)).toBe(same);
  });

  it("exactly where every name has the same values", () => {
    const line = fc.tuple(fc.constantFrom("A", "a", "B", "b", "C"), fc.constantFrom("1", "2"));
    const list = fc.array(line, { maxLength: 5 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const isSame = ["a", "b", "c"].every(
          (name) => getAll(a, name).join() === getAll(b, name).join(),
        );
        expect(sameHeaders(a, b)).toBe(isSame);
      }),
      { numRuns: 2000 },
    );
  });
});
