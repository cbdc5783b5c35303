import fc from "fast-check";
import { expect, it } from "vitest";
import { linesKeptOnce } from "./kept-once.ts";
import { storedSize, storedText } from "./stored-size.ts";

it("counts the bytes of an event's stored text, whether or not it shares header lines with others", () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", "é", "\u2028", "\ud800") });
  const headers = fc.option(fc.array(fc.tuple(text, text)).map(linesKeptOnce));
  const event = fc.record({ kind: fc.constant("completed"), url: text, headers });
  const bytesOf = (part: object) => storedSize("key", [part], undefined).bytesOfParts[0];
  const isOfText = (part: object) => void expect(bytesOf(part)).toBe(storedText(part).length + 1);
  fc.assert(fc.property(event, isOfText));
});
