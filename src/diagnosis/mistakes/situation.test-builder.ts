import fc from "fast-check";
import type { Exchange } from "../../exchange/exchange.ts";
import { judge } from "../../verdict/judge.ts";
import type { Judged } from "../../verdict/judged.ts";
import {
  AC,
  AH,
  AM,
  AO,
  type ReportedRequest,
  type ResponseLines,
  reported,
} from "../case.test-builder.ts";
import { diagnose } from "../diagnose.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { surroundingsAmong } from "../surroundings.ts";
import { HISTORY } from "./history.test-table.ts";
import {
  needsPreflight,
  preflightHeaders,
  stoppedAt,
  withLines,
  withMore,
} from "./messages.test-helper.ts";
import type { Mistake } from "./mistake.test-builder.ts";
import {
  APPLICATIONS,
  DEFAULT_TYPE,
  ERRORS,
  EXTRAS,
  FRONTS,
  PLACES,
  REQUESTS,
  SESSION,
  SUCCESSES,
} from "./noise.test-table.ts";

/** The correct values of the CORS headers, in which servers differ. */
const STYLES = ["*", "the origin", "the origin, always", "the origin, with credentials"] as const;
const LISTS = ["as requested", "in lower case", "with more", "*"] as const;

/** One choice of everything that a mistake does not depend on: names of the tables' rows. */
export interface Noise {
  readonly browser: Exchange["browser"];
  /** Whether the page's calls were recorded; without them, mode and credentials mode are inferred. */
  readonly calls: boolean;
  /** Whether the recording shows each line of a header; Firefox joins them. */
  readonly lines: boolean;
  readonly request: string;
  readonly place: string;
  readonly style: (typeof STYLES)[number];
  readonly list: (typeof LISTS)[number];
  /** Whether the names of CORS headers are in lower case, as in HTTP/2. */
  readonly lowerCase: boolean;
  readonly preflightStatus: number;
  readonly status: number;
  readonly application: string;
  readonly front: string;
  readonly extra: string;
  /** Whether the response renews a session cookie. */
  readonly session: boolean;
  readonly history: readonly string[];
  /** Whether the other requests were sent afterwards. */
  readonly later: boolean;
  /** Whether the browser had the preflight's result in its cache, or the response. */
  readonly cached: "nothing" | "the preflight" | "the response";
  readonly redirect: string;
}

/** Any row of a table; every second time its first, the plainest, so that few noises meet. */
function rowOf(table: object): fc.Arbitrary<string> {
  const [plainest = "", ...others] = Object.keys(table);
  return fc.oneof({ withCrossShrink: true }, fc.constant(plainest), fc.constantFrom(...others));
}

const anyOf = (table: object) => fc.constantFrom(...Object.keys(table));

/** Any noise; the first row of each table is the plainest, and what a counterexample shrinks to. */
export const anyNoise = (): fc.Arbitrary<Noise> =>
  fc.record({
    browser: fc.constantFrom("chromium" as const, "gecko" as const),
    calls: fc.constantFrom(true, true, true, false),
    lines: fc.constantFrom(true, false),
    request: anyOf(REQUESTS),
    place: anyOf(PLACES),
    style: fc.constantFrom(...STYLES),
    list: fc.constantFrom(...LISTS),
    lowerCase: fc.boolean(),
    preflightStatus: fc.constantFrom(204, 200),
    status: fc.constantFrom(...SUCCESSES),
    application: rowOf(APPLICATIONS),
    front: rowOf(FRONTS),
    extra: rowOf(EXTRAS),
    session: fc.boolean(),
    history: fc.uniqueArray(anyOf(HISTORY), { maxLength: 2 }),
    later: fc.boolean(),
    cached: fc.constantFrom("nothing" as const, "the preflight" as const, "the response" as const),
    redirect: rowOf(REDIRECTS),
  });

