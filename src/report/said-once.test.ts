import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { explain } from "../explanation/explain.ts";
import { FAILING, FAILING_CODES } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { ALL_LANGUAGES, speaking } from "../words/languages.test-helper.ts";
import { toMarkdown } from "./markdown.ts";
import { shareAll } from "./redact.ts";

/** Two sentences that share this many of their words say the same. */
const SAME = 0.8;
/**
 * The threshold for two sentences of one part (what happened, or what to change): differing values do not
 * count.
 */
const SAME_IN_ONE_PART = 0.6;

const sentencesOf = (texts: readonly string[]) =>
  texts.flatMap((text) => text.split(/(?<=[.!?])\s+/)).filter((text) => text.trim() !== "");

const wordsOf = (sentence: string) =>
  new Set(
    sentence.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}./:*-]*[\p{L}\p{N}*]|[\p{L}\p{N}*]/gu),
  );

/** The pairs of sentences that say the same, or nearly the same. */
function saidTwice(sentences: readonly string[], most = SAME_IN_ONE_PART): string[] {
  return sentences.flatMap((sentence, index) =>
    sentences.slice(0, index).flatMap((earlier) => {
      const [a, b] = [wordsOf(sentence), wordsOf(earlier)];
      const common = [...a].filter((word) => b.has(word)).length;
      return common / (a.size + b.size - common) >= most ? [`${earlier} = ${sentence}`] : [];
    }),
  );
}

const OPTIONS = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "1",
  browser: { name: "Chromium", version: "156" },
} as const;

/** A ticket's sentences: lines outside code blocks, collapsed evidence and titles. */
const linesOf = (ticket: string) =>
  ticket
    .replace(/^```[\s\S]*?^```$|<details>[\s\S]*?<\/details>|^#.*$/gm, "")
    .split("\n")
    .map((line) => line.replace(/^- /, ""));

describe.each(ALL_LANGUAGES)("a ticket in %s", (language) => {
  it.each(FAILING_CODES)("of %s says nothing twice", (code) => {
    const exchange = anExchange(FAILING[code]("x"));
    const shared = shareAll([{ exchange, verdict: judge(exchange) }], false);
    const ticket = speaking(language, () => toMarkdown(shared, OPTIONS));
    const sentences = sentencesOf(linesOf(ticket));
    expect(sentences).not.toEqual([]);
    expect(saidTwice(sentences, SAME)).toEqual([]);
  });
});

describe.each(ALL_LANGUAGES)("an explanation in %s", (language) => {
  it.each(FAILING_CODES)("of %s says nothing twice", (code) => {
    for (const browser of ["chromium", "gecko"] as const) {
      const exchange = anExchange({ ...FAILING[code]("x"), browser });
      const verdict = judge(exchange);
      const { title, because, fix, side } = speaking(language, () => explain(exchange, verdict));
      const changes = sentencesOf([title, ...fix]);
      const happened = sentencesOf([...because, ...(side ? [side.hint] : [])]);
      expect([...saidTwice(changes), ...saidTwice(happened)], browser).toEqual([]);
      expect(saidTwice([...changes, ...happened], SAME), browser).toEqual([]);
    }
  });
});

it("finds a repeated or nearly repeated sentence", () => {
  const sentence = "The server must list the header x-a in Access-Control-Allow-Headers.";
  expect(saidTwice([sentence, sentence.toUpperCase()])).toHaveLength(1);
  expect(saidTwice([sentence, sentence.replace("must list", "lists")])).toHaveLength(1);
  expect(saidTwice([sentence, "The request was not sent."])).toEqual([]);
});
