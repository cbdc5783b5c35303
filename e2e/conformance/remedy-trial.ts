import { type Exchange, type Hop, lastHop, withHops } from "../../src/exchange/exchange.ts";
import { isRedirectStatus } from "../../src/http/statuses.ts";
import { possibleModes } from "../../src/verdict/hypotheses/evidence.ts";
import { judge } from "../../src/verdict/judge.ts";
import type { LaneRules } from "../../src/verdict/lane-rules.ts";
import { wouldPass } from "../../src/verdict/remedy/remedy.ts";
import type { RemedyChange } from "../../src/verdict/verdict.ts";
import { LOSES_HEADERS } from "./break-response.ts";
import type { CaseResult } from "./case-result.ts";
import { describe } from "./compare.ts";
import { deploy } from "./deploy.ts";
import { bound, type Exclusion } from "./exclusions.ts";
import { includesCredentials, trueReading } from "./reading.ts";
import type { Runner } from "./runner.ts";

/** The result of trying remedies. */
export interface Trial {
  /** Blocked calls with a remedy. */
  readonly offered: number;
  readonly tried: number;
  /** The page can now read the response. */
  readonly worked: number;
  /** The remedy fixed the recorded cause; the next cause cannot be fixed by servers. Counts by cause. */
  readonly ledTo: Readonly<Record<string, number>>;
  /** The remedy assumed no credentials, but the call had some. */
  readonly misread: number;
  /** Nothing reported the result. */
  readonly unreported: number;
  /** Lines of remedies for recorded requests. */
  readonly lines: number;
  /** Lines, statuses and removals that were also omitted in the browser. */
  readonly leftOut: number;
  /** The failures, in a few words each. */
  readonly failures: readonly string[];
}

/** One remedy for each response: more than the longest chain of redirects and preflights has. */
const MOST_ROUNDS = 16;
/** One in this number of lines is omitted in the browser, not only in the engine. */
const LEFT_OUT_SAMPLE = 20;

/** Trials that do not show whether a remedy is right, with their bounds. */
const LED_ON: Exclusion = {
  name: "remedy-led-on",
  of: "remedy",
  reason: "The remedy fixed the recorded cause, and servers cannot fix the next cause.",
  seenIn: "any",
  atMost: 25,
};
const MISREAD: Exclusion = {
  name: "remedy-misread",
  of: "remedy",
  reason: "Nothing reported the call's mode or credentials, and the remedy assumed others.",
  seenIn: "any",
  atMost: 4,
};
const UNREPORTED: Exclusion = {
  name: "remedy-unreported",
  of: "remedy",
  reason: "Nothing reported whether the page could read the response, or its tab was lost.",
  seenIn: "any",
  atMost: 6,
};

