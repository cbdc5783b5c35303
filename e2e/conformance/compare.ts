import { CHROMIUM, nameIn } from "../../src/verdict/lane-rules.ts";
import { isPreflight } from "../lab/scripts.ts";
import type { Account as AnyAccount } from "./account.ts";
import { wrongFacts } from "./facts.ts";
import { NO_WORKER, TIMED_OUT } from "./in-page.ts";
import { GIVEN_UP, isAnsweredByService, isRefusedUnseen, unobservable } from "./observable.ts";
import { trueReading } from "./reading.ts";
import type { Account } from "./run-batch.ts";
import type { Ask, Scenario } from "./scenario.ts";

/** One thing in which we and the browser differ. */
export interface Difference {
  readonly about:
    | "outcome"
    | "name"
    | "parameter"
    | "unseen"
    | "unobservable"
    | "uncovered"
    | "fact"
    | "surplus"
    | "hidden"
    | "timeout";
  readonly theirs: string;
  readonly ours: string;
}

/** How our account of a call stands to the browser's. */
export interface Comparison {
  readonly account: AnyAccount;
  /** What became of the call, as the page and the browser tell; null where they do not. */
  readonly outcome: TrueOutcome | null;
  /** What the browser tells, for people. */
  readonly told: string;
  /** What there was to compare. */
  readonly compared: ReadonlySet<"outcome" | "name" | "parameter">;
  readonly differences: readonly Difference[];
}

/** "rejected": withheld from the page, for whatever reason. */
export type TrueOutcome = "allowed" | "opaque" | "blocked" | "failed" | "aborted" | "rejected";

/** Compares our account of a call with what the page and the DevTools protocol say of it. */
export function compare(account: Account): Comparison {
  const { seen, truth, ours } = account;
  const compared = new Set<"outcome" | "name" | "parameter">();
  const differences: Difference[] = [];
  const differ = (about: Difference["about"], theirs: string, own: string) => {
    differences.push({ about, theirs, ours: own });
  };
  const { detail = "" } = seen ?? {};
  if (detail === TIMED_OUT || detail === NO_WORKER) differ("timeout", detail, "");
  const outcome = trueOutcome(account);
  const told = `Chromium ${JSON.stringify(truth?.end ?? null)} ${nameOf(account) ?? ""}`;
  const result = { account, outcome, told, compared, differences };
  if (ours === null) {
    // What never was a request leaves no event: only the probe can tell of it.
    const why = unobservable(account, truth?.end?.kind === "failed");
    const onTheWire = account.requests.length > 0 && account.call === 0;
    if (why !== null) differ("unobservable", why, "not in our report");
    else if (onTheWire) differ("outcome", outcome ?? "on the wire", "not in our report");
    else differ("unseen", `${outcome} ${nameOf(account) ?? ""}`, "not in our report");
    return result;
  }
  if (account.call === 0 && account.surplus > 0) {
    differ("surplus", "one exchange a call", `${account.surplus} more`);
  }
  for (const { theirs, ours: own } of wrongFacts(account)) differ("fact", theirs, own);
  if (outcome === null) return result;
  // The service workers of frames of other sites are below no page: of them nothing is told.
  if (truth?.end?.kind !== "failed" && isRefusedUnseen(account)) {
    differ("unobservable", `${outcome}, for a hash`, describe(account));
    return result;
  }
  const { cause, name } = ours.lanes.chromium;
  const trueName = nameOf(account);
  if (ours.certainty === "ambiguous") {
    if (!covers(account, outcome)) {
      differ("uncovered", `${outcome} ${trueName ?? ""}`, describe(account));
    }
    return result;
  }
  compared.add("outcome");
  if (!sameOutcome(outcome, ours.outcome)) differ("outcome", outcome, ours.outcome);
  if (trueName !== null) {
    compared.add("name");
    if (trueName !== (name ?? "")) differ("name", trueName, name ?? "");
  }
  if (trueName !== null && truth?.end?.kind === "failed" && truth.end.corsError) {
    compared.add("parameter");
    const { failedParameter } = truth.end;
    const own = cause?.parameter ?? "";
    if ((failedParameter ?? "") !== own) differ("parameter", failedParameter ?? "", own);
  }
  return result;
}

/** Whether a certain or likely verdict is wrong. */
export function isWrong({ differences }: Comparison): boolean {
  return differences.some(({ about }) => /^(?:outcome|name|parameter)$/.test(about));
}

