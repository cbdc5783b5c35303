import type { Exchange } from "../exchange/exchange.ts";
import type { Step, StepName, Verdict } from "../verdict/verdict.ts";
import { plainText } from "./plain-text.ts";

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
  readonly about: string;
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
  const values = step.values.map((value) => plainText(value, 160));
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
      return `Not reached: ${words.about}.`;
    case "unknown":
      return `Not seen: ${words.about}.`;
  }
}

const ORIGIN_CHECK: Omit<StepWords, "about"> = {
  passed: (v) =>
    v.first === "*"
      ? "Access-Control-Allow-Origin is *, and no credentials are included."
      : `Access-Control-Allow-Origin equals the origin ${v.second || v.origin}.`,
  failed: (v) => {
    if (v.first === "") return `No Access-Control-Allow-Origin allows ${v.second || v.origin}.`;
    if (v.first === "*")
      return "Access-Control-Allow-Origin is *, which does not cover credentials.";
    return `Access-Control-Allow-Origin is ${v.first}, not ${v.second || v.origin}.`;
  },
};

const CREDENTIALS_CHECK: Omit<StepWords, "about"> = {
  passed: (v) =>
    v.withCredentials
      ? "Access-Control-Allow-Credentials is true."
      : "No credentials are included, so Access-Control-Allow-Credentials does not count.",
  failed: (v) =>
    v.first === ""
      ? "Credentials are included, and Access-Control-Allow-Credentials is missing."
      : `Credentials are included, and Access-Control-Allow-Credentials is ${v.first}, not true.`,
};

const listParse = (header: string): Omit<StepWords, "about"> => ({
  passed: (v) =>
    v.first === "" ? `There is no ${header} to read.` : `${header} is a proper list: ${v.first}`,
  failed: (v) => `${header} is not a proper list: ${v.first}`,
});

const STEPS: Readonly<Record<StepName, StepWords>> = {
  "same-origin": {
    about: "whether the URL is of the page's origin",
    passed: (v) =>
      v.first === "cross"
        ? `CORS applies: ${v.third || "the URL"} is another origin than ${v.second || v.origin}.`
        : `The URL is of the page's own origin ${v.second || v.origin}.`,
    failed: (v) => `The URL is not of the page's origin ${v.second || v.origin}.`,
  },
  mode: {
    about: "whether the mode of the call allows another origin",
    passed: (v) =>
      v.first === "no-cors"
        ? 'The mode is "no-cors": the answer arrives, and no script can read it.'
        : `The mode${v.first && ` "${v.first}"`} allows the call.`,
    failed: () => 'The mode "same-origin" forbids a URL of another origin.',
  },
  scheme: {
    about: "whether the scheme takes part in CORS",
    passed: () => "The scheme is http or https.",
    failed: () => "The scheme is neither http nor https, so CORS cannot allow it.",
  },
  "preflight-needed": {
    about: "whether a preflight is needed",
    passed: (v) =>
      v.all.length === 0
        ? "No preflight is needed."
        : `A preflight is needed because of: ${plainText(v.all.join(", "), 300)}.`,
    failed: () => "Whether a preflight is needed could not be told.",
  },
  "preflight-sent": {
    about: "the preflight",
    passed: (v) =>
      v.first === "cached"
        ? "No preflight was sent: an earlier answer to one was still good."
        : `The preflight asked for the method ${v.first || v.method}${v.second && ` and the headers ${v.second}`}.`,
    failed: () => "The preflight could not be sent.",
  },
  "preflight-no-redirect": {
    about: "whether the preflight was redirected",
    passed: () => "The preflight was not redirected.",
    failed: (v) =>
      `The preflight was redirected${v.first && ` to ${v.first}`}, which is not allowed.`,
  },
  "preflight-cors-check-origin": {
    about: "whether the answer to the preflight allows the origin",
    ...ORIGIN_CHECK,
  },
  "preflight-cors-check-credentials": {
    about: "whether the answer to the preflight allows credentials",
    ...CREDENTIALS_CHECK,
  },
  "preflight-ok-status": {
    about: "whether the preflight's status is from 200 to 299",
    passed: (v) => `The preflight's status${v.first && ` ${v.first}`} is from 200 to 299.`,
    failed: (v) => `The preflight's status${v.first && ` ${v.first}`} is not from 200 to 299.`,
  },
  "preflight-methods-parse": {
    about: "whether Access-Control-Allow-Methods can be read",
    ...listParse("Access-Control-Allow-Methods"),
  },
  "preflight-headers-parse": {
    about: "whether Access-Control-Allow-Headers can be read",
    ...listParse("Access-Control-Allow-Headers"),
  },
  "preflight-method-allowed": {
    about: "whether the method is allowed",
    passed: (v) =>
      /^(?:GET|HEAD|POST)$/.test(v.first)
        ? `The method ${v.first} needs no permission.`
        : `The method ${v.first || v.method} is allowed.`,
    failed: (v) =>
      `The method ${v.first || v.method} is not in Access-Control-Allow-Methods${v.second && `: ${v.second}`}.`,
  },
  "preflight-headers-allowed": {
    about: "whether the request headers are allowed",
    passed: (v) =>
      v.first === ""
        ? "No request header needs permission."
        : `The request headers are allowed: ${v.first}`,
    failed: (v) =>
      `Not in Access-Control-Allow-Headers${v.second && ` (${v.second})`}: ${v.first || "a request header"}.`,
  },
  "request-sent": {
    about: `whether the request itself went out`,
    passed: (v) => `The ${v.method || "request"} itself was sent.`,
    failed: (v) => `The ${v.method || "request"} itself was never sent.`,
  },
  "cors-check-origin": { about: "whether the answer allows the origin", ...ORIGIN_CHECK },
  "cors-check-credentials": {
    about: "whether the answer allows credentials",
    ...CREDENTIALS_CHECK,
  },
  "redirect-location": {
    about: "the redirect",
    passed: (v) => `The answer redirects${v.first && ` to ${v.first}`}.`,
    failed: (v) =>
      `The answer redirects to a URL that a cross-origin call may not follow${v.first && `: ${v.first}`}.`,
  },
  "redirect-taints-origin": {
    about: "whether the redirect hides the origin",
    passed: () =>
      "The redirect leads from one foreign origin to another: from here on the browser asks with Origin: null.",
    failed: () =>
      "The redirect leads from one foreign origin to another: from here on the browser asks with Origin: null.",
  },
  readable: {
    about: "whether the page's script can read the answer",
    passed: () => "The page's script can read the answer.",
    failed: () => "The page's script cannot read the answer.",
    info: (v) =>
      v.first === "opaque"
        ? "The answer is opaque: it arrives, and no script can read it."
        : "The page's script can read the answer.",
  },
};
