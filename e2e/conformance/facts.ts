import type { Reading } from "../../src/verdict/main-fetch.ts";
import { isPreflight } from "../lab/scripts.ts";
import type { Account } from "./account.ts";
import { trueReading } from "./stage.ts";

/** A statement of our report beside the verdict that is not true. */
export interface WrongFact {
  readonly theirs: string;
  readonly ours: string;
}

/** Holds what the report states for sure against what the scenario and the servers know. */
export function wrongFacts(
  account: Account,
  truth: Reading = trueReading(account.staged.scenario.ask),
): WrongFact[] {
  const { staged, ours, requests } = account;
  if (ours === null) return [];
  const wrong: WrongFact[] = [];
  const expect = (what: string, theirs: unknown, own: unknown) => {
    if (theirs !== own) wrong.push({ theirs: `${what} ${theirs}`, ours: String(own) });
  };
  const { scenario, origin } = staged;
  expect("origin", origin, ours.initiatorOrigin);
  if (ours.mode.basis !== "assumed") expect("mode", truth.mode, ours.mode.value);
  if (ours.credentials.basis !== "assumed") {
    const included = ours.credentials.value === "include";
    expect("credentials included", truth.credentials === "include", included);
  }
  if (account.seen?.headers !== undefined && ours.outcome === "allowed") {
    expect("readable", inOrder(account.seen.headers), inOrder(ours.exposedHeaders));
  }
  if (scenario.twice) return wrong;
  const preflights = requests.filter(isPreflight).length;
  if (ours.reachedServer !== null) {
    expect("reached the server", requests.length > preflights, ours.reachedServer);
  }
  if (ours.preflight.seen !== "unknown") {
    expect("preflight sent", preflights > 0, ours.preflight.seen === "sent");
  }
  return wrong;
}

const inOrder = (names: readonly string[]) =>
  [...new Set(names.map((name) => name.toLowerCase()))].sort().join(" ");
