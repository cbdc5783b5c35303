import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getAll, type HeaderLine, type HeaderList, sameHeaders } from "./header-list.ts";

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.3 */
describe("two lists mean the same", () => {
  const COOKIE: HeaderLine = ["Set-Cookie", "a=1"];
  const SECOND: HeaderLine = ["Set-Cookie", "b=2"];
  const VARY: HeaderLine = ["Vary", "Origin"];

  it.each<[string, HeaderList, HeaderList, boolean]>([
    ["wherever a line stands", [COOKIE, VARY], [VARY, COOKIE], true],
    ["however a name is spelt", [["VARY", "Origin"]], [VARY], true],
    ["with the lines of a name apart", [COOKIE, VARY, SECOND], [VARY, COOKIE, SECOND], true],
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

  it("exactly when every name has the same values", () => {
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
