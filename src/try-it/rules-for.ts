import { interfaceOf } from "../browsers/facts-of.ts";
import { type Exchange, type Hop, judgedHeaders } from "../exchange/exchange.ts";
import { getAll, sameHeaderName } from "../http/header-list.ts";
import { isRedirectStatus } from "../http/statuses.ts";
import type { RemedyChange } from "../verdict/verdict.ts";
import type { HeaderRule, TriedResponse } from "./trial.ts";

/** Why rules that change headers cannot simulate a remedy. */
export type Obstacle =
  /** Rules cannot change a status. */
  | "preflight-status"
  /** Rules cannot turn a redirect into a response. */
  | "preflight-redirect"
  /** The browser does not replace this header where the server sent it twice. */
  | "repeated-header"
  /** A shared or service worker does not belong to a tab. */
  | "no-tab"
  /** Rules can only match ASCII URLs. */
  | "url"
  /** More responses than one trial can change. */
  | "too-many";

/** Why a trial may have no effect: it is unknown whether the server sent a header twice. */
export type Doubt = "repeated-header";

/** The responses that a trial changes, and the limits that the user must know before. */
export interface TrialPlan {
  readonly tried: readonly TriedResponse[];
  /** Why the request cannot pass under a trial. In the order of the changes, without duplicates. */
  readonly obstacles: readonly Obstacle[];
  readonly doubts: readonly Doubt[];
}

/** Plans the trial of an exchange's remedy, for the browser that recorded the exchange. Pure. */
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

/** Chromium 156 allows an extension 1,000 rules with regular expressions, for all tabs together. */
export const MOST_TRIED = 300;

/** A request and the response changes to try; null where there are none. */
export interface Fix {
  readonly exchange: Exchange;
  readonly remedy: readonly RemedyChange[] | null;
}

/**
 * Plans the trial of several requests' remedies, oldest first. Remedies with an obstacle are omitted. If
 * there are too many, the newest are tried.
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

/** A cached preflight result would outlive the trial, and affect other tabs. */
const UNCACHED = { name: "Access-Control-Max-Age", value: "0" };

/** The number of server headers that a trial sets or removes, not counting the cache prevention. */
export function countHeaders(tried: readonly TriedResponse[]): number {
  return tried.reduce(
    (sum, { set, remove }) => sum + set.filter((line) => !isUncached(line)).length + remove.length,
    0,
  );
}

/** Whether a header change is needed for the trial only, and not part of the fix. */
export function isUncached({ name, value }: TriedResponse["set"][number]): boolean {
  return name === UNCACHED.name && value === UNCACHED.value;
}

/** Merges two lists of changes: for each header of a response, the later change wins. */
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
 * The rules of declarativeNetRequest that change these responses and no others. The worker still has to
 * restrict them to a tab. Pure.
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
 * A regular expression for exactly this URL, valid in both RE2 and ECMAScript. Rules see the fragment, which
 * is not sent and which webRequest omits.
 */
function filterOf(url: string): string {
  return `^${url.replace(/[^\w]/g, (character) => `\\x${hex(character)}`)}(?:#.*)?$`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, "0");
}

/** The methods that rules can name. */
const NAMED = ["connect", "delete", "get", "head", "options", "patch", "post", "put"];

/** In Firefox 153, rules cannot match a method by "other"; excluding all named methods works in both. */
function methodCondition(method: string): Partial<HeaderRule["condition"]> {
  const name = method.toLowerCase();
  return NAMED.includes(name) ? { requestMethods: [name] } : { excludedRequestMethods: NAMED };
}
