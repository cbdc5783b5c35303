import type { Exchange } from "../../../src/exchange/exchange.ts";
import { CODES } from "../../../src/verdict/codes.ts";
import { UNNAMED } from "../../firefox/agreement.ts";
import type { Seen } from "../../lab/call.ts";
import { headerOf } from "../../lab/request-head.ts";
import { type Account as AnyAccount, isOfWorker } from "../account.ts";
import {
  type Comparison,
  type Difference,
  describe,
  sameOutcome,
  type TrueOutcome,
} from "../compare.ts";
import { wrongFacts } from "../facts.ts";
import { TIMED_OUT } from "../in-page.ts";
import { GIVEN_UP, isAnsweredByService, isRefusedUnseen, unobservable } from "../observable.ts";
import type { Ask } from "../scenario.ts";
import type { Staged } from "../stage.ts";
import { trueReading } from "./reading.ts";
import type { GeckoTruth } from "./truth.ts";

type Account = AnyAccount<GeckoTruth>;

/** Compares our account of a call with what the page and Firefox's console say of it. */
export function compare(account: Account): Comparison {
  const { seen, truth, ours } = account;
  const compared = new Set<"outcome" | "name" | "parameter">();
  const differences: Difference[] = [];
  const differ = (about: Difference["about"], theirs: string, own: string) => {
    differences.push({ about, theirs, ours: own });
  };
  const outcome = trueOutcome(account);
  const told = `Firefox ${truth?.messages.map(({ category }) => category).join(", ") || "nothing"}`;
  const result = { account, outcome, told, compared, differences };
  if (seen?.detail === TIMED_OUT) differ("timeout", TIMED_OUT, "");
  if (ours === null) {
    // What never was a request leaves no event: only the probe can tell of it.
    const why = isNobodys(account)
      ? "of no tab and no origin"
      : unobservable(account, account.call === 0 && seen?.outcome === "rejected");
    const onTheWire = account.requests.length > 0 && account.call === 0;
    if (why !== null) differ("unobservable", why, "not in our report");
    else if (onTheWire) differ("outcome", outcome ?? "on the wire", "not in our report");
    else differ("unseen", `${outcome} ${truth?.name ?? ""}`, "not in our report");
    return result;
  }
  if (account.call === 0 && account.surplus > 0) {
    differ("surplus", "one exchange a call", `${account.surplus} more`);
  }
  const reading = trueReading(account.ask);
  for (const { theirs, ours: own } of wrongFacts(account, reading)) differ("fact", theirs, own);
  if (isRefusedUnseen(account)) {
    differ("unobservable", `${outcome}, for a hash`, describe(account));
    return result;
  }
  if (isHidden(account)) {
    differ("hidden", `${outcome} ${truth?.name ?? ""}`, describe(account));
    return result;
  }
  if (ours.certainty === "ambiguous") {
    if (!covers(account, outcome)) {
      differ("uncovered", `${outcome} ${truth?.name ?? ""}`, describe(account));
    }
    return result;
  }
  if (outcome !== null) {
    compared.add("outcome");
    if (!sameOutcome(outcome, ours.outcome)) differ("outcome", outcome, ours.outcome);
  }
  // The page gave it up, and the browser found fault with it at the same time.
  if (truth !== null && !GIVEN_UP.test(seen?.detail ?? "")) {
    const own = ours.lanes.gecko.name?.startsWith("CORS") ? ours.lanes.gecko.name : null;
    const theirs = named(truth);
    if (theirs !== null || named({ name: own }) !== null) {
      compared.add("name");
      if (theirs !== named({ name: own })) differ("name", truth.name ?? "none", own ?? "none");
    }
  }
  return result;
}

/**
 * What no extension can know: two lines of Access-Control-Allow-Origin are told as one, without those
 * that are empty and that Gecko counts; and a body that cannot be decoded as one that came whole.
 */
