import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { hostileExchange } from "../exchange/hostile-exchange.test-builder.ts";
import { CODES, type FindingCode, NOTE_CODES } from "../verdict/codes.ts";
import { judge } from "../verdict/judge.ts";
import { CLAUSES } from "../verdict/steps.ts";
import { aBlock, aFinding, aVerdict } from "../verdict/verdict.test-builder.ts";
import type { Step, StepName, Verdict } from "../verdict/verdict.ts";
import { ALL_LANGUAGES, speaking } from "../words/languages.test-helper.ts";
import { describeOutcome, describeStep, explain, explainFinding } from "./explain.ts";
import type { Explanation } from "./explanation.ts";

const CAUSES = Object.keys(CODES) as (keyof typeof CODES)[];
const STAGES = ["request", "preflight", "redirect", "response"] as const;

const textsOf = ({ title, short, because, fix }: Explanation) => [title, short, ...because, ...fix];

/** What a report shows as code: a header line, which has to end its sentence in every language. */
const headerLine = (text: string) =>
  /(?:Access-Control|Cross-Origin)-[\w-]+: \S.*/su.exec(text)?.[0];

/** Everything that is said of an exchange. */
function everything(exchange: Exchange, verdict: Verdict): string[] {
  return [
    describeOutcome(verdict),
    ...textsOf(explain(exchange, verdict)),
    ...verdict.findings.flatMap((one) => textsOf(explainFinding(exchange, verdict, one))),
    ...verdict.steps.map((step) => describeStep(exchange, verdict, step)),
  ];
}

/** Exchanges of every kind that a catalogue entry has words of its own for. */
function* withFinding(code: FindingCode): Generator<[Exchange, Verdict]> {
  for (const stage of STAGES) {
    for (const parameter of ["x-a", "patch", "loopback"]) {
      for (const status of [null, 200, 401, 404, 429, 502]) {
        for (const origin of ["https://app.test", "null"]) {
          const headers = { "Access-Control-Allow-Methods": "PATCH, (", Allow: "GET" };
          const answer = status === null ? null : { status, headers, fromCache: status === 200 };
          const exchange = anExchange({
            method: "patch",
            preflight: answer ?? {},
            response: answer,
            ending: { kind: "failed", error: "net::ERR_FAILED" },
          });
          const finding = aFinding(code, { stage, parameter });
          const init = { originPerHop: [origin], destination: status === 200 ? "image" : "" };
          yield [
            exchange,
            CAUSES.includes(code as never)
              ? aBlock(finding, init)
              : aVerdict({ ...init, findings: [finding] }),
          ];
        }
      }
    }
  }
}

describe.each(ALL_LANGUAGES)("in %s", (language) => {
  it.each([...CAUSES, ...NOTE_CODES])("%s is explained", (code) => {
    speaking(language, () => {
      for (const [exchange, verdict] of withFinding(code)) {
        for (const text of everything(exchange, verdict)) {
          expect(text.trim()).not.toBe("");
          expect(text).not.toMatch(/\$|undefined|\s\s/);
        }
      }
    });
  });

  it("every outcome and every step is told", () => {
    const outcomes = ["allowed", "opaque", "blocked", "failed", "aborted", "pending", "unknown"];
    const results = ["passed", "failed", "not-reached", "unknown", "info"] as const;
    const steps = Object.keys(CLAUSES).flatMap((name) =>
      results.flatMap((result) =>
        [[], ["cross", "b", "c"], ["*", "b"], ["cached"], ["a", ""]].map(
          (values): Step => ({
            ...{ name: name as StepName, result, values },
            ...{ hop: 0, clause: "", code: null },
          }),
        ),
      ),
    );
    speaking(language, () => {
      for (const outcome of outcomes as Verdict["outcome"][]) {
        for (const certainty of ["certain", "likely", "ambiguous"] as const) {
          for (const seen of ["sent", "cached", "none"] as const) {
            const preflight = { needed: true, because: ["method PUT"], seen };
            const verdict = aVerdict({ outcome, certainty, preflight, steps });
            for (const text of everything(anExchange(), verdict)) {
              expect(text.trim()).not.toBe("");
              expect(text).not.toMatch(/\$|undefined/);
            }
          }
        }
      }
    });
  });

  it("whatever an exchange holds is told as in English: as much of it, to the same end", () => {
    fc.assert(
      fc.property(hostileExchange(), (exchange) => {
        const verdict = judge(exchange);
        const texts = speaking(language, () => everything(exchange, verdict));
        const english = everything(exchange, verdict);
        expect(texts).toHaveLength(english.length);
        for (const text of texts) {
          expect(text.trim()).not.toBe("");
          expect(text.length).toBeLessThan(800);
          expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e]|undefined|\[object/u);
        }
        const lines = () => {
          const { because, fix } = explain(exchange, verdict);
          return [...because, ...fix].map(headerLine);
        };
        expect(speaking(language, lines)).toEqual(lines());
      }),
      { numRuns: 300 },
    );
  });
});
