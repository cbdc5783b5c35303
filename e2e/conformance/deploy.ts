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

/** A scenario set up on the lab's servers, ready for its call. */
export interface Deployed {
  /** Unique in the run; every URL carries it as `?case=`. */
  readonly id: string;
  readonly scenario: Scenario;
  readonly call: Call;
  /** The serialised origin that makes the call. */
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
 * Sets up a scenario: its servers respond as it specifies.
 * @param changes changes to the responses: the remedy to try.
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
      // A server that applies a remedy also delivers the headers.
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

/** The hop number in a change's URL. A browser may have requested a URL twice, or upgraded it itself. */
export function callCount({ twice, earlier }: Scenario): number {
  return twice || earlier !== undefined ? 2 : 1;
}

/** The request of the call with this number, and its origin. */
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
    // Many servers send CORS headers only if the request has an `Origin`.
    .filter(([, value]) => isCors || !value.includes("{origin-if-sent}"))
    .map(([name, value]) => [name, expandTemplate(value, request, around)] as const);
  for (const change of changes) {
    status = change.status ?? status;
    const gone = new Set([...change.remove, ...change.set.map(({ name }) => name)].map(lower));
    headers = headers.filter(([name]) => !gone.has(lower(name)));
    headers.push(...change.set.flatMap((line) => linesFor(line, request, around.origin)));
  }
  if (isPreflight(request)) return { status, headers };
  // A server that tagged its response confirms it to a conditional request.
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

/** Long enough to abort a call. Not longer, because a page has few connections. */
const HELD_MS = 4000;

/** A busy browser may process an abort as late as this. If the response came before, the call gets it. */
const ABORT_MS = 700;

/** Delays the response enough for a call to be aborted in time. */
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
 * A remedy's line as sent by a server for several origins: requests from an allowed origin get that origin,
 * other origins get another one, and requests without an `Origin` get no CORS header.
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

/** A remedy's URLs contain the id of the scenario it was made for: replaced by this run's id. */
function ofThisRun(value: string, { target }: LabRequest): string {
  const id = /^\/_\/([^.]+)\./.exec(target)?.[1];
  return value.replace(/\/_\/[^.]+\.(\d+)\?case=[^&]+/, `/_/${id}.$1?case=${id}`);
}

const lower = (text: string) => text.toLowerCase();
