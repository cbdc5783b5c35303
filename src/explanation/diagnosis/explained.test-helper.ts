import messages from "../../../public/_locales/en/messages.json" with { type: "json" };
import { type ReportedRequest, reported } from "../../diagnosis/case.test-builder.ts";
import { diagnose } from "../../diagnosis/diagnose.ts";
import { surroundingsAmong } from "../../diagnosis/surroundings.ts";
import { judge } from "../../verdict/judge.ts";
import type { Judged } from "../../verdict/judged.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

/**
 * What a situation is, the requests of which the last one is explained, how sure which side and cause
 * come first, what the words have to hold, and what they must not hold.
 */
export type AdviceRow = readonly [
  name: string,
  requests: readonly ReportedRequest[],
  first: string,
  says: RegExp,
  saysNot?: RegExp,
];

/** How the last of several requests is explained, the others being what was recorded around it. */
export function explained(requests: readonly ReportedRequest[]): {
  first: string;
  words: string;
  /** Pairs of sentences that say nearly the same. */
  twice: readonly string[];
  /** Sentences that no message makes: a reader of another language would read them in English. */
  unknown: readonly string[];
} {
  const judged = requests.map((one, index): Judged => {
    const exchange = reported(one, index);
    return { exchange, verdict: judge(exchange) };
  });
  const { exchange, verdict } = judged.at(-1) as Judged;
  const diagnosis = diagnose(exchange, verdict, surroundingsAmong(judged).around(exchange));
  const [deepest] = diagnosis;
  const said = explainDiagnosed(exchange, verdict, diagnosis);
  return {
    first: deepest === undefined ? "" : `${deepest.certainty} ${deepest.side} ${deepest.code}`,
    words: [said.title, said.short, ...said.because, ...said.fix].join("\n"),
    // A title says in short what the first reason or the first piece of advice says in full.
    unknown: [said.title, said.short, ...said.because, ...said.fix].filter((text) => !isSaid(text)),
    twice: [said.because, [said.title, ...said.fix]].flatMap(nearDuplicates),
  };
}

/** Each message as what it says, whatever its values; without those of values alone. */
const SENTENCES = Object.values(messages).filter(({ message }) => /[^\s\d$]/.test(message));
const MESSAGES = SENTENCES.map(({ message }) => {
  const literal = message.split(/\$\d/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return literal.join("[^]*");
});
const SAYS = new RegExp(`^(?:${MESSAGES.join("|")})$`);

const isSaid = (text: string) => SAYS.test(text);

/** The words of a sentence that say something: not the small ones, and no value, host or header line. */
function tellingWords(sentence: string): ReadonlySet<string> {
  const plain = sentence.replace(/\w+(?:-\w+)+(?::.*$)?|https?:\S+|\S+\.\S+|\S*[/$_]\S*/g, " ");
  return new Set(plain.toLowerCase().match(/[a-z]{4,}/g) ?? []);
}

/** How much of the shorter of two sentences stands in the other; three words say nothing of that. */
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
