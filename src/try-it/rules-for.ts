import { interfaceOf } from "../browsers/facts-of.ts";
import { type Exchange, type Hop, judgedHeaders } from "../exchange/exchange.ts";
import { getAll, sameHeaderName } from "../http/header-list.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import type { RemedyChange } from "../verdict/verdict.ts";
import type { HeaderRule, TriedResponse } from "./trial.ts";

/** Why a remedy cannot be tried by rules that change headers. */
export type Obstacle =
  /** Rules cannot change a status. */
  | "preflight-status"
  /** Rules cannot make a response out of a redirect. */
  | "preflight-redirect"
  /** The browser does not replace a header of this name that was sent twice. */
  | "repeated-header"
  /** A shared or service worker belongs to no tab. */
  | "no-tab"
  /** Rules name URLs in ASCII. */
  | "url"
  /** More responses than are tried together. */
  | "too-many";

/** Why a trial may show nothing: it is not known whether a header was sent twice. */
export type Doubt = "repeated-header";

/** What a trial of a remedy changes, and what is to be said before it. */
export interface TrialPlan {
  readonly tried: readonly TriedResponse[];
  /** With any of these, the request cannot pass under a trial. In the order of the changes, each once. */
  readonly obstacles: readonly Obstacle[];
  readonly doubts: readonly Doubt[];
}

/** Plans the trial of an exchange's remedy, in the browser that recorded it. Pure. */
export function planTrial(exchange: Exchange, remedy: readonly RemedyChange[]): TrialPlan {
  const obstacles = new Set<Obstacle>();
  const doubts = new Set<Doubt>();
  if (exchange.tabId < 0) obstacles.add("no-tab");
  const tried = remedy.map((change): TriedResponse => {
    const hop = exchange.hops[change.hop] as Hop;
    const isPreflight = change.stage === "preflight";
    const response = isPreflight ? (hop.preflight?.response ?? null) : hop.response;
    if (change.status !== null) {
      const redirects = isRedirectStatus(response?.status ?? 0);
      obstacles.add(redirects ? "preflight-redirect" : "preflight-status");
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII.
    if (!/^[\x00-\x7f]*$/.test(change.url)) obstacles.add("url");
    const setsAllowOrigin = change.set.some(({ name }) => sameHeaderName(name, ALLOW_ORIGIN));
    if (
      setsAllowOrigin &&
      response !== null &&
      !interfaceOf(exchange.browser).rulesReplaceRepeated
    ) {
      const lines = getAll(judgedHeaders(response), ALLOW_ORIGIN);
      if (lines.length > 1) obstacles.add("repeated-header");
      else if (!response.linesSeen && lines[0]?.includes(",")) doubts.add("repeated-header");
    }
    return {
      url: change.url,
      method: isPreflight ? "OPTIONS" : hop.method,
      set: isPreflight ? [...change.set, UNCACHED] : change.set,
      remove: change.remove,
    };
  });
  return { tried, obstacles: [...obstacles], doubts: [...doubts] };
}

/** Chromium 156 takes 1,000 rules with regular expressions from an extension, for all tabs. */
export const MOST_TRIED = 300;

/** A request, and the change of responses to try; null where there is none. */
export interface Fix {
  readonly exchange: Exchange;
  readonly remedy: readonly RemedyChange[] | null;
}

/**
 * Plans the trial of the remedies of several requests, the oldest first. What cannot be tried of one of them
 * leaves that one out. Of too many, the newest are tried.
 */
export function planTrials(fixes: readonly Fix[]): TrialPlan {
  const obstacles = new Set<Obstacle>();
  const doubts = new Set<Doubt>();
  const plans = fixes.map(({ exchange, remedy }) => planTrial(exchange, remedy ?? []));
  for (const plan of plans) {
    for (const obstacle of plan.obstacles) obstacles.add(obstacle);
    if (plan.obstacles.length > 0) continue;
    for (const doubt of plan.doubts) doubts.add(doubt);
  }
  const tried = together(
    [],
    plans.flatMap((plan) => (plan.obstacles.length > 0 ? [] : plan.tried)),
  );
  if (tried.length > MOST_TRIED) obstacles.add("too-many");
  return { tried: tried.slice(-MOST_TRIED), obstacles: [...obstacles], doubts: [...doubts] };
}

const ALLOW_ORIGIN = "Access-Control-Allow-Origin";

/** A preflight result that was kept would outlive the trial, and reach other tabs. */
const UNCACHED = { name: "Access-Control-Max-Age", value: "0" };

/** How many headers of the server a trial sets or removes; what keeps it from caches is not counted. */
export function countHeaders(tried: readonly TriedResponse[]): number {
  return tried.reduce(
    (sum, { set, remove }) => sum + set.filter((line) => !isUncached(line)).length + remove.length,
    0,
  );
}

/** Whether a header is changed for the trial's own sake: the fix does without it. */
export function isUncached({ name, value }: TriedResponse["set"][number]): boolean {
  return name === UNCACHED.name && value === UNCACHED.value;
}

/**
 * What is tried together: of two changes of one response, the later one wins for each header.
 */
export function together(
  earlier: readonly TriedResponse[],
  later: readonly TriedResponse[],
): readonly TriedResponse[] {
  const byRequest = new Map<string, TriedResponse>();
  for (const one of [...earlier, ...later]) {
    const key = `${one.method} ${one.url}`;
    const other = byRequest.get(key);
    byRequest.set(key, other === undefined ? one : merged(other, one));
  }
  return [...byRequest.values()];
}

function merged(a: TriedResponse, b: TriedResponse): TriedResponse {
  const names = new Set([...b.set.map(({ name }) => name), ...b.remove].map(lower));
  const isKept = (name: string) => !names.has(lower(name));
  return {
    ...b,
    set: [...a.set.filter(({ name }) => isKept(name)), ...b.set],
    remove: [...a.remove.filter(isKept), ...b.remove],
  };
}

const lower = (name: string) => name.toLowerCase();

/**
 * The rules of declarativeNetRequest that change these responses and no others. They still have to be
 * bound to a tab. Pure.
 */
export function rulesFor(tried: readonly TriedResponse[]): readonly HeaderRule[] {
  return together([], tried).map(({ url, method, set, remove }) => ({
    priority: 1,
    condition: {
      regexFilter: filterOf(url),
      isUrlFilterCaseSensitive: true,
      ...methodCondition(method),
    },
    action: {
      type: "modifyHeaders",
      responseHeaders: [
        ...set.map(({ name, value }) => ({ header: name, operation: "set" as const, value })),
        ...remove.map((header) => ({ header, operation: "remove" as const })),
      ],
    },
  }));
}

/**
 * A regular expression, as RE2 and ECMAScript both read it, for this URL and no other. Rules see the
 * fragment, which is not sent, and which webRequest leaves out.
 */
function filterOf(url: string): string {
  return `^${url.replace(/[^\w]/g, (character) => `\\x${hex(character)}`)}(?:#.*)?$`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, "0");
}

/** The methods that rules know by name. */
const NAMED = ["connect", "delete", "get", "head", "options", "patch", "post", "put"];

/** Firefox 153 has no rule match a method by "other"; to exclude all others works in both. */
function methodCondition(method: string): Partial<HeaderRule["condition"]> {
  const name = method.toLowerCase();
  return NAMED.includes(name) ? { requestMethods: [name] } : { excludedRequestMethods: NAMED };
}
