import { afterEach, describe, expect, it } from "vitest";
import { speaking, tableOf } from "./languages.test-helper.ts";
import { type MessageTable, speakFrom } from "./message-table.ts";
import { sayCount, sayForm, sayList, sayNumber, speakWith } from "./words.ts";

/** Sets a language without a translation, with the forms that its plural rules need. */
function speak(tag: string, forms: Readonly<Record<string, string>>): void {
  const table: Record<string, { message: string }> = { language_tag: { message: tag } };
  for (const [form, message] of Object.entries(forms)) {
    table[`count_requests@${form}`] = { message };
  }
  speakWith(speakFrom(table as MessageTable));
}

afterEach(() => speakWith(speakFrom(tableOf("en"))));

// https://cldr.unicode.org/index/cldr-spec/plural-rules
describe("a number of things", () => {
  const inPolish = { one: "$1 żądanie", few: "$1 żądania", many: "$1 żądań", other: "$1 żądania" };
  it.each([
    [0, "0 żądań"],
    [1, "1 żądanie"],
    [2, "2 żądania"],
    [5, "5 żądań"],
    [12, "12 żądań"],
    [22, "22 żądania"],
    [101, "101 żądań"],
  ])("has the Polish plural form: %i", (count, text) => {
    speak("pl", inPolish);
    expect(sayCount("count_requests", count)).toBe(text);
  });

  const inArabic = {
    zero: "zero",
    one: "one",
    two: "two",
    few: "few",
    many: "many",
    other: "other",
  };
  it.each([
    [0, "zero"],
    [1, "one"],
    [2, "two"],
    [3, "few"],
    [10, "few"],
    [11, "many"],
    [99, "many"],
    [100, "other"],
    [103, "few"],
  ])("has one of six Arabic plural forms: %i", (count, form) => {
    speak("ar", inArabic);
    expect(sayForm("count_requests", count)).toBe(form);
  });

  it.each([
    ["en", 1, "1 request"],
    ["en", 1204, "1,204 requests"],
    ["de", 1, "1 Anfrage"],
    ["de", 1204, "1.204 Anfragen"],
  ] as const)("is written as in %s: %i", (language, count, text) => {
    expect(speaking(language, () => sayCount("count_requests", count))).toBe(text);
  });

  it("is the first value of a message", () => {
    expect(sayCount("report_alike_more", 3, "/a")).toBe("Same problem on: /a, and 3 more");
    expect(sayNumber(1204)).toBe("1,204");
  });
});

describe("a list", () => {
  it.each([
    ["en", [], ""],
    ["en", ["a"], "a"],
    ["en", ["a", "b"], "a and b"],
    ["en", ["a", "b", "c"], "a, b, and c"],
    ["de", ["a", "b", "c"], "a, b und c"],
  ] as const)("is joined as in %s: %j", (language, items, text) => {
    expect(speaking(language, () => sayList(items))).toBe(text);
  });

  it("is joined in another language's way", () => {
    speak("zh-TW", {});
    expect(sayList(["a", "b", "c"])).toBe("a、b和c");
  });
});
