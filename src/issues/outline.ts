import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import { firstHop } from "../exchange/exchange.ts";
import { listMembers } from "../http/field-values.ts";
import { get } from "../http/header-list.ts";
import { parseUrl } from "../http/origin.ts";
import type { Judged } from "../verdict/judged.ts";
import { preflightTarget, redirectTarget } from "../verdict/standard/http-redirect-fetch.ts";
import { pathOf, pathPattern } from "./path-pattern.ts";

/** Common properties of a problem's requests, at the hop at which each was stopped. */
export interface Outline {
  readonly requests: number;
  /** The number of distinct paths, and their common pattern ("/v2/items/…"). */
  readonly paths: number;
  readonly path: string;
  /** Methods and statuses, the most frequent first. */
  readonly methods: readonly string[];
  readonly statuses: readonly number[];
  /** The common redirect target as a pattern; null unless all were redirected to one origin. */
  readonly location: string | null;
  /** The parameters of all findings like the cause: every disallowed header. */
  readonly parameters: readonly string[];
  /** The header names that their preflights requested. */
  readonly requestedHeaders: readonly string[];
  /** Whether any of them was sent with credentials. */
  readonly withCredentials: boolean;
}

/** The outline of a problem. Pure. */
export function outlineOf(items: readonly Judged[]): Outline {
  const urls = new Set<string>();
  const methods: string[] = [];
  const statuses: number[] = [];
  const locations: (string | null)[] = [];
  const parameters = new Set<string>();
  const requestedHeaders = new Set<string>();
  for (const { exchange, verdict } of items) {
    const { cause } = verdict;
    const stage = cause?.stage;
    const hop = exchange.hops[cause?.hop ?? 0] ?? firstHop(exchange);
    const response = (stage === "preflight" ? hop.preflight?.response : hop.response) ?? null;
    urls.add(hop.url);
    methods.push(hop.method);
    if (response !== null) statuses.push(response.status);
    locations.push(stage === "preflight" ? preflightTarget(hop) : redirectTarget(hop));
    for (const { code, stage, hop, parameter } of verdict.findings) {
      const isAlike = code === cause?.code && stage === cause.stage && hop === cause.hop;
      if (isAlike && parameter !== null) parameters.add(parameter);
    }
    const requested = get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers");
    for (const name of listMembers(requested)) requestedHeaders.add(name);
  }
  const paths = new Set([...urls].map(pathOf));
  return {
    requests: items.length,
    paths: paths.size,
    path: pathPattern(paths),
    methods: byFrequency(methods),
    statuses: byFrequency(statuses),
    location: ofOneOrigin(locations),
    parameters: [...parameters],
    requestedHeaders: [...requestedHeaders],
    withCredentials: items.some(({ verdict }) => verdict.credentials.value === "include"),
  };
}

function ofOneOrigin(locations: readonly (string | null)[]): string | null {
  const urls = locations.map((one) => (one === null ? null : parseUrl(one)));
  const [first] = urls;
  if (!first || urls.some((one) => one?.origin !== first.origin)) return null;
  return first.origin + pathPattern(urls.map((one) => one?.pathname ?? "/"));
}

function byFrequency<T>(values: readonly T[]): T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

/** In larger groups, only this many requests are compared with the speaker. */
const MOST_COMPARED = 100;

/**
 * The findings that hold for a problem as a whole: those about the speaker that every other request has as
 * well. Pure.
 *
 * @param diagnosis the speaker's diagnosis, deepest finding first.
 * @param diagnosisOf the diagnosis of another request with the problem.
 */
export function sharedDiagnosis<Item extends Judged>(
  diagnosis: Diagnosis,
  items: readonly Item[],
  diagnosisOf: (item: Item) => Diagnosis,
): Diagnosis {
  let shared = diagnosis;
  for (const item of spread(items)) {
    // The last finding is the symptom, which all requests of the problem share.
    if (shared.length <= 1) break;
    const other = new Set(diagnosisOf(item).map(({ code, side }) => `${code} ${side}`));
    shared = shared.filter(
      ({ code, side }, at) => at === shared.length - 1 || other.has(`${code} ${side}`),
    );
  }
  return shared;
}

/** A sample, evenly spread from the first to the last. */
function spread<T>(items: readonly T[]): readonly T[] {
  if (items.length <= MOST_COMPARED) return items;
  return Array.from(
    { length: MOST_COMPARED },
    (_, at) => items[Math.floor((at * (items.length - 1)) / (MOST_COMPARED - 1))] as T,
  );
}