function isHidden({ staged: { scenario }, seen, exchange }: Account): boolean {
  const answers = scenario.hops.flatMap(({ preflight, response }) => [preflight, response]);
  const isUntold = seen?.outcome === "rejected" && exchange?.callResult?.result !== "rejected";
  const isUndecodable = answers.some(
    (answer) => typeof answer !== "string" && answer.broken === "not-compressed",
  );
  if (isUntold && isUndecodable) return true;
  return answers.some((answer) => {
    if (typeof answer === "string") return false;
    const lines = answer.headers.filter(([name]) => /^access-control-allow-origin$/i.test(name));
    return lines.length > 1 && lines.some(([, value]) => value.trim() === "");
  });
}

/** Firefox tells the tab of a dedicated worker's fetches, and not of its EventSources. */
export function isTabless(staged: Staged): boolean {
  const { caller, ask } = staged.scenario;
  return isOfWorker(staged) || (caller.worker !== null && ask.api === "event-source");
}

/** Whether nothing tells in which tab something asked: neither a tab nor an origin. */
function isNobodys({ staged, origin }: Account): boolean {
  return origin === "null" && isTabless(staged);
}

/** The name, unless it is Firefox's word for all that it has no word for. */
const named = ({ name }: Pick<GeckoTruth, "name">) => (name === UNNAMED ? null : name);

/** What became of a call, as the page and Firefox's console tell; null where they do not. */
export function trueOutcome(account: Account): TrueOutcome | null {
  const { staged, seen, truth, ask, exchange, probe } = account;
  const byConsole = truth !== null && named(truth) !== null ? "blocked" : null;
  if (seen === null || !tellsItsOutcome(ask, seen)) return byConsole;
  if (seen.detail === TIMED_OUT) return null;
  if (seen.outcome === "rejected") {
    // What breaks on the way from a worker that had answered, only the worker's own request tells.
    if (seen.atBody && isAnsweredByService(staged.scenario.caller)) return null;
    // What had come to its end when the page gave it up; of when it did the probe alone tells.
    const mayBeOver =
      ("abort" in ask && ask.abort === "at-the-body") || staged.scenario.caller.worker || !probe;
    const isOver = mayBeOver && exchange !== null && !isAborted(exchange);
    if (GIVEN_UP.test(seen.detail)) return isOver ? null : "aborted";
    if (byConsole !== null) return byConsole;
    // An event of an element, or of an EventSource, tells also of what is in the response.
    return ask.api === "fetch" || ask.api === "xhr" ? "rejected" : null;
  }
  // A stream of events that breaks off was a good one until then.
  if (ask.api === "event-source" && exchange?.ending.kind === "failed") return null;
  // An element without `crossorigin` does not tell whether its response could have been read.
  if (seen.outcome === "opaque" && ask.api !== "fetch" && !isForeign(account)) return "allowed";
  return seen.outcome;
}

const isAborted = ({ ending }: Exchange) =>
  ending.kind === "failed" && ending.error === "NS_BINDING_ABORTED";

/**
 * Whether what the page saw tells what became of the call. A beacon tells its page nothing, nor does
 * what a style or a manifest asks for; a preload "loads" whatever CORS said of it.
 */
function tellsItsOutcome({ api }: Ask, { outcome }: Seen): boolean {
  if (api === "preload" || api === "modulepreload") return outcome === "rejected";
  return api !== "beacon" && api !== "manifest" && !/-image$|^shape-/.test(api);
}

/** Whether a request left the origin that it was made from. */
function isForeign({ origin, requests }: Account): boolean {
  return requests.some((request) => !origin.endsWith(`//${headerOf(request, "host")}`));
}

/** Whether the truth is among the readings of an ambiguous verdict. */
function covers({ ours, truth }: Account, outcome: TrueOutcome | null): boolean {
  if (ours === null) return false;
  if (ours.outcome === "unknown" || ours.outcome === "pending") return true;
  const causes = [ours.cause, ...(ours.alternatives ?? [])];
  if (outcome !== null && !sameOutcome(outcome, ours.outcome) && causes.length < 2) return false;
  const name = truth === null ? null : named(truth);
  if (name === null) return true;
  const names = [ours.lanes.gecko.name, ...causes.map((it) => it && CODES[it.code].gecko)];
  return names.includes(name);
}
