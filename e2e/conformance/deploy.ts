import { setTimeout } from "node:timers/promises";
import type { RemedyChange } from "../../src/verdict/verdict.ts";
import type { Call } from "../lab/call.ts";
import type { Lab } from "../lab/lab.ts";
import type { ResponseSpec } from "../lab/lab-response.ts";
import type { LabRequest, OriginName } from "../lab/origins.ts";
import { headerOf } from "../lab/request-head.ts";
import { isPreflight } from "../lab/scripts.ts";
import { breakResponse, LOSES_HEADERS } from "./break-response.ts";
import { callOf } from "./call-of.ts";
import { contentFor } from "./content.ts";
import { expandTemplate } from "./expand-template.ts";
import { maybe } from "./generate/weighted.ts";
import { homeOf, neighbourOf, originOf, originOfPlace } from "./places.ts";
import type { Caller, HostName, RequestPlan, ResponsePlan, Scenario } from "./scenario.ts";

/** A scenario set up on the lab's servers: what remains is to make the call. */
export interface Deployed {
  /** Unique in the run; every URL carries it as `?case=`. */
  readonly id: string;
  readonly scenario: Scenario;
  readonly call: Call;
  /** The serialised origin that it is made from. */
  readonly origin: string;
}

const SERVER_OF: Readonly<Record<HostName, OriginName>> = {
  own: "page",
  top: "page",
  localhost: "apiA",
  "127.0.0.1": "apiA",
  "api-a.localhost": "apiA",
  "api-a.test": "apiA",
  "api.app.test": "apiA",
  "api-b.localhost": "apiB",
  "api-b.test": "apiB",
  "outside.localhost": "outside",
  "home.localhost": "home",
  "home.test": "home",
  "https://home.test": "home",
  "https://api-a.test": "apiA",
  "https://api.app.test": "apiA",
  "https://api-b.test": "apiB",
};

/**
 * Sets a scenario up: its servers will respond as it says.
 *
 * @param changes what to change about the responses: a remedy on trial.
 */
export function deploy(
  lab: Lab,
  scenario: Scenario,
  id: string,
  changes: readonly RemedyChange[] = [],
): Deployed {
  const { caller, hops, urlLength = 0 } = scenario;
  const urls = hops.map(({ host }, index) => {
    const base = baseOf(lab, host, caller);
    const service = index === 0 && caller.service !== null ? `&service=${caller.service}` : "";
    const url = `${base}/_/${id}.${index}?case=${id}&hop=${index}${service}`;
    return index === 0 && urlLength > 0 ? `${url}&long=`.padEnd(urlLength, "x") : url;
  });
  for (const [index, hop] of hops.entries()) {
    const around = {
      origin: originOf(caller, lab),
      top: originOfPlace(lab, caller.page, "main"),
      self: urls[index] as string,
      first: urls[0] as string,
      next: urls[index + 1] ?? (urls[index] as string),
    };
    lab.respond(`${id}.${index}`, (request) => {
      const preflight = isPreflight(request);
      const plan = preflight ? hop.preflight : hop.response;
      const mine = changes.filter(
        (change) =>
          urlOf(change) === index && change.stage === (preflight ? "preflight" : "response"),
      );
      if (typeof plan === "string") return plan;
      const response = carryOut(plan, request, around, scenario.request, mine);
      const { broken } = plan;
      // Who heeds a remedy sees to it that the headers arrive.
      if (broken !== undefined && !(mine.length > 0 && LOSES_HEADERS.has(broken))) {
        return breakResponse(response, broken, request.method);
      }
      const isLast = index === hops.length - 1;
      return isLast && !preflight ? held(response, scenario) : response;
    });
  }
  const call = callOf(scenario.request, urls[0] as string);
  const before = scenario.twice ? call : callBefore(scenario, urls[0] as string);
  return {
    id,
    scenario,
    call:
      before === null
        ? call
        : {
            kind: "in-turn",
            calls: [before, call],
            ...maybe("apart", scenario.earlier?.before),
            ...maybe("atOnce", scenario.earlier?.atOnce),
          },
    origin: originOf(caller, lab),
  };
}

/**
 * The number of a change's URL: a browser may have been there twice, or by its own upgrade.
 */
const urlOf = ({ url }: RemedyChange) => Number(/&hop=(\d+)/.exec(url)?.[1]);

function callBefore({ earlier, caller }: Scenario, url: string): Call | null {
  if (earlier === undefined) return null;
  const call = callOf(earlier.request, url);
  const host = earlier.from === "neighbour" ? neighbourOf(caller) : null;
  return host === null ? call : { kind: "in-frame", host, call };
}

