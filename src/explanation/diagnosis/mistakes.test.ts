import fc from "fast-check";
import { expect, it } from "vitest";
import { stoppedAt, withChange } from "../../diagnosis/mistakes/messages.test-helper.ts";
import { MISTAKES, type Mistake } from "../../diagnosis/mistakes/mistakes.test-table.ts";
import {
  anyNoise,
  type Case,
  correctRequest,
  diagnosed,
  type Noise,
} from "../../diagnosis/mistakes/situation.test-builder.ts";
import { ALL_LANGUAGES, speaking } from "../../words/languages.test-helper.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";
import { inWords } from "./explained.test-helper.ts";

/** The words for generated mistakes; see src/diagnosis/mistakes.test.ts. */
const RUNS = Number(process.env.MISTAKES_RUNS ?? 3);
const SEED = Number(process.env.MISTAKES_SEED ?? 1);

/** The case; null where the mistake cannot be made. */
function caseOf({ make }: Mistake, noise: Noise): Case | null {
  const one = make(correctRequest(noise));
  return one === null || stoppedAt(one) === null ? null : diagnosed(one, noise);
}

const wordsOf = ({ judged: { exchange, verdict }, diagnosis }: Case) =>
  explainDiagnosed(exchange, verdict, diagnosis);

/** A header line in a text, which is the same in every language. */
const headerLines = (text: string) => text.match(/Access-Control-[\w-]+: \S+(?<![.,;])/g) ?? [];

/** Values of the mistakes that look like programming errors; texts quote them. */
const QUOTED = /undefined|\$http_origin/g;

const mistakes = MISTAKES.map((mistake, index) => ({ ...mistake, index }));

it.each(mistakes)("explains in every language: $name", ({ index, ...mistake }) => {
  fc.assert(
    fc.property(anyNoise(), (noise) => {
      const found = caseOf(mistake, noise);
      fc.pre(found !== null);
      const [english = [], ...others] = ALL_LANGUAGES.map((language) =>
        speaking(language, () => {
          const { title, short, because, fix } = wordsOf(found);
          return [title, short, ...because, ...fix];
        }),
      );
      for (const texts of [english, ...others]) {
        const bare = texts.map((text) => text.replace(QUOTED, "x"));
        expect(bare.filter((text) => /^\s*$|\$\d|undefined|NaN|\[object|\s\s/.test(text))).toEqual(
          [],
        );
        expect(texts).toHaveLength(english.length);
        expect(texts.map(headerLines)).toEqual(english.map(headerLines));
      }
      expect(inWords(found.judged, found.diagnosis).unknown).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED + index },
  );
});

it.each(mistakes)(
  "shows only changes that let the request pass: $name",
  ({ index, ...mistake }) => {
    fc.assert(
      fc.property(anyNoise(), (noise) => {
        const found = caseOf(mistake, noise);
        fc.pre(found !== null);
        const { value, basis } = found.judged.verdict.credentials;
        // Without the call, cookies that were not sent leave the credentials mode open.
        if ((value === "include") !== (found.request.credentials === "include")) {
          expect(basis).not.toBe("observed");
          return;
        }
        const { remedyHelps, remedy = null } = wordsOf(found);
        const changes = remedyHelps === false ? remedy : found.judged.verdict.remedy;
        if (changes === null) return;
        expect(stoppedAt(changes.reduce(withChange, found.request))).toBeNull();
      }),
      { numRuns: RUNS, seed: SEED + index },
    );
  },
);

it.each(mistakes)(
  "advises only header lines that browsers accept: $name",
  ({ index, ...mistake }) => {
    fc.assert(
      fc.property(anyNoise(), (noise) => {
        const found = caseOf(mistake, noise);
        fc.pre(found !== null);
        const { page, credentials } = found.request;
        const accepted = [
          `Access-Control-Allow-Origin: ${page}`,
          "Access-Control-Allow-Credentials: true",
          ...(credentials === "include" && noise.calls ? [] : ["Access-Control-Allow-Origin: *"]),
        ];
        const { title, fix } = wordsOf(found);
        const lines = [title, ...fix]
          .flatMap(headerLines)
          .filter((line) => /^Access-Control-Allow-(?:Origin|Credentials):/.test(line));
        expect(lines.filter((line) => !accepted.includes(line))).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED + index },
    );
  },
);
