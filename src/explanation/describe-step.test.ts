import { afterAll, beforeEach, describe, expect, it } from "vitest";
import english from "../../public/_locales/en/messages.json" with { type: "json" };
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { CLAUSES } from "../verdict/steps.ts";
import { aReason, aVerdict } from "../verdict/verdict.test-builder.ts";
import type { Step, StepName } from "../verdict/verdict.ts";
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import { describeStep } from "./describe-step.ts";

const said = (name: StepName, result: Step["result"], values: readonly string[] = []) =>
  describeStep(anExchange({ method: "PUT" }), aVerdict(), {
    ...(name === "preflight-needed" ? { name, because: values.map(aReason) } : { name, values }),
    hop: 0,
    clause: "",
    result,
    code: null,
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

// Which message is said of what, by name, as texts are reworded: the others are in the table above.
describe("describeStep, by the names of its messages", () => {
  beforeEach(() => speakWith((name) => name));
  afterAll(() => {
    speakWith(speakFrom(english));
  });

  const O = "https://app.test";

  // biome-ignore format: a table is read by its columns.
  it.each<[StepName, Step["result"], string[], string]>([
    ["same-origin",                      "info",   ["same", O],            "step_same_origin_passed"],
    ["same-origin",                      "info",   ["cross", O],           "step_same_origin_cross_unknown"],
    ["same-origin",                      "info",   ["cross", O, "https://a.test"], "step_same_origin_cross"],
    ["same-origin",                      "failed", ["cross", O],           "step_same_origin_failed"],
    ["mode",                             "info",   ["no-cors"],            "step_mode_no_cors"],
    ["mode",                             "passed", ["cors"],               "step_mode_passed"],
    ["mode",                             "passed", [],                     "step_mode_passed_unknown"],
    ["mode",                             "failed", [],                     "step_mode_failed"],
    ["scheme",                           "passed", [],                     "step_scheme_passed"],
    ["scheme",                           "failed", [],                     "step_scheme_failed"],
    ["preflight-needed",                 "info",   ["method PUT"],         "step_preflight_needed_yes"],
    ["preflight-needed",                 "info",   [],                     "step_preflight_needed_no"],
    ["preflight-needed",                 "failed", [],                     "step_preflight_needed_failed"],
    ["preflight-sent",                   "info",   ["cached"],             "step_preflight_sent_cached"],
    ["preflight-sent",                   "passed", ["PUT", ""],            "step_preflight_sent_method"],
    ["preflight-sent",                   "passed", ["PUT", "x-a"],         "step_preflight_sent_method_and_headers"],
    ["preflight-sent",                   "failed", [],                     "step_preflight_sent_failed"],
    ["preflight-no-redirect",            "passed", [],                     "step_preflight_no_redirect_passed"],
    ["preflight-no-redirect",            "failed", ["/login"],             "step_preflight_no_redirect_failed"],
    ["preflight-no-redirect",            "failed", [],                     "step_preflight_no_redirect_failed_unknown"],
    ["preflight-cors-check-origin",      "passed", ["*", O],               "step_cors_check_origin_wildcard"],
    ["preflight-cors-check-origin",      "passed", [O, O],                 "step_cors_check_origin_equal"],
    ["preflight-cors-check-origin",      "failed", ["", O],                "step_cors_check_origin_missing"],
    ["preflight-cors-check-origin",      "failed", ["*", O],               "step_cors_check_origin_wildcard_failed"],
    ["cors-check-origin",                "failed", ["https://b.test", O],  "step_cors_check_origin_differs"],
    ["cors-check-origin",                "passed", ["*", O],               "step_cors_check_origin_wildcard"],
    ["cors-check-credentials",           "passed", [],                     "step_cors_check_credentials_not_included"],
    ["cors-check-credentials",           "failed", ["True"],               "step_cors_check_credentials_differs"],
    ["cors-check-credentials",           "failed", [],                     "step_cors_check_credentials_missing"],
    ["preflight-cors-check-credentials", "failed", ["True"],               "step_cors_check_credentials_differs"],
    ["preflight-ok-status",              "passed", ["204"],                "step_preflight_ok_status_passed"],
    ["preflight-ok-status",              "passed", [],                     "step_preflight_ok_status_passed_unknown"],
    ["preflight-ok-status",              "failed", ["404"],                "step_preflight_ok_status_failed"],
    ["preflight-ok-status",              "failed", [],                     "step_preflight_ok_status_failed_unknown"],
    ["preflight-methods-parse",          "passed", [],                     "step_list_parse_nothing"],
    ["preflight-methods-parse",          "passed", ["PUT"],                "step_list_parse_passed"],
    ["preflight-methods-parse",          "failed", ["("],                  "step_list_parse_failed"],
    ["preflight-headers-parse",          "failed", ["("],                  "step_list_parse_failed"],
    ["preflight-method-allowed",         "passed", ["POST"],               "step_preflight_method_allowed_safelisted"],
    ["preflight-method-allowed",         "passed", ["PUT", "PUT"],         "step_preflight_method_allowed_passed"],
    ["preflight-method-allowed",         "passed", ["XPOST", "*"],         "step_preflight_method_allowed_passed"],
    ["preflight-method-allowed",         "passed", ["GETS", "*"],          "step_preflight_method_allowed_passed"],
    ["preflight-method-allowed",         "failed", ["PUT", "GET"],         "step_preflight_method_allowed_failed"],
    ["preflight-method-allowed",         "failed", ["PUT"],                "step_preflight_method_allowed_failed_unknown"],
    ["preflight-headers-allowed",        "passed", ["x-a"],                "step_preflight_headers_allowed_passed"],
    ["preflight-headers-allowed",        "passed", [],                     "step_preflight_headers_allowed_none"],
    ["preflight-headers-allowed",        "failed", ["x-a", "x-b"],         "step_preflight_headers_allowed_failed"],
    ["preflight-headers-allowed",        "failed", ["x-a"],                "step_preflight_headers_allowed_failed_unknown"],
    ["request-sent",                     "passed", [],                     "step_request_sent_passed"],
    ["request-sent",                     "failed", [],                     "step_request_sent_failed"],
    ["redirect-location",                "passed", ["/x"],                 "step_redirect_location_passed"],
    ["redirect-location",                "passed", [],                     "step_redirect_location_passed_unknown"],
    ["redirect-location",                "failed", ["/x"],                 "step_redirect_location_failed"],
    ["redirect-location",                "failed", [],                     "step_redirect_location_failed_unknown"],
    ["redirect-taints-origin",           "info",   [O],                    "step_redirect_taints_origin"],
    ["redirect-taints-origin",           "failed", [O],                    "step_redirect_taints_origin"],
    ["readable",                         "passed", ["allowed"],            "step_readable_passed"],
    ["readable",                         "failed", [],                     "step_readable_failed"],
    ["readable",                         "info",   ["opaque"],             "step_readable_opaque"],
    ["readable",                         "info",   ["allowed"],            "step_readable_passed"],
  ])("%s %s %j: %s", (name, result, values, message) => {
    expect(said(name, result, values)).toBe(message);
  });

  it("says of credentials that were included that they may be", () => {
    const verdict = aVerdict({ credentials: { value: "include", basis: "observed" } });
    const step = { name: "cors-check-credentials", hop: 0, clause: "", code: null } as const;
    const text = describeStep(anExchange(), verdict, { ...step, result: "passed", values: [] });
    expect(text).toBe("step_cors_check_credentials_passed");
  });

  it.each(Object.keys(CLAUSES) as StepName[])(
    "says what %s is about where it was not reached",
    (name) => {
      const about = `step_${name.replace(/-/g, "_")}_about`;
      expect(english).toHaveProperty(about);
      expect(said(name, "not-reached")).toBe("step_not_reached");
      speakWith((message, values) => [message, ...values].join(" "));
      expect(said(name, "not-reached")).toBe(`step_not_reached ${about}`);
      expect(said(name, "unknown")).toBe(`step_not_seen ${about}`);
    },
  );
});