/** How many calls a scenario makes. */
export function callCount({ twice, earlier }: Scenario): number {
  return twice || earlier !== undefined ? 2 : 1;
}

/** What the call of that number requests, and the origin that it is made from. */
export function plannedCall(
  { scenario, origin }: Deployed,
  call: number,
): { readonly request: RequestPlan; readonly origin: string } {
  const { request, earlier, caller } = scenario;
  if (earlier === undefined || call > 0) return { request, origin };
  const host = earlier.from === "neighbour" ? neighbourOf(caller) : null;
  const other = host === null ? origin : origin.replace(/(?<=\/\/)[^:/]+/, host);
  return { request: earlier.request, origin: other };
}

function baseOf(lab: Lab, host: HostName, caller: Caller): string {
  if (host === "own") return homeOf(caller, lab);
  if (host === "top") return originOfPlace(lab, caller.page, "main");
  const server = lab.servers[SERVER_OF[host]];
  const name = host.replace("https://", "");
  return name === host ? server.at(name) : server.secureAt(name);
}

function carryOut(
  plan: Exclude<ResponsePlan, string>,
  request: LabRequest,
  around: Parameters<typeof expandTemplate>[2],
  planned: RequestPlan,
  changes: readonly RemedyChange[],
): ResponseSpec {
  let { status } = plan;
  const isCors = headerOf(request, "origin") !== null;
  let headers = plan.headers
    // Many servers send their CORS headers only to who sends an Origin.
    .filter(([, value]) => isCors || !value.includes("{origin-if-sent}"))
    .map(([name, value]) => [name, expandTemplate(value, request, around)] as const);
  for (const change of changes) {
    status = change.status ?? status;
    const gone = new Set([...change.remove, ...change.set.map(({ name }) => name)].map(lower));
    headers = headers.filter(([name]) => !gone.has(lower(name)));
    headers.push(...change.set.flatMap((line) => linesFor(line, request, around.origin)));
  }
  if (isPreflight(request)) return { status, headers };
  // To a conditional request, a server that tagged its response says that it still holds.
  const tag = headers.find(([name]) => lower(name) === "etag")?.[1];
  if (tag !== undefined && headerOf(request, "if-none-match") === tag) {
    return { status: 304, headers };
  }
  const { type, body } = contentFor(planned);
  const typed = headers.some(([name]) => lower(name) === "content-type");
  return {
    status,
    headers: [...headers, ["X-Told", "yes"], ...(typed ? [] : [["Content-Type", type] as const])],
    body,
  };
}

/** Long enough for a call to be given up; not for ever, as a page has few connections. */
const HELD_MS = 4000;

/**
 * A busy browser may hear of an abort only then; if it had the response before, the call has it.
 */
const ABORT_MS = 700;

/** The response as slow as it must be for a call to be given up in time. */
function held(response: ResponseSpec, { request, earlier }: Scenario): ResponseSpec {
  const isAbortedAtOnce = (one: RequestPlan | undefined) =>
    one?.api === "fetch" && one.abort === "at-once";
  if (isAbortedAtOnce(request) || isAbortedAtOnce(earlier?.request)) {
    return { ...response, after: setTimeout(ABORT_MS) };
  }
  if (request.api !== "fetch" && request.api !== "xhr") return response;
  switch (request.abort) {
    case "when-sent":
    case "for-a-reason":
    case "timeout":
      return { ...response, after: setTimeout(HELD_MS) };
    case "at-the-body":
      return { ...response, bodyAfter: setTimeout(HELD_MS) };
    default:
      return response;
  }
}

/**
 * A line of a remedy as a server sends it that serves several origins: an allowed origin to
 * requests from there, another to requests from another, and nothing of CORS to those that name
 * none.
 */
function linesFor(
  { name, value }: RemedyChange["set"][number],
  request: LabRequest,
  caller: string,
): readonly (readonly [string, string])[] {
  const requester = headerOf(request, "origin");
  const isForOne = lower(name) === "access-control-allow-origin" && value !== "*";
  if (isForOne && requester === null) return [];
  const isAnother = isForOne && requester !== "null" && requester !== caller;
  return [[name, isAnother ? (requester as string) : ofThisRun(value, request)]];
}

/** A remedy's URLs lead to the scenario that it was made for: here they lead on in this one. */
function ofThisRun(value: string, { target }: LabRequest): string {
  const id = /^\/_\/([^.]+)\./.exec(target)?.[1];
  return value.replace(/\/_\/[^.]+\.(\d+)\?case=[^&]+/, `/_/${id}.$1?case=${id}`);
}

const lower = (text: string) => text.toLowerCase();
