import { type Account, disagreements } from "../chromium/agreement.ts";

const SIGNS = { agrees: "✓", disagrees: "✗" } as const;

/** Whether an account agrees. */
export type Mark = keyof typeof SIGNS;

export function markOf(account: Account): Mark {
  return disagreements(account).length === 0 ? "agrees" : "disagrees";
}

const HEADINGS = ["", "case", "the page saw", "Chromium says", "Crosscheck says"];

/** All accounts as a plain text table, with the reasons below each row that disagrees. */
export function tableOf(accounts: readonly Account[]): string {
  const rows = accounts.map((account) => [
    SIGNS[markOf(account)],
    account.case.id,
    account.seen?.outcome ?? "",
    whatChromiumSays(account),
    whatWeSay(account),
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const lines = [line(HEADINGS), line(widths.map((width) => "─".repeat(width)))];
  for (const [index, row] of rows.entries()) {
    lines.push(line(row));
    const account = accounts[index] as Account;
    if (markOf(account) !== "disagrees") continue;
    for (const problem of disagreements(account)) lines.push(`     ${problem}`);
  }
  return lines.join("\n");
}

function whatChromiumSays({ truth, case: { onlyInThePage } }: Account): string {
  if (truth === null) return onlyInThePage ? "nothing" : "";
  if (truth.end === null) return "still loading";
  if (truth.end.kind === "finished") return "finished";
  const { corsError, blockedReason, errorText, failedParameter } = truth.end;
  return named(corsError ?? blockedReason ?? errorText, failedParameter);
}

function whatWeSay({ ours }: Account): string {
  if (ours === null) return "not seen";
  const { name, cause } = ours.lanes.chromium;
  const error = name ?? cause?.code;
  return error ? `${ours.outcome}: ${named(error, cause?.parameter ?? null)}` : ours.outcome;
}

function named(error: string, parameter: string | null): string {
  return parameter ? `${error} (${parameter})` : error;
}