/** Tries remedies with the servers and the browser, and checks that no part of them is needless. */
export async function tryRemedies(
  runner: Runner,
  results: readonly CaseResult[],
  most: number,
): Promise<Trial> {
  const offered = results.filter(
    ({ call, deployed, ours, exchange }) =>
      call === (deployed.scenario.earlier ? 1 : 0) && ours?.remedy && exchange !== null,
  );
  const tried = sampleOf(offered, most);
  const failures: string[] = [];
  let worked = 0;
  const ledTo: Record<string, number> = {};
  let misread = 0;
  let unreported = 0;

  interface Attempt {
    readonly original: CaseResult;
    readonly changes: readonly RemedyChange[];
    /** The result after the last of the changes. */
    readonly last: CaseResult;
    /** The warnings about responses that were unchanged then. */
    readonly warned: ReadonlySet<string>;
  }
  let attempts: Attempt[] = tried.map((original) => ({
    original,
    changes: remedyOf(original),
    last: original,
    warned: warningsOf(original, NOTHING),
  }));
  for (let round = 1; attempts.length > 0; round++) {
    const repeated = await runWith(runner, attempts, `r${round}-`);
    const next: Attempt[] = [];
    for (const [index, { original, changes, last, warned }] of attempts.entries()) {
      const again = repeated[index];
      const fail = (what: string) => {
        failures.push(
          `seed ${original.deployed.scenario.seed}: ${what} with ${JSON.stringify(changes)}: ${again && describe(again)}; was ${describe(original)}`,
        );
      };
      const { outcomes = [] } = again === undefined ? {} : runner.truthOf(again);
      if (again === undefined) unreported++;
      else if (isAllowed(runner, again)) {
        worked++;
        for (const warning of newWarnings(again, changes, warned))
          fail(`left the warning ${warning}`);
      } else if (wasMended(again, changes) && wasForAnotherReading(last, again)) misread++;
      else if (wasMended(again, changes)) fail("still blocked");
      else if (again.ours?.remedy) {
        if (round === MOST_ROUNDS) fail("no end of remedies");
        else {
          next.push({
            original,
            changes: [...changes, ...remedyOf(again)],
            last: again,
            warned: new Set([...warned, ...warningsOf(again, changes)]),
          });
        }
      } else if (isForServers(again)) fail("led to a cause without a remedy");
      else if (outcomes.length === 0 || outcomes.includes("allowed")) unreported++;
      else {
        const what = again.ours?.cause?.code ?? again.ours?.outcome ?? "not in the report";
        ledTo[what] = (ledTo[what] ?? 0) + 1;
      }
    }
    attempts = next;
  }

  const leftOut = tried.flatMap((original) => leaveOneOut(original));
  for (const { original, changes, line } of leftOut) {
    if (isStillBlocked(original.exchange as Exchange, changes, runner.rules)) continue;
    failures.push(
      `seed ${original.deployed.scenario.seed}: ${line} could be left out; ${describe(original)}`,
    );
  }
  const sample = leftOut.filter(
    ({ original, isVary, changes }, index) =>
      // If nothing shows whether credentials were included, the remedy is for the stricter case.
      (isVary &&
        isVaryForOthers(original.exchange as Exchange, changes, runner.rules) &&
        areCredentialsKnown(original, runner.rules) &&
        isRequesterServed(original.exchange)) ||
      (!isVary &&
        index % LEFT_OUT_SAMPLE === 0 &&
        original.ours?.credentials.basis !== "assumed" &&
        !hasLostHeaders(original)),
  );
  const repeated = await runWith(runner, sample, "o");
  for (const [index, { original, line }] of sample.entries()) {
    const again = repeated[index];
    if (again === undefined || !isAllowed(runner, again)) continue;
    failures.push(`seed ${original.deployed.scenario.seed}: passes in the browser without ${line}`);
  }
  const uses = [
    [LED_ON, Object.values(ledTo).reduce((sum, count) => sum + count, 0)],
    [MISREAD, misread],
    [UNREPORTED, unreported],
  ] as const;
  for (const [exclusion, count] of uses) {
    const most = bound(exclusion, tried.length);
    if (count > most) failures.push(`${exclusion.name}: ${count} times, at most ${most} expected`);
  }
  return {
    offered: offered.length,
    tried: tried.length,
    worked,
    ledTo,
    misread,
    unreported,
    lines: leftOut.length,
    leftOut: sample.length,
    failures,
  };
}

/** The numbers in one line. */
export function tellTrial(trial: Trial): string {
  const { offered, tried, worked, ledTo, misread, unreported, lines, leftOut, failures } = trial;
  const led = Object.entries(ledTo).map(([what, count]) => `${count} ${what}`);
  return `remedies: ${tried} of ${offered} tried; ${worked} worked, ${misread} took the call for another, ${unreported} not reported, led to a cause without a remedy: ${led.join(", ") || "none"}; ${lines} lines left out in the engine, ${leftOut} of them in the browser; failures: ${failures.length}`;
}

const isAllowed = (runner: Runner, result: CaseResult) => {
  const { outcomes } = runner.truthOf(result);
  return outcomes.length === 1 && outcomes[0] === "allowed";
};

const remedyOf = ({ ours }: CaseResult): readonly RemedyChange[] => ours?.remedy ?? [];

/** Whether a remedy restores headers that the server had sent and the browser had not received. */
const hasLostHeaders = ({ deployed }: CaseResult) =>
  deployed.scenario.hops
    .flatMap(({ preflight, response }) => [preflight, response])
    .some((plan) => typeof plan !== "string" && plan.broken && LOSES_HEADERS.has(plan.broken));

