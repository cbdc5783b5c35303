import { factsOf } from "../../browsers/facts-of.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { endingsOf } from "../browsers/endings-of.ts";
import { causeOfError } from "../browsers/error-names.ts";
import type { LaneRules } from "../lane-rules.ts";
import { type FetchWalk, mainFetch, type RequestModes } from "../standard/main-fetch.ts";
import type { Basis, CredentialsMode, Finding, Mode } from "../verdict.ts";
import {
  type Candidates,
  credentialsCandidates,
  isReadable,
  modeCandidates,
  wasHandedOn,
} from "./evidence.ts";

/** The modes that a request may have had, and the standard's walk for them. */
export interface Hypothesis {
  readonly modes: RequestModes;
  readonly walk: FetchWalk;
}

/** A hypothesis, and the credentials modes that are possible with its mode. */
interface OneOfSeveral extends Hypothesis {
  readonly among: Candidates<CredentialsMode>;
}

export interface Hypotheses {
  readonly all: readonly Hypothesis[];
  /** The hypotheses that the recorded hops and preflights do not contradict. */
  readonly possible: readonly Hypothesis[];
  /** The possible hypotheses that explain the ending, likeliest first. */
  readonly consistent: readonly Hypothesis[];
  readonly modeBasis: Basis;
  readonly credentialsBasis: Basis;
}

/** Walks every mode and credentials mode that the evidence allows, and strikes out contradictions. */
export function hypothesesFor(exchange: Exchange, rules: LaneRules): Hypotheses {
  const candidates = modeCandidates(exchange);
  const all: OneOfSeveral[] = [];
  for (const mode of candidates.values) {
    const among = credentialsCandidates(exchange, mode);
    for (const credentials of among.values) {
      const modes = { mode, credentials };
      all.push({ modes, walk: mainFetch(exchange, modes, rules), among });
    }
  }
  const possible = all.filter(({ walk }) => !wentBeyond(exchange, walk.cause));
  const explaining = possible.filter((one) => explains(one, exchange));
  const consistent = isReadable(exchange) === false ? withheldAmong(explaining) : explaining;
  const left = consistent.length > 0 ? consistent : all;
  const [first] = left as [OneOfSeveral];
  const isUnreported =
    factsOf(exchange.browser).abortsInWorkersLookBlocked &&
    exchange.documentId === null &&
    exchange.ending.kind === "failed" &&
    all.some(({ among }) => among.basis === "assumed");
  return {
    all,
    possible,
    consistent,
    modeBasis: narrowed(candidates, left, ({ modes }) => modes.mode),
    credentialsBasis:
      isUnreported || left.some(({ among }) => isBareAssumption(among))
        ? "assumed"
        : narrowed(first.among, left, ({ modes }) => modes.credentials),
  };
}

/** Whether the usual value was assumed, without an alternative that could be struck out. */
function isBareAssumption({ basis, values }: Candidates<CredentialsMode>): boolean {
  return basis === "assumed" && values.length === 1;
}

/** The hypotheses that withhold the response, or all where none does: the hash may have been wrong. */
function withheldAmong<T extends Hypothesis>(explaining: readonly T[]): readonly T[] {
  const withheld = explaining.filter(({ walk }) => walk.outcome !== "allowed");
  return withheld.length > 0 ? withheld : explaining;
}

/** Whether a hypothesis explains everything recorded, including the ending. */
export function couldBe(exchange: Exchange, one: Hypothesis): boolean {
  return !wentBeyond(exchange, one.walk.cause) && explains(one, exchange);
}

/** The basis of a value. An assumption becomes an inference when only one of several values remains. */
function narrowed<T extends Mode | CredentialsMode>(
  candidates: Candidates<T>,
  left: readonly Hypothesis[],
  of: (hypothesis: Hypothesis) => T,
): Basis {
  if (candidates.basis !== "assumed" || candidates.values.length === 1) return candidates.basis;
  const [first] = left.map(of);
  return left.every((one) => of(one) === first) ? "inferred" : "assumed";
}

/** Whether a walk explains the exchange's ending. */
function explains({ modes, walk }: Hypothesis, exchange: Exchange): boolean {
  const { ending } = exchange;
  if (ending.kind === "pending") return true;
  if (ending.kind === "completed") {
    if (isReadable(exchange)) return walk.outcome === "allowed";
    // sendBeacon() only reports that the beacon was queued.
    const hasArrived =
      exchange.callResult?.result === "resolved" && exchange.call?.api !== "beacon";
    const mayBeWithheld = factsOf(exchange.browser).completesWithheld && !hasArrived;
    return mayBeWithheld || walk.cause === null;
  }
  if (ending.kind === "not-sent") return true;
  const endings = endingsOf(exchange.browser);
  // The browser checks a redirect's target only after the redirect has passed CORS.
  if (endings.wasRefusedARedirect(exchange))
    return walk.cause === null || isAboutLocation(walk.cause);
  if (causeOfError(ending.error) !== null) return true;
  return walk.cause !== null || endings.mayFailAfterPassing(exchange, modes.mode, ending.error);
}

function isAboutLocation({ code }: Finding): boolean {
  return code === "cors-disabled-scheme" || code === "redirect-contains-credentials";
}

/** Whether the browser continued past the message with the problem, so it found none there. */
function wentBeyond(exchange: Exchange, problem: Finding | null): boolean {
  if (problem === null) return false;
  if (problem.hop < exchange.hops.length - 1 && problem.stage !== "request") {
    // A redirect's problem may concern the next URL, which is then recorded as a hop.
    return problem.code !== "disallowed-by-mode" && problem.code !== "cors-disabled-scheme";
  }
  if (problem.stage === "response" && wasHandedOn(exchange)) return true;
  const hop = exchange.hops[problem.hop];
  // Gecko ends a failed preflight in an error.
  const passed = factsOf(exchange.browser).announcesBeforePreflight
    ? hop?.response != null || hop?.preflight?.ending.kind === "completed"
    : hop?.sentAt != null;
  return problem.stage === "preflight" && passed;
}
