import { expect, it } from "vitest";
import { judge } from "../verdict/judge.ts";
import { asRecorded, predict, withRemedy } from "../verdict/predict.ts";
import { AC, AO, PAGE, type ReportedRequest, reported } from "./case.test-builder.ts";
import { changeFor } from "./changes.ts";
import { diagnose } from "./diagnose.ts";

const EXPOSE = "Access-Control-Expose-Headers";
const FILE = "Content-Disposition: attachment";
const credentialed: ReportedRequest = { credentials: "include", blocked: false };

// biome-ignore format: a table is read by its columns.
it.each<[string, ReportedRequest, string | null]>([
  ["a hidden header",                            { blocked: false, response: [200, `${AO}: *`, FILE] },                                    "Content-Disposition"],
  ["two hidden headers",                               { blocked: false, response: [200, `${AO}: *`, FILE, "X-Total-Count: 7"] },                "Content-Disposition, X-Total-Count"],
  ["hidden headers beside the exposed ones",           { blocked: false, response: [200, `${AO}: *`, FILE, "X-Own: 1", `${EXPOSE}: x-own`] },    "x-own, Content-Disposition"],
  ["a list that is invalid because of one item", { blocked: false, response: [200, `${AO}: *`, FILE, "X-Own: 1", `${EXPOSE}: [a], x-own`] }, "x-own, Content-Disposition"],
  ["a hidden header where * is a literal name",                 { ...credentialed, response: [200, `${AO}: ${PAGE}`, `${AC}: true`, FILE, `${EXPOSE}: *`] }, "Content-Disposition"],
  ["a hidden header of the last response after a redirect",                      { blocked: false, redirects: [["https://cdn.test/file", [302, `${AO}: *`]]], response: [200, `${AO}: *`, FILE] }, "Content-Disposition"],
  ["nothing if all headers are exposed",                              { blocked: false, response: [200, `${AO}: *`, FILE, `${EXPOSE}: *`] },                    null],
  ["nothing if no header is worth reading",                      { blocked: false, response: [200, `${AO}: *`, "Server: nginx"] },                         null],
  ["nothing if the response passed but has another cause",           { blocked: false, response: [401, `${AO}: *`, FILE] },                                   null],
  ["nothing if the request was blocked",                              { response: [200, FILE] },                                                                null],
])("exposes %s", (_name, request, wanted) => {
  const exchange = reported(request);
  const verdict = judge(exchange);
  const [deepest] = diagnose(exchange, verdict);
  const change = deepest === undefined ? null : changeFor(exchange, deepest);
  expect(change?.flatMap(({ set }) => set) ?? null).toEqual(
    wanted === null ? null : [{ name: EXPOSE, value: wanted }],
  );
  if (change === null || wanted === null) return;
  const recorded = asRecorded(exchange, verdict);
  const after = predict(exchange, verdict, withRemedy(recorded, change)).verdict;
  expect(after.outcome).toBe("allowed");
  expect(after.exposedHeaders).toEqual(
    expect.arrayContaining(wanted.toLowerCase().split(", ")),
  );
  for (const name of verdict.exposedHeaders) expect(after.exposedHeaders).toContain(name);
});
