import { describe, expect, it } from "vitest";
import { applyCompletion, completeFilter } from "./complete-filter.ts";
import { meetsTerms, readWord, type Term, type Word, withoutWord, wordsOf } from "./filter.ts";
import { aRow } from "./row.test-builder.ts";

const ROWS = [
  aRow({ method: "PUT", url: "https://api.test/a" }),
  aRow({ method: "PUT", url: "https://cdn.test:8443/a" }),
  aRow({ method: "POST", url: "https://api.test/a", outcome: "blocked", code: "csp" }),
];

const rowsAmong = (others: readonly Term[]) => ROWS.filter((row) => meetsTerms(row, others));

const words = (text: string, requested = false, caret = text.length) =>
  completeFilter(text, caret, rowsAmong, requested).items.map(({ word }) => word);

describe("completion", () => {
  it.each<[string, string, string[]]>([
    ["nothing before a letter", "", []],
    ["fields with this beginning", "o", ["outcome:", "origin:"]],
    ["nothing for a plain word", "cart", []],
    ["fields to exclude", "-d", ["-domain:"]],
    ["values, the most frequent first", "method:", ["method:PUT", "method:POST"]],
    ["values with this beginning", "method:po", ["method:POST"]],
    ["hosts with their port", "domain:cdn", ["domain:cdn.test:8443"]],
    ["hosts by the field's other name", "host:cdn", ["domain:cdn.test:8443"]],
    ["causes that occurred", "cause:", ["cause:csp"]],
    ["values to exclude", "test -outcome:", ["-outcome:allowed", "-outcome:not-cors"]],
    ["frames by name", "frame:", ["frame:top"]],
    ["contexts of requests", "context:", ["context:worker"]],
    ["values after a comma", "-method:GET,po", ["-method:GET,POST"]],
  ])("offers %s", (_name, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it("offers every field on request", () => {
    expect(words("", true)).toHaveLength(10);
    expect(words("method:PUT ", true)).toContain("domain:");
  });

  it.each<[string, string, string[]]>([
    ["among all requests without another term", "method:", ["PUT ×2", "POST ×1"]],
    ["among the requests that match another term", "outcome:allowed method:", ["PUT ×2"]],
    ["among the requests that a negated term leaves", "-domain:cdn method:", ["POST ×1", "PUT ×1"]],
    ["among the requests with either value of a term", "cause:csp,x method:", ["POST ×1"]],
    ["among the requests that contain a word", "8443 method:", ["PUT ×1"]],
    ["regardless of an unfinished term", "domain: method:", ["PUT ×2", "POST ×1"]],
    ["regardless of the value being completed", "method:PUT,", ["PUT,PUT ×2", "PUT,POST ×1"]],
    ["nowhere if no request matches the other term", "outcome:allowed cause:", []],
  ])("counts %s", (_name, text, expected) => {
    const { items } = completeFilter(text, text.length, rowsAmong, false);
    const counted = items.map(({ word, hint }) => `${word.replace(/^.*?:/, "")} ${hint}`);
    expect(counted).toEqual(expected);
  });

  it("counts among the requests that match a term after the caret", () => {
    const { items } = completeFilter("method: outcome:blocked", 7, rowsAmong, false);
    expect(items.map(({ word }) => word)).toEqual(["method:POST"]);
  });

  it("completes the word at the caret", () => {
    const text = "met cdn";
    const { at, items } = completeFilter(text, 3, rowsAmong, false);
    expect(applyCompletion(text, at, items[0] as (typeof items)[0])).toEqual({
      text: "method:cdn",
      caret: 7,
    });
  });

  it("continues with the next word after a value", () => {
    const { at, items } = completeFilter("method:p", 8, rowsAmong, false);
    expect(applyCompletion("method:p", at, items[0] as (typeof items)[0])).toEqual({
      text: "method:PUT ",
      caret: 11,
    });
  });
});

describe("words", () => {
  it("are removed one by one", () => {
    const text = 'method:PUT -"two words"  end';
    const [first, second, third] = wordsOf(text) as [Word, Word, Word];
    expect(withoutWord(text, first)).toBe('-"two words"  end');
    expect(withoutWord(text, second)).toBe("method:PUT end");
    expect(withoutWord(text, third)).toBe('method:PUT -"two words"');
  });

  it("keep the spaces of a quotation when another is removed", () => {
    const text = 'end "two  words"';
    expect(withoutWord(text, wordsOf(text)[0] as Word)).toBe('"two  words"');
  });

  it.each([
    ["-Domain:CDN.test", { field: "domain", value: "CDN.test", negated: true }],
    ["https://a.test", { field: null, value: "https://a.test", negated: false }],
    ["-", { field: null, value: "", negated: true }],
  ])("%s is read", (raw, expected) => {
    expect(readWord(raw)).toEqual({ parts: [expected.value], unknown: null, ...expected });
  });
});
