import { get } from "../../src/http/header-list.ts";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import type { RequestModes } from "../../src/verdict/standard/main-fetch.ts";
import { headerOf } from "../lab/request-head.ts";
import { isPreflight } from "../lab/scripts.ts";
import type { CaseResult } from "./case-result.ts";
import { callCount } from "./deploy.ts";

/** A false statement of our report other than the verdict. */
export interface WrongFact {
  readonly theirs: string;
  readonly ours: string;
}

/** Compares the certain statements of the report with the facts of the scenario and the servers. */
export function wrongFacts(
  result: CaseResult,
  truth: RequestModes,
  areServersCompared: boolean,
): WrongFact[] {
  const { deployed, origin, ours, requests } = result;
  if (ours === null) return [];
  const wrong: WrongFact[] = [];
  const expect = (what: string, theirs: unknown, own: unknown) => {
    if (theirs !== own) wrong.push({ theirs: `${what} ${theirs}`, ours: String(own) });
  };
  expect("origin", origin, ours.initiatorOrigin);
  if (ours.mode.basis !== "assumed") expect("mode", truth.mode, ours.mode.value);
  if (ours.credentials.basis !== "assumed") {
    const included = ours.credentials.value === "include";
    expect("credentials included", truth.credentials === "include", included);
  }
  if (
    result.seen?.headers !== undefined &&
    ours.outcome === "allowed" &&
    // Nobody reported the headers of a response that no request fetched.
    result.exchange?.hops.at(-1)?.response != null
  ) {
    expect("readable", inOrder(result.seen.headers), inOrder(ours.exposedHeaders));
  }
  if (deployed.scenario.earlier !== undefined && result.call === 1) {
    const { theirs, own } = whoseResponse(result, ours);
    expect("served from the cache by that of", theirs, own);
  }
  const { caller } = deployed.scenario;
  if (caller.service === "makes-up" && ours.certainty !== "ambiguous") {
    expect("service worker failed", false, ours.cause?.code === "service-worker-error");
  }
  const preflights = requests.filter(isPreflight).length;
  if (!areServersCompared) return wrong;
  const { before } = result;
  const all = before === null ? [ours] : [before, ours];
  // The servers know the total of several calls: it is compared with the last of them.
  if (result.call < callCount(deployed.scenario) - 1) return wrong;
  if (callCount(deployed.scenario) > 1 && before === null) return wrong;
  const preflightsSeen = all.map(({ preflight }) => preflight.seen);
  if (!preflightsSeen.includes("unknown")) {
    expect("preflight sent", preflights > 0, preflightsSeen.includes("sent"));
    // Browsers repeat a request if its connection breaks.
    const isBroken = deployed.scenario.hops.some(({ preflight }) => typeof preflight === "string");
    if (before !== null && deployed.scenario.hops.length === 1 && !isBroken) {
      expect(
        "preflights sent",
        preflights,
        preflightsSeen.filter((seen) => seen === "sent").length,
      );
    }
  }
  const reached = all.map(({ reachedServer }) => reachedServer);
  if (!reached.includes(null)) {
    expect("reached the server", requests.length > preflights, reached.includes(true));
  }
  return wrong;
}

/**
 * The earlier exchange whose stored response a blocked call got: as our report says, and as the servers
 * know, which received only one request.
 */
function whoseResponse({ requests, before, exchange }: CaseResult, ours: ReportedExchange) {
  const { findings, entries } = ours;
  // If the cause is ambiguous, one of the alternatives is CORS.
  const cause = [ours.cause, ...(ours.alternatives ?? [])].find((it) => it?.family === "cors");
  const finding = findings.find(({ code }) => code === "cached-for-another-request");
  const own = finding?.parameter ?? null;
  const isOfResponse = cause?.stage === "response" || cause?.stage === "redirect";
  if (before === null || before.reachedServer === false) return { theirs: null, own };
  if (ours.outcome !== "blocked" || !isOfResponse || entries.length === 0)
    return { theirs: null, own };
  const actual = requests.filter((request) => !isPreflight(request));
  // An upgrade to https is a hop of the exchange, and none of the scenario.
  const hop = /&hop=\d+/.exec(exchange?.hops[cause.hop]?.url ?? "")?.[0] ?? `&hop=${cause.hop}`;
  const atHop = actual.filter(({ target }) => target.includes(hop));
  // At a revalidation a server may have changed the stored response.
  if (atHop.some((request) => headerOf(request, "if-none-match"))) return { theirs: own, own };
  // A response that the same origin stored there is the server's own failure.
  const sent = exchange?.hops[cause.hop]?.requestHeaders ?? [];
  const [first] = atHop;
  if (first && headerOf(first, "origin") === get(sent, "Origin")) return { theirs: null, own };
  const wasStopped = before.outcome === "blocked" && (before.cause?.hop ?? 0) < cause.hop;
  const cameThere = !wasStopped && before.entries.length !== 0;
  return { theirs: atHop.length < 2 && cameThere ? before.id : null, own };
}

const inOrder = (names: readonly string[]) =>
  [...new Set(names.map((name) => name.toLowerCase()))].sort().join(" ");