/** A sample of at most `most` items, spread evenly. */
function sampleOf<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)] as T);
}

/** Repeats each call with changed responses; the results are in the order of the calls. */
async function runWith(
  runner: Runner,
  trials: readonly { readonly original: CaseResult; readonly changes: readonly RemedyChange[] }[],
  prefix: string,
): Promise<(CaseResult | undefined)[]> {
  const deployed = trials.map(({ original, changes }, index) => {
    const scenario = { ...original.deployed.scenario, twice: false };
    return deploy(runner.lab, scenario, `${prefix}${index}-${scenario.seed}`, changes);
  });
  const byId = new Map((await runner.run(deployed)).map((result) => [result.deployed.id, result]));
  return deployed.map(({ id }) => byId.get(id));
}

/** The warnings about the responses that were not changed: what each is about, and its code. */
function warningsOf({ ours }: CaseResult, changes: readonly RemedyChange[]): ReadonlySet<string> {
  const changed = new Set(changes.map(messageOf));
  const warnings = (ours?.findings ?? []).filter(({ severity }) => severity === "warning");
  return new Set(
    warnings
      .filter((one) => !changed.has(messageOf(one)))
      .map((one) => `${messageOf(one)}: ${one.code}`),
  );
}

/**
 * New warnings about the responses that a remedy changed: after applying a remedy exactly, none may remain.
 *
 * @param warned the warnings about the responses as their servers sent them.
 */
function newWarnings(
  again: CaseResult,
  changes: readonly RemedyChange[],
  warned: ReadonlySet<string>,
): string[] {
  const unchanged = warningsOf(again, changes);
  return [...warningsOf(again, NOTHING)].filter((one) => !unchanged.has(one) && !warned.has(one));
}

const NOTHING: readonly never[] = [];

const messageOf = ({ hop, stage }: { readonly hop: number; readonly stage: string }) =>
  `${hop} ${stage === "preflight" ? "preflight" : "response"}`;

/** The causes for blocking a new redirect that do not depend on CORS headers. */
const ABOUT_LOCATIONS =
  /^(?:cors-disabled-scheme|redirect-contains-credentials|disallowed-by-mode)$/;

/** Whether the remedy had already changed the response that blocks the call now. */
function wasMended({ ours }: CaseResult, changes: readonly RemedyChange[]): boolean {
  const cause = ours?.cause;
  if (cause?.family !== "cors" || ABOUT_LOCATIONS.test(cause.code)) return false;
  const stage = cause.stage === "preflight" ? "preflight" : "response";
  // A status that did not arrive because its head was broken counts as a new response once it arrives.
  const isAboutStatus = cause.code === "preflight-invalid-status";
  return changes.some(
    ({ hop, stage: at, status }) =>
      hop === cause.hop && at === stage && (!isAboutStatus || status !== null),
  );
}

/** With credentials, `*` is not a wildcard in any of the lists either. */
const ABOUT_CREDENTIALS =
  /^(?:wildcard-origin-not-allowed|invalid-allow-credentials|(?:method|header)-disallowed)$/;

/**
 * Whether a remedy was made for another mode, or without credentials, because nothing reported the call's
 * modes. Without CORS there is nothing to fix, and for an opaque origin with credentials we advise no
 * remedy.
 */
function wasForAnotherReading(original: CaseResult, again: CaseResult): boolean {
  const { mode, credentials } = original.ours ?? {};
  if (mode?.basis === "assumed" && mode.value !== trueReading(original.request).mode) return true;
  const { value, basis } = credentials ?? {};
  if (value === "include" || basis !== "assumed") return false;
  const included = trueReading(original.request).credentials === "include";
  return included && ABOUT_CREDENTIALS.test(again.ours?.cause?.code ?? "");
}

/**
 * Whether a server's headers can fix the cause. We never advise to allow the origin "null" with
 * credentials, which a redirect can produce for any origin, nor to allow a redirect that loops or leaves
 * the lab.
 */