/** What became of a call, as the page and Chromium tell; null where they do not. */
export function trueOutcome({
  staged,
  ask,
  origin,
  seen,
  truth,
  exchange,
  probe,
  requests,
}: Account): TrueOutcome | null {
  const { api } = ask;
  const end = truth?.end ?? null;
  const byProtocol = () => {
    if (end === null || wasLetInAllTheSame({ truth, requests })) return null;
    // To the protocol a response is a response, whatever the page gets of it.
    if (hidesRedirects(ask)) return null;
    if (end.kind === "finished") {
      return trueReading(ask).mode === "no-cors" && isForeign(origin, truth) ? "opaque" : "allowed";
    }
    if (end.corsError || end.blockedReason) return "blocked";
    if (end.canceled || /ERR_(?:ABORTED|FAILED|BLOCKED)|^$/.test(end.errorText)) return "rejected";
    return "failed";
  };
  if ((api === "fetch" || api === "xhr") && seen !== null) {
    if (seen.detail === TIMED_OUT) return null;
    const told = byProtocol();
    const isServed = isAnsweredByService(staged.scenario.caller);
    // Of an opaque response that breaks off after its head, the page has no more to see.
    if (seen.outcome === "opaque" && told === "failed" && !isServed) return told;
    if (seen.outcome !== "rejected") return seen.outcome;
    // What breaks on the way from a worker that had answered, only the worker's own request tells.
    if (seen.atBody && isServed) return null;
    // Where there is no body to give up, the response was complete when the page gave it up.
    const isAtBody = seen.atBody || ("abort" in ask && ask.abort === "at-the-body");
    const isWhole = isAtBody && exchange?.ending.kind === "completed";
    // Without the probe only what became of the request is seen, which may be something else.
    const isSeen = probe && staged.scenario.caller.worker === null;
    const isOther = !isSeen && (told === "blocked" || told === "failed" || wasOver(exchange));
    if (GIVEN_UP.test(seen.detail)) return isWhole || isOther ? null : "aborted";
    return told === "blocked" || told === "failed" ? told : "rejected";
  }
  // An event of an element, or of an EventSource, tells also of what is in the response; and a
  // response that nobody reads may be cancelled.
  // What a beacon goes through after its page has let it go, the page's process does not see.
  if (api === "beacon" && end?.kind === "failed" && end.blockedReason === "origin") return null;
  const told = byProtocol();
  // What a service worker made up is open to all, whatever was asked.
  if (isAnsweredByService(staged.scenario.caller) && told === "opaque") return null;
  // What has not the hash that an element demands came whole, to the protocol.
  const refused = told === "allowed" || told === "opaque";
  if (refused && "integrity" in ask && ask.integrity && seen?.outcome === "rejected") {
    return mayBeUnusable(staged.scenario, truth?.status ?? 0) ? null : "blocked";
  }
  // An element that has no use for what comes may cancel it when it is there, or just before.
  if (refused && seen?.outcome === "rejected" && !wasOver(exchange)) return null;
  return told === "rejected" && (end?.kind !== "failed" || end.canceled) ? null : told;
}

/** Whether a request came to an end of its own before its page gave it up. */
function wasOver(exchange: Account["exchange"]): boolean {
  const { ending } = exchange ?? { ending: null };
  return ending?.kind === "completed" || (ending?.kind === "failed" && !/ABORT/.test(ending.error));
}

/** Whether an element may have refused an answer for its status or its type. */
function mayBeUnusable({ caller, hops }: Scenario, status: number): boolean {
  const isTyped = hops.some(
    ({ response }) =>
      typeof response !== "string" &&
      response.headers.some(([name]) => /^content-type$/i.test(name)),
  );
  return status < 200 || status > 299 || isTyped || caller.service === "makes-up";
}

function hidesRedirects(ask: Ask): boolean {
  return ask.api === "fetch" && ask.redirect === "manual";
}

/**
 * Whether Chromium says that the local network was refused, of a request that reached its server:
 * having let one in, 156 says so of whatever it ends with, a reset or an answer that is no HTTP.
 */
function wasLetInAllTheSame({ truth, requests }: Pick<Account, "truth" | "requests">): boolean {
  const { end = null, urls = [] } = truth ?? {};
  if (end?.kind !== "failed" || end.corsError !== "LocalNetworkAccessPermissionDenied")
    return false;
  const last = new URL(urls.at(-1) ?? "about:blank").pathname;
  return requests.some((request) => !isPreflight(request) && request.target.startsWith(`${last}?`));
}

/** Whether a request left the origin that it was made from. */
function isForeign(origin: string, truth: Account["truth"]): boolean {
  return truth?.urls.some((url) => !url.startsWith(`${origin}/`)) ?? true;
}

/** Chromium's own name for the error; null where it has none that we should know. */
export function nameOf({ seen, truth, requests }: Account): string | null {
  if (truth?.end?.kind !== "failed") return null;
  if (wasLetInAllTheSame({ truth, requests })) return null;
  // The page gave it up, and the browser found fault with it at the same time.
  if (GIVEN_UP.test(seen?.detail ?? "")) return null;
  const { corsError, blockedReason, errorText, canceled } = truth.end;
  if (corsError) return corsError;
  if (blockedReason && blockedReason !== "origin") return blockedReason;
  if (canceled || /ERR_(?:ABORTED|FAILED)$|^$/.test(errorText)) return null;
  return errorText;
}

export function sameOutcome(theirs: TrueOutcome, ours: string): boolean {
  if (theirs !== "rejected") return theirs === ours;
  return ours === "blocked" || ours === "failed" || ours === "aborted";
}

/** Whether the truth is among the readings of an ambiguous verdict. */
function covers(account: Account, outcome: TrueOutcome): boolean {
  const { ours, truth } = account;
  if (ours === null) return false;
  if (ours.outcome === "unknown" || ours.outcome === "pending") return true;
  const withheld = outcome !== "allowed" && outcome !== "opaque";
  if (!withheld) return sameOutcome(outcome, ours.outcome) || (ours.alternatives ?? []).length > 0;
  if (truth?.end?.kind !== "failed" || !truth.end.corsError) return true;
  const { corsError } = truth.end;
  return [ours.cause, ...(ours.alternatives ?? [])].some(
    (cause) => nameIn(CHROMIUM, cause) === corsError,
  );
}

/** Our verdict in one line. */
export function describe({ ours }: AnyAccount): string {
  if (ours === null) return "nothing";
  const { outcome, certainty, cause, alternatives = [] } = ours;
  const causes = [cause, ...alternatives].map((it) =>
    it === null
      ? "none"
      : `${it.code}@${it.stage}${it.hop}${it.parameter === null ? "" : `(${it.parameter})`}`,
  );
  return `${outcome}, ${certainty}: ${causes.join(" | ")}`;
}
