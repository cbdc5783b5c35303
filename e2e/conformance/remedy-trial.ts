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
import type { PageName } from "./scenario.ts";

/** What came of trying remedies out. */
export interface Trial {
  /** Blocked calls for which there was a remedy. */
  readonly offered: number;
  readonly tried: number;
  /** The page may read the response now. */
  readonly worked: number;
  /** What was seen is mended; what was then met for the first time cannot be: how often which. */
  readonly ledOn: Readonly<Record<string, number>>;
  /** Made for a call without credentials, of a call that turned out to have them. */
  readonly misread: number;
  /** Nothing tells what became of it. */
  readonly unreported: number;
  /** Lines of remedies for messages that were seen. */
  readonly lines: number;
  /** Lines, statuses and removals that were left out in the browser as well. */
  readonly leftOut: number;
  /** What went wrong, in a few words each. */
  readonly failures: readonly string[];
}

/** A remedy a message: more than the longest chain of redirects and preflights has. */
const MOST_ROUNDS = 16;
/** Of how many lines one is left out in the browser, not in the engine alone. */
const LEFT_OUT_SAMPLE = 20;

/** Of remedies, what shows nothing of whether they are right, and how much of it there may be. */
const LED_ON: Exclusion = {
  name: "remedy-led-on",
  of: "remedy",
  reason:
    "What was seen is mended, and what was then met for the first time is not for servers to mend.",
  seenIn: "any",
  atMost: 25,
};
const MISREAD: Exclusion = {
  name: "remedy-misread",
  of: "remedy",
  reason: "Nothing reported the mode or the credentials of the call, and it was mended as another.",
  seenIn: "any",
  atMost: 4,
};
const UNREPORTED: Exclusion = {
  name: "remedy-unreported",
  of: "remedy",
  reason: "Nothing tells whether the page could read the response, or its tab was lost.",
  seenIn: "any",
  atMost: 6,
};

/**
 * The results of a few places, for runs that have to be short: every place takes its own page in
 * each round. By command remedies of all places are tried.
 */
export const ofFewPlaces = (results: readonly CaseResult[]): readonly CaseResult[] =>
  results.filter(({ deployed }) => FEW_PLACES.has(deployed.scenario.caller.page));

const FEW_PLACES: ReadonlySet<PageName> = new Set(["trusted", "secure", "require-corp"]);

/** Tries remedies out on the servers and the browser, and whether anything in them is needless. */
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
  const ledOn: Record<string, number> = {};
  let misread = 0;
  let unreported = 0;

  interface Attempt {
    readonly original: CaseResult;
    readonly changes: readonly RemedyChange[];
    /** Of which the last of the changes was made. */
    readonly last: CaseResult;
  }
  let attempts: Attempt[] = tried.map((original) => ({
    original,
    changes: remedyOf(original),
    last: original,
  }));
  for (let round = 1; attempts.length > 0; round++) {
    const repeated = await runWith(runner, attempts, `r${round}-`);
    const next: Attempt[] = [];
    for (const [index, { original, changes, last }] of attempts.entries()) {
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
        for (const code of newWarnings(original, again, changes)) fail(`left the warning ${code}`);
      } else if (wasMended(again, changes) && wasForAnotherReading(last, again)) misread++;
      else if (wasMended(again, changes)) fail("still blocked");
      else if (again.ours?.remedy) {
        if (round === MOST_ROUNDS) fail("no end of remedies");
        else next.push({ original, changes: [...changes, ...remedyOf(again)], last: again });
      } else if (isForServers(again)) fail("led on to what nobody mends");
      else if (outcomes.length === 0 || outcomes.includes("allowed")) unreported++;
      else {
        const what = again.ours?.cause?.code ?? again.ours?.outcome ?? "not in the report";
        ledOn[what] = (ledOn[what] ?? 0) + 1;
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
      // Where nothing tells whether credentials were included, the stricter is mended.
      (isVary &&
        isVaryForOthers(original.exchange as Exchange, changes, runner.rules) &&
        areCredentialsKnown(original.exchange, runner.rules) &&
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
    [LED_ON, Object.values(ledOn).reduce((sum, count) => sum + count, 0)],
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
    ledOn,
    misread,
    unreported,
    lines: leftOut.length,
    leftOut: sample.length,
    failures,
  };
}

/** The numbers in one line. */
export function tellTrial(trial: Trial): string {
  const { offered, tried, worked, ledOn, misread, unreported, lines, leftOut, failures } = trial;
  const led = Object.entries(ledOn).map(([what, count]) => `${count} ${what}`);
  return `remedies: ${tried} of ${offered} tried; ${worked} worked, ${misread} took the call for another, ${unreported} not reported, led on to what cannot be mended: ${led.join(", ") || "none"}; ${lines} lines left out in the engine, ${leftOut} of them in the browser; failures: ${failures.length}`;
}

const isAllowed = (runner: Runner, result: CaseResult) => {
  const { outcomes } = runner.truthOf(result);
  return outcomes.length === 1 && outcomes[0] === "allowed";
};

const remedyOf = ({ ours }: CaseResult): readonly RemedyChange[] => ours?.remedy ?? [];

/** Whether any remedy brings headers back that the server had sent and the browser had not seen. */
const hasLostHeaders = ({ deployed }: CaseResult) =>
  deployed.scenario.hops
    .flatMap(({ preflight, response }) => [preflight, response])
    .some((plan) => typeof plan !== "string" && plan.broken && LOSES_HEADERS.has(plan.broken));

/** The first so many, spread evenly. */
function sampleOf<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)] as T);
}

