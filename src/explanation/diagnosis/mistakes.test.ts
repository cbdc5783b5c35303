import fc from "fast-check";
import { expect, it } from "vitest";
import { stoppedAt, withChange } from "../../diagnosis/mistakes/messages.test-helper.ts";
import { MISTAKES } from "../../diagnosis/mistakes/mistakes.test-table.ts";
import { anyNoise, type Case, caseOf } from "../../diagnosis/mistakes/situation.test-builder.ts";
import type { RemedyChange } from "../../verdict/verdict.ts";
import { ALL_LANGUAGES, speaking } from "../../words/languages.test-helper.ts";
import type { Explanation } from "../explanation.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";
import { inWords } from "./explained.test-helper.ts";

/** The words for generated mistakes; see src/diagnosis/mistakes.test.ts. */
const RUNS = Number(process.env.MISTAKES_RUNS ?? 4);
const SEED = Number(process.env.MISTAKES_SEED ?? 1);

/** A header line in a text, which is the same in every language. */
const headerLines = (text: string) => text.match(/Access-Control-[\w-]+: \S+(?<![.,;])/g) ?? [];

/** Values of the mistakes that look like programming errors; texts quote them. */
const QUOTED = /undefined|\$http_origin/g;

const wordsOf = ({ judged: { exchange, verdict }, diagnosis }: Case) =>
  explainDiagnosed(exchange, verdict, diagnosis);

function expectSameInEveryLanguage(found: Case): void {
  const [english = [], ...others] = ALL_LANGUAGES.map((language) =>
    speaking(language, () => {
      const { title, short, because, fix } = wordsOf(found);
      return [title, short, ...because, ...fix];
    }),
  );
  for (const texts of [english, ...others]) {
    const bare = texts.map((text) => text.replace(QUOTED, "x"));
    expect(bare.filter((text) => /^\s*$|\$\d|undefined|NaN|\[object|\s\s/.test(text))).toEqual([]);
    expect(texts).toHaveLength(english.length);
    expect(texts.map(headerLines)).toEqual(english.map(headerLines));
  }
}

/** The change of responses that the views show. */
function changesOf({ judged }: Case, { remedyHelps, remedy }: Explanation) {
  return (remedyHelps === false ? remedy : judged.verdict.remedy) ?? [];
}

/** Redirects, other programs and null origins need more than headers, or something else. */
const isMendedByHeaders = ({ judged: { exchange, verdict } }: Case) =>
  verdict.cause?.family === "cors" &&
  !verdict.originPerHop.includes("null") &&
  exchange.hops.every(({ preflight, response }) =>
    [preflight?.response, response].every((one) => Math.floor((one?.status ?? 0) / 100) !== 3),
  );

function expectToPass(found: Case, changes: readonly RemedyChange[], helps: boolean): void {
  const { request } = found;
  if (helps && isMendedByHeaders(found)) expect(changes).not.toEqual([]);
  if (changes.length > 0) expect(stoppedAt(changes.reduce(withChange, request))).toBeNull();
}

function expectAcceptedLines({ request }: Case, { title, fix }: Explanation): void {
  const { page, credentials } = request;
  const accepted = [
    `Access-Control-Allow-Origin: ${page}`,
    "Access-Control-Allow-Credentials: true",
    ...(credentials === "include" ? [] : ["Access-Control-Allow-Origin: *"]),
  ];
  const lines = [title, ...fix].flatMap(headerLines);
  const ofAccess = /^Access-Control-Allow-(?:Origin|Credentials):/;
  expect(lines.filter((line) => ofAccess.test(line) && !accepted.includes(line))).toEqual([]);
}

it.each(MISTAKES.map((mistake, index) => ({ ...mistake, index })))(
  "is explained with a change that helps: $name",
  ({ index, ...mistake }) => {
    fc.assert(
      fc.property(anyNoise(), (noise) => {
        const found = caseOf(mistake, noise);
        fc.pre(found !== null);
        expectSameInEveryLanguage(found);
        const { value, basis } = found.judged.verdict.credentials;
        // Without the call, cookies that were not sent leave the credentials mode open.
        if ((value === "include") !== (found.request.credentials === "include")) {
          expect(basis).not.toBe("observed");
          return;
        }
        const words = wordsOf(found);
        expectToPass(found, changesOf(found, words), words.remedyHelps !== false);
        expectAcceptedLines(found, words);
      }),
      { numRuns: RUNS, seed: SEED + index },
    );
  },
);

it("explains with messages only", () => {
  fc.assert(
    fc.property(fc.constantFrom(...MISTAKES), anyNoise(), (mistake, noise) => {
      const found = caseOf(mistake, noise);
      fc.pre(found !== null);
      expect(inWords(found.judged, found.diagnosis).unknown).toEqual([]);
    }),
    { numRuns: RUNS * 20, seed: SEED },
  );
});
