import { expect } from "vitest";
import messages from "../../../public/_locales/en/messages.json" with { type: "json" };
import { type ReportedRequest, reported } from "../../diagnosis/case.test-builder.ts";
import { diagnose } from "../../diagnosis/diagnose.ts";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import { surroundingsAmong } from "../../diagnosis/surroundings.ts";
import { judge } from "../../verdict/judge.ts";
import type { Judged } from "../../verdict/judged.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

/**
 * A situation that developers had, or a similar one; a twin resembles one and differs in the result.
 *
 * A name; the requests, the last of which is explained; certainty, side and cause of the first finding; the
 * text that the words must contain; the text that they must not contain.
 */
export type AdviceRow = readonly [
  name: string,
  requests: readonly ReportedRequest[],
  first: string,
  says: RegExp,
  saysNot?: RegExp,
];

interface Explained {
  readonly first: string;
  readonly words: string;
  /** Pairs of sentences with nearly the same content. */
  readonly twice: readonly string[];
  /** Sentences that are not messages: readers of other languages would see them in English. */
  readonly unknown: readonly string[];
}

/** The explanation of the last request; the others are its surroundings. */
export function explained(requests: readonly ReportedRequest[]): Explained {
  const judged = requests.map((one, index): Judged => {
    const exchange = reported(one, index);
    return { exchange, verdict: judge(exchange) };
  });
  const { exchange, verdict } = judged.at(-1) as Judged;
  const diagnosis = diagnose(
    exchange,
    verdict,
    surroundingsAmong(judged).around({ exchange, verdict }),
  );
  return inWords({ exchange, verdict }, diagnosis);
}

/** Expects a row's explanation: the finding and the words, each sentence from a message, and none repeated. */
export function expectAdvice([, requests, first, says, saysNot]: AdviceRow): void {
  const got = explained(requests);
  expect(got.first).toBe(first);
  expect(got.twice).toEqual([]);
  expect(got.unknown).toEqual([]);
  expect(got.words).toMatch(says);
  if (saysNot !== undefined) expect(got.words).not.toMatch(saysNot);
}

/** The explanation of an exchange with its diagnosis. */
export function inWords({ exchange, verdict }: Judged, diagnosis: Diagnosis): Explained {
  const [deepest] = diagnosis;
  const said = explainDiagnosed(exchange, verdict, diagnosis);
  return {
    first: deepest === undefined ? "" : `${deepest.certainty} ${deepest.side} ${deepest.code}`,
    words: [said.title, said.short, ...said.because, ...said.fix].join("\n"),
    // A title is the short form of the first reason or the first piece of advice.
    unknown: [said.title, said.short, ...said.because, ...said.fix].filter((text) => !isSaid(text)),
    twice: [said.because, [said.title, ...said.fix]].flatMap(nearDuplicates),
  };
}

/** Each message as a pattern for any values; messages of values alone are excluded. */
const SENTENCES = Object.values(messages).filter(({ message }) => /[^\s\d$]/.test(message));
const MESSAGES = SENTENCES.map(({ message }) => {
  const literal = message.split(/\$\d/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return literal.join("[^]*");
});
const SAYS = new RegExp(`^(?:${MESSAGES.join("|")})$`);

const isSaid = (text: string) => SAYS.test(text);

/** The content words of a sentence, without short words, values, hosts and header lines. */
function tellingWords(sentence: string): ReadonlySet<string> {
  const plain = sentence.replace(/\w+(?:-\w+)+(?::.*$)?|https?:\S+|\S+\.\S+|\S*[/$_]\S*/g, " ");
  return new Set(plain.toLowerCase().match(/[a-z]{4,}/g) ?? []);
}

/** Sentences that share most words of the shorter one; fewer than three words do not count. */
function nearDuplicates(texts: readonly string[]): string[] {
  const sentences = texts
    .flatMap((text) => text.split(/(?<=[.!?]) (?=[A-Z])/))
    .map((text) => [text, tellingWords(text)] as const)
    .filter(([, words]) => words.size >= FEWEST_WORDS);
  return sentences.flatMap(([one, words], at) =>
    sentences.slice(at + 1).flatMap(([other, others]) => {
      const shared = [...words].filter((word) => others.has(word)).length;
      return shared >= MOST_SHARED * Math.min(words.size, others.size) ? [`${one} | ${other}`] : [];
    }),
  );
}

const FEWEST_WORDS = 3;
const MOST_SHARED = 0.75;
