import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { CLAUSES } from "../verdict/steps.ts";
import { aVerdict } from "../verdict/verdict.test-builder.ts";
import type { Step, StepName } from "../verdict/verdict.ts";
import { describeStep } from "./describe-step.ts";

const said = (name: StepName, result: Step["result"], values: readonly string[] = []) =>
  describeStep(anExchange({ method: "PUT" }), aVerdict(), {
    name,
    hop: 0,
    clause: "",
    result,
    code: null,
    values,
  });

describe("describeStep", () => {
  // biome-ignore format: a table is read by its columns.
  it.each<[StepName, Step["result"], string[], string]>([
    ["same-origin",               "info",        ["same", "https://app.test"],          "The URL is of the page's own origin https://app.test."],
    ["same-origin",               "info",        ["cross", "https://a.b", "https://c"], "CORS applies: https://c is another origin than https://a.b."],
    ["preflight-needed",          "info",        ["method PUT", "header x-a"],          "A preflight is needed because of: method PUT, header x-a."],
    ["preflight-sent",            "info",        ["cached"],                            "No preflight was sent: an earlier answer to one was still good."],
    ["preflight-ok-status",       "failed",      ["404"],                               "The preflight's status 404 is not from 200 to 299."],
    ["preflight-headers-allowed", "failed",      ["x-a", "content-type"],               "Not in Access-Control-Allow-Headers (content-type): x-a."],
    ["cors-check-origin",         "passed",      ["https://app.test", "https://app.test"], "Access-Control-Allow-Origin equals the origin https://app.test."],
    ["cors-check-origin",         "failed",      ["", "https://app.test"],              "No Access-Control-Allow-Origin allows https://app.test."],
    ["request-sent",              "passed",      [],                                    "The PUT itself was sent."],
    ["request-sent",              "not-reached", [],                                    "Not reached: whether the request itself went out."],
    ["readable",                  "info",        ["opaque"],                            "The answer is opaque: it arrives, and no script can read it."],
  ])("%s %s %j", (name, result, values, wanted) => {
    expect(said(name, result, values)).toBe(wanted);
  });

  it("has a sentence for every step and result, with no values at all", () => {
    for (const name of Object.keys(CLAUSES) as StepName[]) {
      for (const result of ["passed", "failed", "not-reached", "unknown", "info"] as const) {
        expect(said(name, result)).toMatch(/^[A-Z].*\S[.:]? ?$/);
        expect(said(name, result)).not.toMatch(/undefined|\s{2}/);
      }
    }
  });
});
