import { type CauseCode, type FindingCode, familyOf, isCauseCode } from "./codes.ts";
import { forEachLane } from "./lane-name.ts";
import type { Cause, Finding, Lane, Verdict } from "./verdict.ts";

/** A verdict with defaults: a cross-origin CORS request, without credentials, that was allowed. */
export function aVerdict(init: Partial<Verdict> = {}): Verdict {
  const lane: Lane = {
    outcome: init.outcome ?? "allowed",
    cause: init.cause ?? null,
    name: null,
    open: null,
  };
  const initiatorOrigin = init.initiatorOrigin ?? "https://app.test";
  return {
    crossOrigin: true,
    initiatorOrigin,
    destination: "",
    mode: { value: "cors", basis: "observed" },
    credentials: { value: "same-origin", basis: "inferred" },
    rule: "by-hypotheses",
    outcome: "allowed",
    outcomeBasis: "observed",
    cause: null,
    certainty: "certain",
    alternatives: [],
    lanes: forEachLane(() => lane),
    findings: [],
    preflight: { needed: false, because: [], seen: "none" },
    reachedServer: true,
    exposedHeaders: [],
    remedy: null,
    originPerHop: [initiatorOrigin],
    steps: [],
    ...init,
  };
}

/** A cause with defaults: of the response of the first hop. */
export function aCause(code: CauseCode, init: Partial<Cause> = {}): Cause {
  return { code, family: familyOf(code), stage: "response", hop: 0, parameter: null, ...init };
}

/** A finding with defaults: a blocker of the response of the first hop; a warning for a note. */
export function aFinding(code: FindingCode, init: Partial<Finding> = {}): Finding {
  return {
    code,
    stage: "response",
    hop: 0,
    parameter: null,
    severity: isCauseCode(code) ? "blocker" : "warning",
    evidence: [],
    ...init,
  };
}

/** A verdict that says blocked for one finding, with others beside it. */
export function aBlock(finding: Finding, init: Partial<Verdict> = {}): Verdict {
  const { code, stage, hop, parameter } = finding;
  if (!isCauseCode(code)) throw new TypeError(`${code} stops nothing`);
  return aVerdict({
    outcome: familyOf(code) === "network" ? "failed" : "blocked",
    cause: aCause(code, { stage, hop, parameter }),
    ...init,
    findings: [finding, ...(init.findings ?? [])],
  });
}
