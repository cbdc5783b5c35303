import type { Exchange, Hop } from "../exchange/exchange.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import { corsCheckPart } from "./code-names.ts";
import { decideExchange } from "./decide-exchange.ts";
import { wentWithoutPreflight } from "./reached-server.ts";
import { corsFields } from "./standard/cors-fields.ts";
import type { HopWalk } from "./standard/main-fetch.ts";
import type { Cause, Finding, FoundAt, ReachedStep, Step, StepName } from "./verdict.ts";

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
 * The steps of the standard for an exchange, in order: those that passed, those that failed, and those that
 * were not reached because an earlier step failed. Pure; only the detail view needs them.
 */
export function stepsOf(recorded: Exchange): readonly Step[] {
  const { exchange, chosen, decision } = decideExchange(recorded);
  const { walk } = chosen;
  const list = new StepList(decision.cause);
  for (const hopWalk of walk.hops) {
    const hop = exchange.hops[hopWalk.hop] as Hop;
    list.add("same-origin", hopWalk.hop, {
      ...INFO,
      sameOrigin: hopWalk.sameOrigin,
      origin: hopWalk.origin,
      urlOrigin: hop.origin,
    });
    const refused = hopWalk.requestProblems[0];
    if (refused !== undefined) {
      list.fail(
        refused.code === "disallowed-by-mode" ? "mode" : "scheme",
        hopWalk.hop,
        refused,
        {},
      );
    }
    if (hopWalk.corsTainted) corsSteps(list, exchange, hop, hopWalk);
    else {
      list.addSent(hopWalk.hop, hop.sentAt !== null || hop.response !== null);
      if (walk.tainting === "opaque") list.add("mode", hopWalk.hop, INFO);
    }
    if (hopWalk.location !== null) {
      list.check("redirect-location", hopWalk.hop, hopWalk.redirectProblems[0], {
        location: hopWalk.location,
      });
    }
    if (hopWalk.taints) list.add("redirect-taints-origin", hopWalk.hop, INFO);
  }
  const last = walk.hops[walk.hops.length - 1] as HopWalk;
  if (walk.outcome === "allowed") list.add("readable", last.hop, PASSED);
  if (walk.outcome === "opaque") list.add("readable", last.hop, INFO);
  return list.steps;
}

const PASSED = { result: "passed", code: null } as const;
const INFO = { result: "info", code: null } as const;

function corsSteps(list: StepList, exchange: Exchange, hop: Hop, walk: HopWalk): void {
  const { need } = walk;
  if (need !== null && need.needed !== false) {
    list.add("preflight-needed", walk.hop, { ...INFO, because: need.because });
    preflightSteps(list, exchange, hop, walk);
  }
  list.addSent(walk.hop, hop.response !== null || (hop.sentAt !== null && !list.stopped));
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
    if (wentWithoutPreflight(exchange, hop)) list.add("preflight-sent", walk.hop, INFO);
    else list.addUnknown("preflight-sent", walk.hop);
    return;
  }
  const { method, headerNames } = need;
  const { allowMethods, allowHeaders, ...fields } = corsFields(judgedHeaders(response));
  const failed = (...codes: string[]) => problems.find((problem) => codes.includes(problem.code));
  const redirect = failed("preflight-disallowed-redirect");
  list.add("preflight-sent", walk.hop, { ...PASSED, method, headerNames });
  list.check("preflight-no-redirect", walk.hop, redirect, { location: fields.location });
  accessSteps(list, "preflight-", walk, problems, fields.allowOrigin, fields.allowCredentials);
  list.check("preflight-ok-status", walk.hop, failed("preflight-invalid-status"), {
    status: response.status,
  });
  list.check("preflight-methods-parse", walk.hop, failed("invalid-allow-methods"), {
    list: allowMethods,
  });
  list.check("preflight-headers-parse", walk.hop, failed("invalid-allow-headers"), {
    list: allowHeaders,
  });
  list.check("preflight-method-allowed", walk.hop, failed("method-disallowed"), {
    method,
    list: allowMethods,
  });
  const missing = problems.filter((problem) => problem.code === "header-disallowed");
  list.check("preflight-headers-allowed", walk.hop, missing[0], {
    headerNames: missing.length > 0 ? missing.map((m) => m.parameter ?? "") : headerNames,
    list: allowHeaders,
  });
}