/** Runs each call once again with changed responses; the results come in the order of the calls. */
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

/**
 * What we warn of in the messages that a remedy changed, and did not warn of before: done exactly
 * as it says, nothing may be left to say.
 */
function newWarnings(
  original: CaseResult,
  again: CaseResult,
  changes: readonly RemedyChange[],
): string[] {
  const warningsOf = ({ ours }: CaseResult) =>
    (ours?.findings ?? []).filter(({ severity }) => severity === "warning");
  const messageOf = ({ hop, stage }: { readonly hop: number; readonly stage: string }) =>
    `${hop} ${stage === "preflight" ? "preflight" : "response"}`;
  const changed = new Set(changes.map(messageOf));
  const before = new Set(warningsOf(original).map((one) => `${messageOf(one)} ${one.code}`));
  return warningsOf(again)
    .filter((one) => changed.has(messageOf(one)))
    .filter((one) => !before.has(`${messageOf(one)} ${one.code}`))
    .map(({ code }) => code);
}

/** What a redirect that was not seen before may be stopped for, whatever its CORS headers. */
const ABOUT_LOCATIONS =
  /^(?:cors-disabled-scheme|redirect-contains-credentials|disallowed-by-mode)$/;

/** Whether the message that stopped a call now had been changed by the remedy already. */
function wasMended({ ours }: CaseResult, changes: readonly RemedyChange[]): boolean {
  const cause = ours?.cause;
  if (cause?.family !== "cors" || ABOUT_LOCATIONS.test(cause.code)) return false;
  const stage = cause.stage === "preflight" ? "preflight" : "response";
  // A status that did not arrive, its head being broken, is a separate message once it does.
  const isAboutStatus = cause.code === "preflight-invalid-status";
  return changes.some(
    ({ hop, stage: at, status }) =>
      hop === cause.hop && at === stage && (!isAboutStatus || status !== null),
  );
}

/** With credentials, `*` is no wildcard in any of the lists either. */
const ABOUT_CREDENTIALS =
  /^(?:wildcard-origin-not-allowed|invalid-allow-credentials|(?:method|header)-disallowed)$/;

/**
 * Whether a remedy was made for a call of another mode, or without credentials, where nothing
 * reported what this one has: without CORS there is nothing to mend, and for an opaque origin with
 * credentials there is no remedy that could be advised.
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
 * Whether what stopped a call is of the kind that a server's headers mend. Nobody is advised to let
 * in the origin "null" with credentials, which a redirect may have made of any, nor to let through
 * a redirect that leads round or out.
 */
function isForServers({ request, origin, ours, deployed, exchange }: CaseResult): boolean {
  const { cause = null, certainty } = ours ?? {};
  if (cause?.family !== "cors" || certainty !== "certain") return false;
  // Allowed, the redirects would lead round.
  const urls = exchange?.hops.map(({ url, method }) => `${method} ${url}`) ?? [];
  if (new Set(urls).size < urls.length && isRedirect(lastHop(exchange as Exchange))) return false;
  const plan = deployed.scenario.hops[cause.hop]?.response;
  const locations = typeof plan === "object" ? plan.headers.filter(([n]) => n === "Location") : [];
  if (locations.some(([, value]) => !value.startsWith("{next"))) return false;
  const isNull = origin === "null" || cause.hop > 0;
  return !ABOUT_LOCATIONS.test(cause.code) && !(isNull && includesCredentials(request));
}

const isRedirect = ({ response }: Hop) => isRedirectStatus(response?.status ?? 0);

/** The remedy without one line, status or removal, for each about a message that was seen. */
function leaveOneOut(original: CaseResult) {
  const exchange = original.exchange as Exchange;
  const remedy = remedyOf(original);
  return remedy.flatMap((change, at) => {
    const hop = exchange.hops[change.hop];
    const response = change.stage === "preflight" ? hop?.preflight?.response : hop?.response;
    if (!response) return [];
    // What the server would have sent to this call itself, the cache has kept from us.
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
 * Whether it is known who of those that requested it before had credentials, where caches are kept
 * by that.
 */
function areCredentialsKnown(
  exchange: Exchange | null,
  { cachesByCredentials }: LaneRules,
): boolean {
  const others = exchange?.requesters ?? [];
  return !cachesByCredentials || others.every((other) => other.credentialsIncluded !== null);
}

/**
 * Whether the line is there for somebody who requested it before, and not only for those who may
 * get it later from a cache that keeps the response.
 */
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
 * Whether the trial's servers let somebody else have the response too: what they refuse is not
 * stored, or not always, and they let nobody in whose origin is not known.
 */
function isRequesterServed(exchange: Exchange | null): boolean {
  return exchange?.requesters.some(({ origin }) => origin !== "null") ?? false;
}

/** Whether one of the readings that the engine cannot rule out is blocked with these changes. */
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
