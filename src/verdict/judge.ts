import { factsOf } from "../browsers/facts-of.ts";
import { type Exchange, type Hop, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { readableHeaderNames } from "../http/exposed-headers.ts";
import { decideExchange } from "./decide-exchange.ts";
import type { Decision } from "./decision.ts";
import { destination } from "./destination.ts";
import { isCrossOrigin, isReadable } from "./hypotheses/evidence.ts";
import { lanesOf } from "./lanes.ts";
import { notes } from "./notes.ts";
import { reachedServer, wentWithoutPreflight } from "./reached-server.ts";
import { remedyFor } from "./remedy/remedy.ts";
import type { FetchWalk } from "./standard/main-fetch.ts";
import type {
  Basis,
  Outcome,
  PreflightReason,
  Ruling,
  Verdict,
  VerdictDetails,
} from "./verdict.ts";

/**
 * The verdict on an exchange: the browser's decision with cause and certainty, the lanes' results, and the
 * change of responses that would let the exchange pass. Pure and total.
 */
export function judge(recorded: Exchange): Verdict {
  const { exchange, rules, hypotheses, chosen, decision } = decideExchange(recorded);
  const credentialsIncluded = chosen.modes.credentials === "include";
  const findings = [...decision.findings, ...notes(exchange, chosen.walk, decision, rules)];
  const blockedByServer = decision.cause?.family === "cors" && decision.outcome === "blocked";
  const verdict = {
    crossOrigin: isCrossOrigin(exchange),
    initiatorOrigin: exchange.initiatorOrigin ?? "null",
    destination: destination(exchange),
    mode: { value: chosen.modes.mode, basis: hypotheses.modeBasis },
    credentials: { value: chosen.modes.credentials, basis: hypotheses.credentialsBasis },
    rule: decision.rule,
    outcome: decision.outcome,
    outcomeBasis: outcomeBasis(exchange),
    cause: decision.cause,
    certainty: decision.certainty,
    alternatives: decision.alternatives,
    lanes: lanesOf(exchange, chosen, decision, hypotheses),
    findings,
    preflight: preflightOf(exchange, chosen.walk, decision),
    reachedServer: reachedServer(exchange),
    exposedHeaders: exposed(exchange, chosen.walk, decision.outcome, credentialsIncluded),
    remedy: blockedByServer
      ? remedyFor(
          exchange,
          (hypotheses.consistent.length > 0 ? hypotheses.consistent : [chosen]).map((s) => s.modes),
          rules,
        )
      : null,
    originPerHop: chosen.walk.hops.map((hop) => hop.origin),
  } satisfies VerdictDetails & Record<keyof Ruling, unknown>;
  return verdict as Verdict;
}

function preflightOf(
  exchange: Exchange,
  walk: FetchWalk,
  { cause, certainty }: Decision,
): Verdict["preflight"] {
  const wasBegun = exchange.hops.some(({ preflight }) => preflight !== null);
  const isOpen = walk.hops.some(({ need }) => need !== null && need.needed !== false);
  const concerned = wasBegun || isOpen ? walk.hops.filter(({ need }) => need !== null) : [];
  if (concerned.length === 0) return { needed: false, because: [], seen: "none" };
  const needing = concerned.filter((hop) => hop.need?.needed === true);
  const because = needing
    .flatMap(({ need }) => need?.because ?? [])
    .filter((one, i, all) => all.findIndex((other) => isSameReason(one, other)) === i);
  const begun = exchange.hops.flatMap(({ preflight }) => preflight ?? []);
  if (begun.length > 0) {
    const responded = begun.some(
      ({ response, redirect }) => response !== null || redirect !== null,
    );
    if (!responded && cause?.code === "aborted") return { needed: true, because, seen: "unknown" };
    // A policy stops a preflight before it is sent. On an allowed local network, Chromium reports even a
    // reset connection under the policy's name.
    const stopped = !responded && cause?.family === "policy";
    const where = certainty === "certain" ? "none" : "unknown";
    return { needed: true, because, seen: stopped ? where : "sent" };
  }
  if (needing.length > 0) {
    // A request sent without a preflight used an earlier preflight's response from the cache.
    const went = needing.every(({ hop }) =>
      wentWithoutPreflight(exchange, exchange.hops[hop] as Hop),
    );
    const seenWhole = exchange.completeness === "complete";
    return { needed: true, because, seen: went && seenWhole ? "cached" : "unknown" };
  }
  return { needed: null, because: [], seen: "unknown" };
}

function isSameReason(a: PreflightReason, b: PreflightReason): boolean {
  if (a.kind === "upload" || b.kind === "upload") return a.kind === b.kind;
  if (a.kind !== b.kind || a.name !== b.name) return false;
  return a.kind !== "header" || b.kind !== "header" || a.unsafe === b.unsafe;
}

function exposed(
  exchange: Exchange,
  walk: FetchWalk,
  outcome: Outcome,
  credentialsIncluded: boolean,
): readonly string[] {
  const { response } = lastHop(exchange);
  if (outcome !== "allowed" || response === null) return [];
  return readableHeaderNames(judgedHeaders(response), walk.tainting, credentialsIncluded);
}

/** How we know the outcome of an exchange. */
function outcomeBasis(exchange: Exchange): Basis {
  const { browser, ending, callResult } = exchange;
  if (!factsOf(browser).completesWithheld || ending.kind !== "completed") return "observed";
  if (!isCrossOrigin(exchange)) return "observed";
  return callResult !== null || isReadable(exchange) !== null ? "observed" : "inferred";
}
