import type { Exchange } from "../exchange/exchange.ts";
import type { ReachedStep, Step, StepName, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { plainText } from "./plain-text.ts";
import { preflightReason } from "./preflight-reason.ts";

/** Values for a step's sentences besides the step's own. */
interface Surroundings {
  /** The method of the step's hop. */
  readonly method: string;
  readonly withCredentials: boolean;
}

/** A sentence for each result that a step of that name can have. */
type StepWords<Name extends StepName> = {
  /** The check as a noun: "whether the status is ok". */
  readonly about: MessageName;
} & {
  readonly [Result in ReachedStep<Name>["result"]]: (
    step: Extract<ReachedStep<Name>, { result: Result }>,
    around: Surroundings,
  ) => string;
};

/**
 * One plain sentence for a step of the standard and its result. Pure.
 *
 * @param step as listed by `stepsOf`.
 */
export function describeStep(exchange: Exchange, verdict: Verdict, step: Step): string {
  const words: { readonly about: MessageName } = STEPS[step.name];
  if (step.result === "not-reached") return say("step_not_reached", say(words.about));
  if (step.result === "unknown") return say("step_not_seen", say(words.about));
  // The table has a sentence for every result, by its type; the compiler cannot relate a name to its row.
  const sentences = words as unknown as Record<
    ReachedStep["result"],
    (step: ReachedStep, around: Surroundings) => string
  >;
  return sentences[step.result](step, {
    method: plainText(exchange.hops[step.hop]?.method, 40),
    withCredentials: verdict.credentials.value === "include",
  });
}

/** A value, shortened for a step's sentence. */
const text = (value: string | null): string => plainText(value, 160);

/** A sentence with a value, or another one if the value is empty. */
function sayOf(message: MessageName, value: string, withoutValue: MessageName): string {
  return value === "" ? say(withoutValue) : say(message, value);
}

const ORIGIN_CHECK: Omit<
  StepWords<"cors-check-origin" | "preflight-cors-check-origin">,
  "about"
> = {
  passed: ({ allowOrigin, origin }) =>
    allowOrigin === "*"
      ? say("step_cors_check_origin_wildcard")
      : say("step_cors_check_origin_equal", text(origin)),
  failed: ({ allowOrigin, origin }) => {
    if (!allowOrigin) return say("step_cors_check_origin_missing", text(origin));
    if (allowOrigin === "*") return say("step_cors_check_origin_wildcard_failed");
    return say("step_cors_check_origin_differs", text(allowOrigin), text(origin));
  },
};

const CREDENTIALS_CHECK: Omit<
  StepWords<"cors-check-credentials" | "preflight-cors-check-credentials">,
  "about"
> = {
  passed: (_, { withCredentials }) =>
    withCredentials
      ? say("step_cors_check_credentials_passed")
      : say("step_cors_check_credentials_not_included"),
  failed: ({ allowCredentials }) =>
    sayOf(
      "step_cors_check_credentials_differs",
      text(allowCredentials),
      "step_cors_check_credentials_missing",
    ),
};

const listParse = (
  header: string,
): Omit<StepWords<"preflight-methods-parse" | "preflight-headers-parse">, "about"> => ({
  passed: ({ list }) =>
    list
      ? say("step_list_parse_passed", header, text(list))
      : say("step_list_parse_nothing", header),
  failed: ({ list }) => say("step_list_parse_failed", header, text(list)),
});

const STEPS: { readonly [Name in StepName]: StepWords<Name> } = {
  "same-origin": {
    about: "step_same_origin_about",
    info: ({ sameOrigin, origin, urlOrigin }) =>
      sameOrigin
        ? say("step_same_origin_passed", text(origin))
        : say("step_same_origin_cross", text(urlOrigin), text(origin)),
  },
  mode: {
    about: "step_mode_about",
    info: () => say("step_mode_no_cors"),
    failed: () => say("step_mode_failed"),
  },
  scheme: {
    about: "step_scheme_about",
    failed: () => say("step_scheme_failed"),
  },
  "preflight-needed": {
    about: "step_preflight_needed_about",
    info: ({ because }) =>
      sayOf(
        "step_preflight_needed_yes",
        plainText(because.map((reason) => preflightReason(reason, 160)).join(", "), 300),
        "step_preflight_needed_no",
      ),
  },
  "preflight-sent": {
    about: "step_preflight_sent_about",
    passed: ({ method, headerNames }) => {
      // A hostile list may contain an empty name.
      const names = text(headerNames.join(", "));
      return names === ""
        ? say("step_preflight_sent_method", text(method))
        : say("step_preflight_sent_method_and_headers", text(method), names);
    },
    info: () => say("step_preflight_sent_cached"),
  },
  "preflight-no-redirect": {
    about: "step_preflight_no_redirect_about",
    passed: () => say("step_preflight_no_redirect_passed"),
    failed: ({ location }) =>
      sayOf(
        "step_preflight_no_redirect_failed",
        text(location),
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
    passed: ({ status }) => say("step_preflight_ok_status_passed", String(status)),
    failed: ({ status }) => say("step_preflight_ok_status_failed", String(status)),
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
    passed: ({ method }) =>
      /^(?:GET|HEAD|POST)$/.test(method)
        ? say("step_preflight_method_allowed_safelisted", text(method))
        : say("step_preflight_method_allowed_passed", text(method)),
    failed: ({ method, list }) =>
      list
        ? say("step_preflight_method_allowed_failed", text(method), text(list))
        : say("step_preflight_method_allowed_failed_unknown", text(method)),
  },
  "preflight-headers-allowed": {
    about: "step_preflight_headers_allowed_about",
    passed: ({ headerNames }) =>
      sayOf(
        "step_preflight_headers_allowed_passed",
        text(headerNames.join(", ")),
        "step_preflight_headers_allowed_none",
      ),
    failed: ({ headerNames, list }) => {
      const names = text(headerNames.join(", "));
      return list
        ? say("step_preflight_headers_allowed_failed", text(list), names)
        : say("step_preflight_headers_allowed_failed_unknown", names);
    },
  },
  "request-sent": {
    about: "step_request_sent_about",
    passed: (_, { method }) =>
      sayOf("step_request_sent_passed", method, "step_request_sent_passed_unknown"),
  },
  "cors-check-origin": { about: "step_cors_check_origin_about", ...ORIGIN_CHECK },
  "cors-check-credentials": {
    about: "step_cors_check_credentials_about",
    ...CREDENTIALS_CHECK,
  },
  "redirect-location": {
    about: "step_redirect_location_about",
    passed: ({ location }) => say("step_redirect_location_passed", text(location)),
    failed: ({ location }) => say("step_redirect_location_failed", text(location)),
  },
  "redirect-taints-origin": {
    about: "step_redirect_taints_origin_about",
    info: () => say("step_redirect_taints_origin"),
  },
  readable: {
    about: "step_readable_about",
    passed: () => say("step_readable_passed"),
    info: () => say("step_readable_opaque"),
  },
};
