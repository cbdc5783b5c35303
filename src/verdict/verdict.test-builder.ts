import { type CauseCode, type FindingCode, familyOf, isCauseCode } from "./codes.ts";
import { forEachLane } from "./lane-name.ts";
import type {
  Ambiguous,
  Cause,
  Finding,
  Judgement,
  Lane,
  Outcome,
  PreflightReason,
  Ruling,
  Sure,
  Verdict,
  VerdictDetails,
} from "./verdict.ts";

type SurenessInit = Partial<Sure> | (Partial<Ambiguous> & Pick<Ambiguous, "certainty">);

/** The optional parts of a verdict from `aBlock`. */
export type BlockInit = Partial<VerdictDetails> & SurenessInit;

/** The optional parts of a verdict, which is allowed and certain by default. */
export type VerdictInit = BlockInit &
  (Judgement | { readonly outcome?: "allowed"; readonly cause?: null });

/** A verdict with defaults: a cross-origin CORS request, without credentials, that was allowed. */
export function aVerdict(init: VerdictInit = {}): Verdict {
  const { outcome = "allowed", cause = null } = init;
  const lane = { outcome, cause, name: null, open: null } as Lane;
  const initiatorOrigin = init.initiatorOrigin ?? "https://app.test";
  return {
    crossOrigin: true,
    initiatorOrigin,
    destination: "",
    mode: { value: "cors", basis: "observed" },
    credentials: { value: "same-origin", basis: "inferred" },
    rule: "by-hypotheses",
    outcome,
    outcomeBasis: "observed",
    cause,
    certainty: "certain",
    alternatives: [],
    lanes: forEachLane(() => lane),
    findings: [],
    preflight: { needed: false, because: [], seen: "none" },
    reachedServer: true,
    exposedHeaders: [],
    remedy: null,
    originPerHop: [initiatorOrigin],
    ...init,
  } as Verdict;
}

/** A cause with defaults: at the response of the first hop. */
export function aCause<Code extends CauseCode>(
  code: Code,
  init: Partial<Cause<Code>> = {},
): Cause<Code> {
  return { code, family: familyOf(code), stage: "response", hop: 0, parameter: null, ...init };
}

/** A finding with defaults: a blocker at the response of the first hop; a warning for a note. */
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

/** An outcome with an example cause. */
export function aJudgement<O extends Outcome>(outcome: O): Judgement<O> {
  return { outcome, cause: CAUSES[outcome] } as Judgement<O>;
}

const CAUSES: { readonly [O in Outcome]: Judgement<O>["cause"] } = {
  allowed: null,
  opaque: aCause("opaque-no-cors"),
  blocked: aCause("missing-allow-origin"),
  failed: aCause("connection-refused"),
  aborted: aCause("aborted", { stage: "request" }),
  pending: null,
  unknown: null,
};

/** Every possible ruling: each outcome with each possible certainty. */
export const RULINGS: readonly Ruling[] = [
  ...(["allowed", "opaque", "blocked", "failed", "aborted"] as const).flatMap((outcome) => [
    { ...aJudgement(outcome), certainty: "certain", alternatives: [] } as const,
    { ...aJudgement(outcome), certainty: "likely", alternatives: [] } as const,
    { ...aJudgement(outcome), certainty: "ambiguous", alternatives: [aCause("csp")] } as const,
  ]),
  { ...aJudgement("pending"), certainty: "certain", alternatives: [] },
  { ...aJudgement("unknown"), certainty: "ambiguous", alternatives: [] },
];

/** A verdict that is blocked (or failed) by one finding, with other findings beside it. */
export function aBlock(finding: Finding, init: BlockInit = {}): Verdict {
  const { code, stage, hop, parameter } = finding;
  if (!isCauseCode(code)) throw new TypeError(`${code} stops nothing`);
  const cause = aCause(code, { stage, hop, parameter });
  return aVerdict({
    ...({ outcome: cause.family === "network" ? "failed" : "blocked", cause } as Judgement),
    ...init,
    findings: [finding, ...(init.findings ?? [])],
  });
}

/** A reason for a preflight by its name in the report: "method PUT", "header accept (its value)". */
export function aReason(text: string): PreflightReason {
  const [, kind, name = "", suffix = ""] = /^(method|header) (\S+)(?: \((.+)\))?$/.exec(text) ?? [];
  if (kind === undefined) return { kind: "upload" };
  if (kind === "method") return { kind, name };
  const unsafe = suffix === "" ? "name" : suffix === "its value" ? "value" : "too-long";
  return { kind: "header", name, unsafe };
}
