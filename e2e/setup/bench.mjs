import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { findChromium } from "./find-chromium.mjs";
import { program } from "./program.mjs";

/** The benches, each a separate program, in this order. */
const BENCHES = ["page-cost", "judge", "memory", "worker", "log", "export", "panel", "size"];

/**
 * Measures the product's cost: for pages, the engine, the panel, its size.
 * @param {string} root
 * @param {readonly string[]} args `--only NAME,NAME`: only these. `--write`: writes the run's table to
 * docs/benchmarks.md.
 * @returns {Promise<boolean>} whether every figure reaches its goal.
 */
export default async function bench(root, args) {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: "string" }, write: { type: "boolean", default: false } },
  });
  const wanted = values.only?.split(",") ?? BENCHES;
  const unknown = wanted.filter((name) => !BENCHES.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown}: ${BENCHES.join(", ")}.`);
  process.env.CHROMIUM_PATH = await findChromium();
  const build = await program(root, "npm", ["run", "--silent", "build"], { quiet: "output" });
  if (!build.ok) return false;
  const folder = await mkdtemp(`${tmpdir()}/crosscheck-bench-`);
  process.env.BENCH_FIGURES = `${folder}/figures.jsonl`;
  let isReached = true;
  try {
    for (const name of wanted) {
      const { ok } = await program(root, "tsx", [`e2e/bench/${name}.bench.ts`]);
      isReached &&= ok;
    }
    if (values.write) {
      const table = ["e2e/bench/write-table.ts", process.env.BENCH_FIGURES];
      isReached = (await program(root, "tsx", [...table, "docs/benchmarks.md"])).ok && isReached;
      await program(root, "biome", ["format", "--write", "docs/benchmarks.md"], {
        quiet: "output",
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return isReached;
}
