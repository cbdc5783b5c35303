import type { FoundAt, Step, StepName } from "./verdict.ts";

export const PASSED = { result: "passed", code: null } as const;
export const INFO = { result: "info", code: null } as const;
/** A failure with an example code. */
export const FAILED = { result: "failed", code: "method-disallowed" } as const;

/** A step's name and its result. */
export type StepFound = { readonly [Name in StepName]: readonly [Name, FoundAt[Name]] }[StepName];

/** A step on the first hop. */
export const aStep = (...[name, found]: StepFound): Step =>
  ({ name, hop: 0, clause: "", ...found }) as Step;

/** A step that was not reached or not recorded. */
export const anUnreachedStep = (name: StepName, result: "not-reached" | "unknown"): Step =>
  ({ name, hop: 0, clause: "", result, code: null }) as Step;

const O = "https://app.test";
const both = <Name extends StepName, Values extends object>(name: Name, ...all: Values[]) =>
  all.flatMap((values) => [
    [name, { ...PASSED, ...values }] as const,
    [name, { ...FAILED, ...values }] as const,
  ]);

/** Every step with every result, with and without values. */
export const EVERY_STEP_FOUND: readonly StepFound[] = [
  ["same-origin", { ...INFO, sameOrigin: true, origin: O, urlOrigin: O }],
  ["same-origin", { ...INFO, sameOrigin: false, origin: O, urlOrigin: "https://a.test" }],
  ["mode", INFO],
  ["mode", FAILED],
  ["scheme", FAILED],
  ["preflight-needed", { ...INFO, because: [] }],
  ["preflight-needed", { ...INFO, because: [{ kind: "method", name: "PUT" }, { kind: "upload" }] }],
  ["preflight-sent", INFO],
  ["preflight-sent", { ...PASSED, method: "PUT", headerNames: [] }],
  ["preflight-sent", { ...PASSED, method: "PUT", headerNames: ["x-a", "x-b"] }],
  ...both("preflight-no-redirect", { location: null }, { location: "/login" }),
  ...(["", "preflight-"] as const).flatMap((prefix) => [
    ...both(
      `${prefix}cors-check-origin`,
      { allowOrigin: null, origin: O },
      { allowOrigin: "*", origin: O },
      { allowOrigin: "https://b.test", origin: O },
    ),
    ...both(
      `${prefix}cors-check-credentials`,
      { allowCredentials: null },
      { allowCredentials: "True" },
    ),
  ]),
  ...both("preflight-ok-status", { status: 204 }),
  ...both("preflight-methods-parse", { list: null }, { list: "PUT" }),
  ...both("preflight-headers-parse", { list: null }, { list: "x-a" }),
  ...both(
    "preflight-method-allowed",
    { method: "POST", list: null },
    { method: "PUT", list: "PUT" },
  ),
  ...both(
    "preflight-headers-allowed",
    { headerNames: [], list: null },
    { headerNames: ["x-a"], list: "x-b" },
  ),
  ["request-sent", PASSED],
  ...both("redirect-location", { location: "https://b.test/" }),
  ["redirect-taints-origin", INFO],
  ["readable", PASSED],
  ["readable", INFO],
];
