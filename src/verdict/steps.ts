import type { Exchange, Hop } from "../exchange/exchange.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import { corsCheckPart } from "./code-names.ts";
import { decideExchange } from "./decide-exchange.ts";
import { wentWithoutPreflight } from "./reached-server.ts";
import { corsFields } from "./standard/cors-fields.ts";
import type { HopWalk } from "./standard/main-fetch.ts";
import type { Cause, Finding, PreflightReason, Step, StepName } from "./verdict.ts";

const FETCH = "https://fetch.spec.whatwg.org/";

/** The clause of the standard behind each step. */
export const CLAUSES: Readonly<Record<StepName, string>> = {
  "same-origin": `${FETCH}#main-fetch`,
  mode: `${FETCH}#concept-request-mode`,
  scheme: `${FETCH}#http-scheme`,
  "preflight-needed": `${FETCH}#cors-preflight-fetch`,
  "preflight-sent": `${FETCH}#cors-preflight-fetch`,
  "preflight-no-redirect": `${FETCH}#cors-preflight-fetch`,
  "preflight-cors-check-origin": `${FETCH}#concept-cors-check`,
  "preflight-cors-check-credentials": `${FETCH}#concept-cors-check`,
  "preflight-ok-status": `${FETCH}#ok-status`,
  "preflight-methods-parse": `${FETCH}#extract-header-list-values`,
  "preflight-headers-parse": `${FETCH}#extract-header-list-values`,
  "preflight-method-allowed": `${FETCH}#http-access-control-allow-methods`,
  "preflight-headers-allowed": `${FETCH}#http-access-control-allow-headers`,
  "request-sent": `${FETCH}#http-network-or-cache-fetch`,
  "cors-check-origin": `${FETCH}#concept-cors-check`,
  "cors-check-credentials": `${FETCH}#concept-cors-check`,
  "redirect-location": `${FETCH}#http-redirect-fetch`,
  "redirect-taints-origin": `${FETCH}#concept-request-tainted-origin`,
  readable: `${FETCH}#concept-filtered-response-cors`,
};

/**
 * The steps of the standard that an exchange went through, in order: what passed, what failed, and
 * what was never reached because an earlier step had failed. Pure; the detail view alone asks for
 * them.
 */
export function stepsOf(recorded: Exchange): readonly Step[] {
  const { exchange, chosen, decision } = decideExchange(recorded);
  const { walk } = chosen;
  const list = new StepList(decision.cause);
  for (const hopWalk of walk.hops) {
    const hop = exchange.hops[hopWalk.hop] as Hop;
    list.add("same-origin", hopWalk.hop, "info", [
      hopWalk.sameOrigin ? "same" : "cross",
      hopWalk.origin,
      hop.origin,
    ]);
    const refused = hopWalk.requestProblems[0];
    if (refused !== undefined) {
      list.check(
        refused.code === "disallowed-by-mode" ? "mode" : "scheme",
        hopWalk.hop,
        refused,
        [],
      );
    }
    if (hopWalk.corsTainted) corsSteps(list, exchange, hop, hopWalk);
    else {
      list.add(
        "request-sent",
        hopWalk.hop,
        hop.sentAt !== null || hop.response !== null ? "passed" : "unknown",
        [],
      );
      if (walk.tainting === "opaque") list.add("mode", hopWalk.hop, "info", ["no-cors"]);
    }
    if (hopWalk.location !== null) {
      list.check("redirect-location", hopWalk.hop, hopWalk.redirectProblems[0], [hopWalk.location]);
    }
    if (hopWalk.taints) list.add("redirect-taints-origin", hopWalk.hop, "info", [hop.origin]);
  }
  const last = walk.hops[walk.hops.length - 1] as HopWalk;
  if (walk.outcome === "allowed" || walk.outcome === "opaque") {
    list.add("readable", last.hop, walk.outcome === "allowed" ? "passed" : "info", [walk.outcome]);
  }
  return list.steps;
}

function corsSteps(list: StepList, exchange: Exchange, hop: Hop, walk: HopWalk): void {
  const { need } = walk;
  if (need !== null && need.needed !== false) {
    list.addNeed(walk.hop, need.because);
    preflightSteps(list, exchange, hop, walk);
  }
  const went = hop.response !== null || (hop.sentAt !== null && !list.stopped);
  list.add("request-sent", walk.hop, went ? "passed" : "unknown", []);
  const fields = hop.response === null ? null : corsFields(judgedHeaders(hop.response));
  accessSteps(
    list,
    "",
    walk,
    walk.responseProblems,
    fields?.allowOrigin ?? null,
    fields?.allowCredentials ?? null,
  );
}

