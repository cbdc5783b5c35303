import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { createVitest, type Vitest } from "vitest/node";
import { EQUIVALENT_MUTANTS } from "./equivalent.ts";
import { applied, instrument, type Mutant, mutantsOf, sampled } from "./sample.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    /** Only files whose path begins so, as "src/verdict". */
    in: { type: "string", default: "src" },
  },
});

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What the unit tests and the compiler read. */
const READ = ["src", "public", "build", "e2e", "manifest.json", "package.json", "tsconfig.json"];
const run = promisify(execFile);

type Fate = "tests" | "compiler" | "equivalent" | "survived" | "never executed";

/** A checkout of its own, so that a change never touches the one that is worked in. */
async function copyTree(): Promise<string> {
  const copy = await mkdtemp(`${tmpdir()}/crosscheck-mutants-`);
  for (const name of [...READ, "vite.config.ts", "biome.json"]) {
    await cp(`${ROOT}/${name}`, `${copy}/${name}`, { recursive: true });
  }
  await symlink(`${ROOT}/node_modules`, `${copy}/node_modules`);
  return copy;
}

async function sources(): Promise<string[]> {
  const names = await readdir(`${ROOT}/src`, { recursive: true });
  return names
    .map((name) => `src/${name}`)
    .filter((file) => file.startsWith(values.in) && /\.tsx?$/.test(file))
    .filter((file) => !/\.test[.-]|\.d\.ts$/.test(file))
    .sort();
}

/** Runs the unit tests that are named, or all; whether they passed. */
async function passes(vitest: Vitest, files: readonly string[]): Promise<boolean> {
  const all = await vitest.globTestSpecifications();
  const wanted = files.length === 0 ? all : all.filter((one) => files.includes(one.moduleId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted);
  return unhandledErrors.length === 0 && testModules.every((one) => one.ok());
}

/** Whether the compiler takes the code with a change in it. */
async function compiles(copy: string, mutant: Mutant): Promise<boolean> {
  const path = `${copy}/${mutant.file}`;
  const content = await readFile(`${ROOT}/${mutant.file}`, "utf8");
  await writeFile(path, applied(content, mutant));
  try {
    await run(`${ROOT}/node_modules/.bin/tsc`, ["-p", copy]);
    return true;
  } catch {
    return false;
  } finally {
    await writeFile(path, content);
  }
}

const isEquivalent = ({ file, code, replacement }: Mutant) =>
  EQUIVALENT_MUTANTS.some(
    (one) => one.file === file && one.code === code && one.replacement === replacement,
  );

const started = Date.now();
const mutants = sampled(await mutantsOf(ROOT, await sources()), +values.count, +values.seed);
const [tested, compiled] = await Promise.all([copyTree(), copyTree()]);
const active = `${tested}/active-mutant`;
const coverage = `${tested}/coverage.jsonl`;
process.env.CROSSCHECK_ACTIVE_MUTANT = active;
process.env.CROSSCHECK_MUTANT_COVERAGE = coverage;
const ids = await instrument(tested, mutants);
await writeFile(active, "");
await writeFile(coverage, "");
const vitest = await createVitest("test", {
  root: tested,
  config: `${tested}/vite.config.ts`,
  setupFiles: ["src/words/english.test-setup.ts", "e2e/mutants/coverage.test-setup.ts"],
  reporters: [{}],
  watch: false,
  bail: 1,
});
try {
  if (!(await passes(vitest, []))) throw new Error("The unit tests fail without any change.");
  const executedBy = await readCoverage();
  const fates: Fate[] = [];
  for (const [index, mutant] of mutants.entries()) {
    const fate = await fateOf(mutant, executedBy.get(ids[index] as string) ?? []);
    fates.push(fate);
    if (fate === "survived") console.log(describe(mutant));
    console.error(`${index + 1} of ${mutants.length}, ${seconds()} s`);
  }
  for (const line of table(fates)) console.log(line);
} finally {
  await vitest.close();
  for (const copy of [tested, compiled]) await rm(copy, { recursive: true, force: true });
}

async function fateOf(mutant: Mutant, tests: readonly string[]): Promise<Fate> {
  if (isEquivalent(mutant)) return "equivalent";
  if (tests.length > 0) {
    await writeFile(active, ids[mutants.indexOf(mutant)] as string);
    const passed = await passes(vitest, tests);
    await writeFile(active, "");
    if (!passed) return "tests";
  }
  if (!(await compiles(compiled, mutant))) return "compiler";
  return tests.length > 0 ? "survived" : "never executed";
}

/** Which test files execute which change. */
async function readCoverage(): Promise<Map<string, string[]>> {
  const executedBy = new Map<string, string[]>();
  for (const line of (await readFile(coverage, "utf8")).split("\n")) {
    if (line === "") continue;
    const { file, mutants: covered } = JSON.parse(line) as { file: string; mutants: string[] };
    for (const id of covered) executedBy.set(id, [...(executedBy.get(id) ?? []), file]);
  }
  return executedBy;
}

/** A survivor, so that it can be found and, where it must be, named as equivalent. */
function describe({ file, line, kind, code, replacement }: Mutant): string {
  const inOneLine = (text: string) => text.replace(/\s+/g, " ").slice(0, 120);
  return `${file}:${line} ${kind}: ${inOneLine(code)} → ${inOneLine(replacement)}`;
}

/** A row a folder: how many changes, how many were noticed. */
function table(fates: readonly Fate[]): string[] {
  const folderOf = ({ file }: Mutant) => file.split("/").slice(0, 2).join("/");
  const folders = [...new Set(mutants.map(folderOf))].sort();
  const row = (name: string, isIn: (mutant: Mutant) => boolean) => {
    const own = fates.filter((_, index) => isIn(mutants[index] as Mutant));
    const count = (fate: Fate) => own.filter((one) => one === fate).length;
    const noticed = count("tests") + count("compiler");
    const counted = own.length - count("equivalent");
    const executed = counted - count("never executed");
    const share = (of: number) => (of === 0 ? "–" : `${Math.round((100 * noticed) / of)} %`);
    return `${name}: ${counted} changes, ${count("tests")} noticed by tests, ${count("compiler")} by the compiler, ${count("survived")} survived, ${count("never executed")} never executed, ${count("equivalent")} equivalent; noticed ${share(executed)} of the executed, ${share(counted)} of all`;
  };
  return [
    ...folders.map((folder) => row(folder, (mutant) => folderOf(mutant) === folder)),
    row("all", () => true),
    `${seconds()} s`,
  ];
}

function seconds(): number {
  return Math.round((Date.now() - started) / 1000);
}
