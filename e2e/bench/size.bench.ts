import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { BUDGETS } from "../../build/budgets.ts";
import { report } from "./figures.ts";

/**
 * The sizes of what is shipped. The build itself checks each entry with its initial chunks against its
 * budget; this checks the files that a page or the worker runs, and the total.
 */

const ROOT = new URL("../../", import.meta.url).pathname;
/** Single files with their gzipped budgets in bytes. */
const ENTRIES: readonly (readonly [RegExp, string, number])[] = [
  [/^src\/probe\/page-world\.iife\.js$/, "probe", BUDGETS.pageWorld],
  [/^src\/probe\/page-world-late\.iife\.js$/, "probe that comes late", BUDGETS.pageWorld],
  [/^src\/probe\/bridge\.iife\.js$/, "bridge", BUDGETS.bridge],
  [/background[^/]*\.js$/, "background", BUDGETS.background],
];

for (const target of ["chromium", "firefox"]) {
  const folder = join(ROOT, "dist", target);
  const files = await filesBelow(folder);
  let whole = 0;
  for (const file of files) {
    const bytes = gzipSync(await readFile(file), { level: 9 }).length;
    whole += bytes;
    const name = relative(folder, file);
    const entry = ENTRIES.find(([pattern]) => pattern.test(name));
    if (entry !== undefined) {
      const goal = { atMost: entry[2] / 1000 };
      const value = bytes / 1000;
      report({ of: "size", name: `${entry[1]}, ${target}, gzipped`, value, unit: "kB", goal });
    }
  }
  const name = `all files, ${target}, each gzipped`;
  report({ of: "size", name, value: whole / 1000, unit: "kB", goal: null });
}

async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const all = names.map((name) => join(folder, name));
  const isFile = await Promise.all(all.map(async (path) => (await stat(path)).isFile()));
  return all.filter((_, at) => isFile[at]).sort();
}
