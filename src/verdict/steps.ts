import type { Exchange, Hop } from "../exchange/exchange.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import type { CauseCode } from "./codes.ts";
import { corsFields } from "./cors-fields.ts";
import { wentWithoutPreflight } from "./evidence.ts";
import type { FetchTrace, HopTrace } from "./main-fetch.ts";
import type { Cause, Finding, Step, StepName } from "./verdict.ts";

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

/** Which finding belongs to which check. */
const ORIGIN_CODES: readonly CauseCode[] = [
  "missing-allow-origin",
  "multiple-allow-origin-values",
  "invalid-allow-origin-value",
  "allow-origin-mismatch",
  "wildcard-origin-not-allowed",
];

/**
 * The steps of the standard that an exchange went through, in order: what passed, what failed, and
 * what was never reached because an earlier step had failed.
 *
 * @param cause what stopped the exchange in its browser, or null.
 */
export function stepsOf(exchange: Exchange, trace: FetchTrace, cause: Cause | null): Step[] {
  const list = new StepList(cause);
  for (const hopTrace of trace.hops) {
    const hop = exchange.hops[hopTrace.hop] as Hop;
    list.add("same-origin", hopTrace.hop, "info", [
      hopTrace.sameOrigin ? "same" : "cross",
      hopTrace.origin,
      hop.origin,
    ]);
    const refused = hopTrace.requestProblems[0];
    if (refused !== undefined) {
      list.check(
        refused.code === "disallowed-by-mode" ? "mode" : "scheme",
        hopTrace.hop,
        refused,
        [],
      );
    }
    if (hopTrace.corsTainted) corsSteps(list, exchange, hop, hopTrace);
    else {
      list.add(
        "request-sent",
        hopTrace.hop,
        hop.sentAt !== null || hop.response !== null ? "passed" : "unknown",
        [],
      );
      if (trace.tainting === "opaque") list.add("mode", hopTrace.hop, "info", ["no-cors"]);
    }
    if (hopTrace.location !== null) {
      list.check("redirect-location", hopTrace.hop, hopTrace.redirectProblems[0], [
        hopTrace.location,
      ]);
    }
    if (hopTrace.taints) list.add("redirect-taints-origin", hopTrace.hop, "info", [hop.origin]);
  }
  const last = trace.hops[trace.hops.length - 1] as HopTrace;
  if (trace.outcome === "allowed" || trace.outcome === "opaque") {
    list.add("readable", last.hop, trace.outcome === "allowed" ? "passed" : "info", [
      trace.outcome,
    ]);
  }
  return list.steps;
}

function corsSteps(list: StepList, exchange: Exchange, hop: Hop, trace: HopTrace): void {
  const { need } = trace;
  if (need !== null && need.needed !== false) {
    list.add("preflight-needed", trace.hop, "info", need.because);
    preflightSteps(list, exchange, hop, trace);
  }
  const went = hop.response !== null || (hop.sentAt !== null && !list.stopped);
  list.add("request-sent", trace.hop, went ? "passed" : "unknown", []);
  const fields = hop.response === null ? null : corsFields(judgedHeaders(hop.response));
  accessSteps(
    list,
    "",
    trace,
    trace.responseProblems,
    fields?.allowOrigin ?? null,
    fields?.allowCredentials ?? null,
  );
}

function preflightSteps(list: StepList, exchange: Exchange, hop: Hop, trace: HopTrace): void {
  const { need, preflightProblems: problems } = trace;
  const response = hop.preflight?.response ?? null;
  if (need === null) return;
  if (hop.preflight === null || response === null || problems === null) {
    const cached = wentWithoutPreflight(exchange, hop);
    list.add("preflight-sent", trace.hop, cached ? "info" : "unknown", [
      cached ? "cached" : "unknown",
    ]);
    return;
  }
  const fields = corsFields(judgedHeaders(response));
  const failed = (...codes: string[]) => problems.find((problem) => codes.includes(problem.code));
  const redirect = failed("preflight-disallowed-redirect");
  list.add("preflight-sent", trace.hop, "passed", [need.method, need.headerNames.join(", ")]);
  list.check("preflight-no-redirect", trace.hop, redirect, [fields.location ?? ""]);
  accessSteps(list, "preflight-", trace, problems, fields.allowOrigin, fields.allowCredentials);
  list.check("preflight-ok-status", trace.hop, failed("preflight-invalid-status"), [
    String(response.status),
  ]);
  list.check("preflight-methods-parse", trace.hop, failed("invalid-allow-methods"), [
    fields.allowMethods ?? "",
  ]);
  list.check("preflight-headers-parse", trace.hop, failed("invalid-allow-headers"), [
    fields.allowHeaders ?? "",
  ]);
  list.check("preflight-method-allowed", trace.hop, failed("method-disallowed"), [
    need.method,
    fields.allowMethods ?? "",
  ]);
  const missing = problems.filter((problem) => problem.code === "header-disallowed");
  list.check("preflight-headers-allowed", trace.hop, missing[0], [
    (missing.length > 0 ? missing.map((m) => m.parameter) : need.headerNames).join(", "),
    fields.allowHeaders ?? "",
  ]);
}

function accessSteps(
  list: StepList,
  prefix: "" | "preflight-",
  trace: HopTrace,
  problems: readonly Finding[] | null,
  allowOrigin: string | null,
  allowCredentials: string | null,
): void {
  const origin: StepName = `${prefix}cors-check-origin`;
  const credentials: StepName = `${prefix}cors-check-credentials`;
  if (problems === null) {
    list.add(origin, trace.hop, "unknown", ["", trace.origin]);
    return;
  }
  const bad = problems.find((p) => (ORIGIN_CODES as readonly string[]).includes(p.code));
  list.check(origin, trace.hop, bad, [allowOrigin ?? "", trace.origin]);
  const badCredentials = problems.find((p) => p.code === "invalid-allow-credentials");
  if (badCredentials !== undefined || allowCredentials !== null) {
    list.check(credentials, trace.hop, badCredentials, [allowCredentials ?? ""]);
  }
}

/** Collects steps; whatever comes after the one that stopped the browser was never reached. */
class StepList {
  readonly steps: Step[] = [];
  readonly #cause: Cause | null;
  stopped = false;

  constructor(cause: Cause | null) {
    this.#cause = cause;
  }

  /** A check that failed when it made a finding, and passed otherwise. */
  check(
    name: StepName,
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

  add(name: StepName, hop: number, result: Step["result"], values: readonly string[]): void {
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
