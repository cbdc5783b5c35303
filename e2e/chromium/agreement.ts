import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { nameIn } from "../../src/verdict/lanes/names.ts";
import type { Seen } from "../lab/call.ts";
import type { Case } from "../lab/cases/case.ts";
import { DIAGNOSES } from "../lab/diagnoses.ts";
import type { TrueRequest } from "./ground-truth.ts";

/** One call of a case: the page's result, Chromium's record and our report. */
export interface Account {
  readonly case: Case;
  /** The page's result for the case's last call; null for the calls before it. */
  readonly seen: Seen | null;
  readonly truth: TrueRequest | null;
  readonly ours: ReportedExchange | null;
}

/** The contradictions between our report and the page's result or Chromium's record; empty if all agree. */
export function disagreements(account: Account): string[] {
  const { seen, truth, ours } = account;
  if (ours === null) return ["not in our report"];
  if (truth === null && !account.case.onlyInThePage) return ["Chromium reported nothing"];
  const { name, cause } = ours.lanes.chromium;
  const problems: string[] = [];
  const compare = (what: string, theirs: string, own: string) => {
    if (theirs !== own) problems.push(`${what}: ${theirs || "none"}, not ${own || "none"}`);
  };
  if (seen && ours.certainty !== "ambiguous") {
    compare("the page saw", seen.outcome, asThePageSeesIt(ours.outcome));
  }
  const isEarlier = seen === null && account.case.earlierPass === true;
  const wanted = isEarlier ? null : account.case.shows;
  if (seen !== null) {
    const [deepest] = ours.diagnosis;
    const found = deepest === undefined ? "" : `${deepest.side} ${deepest.code}`;
    compare("diagnosis", DIAGNOSES[account.case.id] ?? "", found);
  }
  // If the verdict is ambiguous, any of its alternatives may be the true one.
  const readings = [ours.cause, ...(ours.alternatives ?? [])];
  const isAmbiguous = ours.alternatives?.some(({ code }) => code === wanted) ?? false;
  if (!isAmbiguous) compare("cause", wanted ?? "", ours.cause?.code ?? "");
  if (truth?.end?.kind !== "failed") return problems;
  const names = isAmbiguous ? readings.map((it) => nameIn("chromium", it) ?? "") : [name ?? ""];
  const compareName = (what: string, theirs: string) => {
    compare(what, theirs, names.find((own) => own === theirs) ?? names.join(" | "));
  };
  const { corsError, failedParameter, blockedReason, errorText } = truth.end;
  if (corsError) {
    compareName("error", corsError);
    const named = isAmbiguous
      ? readings.filter((it) => nameIn("chromium", it) === corsError)
      : [cause];
    const own = named.map((it) => it?.parameter ?? "");
    const theirs = failedParameter ?? "";
    compare("parameter", theirs, own.find((one) => one === theirs) ?? own.join(" | "));
  } else if (blockedReason && ![REDIRECT_LEFT_THE_ORIGIN, UNNAMED].includes(blockedReason)) {
    compareName("reason", blockedReason);
  } else if (names.some((own) => own.startsWith("net::"))) {
    compareName("error", errorText);
  }
  return problems;
}

/** DevTools' reason when a request with mode same-origin is redirected to another origin. */
const REDIRECT_LEFT_THE_ORIGIN = "origin";

/** DevTools' generic reason: the error text is more precise. */
const UNNAMED = "other";

/** The page's result for an outcome in our report. */
export function asThePageSeesIt(
  outcome: ReportedExchange["outcome"],
): Seen["outcome"] | "nothing yet" {
  switch (outcome) {
    case "allowed":
    case "opaque":
      return outcome;
    case "blocked":
    case "failed":
    case "aborted":
      return "rejected";
    default:
      return "nothing yet";
  }
}