function accessSteps(
  list: StepList,
  prefix: "" | "preflight-",
  walk: HopWalk,
  problems: readonly Finding[] | null,
  allowOrigin: string | null,
  allowCredentials: string | null,
): void {
  const originCheck = `${prefix}cors-check-origin` as const;
  const credentialsCheck = `${prefix}cors-check-credentials` as const;
  if (problems === null) {
    list.addUnknown(originCheck, walk.hop);
    return;
  }
  const bad = problems.find(({ code }) => corsCheckPart(code) === "origin");
  list.check(originCheck, walk.hop, bad, { allowOrigin, origin: walk.origin });
  const badCredentials = problems.find(({ code }) => corsCheckPart(code) === "credentials");
  if (badCredentials !== undefined || allowCredentials !== null) {
    list.check(credentialsCheck, walk.hop, badCredentials, { allowCredentials });
  }
}

/** The steps that can fail, and those among them that can also pass. */
type Failing = Extract<ReachedStep, { result: "failed" }>["name"];
type Check = Failing & Extract<ReachedStep, { result: "passed" }>["name"];

/** The values of a step, without result and code. */
type ValuesOf<Name extends Failing> = Omit<
  Extract<FoundAt[Name], { result: "failed" }>,
  "result" | "code"
>;

/** Collects steps. All steps after the one that stopped the browser were not reached. */
class StepList {
  readonly steps: Step[] = [];
  readonly #cause: Cause | null;
  stopped = false;

  constructor(cause: Cause | null) {
    this.#cause = cause;
  }

  /** Adds a check that failed if there is a finding, and passed otherwise. */
  check<Name extends Check>(
    name: Name,
    hop: number,
    finding: Finding | undefined,
    values: ValuesOf<Name>,
  ): void {
    if (finding !== undefined) this.fail(name, hop, finding, values);
    else this.#push(name, hop, { ...PASSED, ...values });
  }

  fail<Name extends Failing>(
    name: Name,
    hop: number,
    finding: Finding,
    values: ValuesOf<Name>,
  ): void {
    const { code } = finding;
    const decisive =
      code === this.#cause?.code &&
      finding.stage === this.#cause.stage &&
      finding.hop === this.#cause.hop;
    if (this.stopped && !decisive) {
      // A later check that would also fail keeps its code; its finding is listed beside the cause.
      this.steps.push({ name, hop, clause: CLAUSES[name], result: "not-reached", code });
      return;
    }
    this.#reach(name, hop, { ...values, result: "failed", code });
    if (decisive) this.stopped = true;
  }

  add<Name extends StepName>(name: Name, hop: number, found: FoundAt[Name]): void {
    this.#push(name, hop, found);
  }

  addSent(hop: number, wasSent: boolean): void {
    if (wasSent) this.add("request-sent", hop, PASSED);
    else this.addUnknown("request-sent", hop);
  }

  addUnknown(name: StepName, hop: number): void {
    const step = { name, hop, clause: CLAUSES[name], code: null };
    this.steps.push(
      this.stopped ? { ...step, result: "not-reached" } : { ...step, result: "unknown" },
    );
  }

  #push(name: StepName, hop: number, found: object): void {
    if (this.stopped) this.addUnknown(name, hop);
    else this.#reach(name, hop, found);
  }

  /** The callers' types ensure that `found` is a possible result of the step. */
  #reach(name: StepName, hop: number, found: object): void {
    this.steps.push({ name, hop, clause: CLAUSES[name], ...found } as ReachedStep);
  }
}
