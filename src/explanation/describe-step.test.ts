import { afterAll, beforeEach, describe, expect, it } from "vitest";
import english from "../../public/_locales/en/messages.json" with { type: "json" };
import { anExchange } from "../exchange/exchange.test-builder.ts";
import {
  anUnreachedStep,
  aStep,
  EVERY_STEP_FOUND,
  FAILED,
  INFO,
  PASSED,
  type StepFound,
} from "../verdict/step.test-builder.ts";
import { CLAUSES } from "../verdict/steps.ts";
import { aReason, aVerdict } from "../verdict/verdict.test-builder.ts";
import type { Step, StepName } from "../verdict/verdict.ts";
import { speakFrom } from "../words/message-table.ts";
import { speakWith } from "../words/words.ts";
import { describeStep } from "./describe-step.ts";

const said = (found: StepFound) => saidOf(aStep(...found));

const saidOf = (step: Step) => describeStep(anExchange({ method: "PUT" }), aVerdict(), step);

const NAMES = Object.keys(CLAUSES) as StepName[];

describe("describeStep", () => {
  // biome-ignore format: a table is read by its columns.
  it.each<readonly [StepFound, string]>([
    [["same-origin", { ...INFO, sameOrigin: true, origin: "https://app.test", urlOrigin: "https://app.test" }], "The URL has the page's origin, https://app.test."],
    [["same-origin", { ...INFO, sameOrigin: false, origin: "https://a.b", urlOrigin: "https://c" }], "CORS applies: https://c and https://a.b are different origins."],
    [["preflight-needed", { ...INFO, because: [aReason("method PUT"), aReason("header x-a")] }], "A preflight is needed because of: method PUT, header x-a."],
    [["preflight-sent", INFO], "No preflight was sent: a cached preflight response was still valid."],
    [["preflight-ok-status", { ...FAILED, status: 404 }], "The preflight's status 404 is not from 200 to 299."],
    [["preflight-headers-allowed", { ...FAILED, headerNames: ["x-a"], list: "content-type" }], "Not in Access-Control-Allow-Headers (content-type): x-a."],
    [["cors-check-origin", { ...PASSED, allowOrigin: "https://app.test", origin: "https://app.test" }], "Access-Control-Allow-Origin is the requesting origin, https://app.test."],
    [["cors-check-origin", { ...FAILED, allowOrigin: null, origin: "https://app.test" }], "No Access-Control-Allow-Origin allows https://app.test."],
    [["request-sent", PASSED], "The PUT itself was sent."],
    [["readable", INFO], "The response is opaque: no script can read it."],
  ])("%j", (found, wanted) => {
    expect(said(found)).toBe(wanted);
  });

  it("has a sentence for every step and result, even without values", () => {
    const steps = [
      ...EVERY_STEP_FOUND.map((found) => aStep(...found)),
      ...NAMES.flatMap((name) => [
        anUnreachedStep(name, "not-reached"),
        anUnreachedStep(name, "unknown"),
      ]),
    ];
    for (const step of steps) {
      expect(saidOf(step)).toMatch(/^[A-Z].*\S[.:]? ?$/);
      expect(saidOf(step)).not.toMatch(/undefined|\s{2}/);
    }
  });

  it("names the check of a step that was not reached", () => {
    expect(saidOf(anUnreachedStep("request-sent", "not-reached"))).toBe(
      "Not checked: whether the request itself was sent.",
    );
  });
});

