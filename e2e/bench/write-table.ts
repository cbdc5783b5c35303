import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { type Figure, isReached, tellGoal, withUnit } from "./figures.ts";

/** `tsx e2e/bench/write-table.ts FIGURES FILE`: writes the figures of one run as a Markdown table. */

const SECTIONS: Readonly<Record<Figure["of"], string>> = {
  page: "What a page pays",
  engine: "Engine",
  memory: "Memory",
  worker: "Worker",
  export: "Export",
  panel: "Panel",
  size: "Size",
};

const [from = "", to = ""] = process.argv.slice(2);
const figures = (await readFile(from, "utf8"))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Figure);
const [cpu] = cpus();
const date = new Date().toISOString().slice(0, 10);
const lines = [
  "# Benchmarks",
  "",
  `Written by \`npm run bench -- --write\` on ${date}, on ${cpus().length} cores (${cpu?.model ?? "unknown"}),`,
  `Node ${process.versions.node}. A ratio is the median of repeats that were measured in turns in one run.`,
];
for (const [section, title] of Object.entries(SECTIONS)) {
  const mine = figures.filter((figure) => figure.of === section);
  if (mine.length === 0) continue;
  lines.push(
    "",
    `## ${title}`,
    "",
    "| what | measured | goal | reached |",
    "| --- | --- | --- | --- |",
  );
  for (const figure of mine) {
    const reached = figure.goal === null ? "" : isReached(figure) ? "yes" : "**no**";
    const cells = [figure.name, withUnit(figure.value, figure.unit), tellGoal(figure), reached];
    lines.push(`| ${cells.join(" | ")} |`);
  }
  const short = mine.filter((figure) => !isReached(figure) && figure.reason !== undefined);
  if (short.length > 0) lines.push("");
  for (const reason of new Set(short.map((figure) => figure.reason))) {
    const names = short.filter((figure) => figure.reason === reason).map(({ name }) => name);
    lines.push(`- Short of its goal: ${names.join("; ")}. ${reason}`);
  }
}
await writeFile(to, `${lines.join("\n")}\n`);
