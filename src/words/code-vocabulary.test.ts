import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Our own words for terms of Fetch and HTTP, and the standard term. */
const RULES = [
  { word: /^answer(?:s|ed|ing)?$/i, instead: "response, respond" },
  { word: /^ask(?:s|ed|ing|ers?)?$/i, instead: "request, requester" },
  { word: /^(?:un)?told$/i, instead: "reported" },
] as const;

/** Names that a saved capture contains, and so are allowed. */
const SAVED = new Set([
  "answered",
  "answeredByWorker",
  "linesSeen",
  "requesters",
  "otherRequester",
  "OtherRequester",
  "anOtherRequester",
]);

/** A comment, a test's title, another text, or a name; "//" in a URL is part of its text. */
const TOKEN =
  /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<=(?:\b(?:it|test|describe)(?:\.\w+)?|\]\)|\))\(\s*)"(?:\\.|[^"\\\n])*"(?=, (?:async )?\())|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<name>[A-Za-z_$][\w$]*)/g;

/** The words of a name: `isForeignHost` has three. */
const wordsOf = (name: string) =>
  name.split(/[_$]|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).filter(Boolean);

/** The places of a word in a source, in comments, titles and names: "line: text" each. */
function found(source: string, word: RegExp): string[] {
  return [...source.matchAll(TOKEN)].flatMap(({ groups, index }) => {
    const { comment, name } = groups ?? {};
    const words = name === undefined ? (comment?.match(/[A-Za-z]+/g) ?? []) : wordsOf(name);
    if (name !== undefined && SAVED.has(name)) return [];
    if (!words.some((one) => word.test(one))) return [];
    return [`${source.slice(0, index).split("\n").length}: ${name ?? comment}`];
  });
}

const ROOT = join(import.meta.dirname, "../..");
const sources = ["src", "e2e", "build"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:tsx?|mjs)$/.test(file) && !file.endsWith("code-vocabulary.test.ts"))
    .map((file) => `${folder}/${file}`),
);

describe("the words of the code", () => {
  it.each(RULES)("are $instead, not $word, in comments, titles and names", ({ word }) => {
    const wrong = sources.flatMap((file) =>
      found(readFileSync(join(ROOT, file), "utf8"), word).map((one) => `${file}:${one}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(RULES)("are $instead, not $word, in the names of messages", ({ word }) => {
    const file = join(ROOT, "public/_locales/en/messages.json");
    const keys = Object.keys(JSON.parse(readFileSync(file, "utf8")));
    expect(keys.length).toBeGreaterThan(1000);
    expect(keys.filter((key) => key.split(/[_@]/).some((part) => word.test(part)))).toEqual([]);
  });

  it.each([
    ["// what was asked", true],
    ["/** The server's answer. */", true],
    ['it("is asked once", () => {})', true],
    ["const lastAnswer = 1;", true],
    ["ASKED_FOR", true],
    ["maskFlask()", false],
    ["say('why_answer_says')", false],
    ["linesSeen", false],
  ])("are searched only in our own text: %s", (source, isFound) => {
    expect(RULES.some(({ word }) => found(source, word).length > 0)).toBe(isFound);
  });
});
