import { type Exchange, type Hop, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { readableHeaderNames } from "../http/exposed-headers.ts";
import { decideExchange } from "./decide-exchange.ts";
import type { Decision } from "./decision.ts";
import {
  destination,
  isCrossOrigin,
  outcomeBasis,
  reachedServer,
  wentWithoutPreflight,
} from "./evidence.ts";
import { lanesOf } from "./lanes.ts";
import type { FetchTrace } from "./main-fetch.ts";
import { notes } from "./notes.ts";
import { remedyFor } from "./remedy.ts";
import { stepsOf } from "./steps.ts";
import type { Outcome, Verdict } from "./verdict.ts";

/**
 * Judges an exchange: what the browser decided, why, how sure that is, what each browser and the
 * standard would say, and what change of responses would let it pass. Pure and total.
 */
export function judge(recorded: Exchange): Verdict {
  const { exchange, rules, supposed, chosen, decision } = decideExchange(recorded);
  const credentialsIncluded = chosen.reading.credentials === "include";
  const findings = [...decision.findings, ...notes(exchange, chosen.trace, decision, rules)];
  const blockedByServer = decision.cause?.family === "cors" && decision.outcome === "blocked";
  return {
    crossOrigin: isCrossOrigin(exchange),
    initiatorOrigin: exchange.initiatorOrigin ?? "null",
    destination: destination(exchange),
    mode: { value: chosen.reading.mode, basis: supposed.modeBasis },
    credentials: { value: chosen.reading.credentials, basis: supposed.credentialsBasis },
    outcome: decision.outcome,
    outcomeBasis: outcomeBasis(exchange),
    cause: decision.cause,
    certainty: decision.certainty,
    alternatives: decision.alternatives,
    lanes: lanesOf(exchange, chosen, decision),
    findings,
    preflight: preflightOf(exchange, chosen.trace, decision),
    reachedServer: reachedServer(exchange),
    exposedHeaders: exposed(exchange, chosen.trace, decision.outcome, credentialsIncluded),
    remedy: blockedByServer
      ? remedyFor(
          exchange,
          (supposed.consistent.length > 0 ? supposed.consistent : [chosen]).map((s) => s.reading),
          rules,
        )
      : null,
    originPerHop: chosen.trace.hops.map((hop) => hop.origin),
    steps: stepsOf(exchange, chosen.trace, decision.cause),
  };
}

function preflightOf(
  exchange: Exchange,
  trace: FetchTrace,
  { cause, certainty }: Decision,
): Verdict["preflight"] {
  const concerned = trace.hops.filter((hop) => hop.need !== null);
  if (concerned.length === 0) return { needed: false, because: [], seen: "none" };
  const needing = concerned.filter((hop) => hop.need?.needed === true);
  const because = [...new Set(needing.flatMap((hop) => hop.need?.because ?? []))];
  const begun = exchange.hops.flatMap(({ preflight }) => preflight ?? []);
  if (begun.length > 0) {
    const answered = begun.some(({ response, redirect }) => response !== null || redirect !== null);
    if (!answered && cause?.code === "aborted") return { needed: true, because, seen: "unknown" };
    // A policy stops a preflight where it stops any other request: before it is sent. To a server
    // nearby that its user allowed, Chromium calls a reset by the policy's name all the same.
    const stopped = !answered && cause?.family === "policy";
    const where = certainty === "certain" ? "none" : "unknown";
    return { needed: true, because, seen: stopped ? where : "sent" };
  }
  if (needing.length > 0) {
    // It went out without one: an earlier preflight's answer was still good. Unless it never went.
    const went = needing.every(({ hop }) =>
      wentWithoutPreflight(exchange, exchange.hops[hop] as Hop),
    );
    const seenWhole = exchange.completeness === "complete";
    return { needed: true, because, seen: went && seenWhole ? "cached" : "unknown" };
  }
  const known = concerned.every((hop) => hop.need?.needed === false);
  return { needed: known ? false : null, because: [], seen: known ? "none" : "unknown" };
}

function exposed(
  exchange: Exchange,
  trace: FetchTrace,
  outcome: Outcome,
  credentialsIncluded: boolean,
): readonly string[] {
  const { response } = lastHop(exchange);
  if (outcome !== "allowed" || response === null) return [];
  return readableHeaderNames(judgedHeaders(response), trace.tainting, credentialsIncluded);
}
