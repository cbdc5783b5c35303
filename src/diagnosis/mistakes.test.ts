import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Hop, judgedHeaders } from "../exchange/exchange.ts";
import { get } from "../http/header-list.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { stoppedAt, withStatus } from "./mistakes/messages.test-helper.ts";
import type { Mistake } from "./mistakes/mistake.test-builder.ts";
import { MISTAKES } from "./mistakes/mistakes.test-table.ts";
import {
  anyErrorStatus,
  anyNoise,
  type Case,
  caseOf,
  correctRequest,
  diagnosed,
  type Noise,
} from "./mistakes/situation.test-builder.ts";

/**
 * The generator of mistakes: each mistake of the table under any noise, with a truth that is known by
 * construction. For a longer run:
 * MISTAKES_RUNS=1000 MISTAKES_SEED=7 npx vitest run --testTimeout 3600000 src/diagnosis/mistakes.test.ts
 */
const RUNS = Number(process.env.MISTAKES_RUNS ?? 10);
const SEED = Number(process.env.MISTAKES_SEED ?? 1);

const said = (diagnosis: Diagnosis) =>
  diagnosis.map(({ certainty, side, code }) => `${certainty} ${side} ${code}`);

const ORDER = ["ambiguous", "likely", "certain"];

/** Whether a finding is a true one, and not more certain than that. */
function isTrue(found: string, names: readonly string[]): boolean {
  const [certainty = "", ...what] = found.split(" ");
  return names.some((name) => {
    const [most = "", ...true_] = name.split(" ");
    const isSame = true_.join() === what.join();
    return isSame && ORDER.indexOf(certainty) <= ORDER.indexOf(most);
  });
}

/** The findings of a blocked request that are false: the deepest must be true, and any that is certain. */
function falseFindings(
  { diagnosis, judged, suspects, refuted }: Case,
  ...mistakes: readonly Pick<Mistake, "names" | "isEvident">[]
): string[] {
  const { cause } = judged.verdict;
  const [first, ...others] = said(diagnosis);
  const isEvident = mistakes.every((one) => one.isEvident);
  const all = [...mistakes.flatMap(({ names }) => names), ...(isEvident ? [] : suspects)].filter(
    (name) => !refuted.some((code) => name.endsWith(` ${code}`)),
  );
  return [
    ...(first !== undefined && !isTrue(first, all) ? [first] : []),
    ...others.filter(
      // The last finding is the symptom, as the browser itself names it.
      (one) => one.startsWith("certain ") && !isTrue(one, all) && !one.endsWith(` ${cause?.code}`),
    ),
  ];
}

/** The headers that evidence quotes as they were received. */
const QUOTED = /^(?:Access-Control-Allow-|Vary$|Content-Type$|Server$)/;

/** Evidence that is not in the response that it is about, certainty beyond the verdict's, and unknown exchanges. */
function unfounded({ diagnosis, judged: { exchange, verdict }, others }: Case): unknown[] {
  const ids = new Set(others.map((one) => one.exchange.id));
  return diagnosis.flatMap(({ code, certainty, stage, hop, evidence, exchanges }) => {
    const { preflight, response } = exchange.hops[hop] as Hop;
    const message = stage === "preflight" ? preflight?.response : response;
    const headers = message ? judgedHeaders(message) : [];
    return [
      ...evidence.filter(({ what, got }) => QUOTED.test(what) && got !== get(headers, what)),
      ...exchanges.filter((id) => !ids.has(id)),
      ...(ORDER.indexOf(certainty) > ORDER.indexOf(verdict.certainty) ? [code] : []),
    ];
  });
}

/** Without the page's call, or a preflight in the recording, nothing may show the mistake. */
const mayBeSilent = ({ calls, cached }: Noise) => !calls || cached === "the preflight";

describe("under any noise", () => {
  it("finds no cause in a correct exchange", () => {
    fc.assert(
      fc.property(anyNoise(), (noise) => {
        const correct = correctRequest(noise);
        expect(stoppedAt(correct)).toBeNull();
        const { judged, diagnosis } = diagnosed(correct, noise);
        expect(judged.verdict.outcome).toBe("allowed");
        expect(said(diagnosis)).toEqual([]);
      }),
      { numRuns: RUNS * 40, seed: SEED },
    );
  });

  it("is never certain about an error that the page can read", () => {
    fc.assert(
      fc.property(anyNoise(), anyErrorStatus(), (noise, status) => {
        const correct = correctRequest(noise);
        const response = withStatus(correct.response ?? [200], status);
        const { diagnosis } = diagnosed({ ...correct, response }, noise);
        // Rails' X-Request-Id is hidden, and an error's page may show it.
        const hidden = "likely server headers-not-exposed";
        const found = said(diagnosis).filter((one) => !one.startsWith("ambiguous"));
        expect(found.filter((one) => one !== hidden)).toEqual([]);
      }),
      { numRuns: RUNS * 10, seed: SEED },
    );
  });

  it.each(MISTAKES.map((mistake, index) => ({ ...mistake, index })))(
    "names the mistake or leaves it open: $name",
    ({ index, ...mistake }) => {
      fc.assert(
        fc.property(anyNoise(), (noise) => {
          const found = caseOf(mistake, noise);
          fc.pre(found !== null);
          if (!mayBeSilent(noise)) {
            expect(found.judged.verdict.outcome).toBe(
              mistake.stops === null ? "allowed" : "blocked",
            );
            expect(found.diagnosis).not.toEqual([]);
          }
          expect(falseFindings(found, mistake)).toEqual([]);
          expect(unfounded(found)).toEqual([]);
        }),
        { numRuns: RUNS, seed: SEED + index },
      );
    },
  );

  it("names one of two mistakes first", () => {
    fc.assert(
      fc.property(anyNoise(), anyMistake(), anyMistake(), (noise, one, other) => {
        const first = one.make(correctRequest(noise));
        const both = first && other.make(first);
        fc.pre(both !== null && stoppedAt(both) !== null);
        const found = diagnosed(both, noise);
        expect(falseFindings(found, one, other)).toEqual([]);
      }),
      { numRuns: RUNS * 40, seed: SEED },
    );
  });
});

/** A mistake that can be made beside another one; a counterexample shows it by its name. */
const anyMistake = (): fc.Arbitrary<Mistake> =>
  fc.constantFrom(
    ...MISTAKES.filter(
      ({ isAlways, isDirect, isAlone, stops }) =>
        !isAlways && !isDirect && !isAlone && stops === undefined,
    ).map((one) => ({ ...one, [fc.toStringMethod]: () => one.name })),
  );