function isForServers({ request, origin, ours, deployed, exchange }: CaseResult): boolean {
  const { cause = null, certainty } = ours ?? {};
  if (cause?.family !== "cors" || certainty !== "certain") return false;
  // If they were allowed, the redirects would loop.
  const urls = exchange?.hops.map(({ url, method }) => `${method} ${url}`) ?? [];
  if (new Set(urls).size < urls.length && isRedirect(lastHop(exchange as Exchange))) return false;
  const plan = deployed.scenario.hops[cause.hop]?.response;
  const locations = typeof plan === "object" ? plan.headers.filter(([n]) => n === "Location") : [];
  if (locations.some(([, value]) => !value.startsWith("{next"))) return false;
  const isNull = origin === "null" || cause.hop > 0;
  return !ABOUT_LOCATIONS.test(cause.code) && !(isNull && includesCredentials(request));
}

const isRedirect = ({ response }: Hop) => isRedirectStatus(response?.status ?? 0);

/** The remedy without one line, status or removal, for each that concerns a recorded response. */
function leaveOneOut(original: CaseResult) {
  const exchange = original.exchange as Exchange;
  const remedy = remedyOf(original);
  return remedy.flatMap((change, at) => {
    const hop = exchange.hops[change.hop];
    const response = change.stage === "preflight" ? hop?.preflight?.response : hop?.response;
    if (!response) return [];
    // The cache hid the response that the server would have sent to this call.
    const isAnothers = change.hop === exchange.hops.length - 1 && exchange.cachedFrom !== null;
    const tested = change.set.some(isVary) && isAnothers ? change.set.filter(isVary) : change.set;
    const without = (isVary: boolean, what: string, less: Partial<RemedyChange>) => ({
      original,
      isVary,
      line: `${change.stage} ${change.hop}: ${what}`,
      changes: remedy.map((one, i) => (i === at ? { ...change, ...less } : one)),
    });
    return [
      ...tested.map((line) =>
        without(isVary(line), `${line.name}: ${line.value}`, {
          set: change.set.filter((other) => other !== line),
        }),
      ),
      ...change.remove.map((name) =>
        without(false, `without ${name}`, {
          remove: change.remove.filter((other) => other !== name),
        }),
      ),
      ...(change.status === null
        ? []
        : [without(false, `status ${change.status}`, { status: null })]),
    ];
  });
}

const isVary = ({ name }: { readonly name: string }) => name === "Vary";

/**
 * Whether the credentials of the call and of all earlier requesters are known, for browsers that separate caches
 * by credentials.
 */
function areCredentialsKnown(
  { exchange, ours }: CaseResult,
  { cachesByCredentials }: LaneRules,
): boolean {
  const others = exchange?.requesters ?? [];
  const areKnown = ours?.credentials.basis !== "assumed";
  return (
    !cachesByCredentials ||
    (areKnown && others.every((other) => other.credentialsIncluded !== null))
  );
}

/** Whether the line is needed for an earlier requester, and not only for later ones that share the cache. */
function isVaryForOthers(
  exchange: Exchange,
  without: readonly RemedyChange[],
  rules: LaneRules,
): boolean {
  const hops = exchange.hops.map((hop) => {
    const { response } = hop;
    const headers = response?.headers.filter(([name]) => !FOR_CACHES.test(name)) ?? [];
    return { ...hop, response: response && { ...response, headers } };
  });
  return isStillBlocked(withHops(exchange, hops), without, rules);
}

const FOR_CACHES = /^(?:cache-control|expires|etag|last-modified)$/i;

/**
 * Whether the trial's servers allow another requester too. A refused response may not be stored, and the
 * servers refuse unknown origins.
 */
function isRequesterServed(exchange: Exchange | null): boolean {
  return exchange?.requesters.some(({ origin }) => origin !== "null") ?? false;
}

/** Whether a hypothesis that the engine cannot rule out is blocked with these changes. */
function isStillBlocked(
  exchange: Exchange,
  changes: readonly RemedyChange[],
  rules: LaneRules,
): boolean {
  const { mode, credentials } = judge(exchange);
  const settled = (basis: string) => basis !== "assumed";
  return possibleModes(exchange)
    .filter(
      (reading) =>
        (!settled(mode.basis) || reading.mode === mode.value) &&
        (!settled(credentials.basis) || reading.credentials === credentials.value),
    )
    .some((reading) => !wouldPass(exchange, changes, reading, rules));
}
