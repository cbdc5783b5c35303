import type { Comparison } from "./compare.ts";
import { deploy } from "./deploy.ts";
import type { Runner } from "./runner.ts";
import type { Caller, RequestPlan, ResponsePlan, Scenario } from "./scenario.ts";

const MOST_ROUNDS = 8;

/** Shrinks a scenario as long as it still fails in the same way. */
export async function shrink(runner: Runner, comparison: Comparison): Promise<Scenario> {
  const wrong = new Set(comparison.differences.map(({ about }) => about));
  let { scenario } = comparison.result.deployed;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const deployed = smaller(scenario).map((one, index) =>
      deploy(runner.lab, one, `k${round}-${index}-${one.seed}`),
    );
    const results = await runner.run(deployed);
    const failing = new Set(
      results
        .map((result) => runner.compare(result))
        .filter(({ differences }) => differences.some(({ about }) => wrong.has(about)))
        .map(({ result }) => result.deployed.id),
    );
    const first = deployed.find(({ id }) => failing.has(id));
    if (first === undefined) break;
    scenario = first.scenario;
  }
  return scenario;
}

/** Smaller variants of the scenario, the smallest first. */
function smaller(scenario: Scenario): Scenario[] {
  const { caller, request, hops } = scenario;
  const all: Scenario[] = [];
  for (let length = 1; length < hops.length; length++) {
    const kept = hops.slice(0, length);
    const last = kept[length - 1] as (typeof kept)[number];
    all.push({
      ...scenario,
      hops: [...kept.slice(0, -1), { ...last, response: notRedirecting(last.response) }],
    });
  }
  const { earlier: _left, ...alone } = scenario;
  if (scenario.earlier) all.push(alone);
  const { urlLength: _long, ...short } = scenario;
  if (scenario.urlLength !== undefined) all.push(short);
  if (scenario.twice) all.push({ ...scenario, twice: false });
  for (const plainer of plainerCallers(caller)) all.push({ ...scenario, caller: plainer });
  for (const less of smallerRequests(request)) all.push({ ...scenario, request: less });
  for (const [index, hop] of hops.entries()) {
    const replaced = (changed: Partial<typeof hop>): Scenario => ({
      ...scenario,
      hops: hops.map((one, i) => (i === index ? { ...hop, ...changed } : one)),
    });
    for (const preflight of smallerResponses(hop.preflight)) all.push(replaced({ preflight }));
    for (const response of smallerResponses(hop.response)) all.push(replaced({ response }));
  }
  return all;
}

function plainerCallers(caller: Caller): Caller[] {
  const all: Caller[] = [];
  if (caller.worker !== null) all.push({ ...caller, worker: null });
  if (caller.frame !== "main") all.push({ ...caller, frame: "main" });
  if (caller.page !== "trusted") all.push({ ...caller, page: "trusted", service: null });
  return all;
}

function notRedirecting(response: ResponsePlan): ResponsePlan {
  if (typeof response === "string") return response;
  return { status: 200, headers: response.headers.filter(([name]) => name !== "Location") };
}

const OPTIONAL = ["keepalive", "cache", "redirect", "method", "mode", "credentials", "crossOrigin"];

function smallerRequests(request: RequestPlan): RequestPlan[] {
  const all: RequestPlan[] = [];
  for (const name of OPTIONAL) {
    if (!(name in request)) continue;
    const { [name as "api"]: _left, ...rest } = request;
    all.push(rest as unknown as RequestPlan);
  }
  if (request.api !== "fetch" && request.api !== "xhr") return all;
  if (request.body !== "none") all.push({ ...request, body: "none" });
  for (const name of Object.keys(request.headers)) {
    const { [name]: _left, ...headers } = request.headers;
    all.push({ ...request, headers });
  }
  return all;
}

function smallerResponses(response: ResponsePlan): ResponsePlan[] {
  if (typeof response === "string") return [];
  return response.headers.map((_, index) => ({
    ...response,
    headers: response.headers.filter((_line, i) => i !== index),
  }));
}