/** Redirects that CORS allows, by the URL that they lead to; the page's URL leads to the same resource. */
const REDIRECTS: Readonly<Record<string, (to: URL) => { from: string; status: number } | null>> = {
  none: () => null,
  "of an old version": ({ origin, pathname, search }) => ({
    from: `${origin}/v0${pathname}${search}`,
    status: 302,
  }),
  "of a slash": ({ href, pathname }) => ({
    from: href.replace(pathname, pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`),
    status: 301,
  }),
};

/** Any noise of a correct response whose status the application reports as an error. */
export const anyErrorStatus = (): fc.Arbitrary<number> => fc.constantFrom(...ERRORS);

/** A request and its responses without any mistake. The front's lines are added by `situationWith`. */
export function correctRequest(noise: Noise): ReportedRequest {
  const request = { ...REQUESTS[noise.request], ...PLACES[noise.place] };
  const page = request.page as string;
  const isIncluded = request.credentials === "include";
  const isAny = noise.style === "*" && !isIncluded;
  const own = isAny ? "*" : page;
  const access = [
    `${AO}: ${own}`,
    ...(isIncluded || noise.style === "the origin, with credentials" ? [`${AC}: true`] : []),
  ];
  const varies = isAny || noise.style === "the origin, always" ? [] : ["Vary: Origin"];
  const names = preflightHeaders(request);
  // The standard does not let * cover Authorization, which is a mistake itself.
  const isAll = noise.list === "*" && !isIncluded && !names.includes("authorization");
  const list = (own: readonly string[], more: string) =>
    isAll ? "*" : noise.list === "with more" ? [more, ...own].join(",") : own.join(", ");
  const spelt = (name: string) =>
    noise.list === "in lower case" ? name : name.replace(/\b\w/g, (letter) => letter.toUpperCase());
  const lower = (lines: readonly string[]) =>
    lines.map((line) =>
      noise.lowerCase ? line.replace(/^[^:]*/, (name) => name.toLowerCase()) : line,
    );
  const application = APPLICATIONS[noise.application]?.lines ?? [];
  const method = request.method as string;
  const preflight: ResponseLines = [
    noise.preflightStatus,
    ...lower([
      ...access,
      ...varies,
      `${AM}: ${list([method], "OPTIONS, GET")}`,
      ...(names.length === 0 ? [] : [`${AH}: ${list(names.map(spelt), "X-More")}`]),
      ...(noise.list === "with more" ? ["Access-Control-Max-Age: 600"] : []),
    ]),
    ...application,
  ];
  const isPreflighted = needsPreflight(request);
  const extra = EXTRAS[noise.extra] ?? [];
  const accept = request.headers?.Accept ?? "";
  // An HTML page where JSON was requested is a mistake itself.
  const isOddPage = accept.includes("json") && extra.some((line) => /text\/html/.test(line));
  // A POST without credentials that gets a session cookie is a mistake itself.
  const isPost = request.method === "POST" && !isIncluded;
  const mayHaveSession = !isPost && request.url?.startsWith("https:") === true;
  const response = withMore(
    [noise.status, DEFAULT_TYPE],
    ...application,
    ...(isOddPage ? [] : extra),
    ...(noise.session && mayHaveSession ? [SESSION] : []),
    ...lower([...access, ...varies]),
    // The page needs the ETag of an upload.
    ...(/Signature/.test(request.url ?? "") ? ["Access-Control-Expose-Headers: ETag"] : []),
  );
  const redirect =
    isPreflighted || method !== "GET"
      ? null
      : (REDIRECTS[noise.redirect]?.(new URL(request.url as string)) ?? null);
  const typed = extra.find((line) => /^content-type/i.test(line));
  return {
    ...request,
    browser: noise.browser,
    ...(isPreflighted && { preflight }),
    response: isOddPage || typed === undefined ? response : withLines(response, typed),
    ...(redirect !== null &&
      redirect.from !== request.url && {
        url: redirect.from,
        redirects: [[request.url as string, [redirect.status, ...lower(access)]]],
      }),
    blocked: false,
  };
}

/** The request as it was recorded with its noise: its outcome follows from the responses. */
function recorded(one: ReportedRequest, noise: Noise): ReportedRequest {
  const front = FRONTS[noise.front]?.lines ?? [];
  const through = (response: ResponseLines): ResponseLines => {
    const [status, ...own] = response;
    // A proxy replaces `Server`, and adds to other headers.
    const replaced = front.some((line) => /^server:/i.test(line))
      ? own.filter((line) => !/^server:/i.test(line))
      : own;
    return [status, ...replaced, ...front];
  };
  const stop = one.error === undefined ? stoppedAt(one) : "response";
  const { preflight, response, redirects, ...others } = one;
  const isCached = noise.cached === "the preflight" && stop !== "preflight";
  return {
    ...others,
    isCallRecorded: noise.calls,
    areLinesSeen: noise.lines,
    ...(preflight && !isCached && { preflight: through(preflight) }),
    stored: noise.cached === "the response" && one.method === "GET" && preflight === undefined,
    ...(redirects && { redirects: redirects.map(([to, lines]) => [to, through(lines)] as const) }),
    ...(response && stop !== "preflight" && { response: through(response) }),
    blocked: stop !== null,
  };
}

/** A request with its noise, judged and diagnosed. */
export interface Case {
  /** The request with its preflight, also a cached one; one that failed leaves no response. */
  readonly request: ReportedRequest;
  readonly judged: Judged;
  readonly diagnosis: Diagnosis;
  /** The other exchanges. */
  readonly others: readonly Judged[];
  /** What the noise lets a reader suspect. */
  readonly suspects: readonly string[];
  /** Codes of what the earlier requests refute. */
  readonly refuted: readonly string[];
}

/** Diagnoses a mistake under a noise; null where it cannot be made there. */
export function caseOf(mistake: Mistake, noise: Noise): Case | null {
  const own = mistake.isDirect ? { ...noise, front: "none" } : noise;
  const one = mistake.make(correctRequest(own));
  const isBlocked = mistake.stops !== null;
  if (one === null || (stoppedAt(one) !== null) !== isBlocked) return null;
  return diagnosed(one, own, mistake.isAlways ? mistake.make : null);
}

/**
 * Diagnoses a request among the noise's other requests.
 *
 * @param always the mistake that the server made in them, too; they are correct without one.
 */
export function diagnosed(
  one: ReportedRequest,
  noise: Noise,
  always: Mistake["make"] | null = null,
): Case {
  const correct = correctRequest(noise);
  const isOfServer = ({ url = "" }: ReportedRequest) =>
    new URL(url).origin === new URL(correct.url as string).origin;
  const withMistake = (each: ReportedRequest) =>
    always === null || each.response === undefined || !isOfServer(each)
      ? each
      : (always(each) ?? []);
  const histories = noise.history
    .flatMap((name) => HISTORY[name] ?? [])
    .filter(({ requests }) => requests(correct) !== null);
  const before = histories.flatMap(({ requests }) => requests(correct) ?? []).flatMap(withMistake);
  // The preflight that filled the cache was recorded.
  const plain: Noise = { ...noise, cached: "nothing" };
  const own = recorded({ browser: noise.browser, ...one }, noise);
  const others = before.map((each) => recorded({ browser: noise.browser, ...each }, plain));
  const requests = noise.later ? [own, ...others] : [...others, own];
  const all = requests.map((each, index): Judged => {
    const exchange = reported(each, index);
    return { exchange, verdict: judge(exchange) };
  });
  const judged = all.at(noise.later ? 0 : -1) as Judged;
  return {
    request: recorded({ browser: noise.browser, ...one }, plain),
    judged,
    diagnosis: diagnose(judged.exchange, judged.verdict, surroundingsAmong(all).around(judged)),
    others: all.filter((each) => each !== judged),
    suspects: [
      ...[...histories, FRONTS[noise.front]].flatMap((row) => row?.suspects ?? []),
      ...(noise.later ? [] : histories.flatMap((row) => row.suspectsEarlier ?? [])),
      // A request without cookies, although an earlier response set one for every site.
      ...(noise.session ? ["ambiguous browser cookie-not-sent"] : []),
      // Without the call, the browser may have added the header that needed the cached preflight.
      ...(noise.calls || noise.cached !== "the preflight"
        ? []
        : ["likely server host-without-cors", "likely server origin-not-listed"]),
    ],
    refuted:
      always === null && isOfServer(one) ? histories.flatMap(({ refutes = [] }) => refutes) : [],
  };
}