function preflightSteps(list: StepList, exchange: Exchange, hop: Hop, walk: HopWalk): void {
  const { need, preflightProblems: problems } = walk;
  const response = hop.preflight?.response ?? null;
  if (need === null) return;
  if (hop.preflight === null || response === null || problems === null) {
    const cached = wentWithoutPreflight(exchange, hop);
    list.add("preflight-sent", walk.hop, cached ? "info" : "unknown", [
      cached ? "cached" : "unknown",
    ]);
    return;
  }
  const fields = corsFields(judgedHeaders(response));
  const failed = (...codes: string[]) => problems.find((problem) => codes.includes(problem.code));
  const redirect = failed("preflight-disallowed-redirect");
  list.add("preflight-sent", walk.hop, "passed", [need.method, need.headerNames.join(", ")]);
  list.check("preflight-no-redirect", walk.hop, redirect, [fields.location ?? ""]);
  accessSteps(list, "preflight-", walk, problems, fields.allowOrigin, fields.allowCredentials);
  list.check("preflight-ok-status", walk.hop, failed("preflight-invalid-status"), [
    String(response.status),
  ]);
  list.check("preflight-methods-parse", walk.hop, failed("invalid-allow-methods"), [
    fields.allowMethods ?? "",
  ]);
  list.check("preflight-headers-parse", walk.hop, failed("invalid-allow-headers"), [
    fields.allowHeaders ?? "",
  ]);
  list.check("preflight-method-allowed", walk.hop, failed("method-disallowed"), [
    need.method,
    fields.allowMethods ?? "",
  ]);
  const missing = problems.filter((problem) => problem.code === "header-disallowed");
  list.check("preflight-headers-allowed", walk.hop, missing[0], [
    (missing.length > 0 ? missing.map((m) => m.parameter) : need.headerNames).join(", "),
    fields.allowHeaders ?? "",
  ]);
}

function accessSteps(
  list: StepList,
  prefix: "" | "preflight-",
  walk: HopWalk,
  problems: readonly Finding[] | null,
  allowOrigin: string | null,
  allowCredentials: string | null,
): void {
  const origin: ValuedStep = `${prefix}cors-check-origin`;
  const credentials: ValuedStep = `${prefix}cors-check-credentials`;
  if (problems === null) {
    list.add(origin, walk.hop, "unknown", ["", walk.origin]);
    return;
  }
  const bad = problems.find(({ code }) => corsCheckPart(code) === "origin");
  list.check(origin, walk.hop, bad, [allowOrigin ?? "", walk.origin]);
  const badCredentials = problems.find(({ code }) => corsCheckPart(code) === "credentials");
  if (badCredentials !== undefined || allowCredentials !== null) {
    list.check(credentials, walk.hop, badCredentials, [allowCredentials ?? ""]);
  }
}

type ValuedStep = Exclude<StepName, "preflight-needed">;

/** Collects steps; whatever comes after the one that stopped the browser was never reached. */
class StepList {
  readonly steps: Step[] = [];
  readonly #cause: Cause | null;
  stopped = false;

  constructor(cause: Cause | null) {
    this.#cause = cause;
  }

  /** Why a preflight is needed. */
  addNeed(hop: number, because: readonly PreflightReason[]): void {
    const name = "preflight-needed";
    const result = this.stopped ? "not-reached" : "info";
    this.steps.push({ name, hop, clause: CLAUSES[name], result, code: null, because });
  }

  /** A check that failed when it made a finding, and passed otherwise. */
  check(
    name: ValuedStep,
    hop: number,
    finding: Finding | undefined,
    values: readonly string[],
  ): void {
    if (finding === undefined) {
      this.add(name, hop, "passed", values);
      return;
    }
    const decisive =
      finding.code === this.#cause?.code &&
      finding.stage === this.#cause.stage &&
      finding.hop === this.#cause.hop;
    this.steps.push({
      name,
      hop,
      clause: CLAUSES[name],
      // A later check that would fail too still says so; its finding is listed beside the cause.
      result: this.stopped && !decisive ? "not-reached" : "failed",
      code: finding.code,
      values,
    });
    if (decisive) this.stopped = true;
  }

  add(name: ValuedStep, hop: number, result: Step["result"], values: readonly string[]): void {
    this.steps.push({
      name,
      hop,
      clause: CLAUSES[name],
      result: this.stopped ? "not-reached" : result,
      code: null,
      values,
    });
  }
}
