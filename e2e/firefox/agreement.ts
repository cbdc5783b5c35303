import { CODE_NAMES } from "../../src/verdict/code-names.ts";
import { asThePageSeesIt } from "../chromium/agreement.ts";
import type { Account } from "./drive-cases.ts";

/** The contradictions between our report and the page's result or Firefox's console; empty if all agree. */
export function disagreements({ case: one, seen, messages, ours }: Account): string[] {
  if (ours === null) return ["not in our report"];
  const problems: string[] = [];
  const compare = (what: string, theirs: string | null, own: string | null) => {
    if (theirs !== own) problems.push(`${what}: ${theirs ?? "none"}, not ${own ?? "none"}`);
  };
  if (seen !== null) compare("the page saw", seen.outcome, asThePageSeesIt(ours.outcome));
  const causes = [ours.cause, ...(ours.alternatives ?? [])];
  const shows = seen === null && one.earlierPass ? null : one.shows;
  if (!causes.some((cause) => (cause?.code ?? null) === shows)) {
    compare("cause", shows, ours.cause?.code ?? null);
  }
  const names = [ours.lanes.gecko.name, ...causes.map((it) => it && CODE_NAMES[it.code].gecko)];
  const reported = messages
    .map((message) => nameOf(message.category))
    .find((name) => name !== null);
  if (reported === undefined) {
    if (names[0]?.startsWith("CORS")) problems.push(`Firefox said nothing, not ${names[0]}`);
  } else if (reported === UNNAMED) {
    const named = names[0]?.startsWith("CORS") && names[0] !== UNNAMED;
    if (named) compare("name", reported, names[0] ?? null);
  } else if (ours.certainty !== "ambiguous" || !names.includes(reported)) {
    compare("name", reported, names[0] ?? null);
  }
  return problems;
}

/** Firefox's generic name, also for network errors. */
export const UNNAMED = "CORSDidNotSucceed";

/** The name of a CORS error, without the digit for the version of its text. */
export function nameOf(category: string): string | null {
  if (!category.startsWith("CORS") || category.endsWith("Deprecation")) return null;
  return category.replace(/\d$/, "");
}
