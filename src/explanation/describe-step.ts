import type { Exchange } from "../exchange/exchange.ts";
import type { Step, StepName, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { plainText } from "./plain-text.ts";
import { preflightReason } from "./preflight-reason.ts";

/** What a step's sentences may speak of: its values, "" where one is missing, and the exchange. */
interface StepValues {
  readonly all: readonly string[];
  readonly first: string;
  readonly second: string;
  readonly third: string;
  readonly method: string;
  readonly origin: string;
  readonly withCredentials: boolean;
}

interface StepWords {
  /** The check as a noun: "whether the status is ok". */
  readonly about: MessageName;
  readonly passed: (v: StepValues) => string;
  readonly failed: (v: StepValues) => string;
  readonly info?: (v: StepValues) => string;
}

/**
 * One plain sentence for a step of the standard and how it went. Pure; tolerates missing values.
 *
 * @param step as the verdict lists it.
 */
export function describeStep(exchange: Exchange, verdict: Verdict, step: Step): string {
  const words = STEPS[step.name];
  const values =
    step.name === "preflight-needed"
      ? step.because.map((reason) => preflightReason(reason, 160))
      : step.values.map((value) => plainText(value, 160));
  const v: StepValues = {
    all: values.filter((value) => value !== ""),
    first: values[0] ?? "",
    second: values[1] ?? "",
    third: values[2] ?? "",
    method: plainText(exchange.hops[step.hop]?.method, 40),
    origin: plainText(verdict.originPerHop[step.hop] ?? verdict.initiatorOrigin),
    withCredentials: verdict.credentials.value === "include",
  };
  switch (step.result) {
    case "passed":
      return words.passed(v);
    case "failed":
      return words.failed(v);
    case "info":
      return (words.info ?? words.passed)(v);
    case "not-reached":
      return say("step_not_reached", say(words.about));
    case "unknown":
      return say("step_not_seen", say(words.about));
  }
}

/** A sentence about a value, or its twin that does without where there is none. */
function sayOf(message: MessageName, value: string, withoutValue: MessageName): string {
  return value === "" ? say(withoutValue) : say(message, value);
}

const ORIGIN_CHECK: Omit<StepWords, "about"> = {
  passed: (v) =>
    v.first === "*"
      ? say("step_cors_check_origin_wildcard")
      : say("step_cors_check_origin_equal", v.second || v.origin),
  failed: (v) => {
    if (v.first === "") return say("step_cors_check_origin_missing", v.second || v.origin);
    if (v.first === "*") return say("step_cors_check_origin_wildcard_failed");
    return say("step_cors_check_origin_differs", v.first, v.second || v.origin);
  },
};

const CREDENTIALS_CHECK: Omit<StepWords, "about"> = {
  passed: (v) =>
    v.withCredentials
      ? say("step_cors_check_credentials_passed")
      : say("step_cors_check_credentials_not_included"),
  failed: (v) =>
    sayOf("step_cors_check_credentials_differs", v.first, "step_cors_check_credentials_missing"),
};

const listParse = (header: string): Omit<StepWords, "about"> => ({
  passed: (v) =>
    v.first === ""
      ? say("step_list_parse_nothing", header)
      : say("step_list_parse_passed", header, v.first),
  failed: (v) => say("step_list_parse_failed", header, v.first),
});

const STEPS: Readonly<Record<StepName, StepWords>> = {
  "same-origin": {
    about: "step_same_origin_about",
    passed: (v) => {
      const page = v.second || v.origin;
      if (v.first !== "cross") return say("step_same_origin_passed", page);
      return v.third === ""
        ? say("step_same_origin_cross_unknown", page)
        : say("step_same_origin_cross", v.third, page);
    },
    failed: (v) => say("step_same_origin_failed", v.second || v.origin),
  },
  mode: {
    about: "step_mode_about",
    passed: (v) =>
      v.first === "no-cors"
        ? say("step_mode_no_cors")
        : sayOf("step_mode_passed", v.first, "step_mode_passed_unknown"),
    failed: () => say("step_mode_failed"),
  },
  scheme: {
    about: "step_scheme_about",
    passed: () => say("step_scheme_passed"),
    failed: () => say("step_scheme_failed"),
  },
  "preflight-needed": {
    about: "step_preflight_needed_about",
    passed: (v) =>
      sayOf(
        "step_preflight_needed_yes",
        plainText(v.all.join(", "), 300),
        "step_preflight_needed_no",
      ),
    failed: () => say("step_preflight_needed_failed"),
  },
  "preflight-sent": {
    about: "step_preflight_sent_about",
    passed: (v) => {
      if (v.first === "cached") return say("step_preflight_sent_cached");
      const method = v.first || v.method;
      return v.second === ""
        ? say("step_preflight_sent_method", method)
        : say("step_preflight_sent_method_and_headers", method, v.second);
    },
    failed: () => say("step_preflight_sent_failed"),
  },
  "preflight-no-redirect": {
    about: "step_preflight_no_redirect_about",
    passed: () => say("step_preflight_no_redirect_passed"),
    failed: (v) =>
      sayOf(
        "step_preflight_no_redirect_failed",
        v.first,
        "step_preflight_no_redirect_failed_unknown",
      ),
  },
  "preflight-cors-check-origin": {
    about: "step_preflight_cors_check_origin_about",
    ...ORIGIN_CHECK,
  },
  "preflight-cors-check-credentials": {
    about: "step_preflight_cors_check_credentials_about",
    ...CREDENTIALS_CHECK,
  },
  "preflight-ok-status": {
    about: "step_preflight_ok_status_about",
    passed: (v) =>
      sayOf("step_preflight_ok_status_passed", v.first, "step_preflight_ok_status_passed_unknown"),
    failed: (v) =>
      sayOf("step_preflight_ok_status_failed", v.first, "step_preflight_ok_status_failed_unknown"),
  },
  "preflight-methods-parse": {
    about: "step_preflight_methods_parse_about",
    ...listParse("Access-Control-Allow-Methods"),
  },
  "preflight-headers-parse": {
    about: "step_preflight_headers_parse_about",
    ...listParse("Access-Control-Allow-Headers"),
  },
  "preflight-method-allowed": {
    about: "step_preflight_method_allowed_about",
    passed: (v) =>
      /^(?:GET|HEAD|POST)$/.test(v.first)
        ? say("step_preflight_method_allowed_safelisted", v.first)
        : say("step_preflight_method_allowed_passed", v.first || v.method),
    failed: (v) => {
      const method = v.first || v.method;
      return v.second === ""
        ? say("step_preflight_method_allowed_failed_unknown", method)
        : say("step_preflight_method_allowed_failed", method, v.second);
    },
  },
  "preflight-headers-allowed": {
    about: "step_preflight_headers_allowed_about",
    passed: (v) =>
      sayOf(
        "step_preflight_headers_allowed_passed",
        v.first,
        "step_preflight_headers_allowed_none",
      ),
    failed: (v) => {
      const names = v.first || say("step_a_request_header");
      return v.second === ""
        ? say("step_preflight_headers_allowed_failed_unknown", names)
        : say("step_preflight_headers_allowed_failed", v.second, names);
    },
  },
  "request-sent": {
    about: "step_request_sent_about",
    passed: (v) => sayOf("step_request_sent_passed", v.method, "step_request_sent_passed_unknown"),
    failed: (v) => sayOf("step_request_sent_failed", v.method, "step_request_sent_failed_unknown"),
  },
  "cors-check-origin": { about: "step_cors_check_origin_about", ...ORIGIN_CHECK },
  "cors-check-credentials": {
    about: "step_cors_check_credentials_about",
    ...CREDENTIALS_CHECK,
  },
  "redirect-location": {
    about: "step_redirect_location_about",
    passed: (v) =>
      sayOf("step_redirect_location_passed", v.first, "step_redirect_location_passed_unknown"),
    failed: (v) =>
      sayOf("step_redirect_location_failed", v.first, "step_redirect_location_failed_unknown"),
  },
  "redirect-taints-origin": {
    about: "step_redirect_taints_origin_about",
    passed: () => say("step_redirect_taints_origin"),
    failed: () => say("step_redirect_taints_origin"),
  },
  readable: {
    about: "step_readable_about",
    passed: () => say("step_readable_passed"),
    failed: () => say("step_readable_failed"),
    info: (v) => (v.first === "opaque" ? say("step_readable_opaque") : say("step_readable_passed")),
  },
};