// Messages by name, because texts are reworded; the table above has the remaining ones.
describe("describeStep, by the names of its messages", () => {
  beforeEach(() => speakWith((name) => name));
  afterAll(() => {
    speakWith(speakFrom(english));
  });

  const O = "https://app.test";

  // biome-ignore format: a table is read by its columns.
  it.each<readonly [StepFound, string]>([
    [["same-origin", { ...INFO, sameOrigin: true, origin: O, urlOrigin: O }], "step_same_origin_passed"],
    [["same-origin", { ...INFO, sameOrigin: false, origin: O, urlOrigin: "https://a.test" }], "step_same_origin_cross"],
    [["mode", INFO], "step_mode_no_cors"],
    [["mode", FAILED], "step_mode_failed"],
    [["scheme", FAILED], "step_scheme_failed"],
    [["preflight-needed", { ...INFO, because: [aReason("method PUT")] }], "step_preflight_needed_yes"],
    [["preflight-needed", { ...INFO, because: [] }], "step_preflight_needed_no"],
    [["preflight-sent", INFO], "step_preflight_sent_cached"],
    [["preflight-sent", { ...PASSED, method: "PUT", headerNames: [] }], "step_preflight_sent_method"],
    [["preflight-sent", { ...PASSED, method: "PUT", headerNames: ["x-a"] }], "step_preflight_sent_method_and_headers"],
    [["preflight-no-redirect", { ...PASSED, location: null }], "step_preflight_no_redirect_passed"],
    [["preflight-no-redirect", { ...FAILED, location: "/login" }], "step_preflight_no_redirect_failed"],
    [["preflight-no-redirect", { ...FAILED, location: null }], "step_preflight_no_redirect_failed_unknown"],
    [["preflight-cors-check-origin", { ...PASSED, allowOrigin: "*", origin: O }], "step_cors_check_origin_wildcard"],
    [["preflight-cors-check-origin", { ...PASSED, allowOrigin: O, origin: O }], "step_cors_check_origin_equal"],
    [["preflight-cors-check-origin", { ...FAILED, allowOrigin: null, origin: O }], "step_cors_check_origin_missing"],
    [["preflight-cors-check-origin", { ...FAILED, allowOrigin: "*", origin: O }], "step_cors_check_origin_wildcard_failed"],
    [["cors-check-origin", { ...FAILED, allowOrigin: "https://b.test", origin: O }], "step_cors_check_origin_differs"],
    [["cors-check-origin", { ...PASSED, allowOrigin: "*", origin: O }], "step_cors_check_origin_wildcard"],
    [["cors-check-credentials", { ...PASSED, allowCredentials: null }], "step_cors_check_credentials_not_included"],
    [["cors-check-credentials", { ...FAILED, allowCredentials: "True" }], "step_cors_check_credentials_differs"],
    [["cors-check-credentials", { ...FAILED, allowCredentials: null }], "step_cors_check_credentials_missing"],
    [["preflight-cors-check-credentials", { ...FAILED, allowCredentials: "True" }], "step_cors_check_credentials_differs"],
    [["preflight-ok-status", { ...PASSED, status: 204 }], "step_preflight_ok_status_passed"],
    [["preflight-ok-status", { ...FAILED, status: 404 }], "step_preflight_ok_status_failed"],
    [["preflight-methods-parse", { ...PASSED, list: null }], "step_list_parse_nothing"],
    [["preflight-methods-parse", { ...PASSED, list: "PUT" }], "step_list_parse_passed"],
    [["preflight-methods-parse", { ...FAILED, list: "(" }], "step_list_parse_failed"],
    [["preflight-headers-parse", { ...FAILED, list: "(" }], "step_list_parse_failed"],
    [["preflight-method-allowed", { ...PASSED, method: "POST", list: null }], "step_preflight_method_allowed_safelisted"],
    [["preflight-method-allowed", { ...PASSED, method: "PUT", list: "PUT" }], "step_preflight_method_allowed_passed"],
    [["preflight-method-allowed", { ...PASSED, method: "XPOST", list: "*" }], "step_preflight_method_allowed_passed"],
    [["preflight-method-allowed", { ...PASSED, method: "GETS", list: "*" }], "step_preflight_method_allowed_passed"],
    [["preflight-method-allowed", { ...FAILED, method: "PUT", list: "GET" }], "step_preflight_method_allowed_failed"],
    [["preflight-method-allowed", { ...FAILED, method: "PUT", list: null }], "step_preflight_method_allowed_failed_unknown"],
    [["preflight-headers-allowed", { ...PASSED, headerNames: ["x-a"], list: null }], "step_preflight_headers_allowed_passed"],
    [["preflight-headers-allowed", { ...PASSED, headerNames: [], list: null }], "step_preflight_headers_allowed_none"],
    [["preflight-headers-allowed", { ...FAILED, headerNames: ["x-a"], list: "x-b" }], "step_preflight_headers_allowed_failed"],
    [["preflight-headers-allowed", { ...FAILED, headerNames: ["x-a"], list: null }], "step_preflight_headers_allowed_failed_unknown"],
    [["request-sent", PASSED], "step_request_sent_passed"],
    [["redirect-location", { ...PASSED, location: "/x" }], "step_redirect_location_passed"],
    [["redirect-location", { ...FAILED, location: "/x" }], "step_redirect_location_failed"],
    [["redirect-taints-origin", INFO], "step_redirect_taints_origin"],
    [["readable", PASSED], "step_readable_passed"],
    [["readable", INFO], "step_readable_opaque"],
  ])("%j: %s", (found, message) => {
    expect(said(found)).toBe(message);
  });

  it("describes included credentials as possible", () => {
    const verdict = aVerdict({ credentials: { value: "include", basis: "observed" } });
    const step = aStep("cors-check-credentials", { ...PASSED, allowCredentials: null });
    const text = describeStep(anExchange(), verdict, step);
    expect(text).toBe("step_cors_check_credentials_passed");
  });

  it.each(NAMES)("says what %s is about where it was not reached", (name) => {
    const about = `step_${name.replace(/-/g, "_")}_about`;
    expect(english).toHaveProperty(about);
    expect(saidOf(anUnreachedStep(name, "not-reached"))).toBe("step_not_reached");
    speakWith((message, values) => [message, ...values].join(" "));
    expect(saidOf(anUnreachedStep(name, "not-reached"))).toBe(`step_not_reached ${about}`);
    expect(saidOf(anUnreachedStep(name, "unknown"))).toBe(`step_not_seen ${about}`);
  });
});
