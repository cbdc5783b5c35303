import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase91, toBase91 } from "./base91.ts";

describe("bytes as text", () => {
  it("are restored unchanged, and cannot end a script or a string", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = toBase91(bytes);
        expect(text).toMatch(/^[!#-;=-[\]-~]*$/);
        expect(Array.from(fromBase91(text))).toEqual(Array.from(bytes));
      }),
    );
  });

  it("are shorter than as base64", () => {
    const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 251);
    expect(toBase91(bytes).length).toBeLessThan(10_000 * 1.24);
  });

  it("may be broken into lines", () => {
    expect(
      Array.from(
        fromBase91(
          toBase91(Uint8Array.of(1, 2, 3))
            .split("")
            .join("\n"),
        ),
      ),
    ).toEqual([1, 2, 3]);
  });
});
