import { readFile, writeFile } from "node:fs/promises";
import { stackById } from "../../src/stacks/catalogue.ts";
import type { Protocol } from "./caller.ts";
import type { RowResult } from "./matrix.ts";
import { parsersOf, problemsOf } from "./parse.ts";
import { PARSED_STACKS } from "./parsed-stacks.ts";
import { catalogued, type Proof, snippetFor } from "./prove.ts";
import type { Provisioned } from "./provision.ts";

/** The results for a stack: its proofs, or why there are none. */
export type ProvenStack =
  | {
      readonly id: string;
      readonly software: Provisioned;
      readonly wire: Proof;
      readonly browser: Proof | null;
    }
  | { readonly id: string; readonly problem: string };

const FILE = new URL("../../docs/stacks.md", import.meta.url);
const BEGIN: Readonly<Record<Protocol, string>> = {
  http1: "<!-- written by npm run stacks -- --table -->",
  http2: "<!-- http2: written by npm run stacks -- --http2 --table -->",
};
const END = "<!-- end -->";

/** Writes the rows of the proven stacks into docs/stacks.md; the others stay. */
export async function writeTable(
  proven: readonly ProvenStack[],
  protocol: Protocol,
): Promise<void> {
  const text = await readFile(FILE, "utf8");
  const begin = BEGIN[protocol];
  const [before = "", rest = ""] = text.split(begin);
  const table = rest.slice(0, rest.indexOf(END));
  const after = rest.slice(rest.indexOf(END));
  const rows = new Map(
    table
      .split("\n")
      .filter((line) => /^\| \[/.test(line))
      .map((line) => [/^\| \[[^\]]*\]\([^)]*\/([^/)]+)\.ts\)/.exec(line)?.[1] ?? line, line]),
  );
  for (const one of proven) rows.set(one.id, rowOf(one));
  const head = [
    "| Stack | Version | Source | Requests without a browser | Requests in Chromium | Mistakes named | Recognized as | Not run, and why |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
  ];
  const all = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  await writeFile(FILE, `${before}${begin}\n\n${[...head, ...all].join("\n")}\n\n${after}`);
}

function rowOf(one: ProvenStack): string {
  const title = stackById(one.id)?.title ?? one.id;
  const name = `[${title}](../src/stacks/catalogue/${one.id}.ts)`;
  if ("problem" in one) {
    return row([name, "", "", "", "", "", "", one.problem.replace(/\s+/g, " ").slice(0, 200)]);
  }
  const { software, wire, browser } = one;
  const mistakes = Object.entries((browser ?? wire).named);
  const named = mistakes.filter(([id, shown]) => shown.includes(id)).length;
  return row([
    name,
    software.version,
    software.source,
    calls(wire.rows),
    browser === null ? "not run" : calls(browser.rows),
    `${named} of ${mistakes.length}`,
    (browser ?? wire).recognised.join(", ") || "not recognizable",
    notRun(wire.rows),
  ]);
}

function calls(rows: readonly RowResult[]): string {
  const counted = rows.filter(({ outcome }) => outcome !== "not-applicable");
  const failed = counted.filter(({ outcome }) => outcome === "failed");
  const list = failed.length === 0 ? "" : `, not ${failed.map(({ id }) => id).join(", ")}`;
  return `${counted.length - failed.length} of ${counted.length}${list}`;
}

function notRun(rows: readonly RowResult[]): string {
  return rows
    .filter(({ outcome }) => outcome === "not-applicable")
    .map(({ id, why }) => `${id}: ${why}`)
    .join("; ");
}

const PARSED_BEGIN = "<!-- parsed: written by npm run stacks -- --parsed -->";

/** Checks the stacks that cannot be run, and writes the results into docs/stacks.md. */
export async function writeParsedTable(): Promise<boolean> {
  const text = await readFile(FILE, "utf8");
  const [before = "", rest = ""] = text.split(PARSED_BEGIN);
  const after = rest.slice(rest.indexOf(END));
  const rows = [
    "| Stack | For | Checked by a parser | Not run, because |",
    "| --- | --- | --- | --- |",
  ];
  let isGood = true;
  for (const [id, why] of Object.entries(PARSED_STACKS)) {
    const stack = catalogued(id);
    const { blocks } = snippetFor(stack);
    const problems = await problemsOf(id, blocks);
    if (problems.length > 0) isGood = false;
    const checked = parsersOf(id, blocks).map(({ name }) => name);
    rows.push(
      row([
        `[${stack.title}](../src/stacks/catalogue/${id}.ts)`,
        stack.versions.map(({ of, since }) => `${of} ${since} or later`).join(", "),
        problems.length > 0 ? `not read: ${problems.join("; ")}` : checked.join(", "),
        why,
      ]),
    );
  }
  await writeFile(FILE, `${before}${PARSED_BEGIN}\n\n${rows.join("\n")}\n\n${after}`);
  return isGood;
}

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
