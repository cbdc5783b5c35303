import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import english from "../../public/_locales/en/messages.json" with { type: "json" };
import {
  AC,
  AH,
  AM,
  AO,
  HTML,
  JSON_TYPE,
  PAGE,
  type ReportedRequest,
  reported,
} from "../diagnosis/case.test-builder.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import { explainProblem } from "../explanation/diagnosis/explain-problem.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import { diagnosedKeyOf } from "./diagnosed-key.ts";
import { outlineOf, sharedDiagnosis } from "./outline.ts";

// Messages by name with their values, so that sentences about different values can be compared.
beforeAll(() =>
  speakWith((name, values) => {
    if (name === "language_tag") return "en";
    return values.length === 0 ? name : `${name}(${values.join("|")})`;
  }),
);
afterAll(() => speakWith(speakFrom(english)));

const HOST = "https://api.other.example";
const LINES = [
  ...[`${AO}: ${PAGE}`, `${AO}: *`, `${AO}: https://b.example`, `${AC}: true`, "Vary: Origin"],
  ...["WWW-Authenticate: Bearer", "Retry-After: 5", "Allow: GET", HTML, JSON_TYPE],
  ...[`${AM}: GET`, `${AH}: x-a`, `${AH}: authorization, content-type`],
  ...[
    "Location: /login",
    `Location: ${HOST}/v1/items/`,
    "Location: https://c.example/v1/items",
    "Location: https://d.example/a",
  ],
];
const STATUSES = [
  200, 204, 301, 302, 304, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413,
  414, 415, 416, 418, 419, 421, 422, 423, 426, 428, 429, 431, 444, 451, 494, 499, 500, 501, 502,
  503, 504, 505, 507, 508, 509, 511, 520, 521, 522, 524, 525, 526, 529, 530,
];

const aResponse = fc
  .tuple(fc.constantFrom(...STATUSES), fc.subarray(LINES, { maxLength: 3 }))
  .map(([status, lines]) => [status, ...lines] as const);
const aRequest: fc.Arbitrary<ReportedRequest> = fc
  .record({
    url: fc.constantFrom("/v1/items", "/v1//items/2", "/token?x=1").map((path) => HOST + path),
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
    headers: fc
      .subarray(["Authorization", "x-a", "x-b", "Content-Type", "Cookie"])
      .map((names) => Object.fromEntries(names.map((name) => [name, "t"]))),
    credentials: fc.constantFrom("same-origin", "include", "omit"),
    preflight: fc.option(aResponse, { nil: undefined }),
    response: aResponse,
  })
  // A failed preflight stops the request.
  .map(({ preflight, response, ...request }) =>
    preflight === undefined ? { ...request, response } : { ...request, preflight },
  );

interface Item extends Judged {
  readonly diagnosis: Diagnosis;
}

/**
 * Whether the first reason is about a cause behind the symptom, and not about the headers of an example. How a
 * certainty is worded depends on the representative, which is the most certain of all.
 */
const isOfCause = ({ verdict, diagnosis: [deepest] }: Item) =>
  deepest?.code !== verdict.cause?.code && deepest?.code !== "origin-not-listed";

it("an issue has the same title and deepest reason, whichever request represents it", () => {
  const issues = new Map<string, Item[]>();
  for (const [index, request] of fc.sample(aRequest, { numRuns: 2_500, seed: 1 }).entries()) {
    const exchange = reported(request, index);
    const verdict = judge(exchange);
    const key = diagnosedKeyOf({ exchange, verdict });
    if (key === null) continue;
    const item = { exchange, verdict, diagnosis: diagnose(exchange, verdict) };
    issues.set(key, [...(issues.get(key) ?? []), item]);
  }
  let compared = 0;
  for (const [key, items] of issues) {
    const outline = outlineOf(items);
    const [first, ...others] = items.slice(0, 12).map((speaker) => {
      const shared = sharedDiagnosis(speaker.diagnosis, items, ({ diagnosis }) => diagnosis);
      const { title, short, because } = explainProblem(speaker, shared, outline);
      const [reason = ""] = because;
      return [title, short, isOfCause(speaker) ? reason.replace(/\(.*/s, "") : ""];
    });
    for (const other of others) {
      expect(other, key).toEqual(first);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(500);
});
