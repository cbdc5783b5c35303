import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { createVitest, type Vitest } from "vitest/node";
import { EQUIVALENT_MUTANTS } from "./equivalent.ts";
import {
  coveredFile,
  type FileCoverage,
  noticedFile,
  type Pass,
  passFile,
  QUICK_MS,
} from "./passes.ts";
import { applied, instrument, type Mutant, mutantsOf, sampled } from "./sample.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "200" },
    /** Applies the count to each folder of src, not to all together. */
    each: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    /** Only files whose path begins so, such as "src/verdict"; several with commas. */
    in: { type: "string", default: "src" },
    /** Only tests whose path begins so: a quick run for some folders, with their own tests. */
    tests: { type: "string", default: "src" },
    /**
     * Omits slow tests, and distant ones for code that runs on loading: quicker, but lists some changes
     * that they would notice.
     */
    quick: { type: "boolean", default: false },
  },
});

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The files that the unit tests and the compiler read. */
const READ = [
  ...["src", "public", "build", "e2e", "docs", "README.md"],
  ...["manifest.json", "package.json", "tsconfig.json"],
];
/** Tests that read the source code, whose text differs when it is instrumented. */
const READ_CODE = /\/src\/(?:architecture|code-lists|words\/code-vocabulary)\.test\.ts$/;
/** A test that computes or waits this long with a change has noticed the change. */
const STUCK_MS = 60_000;
/** The number of test files to run for code that runs on loading, in a quick run. */
const NEAREST = 12;
/** A worker that computes for less than this share of the time is waiting. */
const WAITING_SHARE = 0.02;
const STUCK = "does not come back";
const run = promisify(execFile);

type Fate = "tests" | "compiler" | "equivalent" | "survived" | "never executed";

/** A separate copy of the sources, so that a change never touches the working tree. */
async function copyTree(): Promise<string> {
  const copy = await mkdtemp(`${tmpdir()}/crosscheck-mutants-`);
  for (const name of [...READ, "vite.config.ts", "biome.json"]) {
    await cp(`${ROOT}/${name}`, `${copy}/${name}`, { recursive: true });
  }
  await symlink(`${ROOT}/node_modules`, `${copy}/node_modules`);
  return copy;
}

async function sources(root: string): Promise<string[]> {
  const names = await readdir(`${root}/src`, { recursive: true });
  return names
    .map((name) => `src/${name}`)
    .filter((file) => values.in.split(",").some((path) => file.startsWith(path)))
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => !/\.test[.-]|\.d\.ts$/.test(file))
    .sort();
}

/**
 * The changes that the compiler refuses. Changes of different files are compiled together: an error in a
 * file concerns its change. If there are errors elsewhere, each half is compiled separately.
 */
async function refusedByCompiler(copy: string, all: readonly Mutant[]): Promise<Set<Mutant>> {
  const refused = new Set<Mutant>();
  const look = async (changes: readonly Mutant[]): Promise<void> => {
    if (changes.length === 0) return;
    const files = await filesWithErrors(copy, changes);
    const isClear = [...files].every((file) => changes.some((one) => one.file === file));
    if (isClear || changes.length === 1) {
      for (const one of changes) if (files.has(one.file) || !isClear) refused.add(one);
      return;
    }
    const half = Math.ceil(changes.length / 2);
    await look(changes.slice(0, half));
    await look(changes.slice(half));
  };
  for (let left = [...all]; left.length > 0; ) {
    const together = left.filter(
      ({ file }, index) => left.findIndex((one) => one.file === file) === index,
    );
    left = left.filter((one) => !together.includes(one));
    await look(together);
  }
  return refused;
}

/** The files with compiler errors after some changes. */
async function filesWithErrors(copy: string, changes: readonly Mutant[]): Promise<Set<string>> {
  const before = new Map<string, string>();
  for (const mutant of changes) {
    const path = `${copy}/${mutant.file}`;
    const content = await readFile(path, "utf8");
    before.set(path, content);
    await writeFile(path, applied(content, mutant));
  }
  try {
    await run(`${ROOT}/node_modules/.bin/tsc`, ["-p", copy, "--pretty", "false"], { cwd: copy });
    return new Set();
  } catch (error) {
    const { stdout } = error as { stdout: string };
    const found = [...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(
      (one) => one[1] as string,
    );
    return new Set(found.length > 0 ? found : ["?"]);
  } finally {
    for (const [path, content] of before) await writeFile(path, content);
  }
}

/** The sample of changes to try. */
function chosen(all: readonly Mutant[]): Mutant[] {
  if (!values.each) return sampled(all, +values.count, +values.seed);
  return [...new Set(all.map(folderOf))].flatMap((folder) => {
    const own = all.filter((mutant) => folderOf(mutant) === folder);
    return sampled(own, +values.count, +values.seed);
  });
}

/** The folder in src of a change. */
function folderOf({ file }: Mutant): string {
  return file.split("/").slice(0, 2).join("/");
}

/** The code of a change on one line. */
const inOneLine = (text: string) => text.replace(/\s+/g, " ").slice(0, 120);

const isEquivalent = ({ file, code, replacement }: Mutant) =>
  EQUIVALENT_MUTANTS.some(
    (one) =>
      one.file === file &&
      one.code === inOneLine(code) &&
      one.replacement === inOneLine(replacement),
  );

const started = Date.now();
const [tested, compiled] = await Promise.all([copyTree(), copyTree()]);
const mutants = chosen(await mutantsOf(compiled, await sources(compiled)));
const directory = await mkdtemp(`${tmpdir()}/crosscheck-mutants-state-`);
process.env.CROSSCHECK_MUTANTS = directory;
const ids = await instrument(tested, mutants);
const looks = new Map<number, Look>();
const stuck = setInterval(killStuck, 5_000);
const vitest = await createVitest("test", {
  root: tested,
  config: `${tested}/vite.config.ts`,
  runner: `${tested}/e2e/mutants/runner.ts`,
  reporters: [{}],
  watch: false,
  pool: "forks",
  maxWorkers: 1,
  // Running the same test thousands of times adds thousands of listeners.
  execArgv: ["--no-warnings"],
  bail: 1,
  // Changes may make tests slow, and machines may be busy.
  testTimeout: 300_000,
});
try {
  await runPass(vitest, { kind: "quick", ids });
  say("quick tests run");
  const coverage = await readCoverage();
  if (!values.quick) {
    await writeFile(coveredFile(directory), "");
    await runPass(vitest, { kind: "slow", ids }, slowFiles(coverage));
    coverage.push(...(await readCoverage()));
    say("slow tests run");
  }
  const whenLoaded = new Set<Mutant>();
  for (const [index, mutant] of mutants.entries()) {
    const id = ids[index] as string;
    if (readNoticed().has(id) || isEquivalent(mutant)) continue;
    if (await isNoticedWhenLoaded(id, coverage)) whenLoaded.add(mutant);
  }
  say("whole files run");
  const noticed = readNoticed();
  const quiet = mutants.filter(
    (mutant, index) =>
      !noticed.has(ids[index] as string) && !whenLoaded.has(mutant) && !isEquivalent(mutant),
  );
  const refused = await refusedByCompiler(compiled, quiet);
  const fates: Fate[] = [];
  for (const [index, mutant] of mutants.entries()) {
    const fate = fateOf(mutant, ids[index] as string, coverage, { whenLoaded, refused });
    fates.push(fate);
    if (fate === "survived") console.log(describe(mutant));
    if (fate === "never executed") console.log(`(never executed) ${describe(mutant)}`);
    // An endless loop, or a busy machine: to be checked if there are many.
    if (readNoticed().get(ids[index] as string) === STUCK) {
      console.log(`(did not come back) ${describe(mutant)}`);
    }
  }
  for (const line of table(fates)) console.log(line);
} finally {
  clearInterval(stuck);
  await vitest.close();
  for (const copy of [tested, compiled, directory]) {
    await rm(copy, { recursive: true, force: true });
  }
}

/**
 * Runs tests with changes.
 * @param files the test files; by default all.
 * @throws if a test fails without any change.
 */
async function runPass(runner: Vitest, pass: Pass, files?: ReadonlySet<string>): Promise<void> {
  await writeFile(passFile(directory), JSON.stringify(pass));
  const wanted = values.tests.split(",").map((path) => `${tested}/${path}`);
  const all = (await runner.globTestSpecifications()).filter(
    ({ moduleId }) => !READ_CODE.test(moduleId) && wanted.some((path) => moduleId.startsWith(path)),
  );
  let left = files === undefined ? all : all.filter((one) => files.has(one.moduleId));
  while (left.length > 0) {
    const { testModules } = await runner.runTestSpecifications(left);
    const failed = testModules.flatMap((module) =>
      [...module.children.allTests("failed")].map((test) => `${module.moduleId}: ${test.fullName}`),
    );
    if (failed.length > 0) throw new Error(`Fails without any change: ${failed.join(", ")}`);
    const died = await markWhatKilledWorkers();
    const done = new Set((await readCoverage()).map(({ file }) => file));
    const before = left.length;
    left = left.filter((one) => !done.has(one.moduleId));
    if (!died && left.length === before) {
      throw new Error(`Cannot be run: ${left.map((one) => one.moduleId).join(", ")}`);
    }
  }
}

/** Whether a test file must run whole, with the change active from the beginning, to notice it. */
function isToBeRunWhole({ whenLoaded, unsure }: FileCoverage, id: string): boolean {
  return whenLoaded.includes(id) || unsure.includes(id);
}

/** Whether a test fails with one change that is active from the beginning. */
async function isNoticedWhenLoaded(
  id: string,
  coverage: readonly FileCoverage[],
): Promise<boolean> {
  const executing = new Set(
    coverage.filter((one) => isToBeRunWhole(one, id)).map((one) => one.file),
  );
  const all = await vitest.globTestSpecifications();
  const near = dirname((mutants[ids.indexOf(id)] as Mutant).file);
  const tests = coverage.flatMap((one) => one.tests);
  const slow = values.quick ? tests.filter(({ ms }) => ms > QUICK_MS).map((test) => test.id) : [];
  const failing = (change: string, files: typeof all) => failingWith(change, slow, files);
  const isFar = (file: string) => (file.includes(near) ? 0 : 1);
  const wanted = all
    .filter((one) => executing.has(one.moduleId))
    .sort((a, b) => isFar(a.moduleId) - isFar(b.moduleId))
    .slice(0, values.quick ? NEAREST : undefined);
  // In portions, so that the nearest tests come first and the others may not be needed.
  for (let first = 0; first < wanted.length; first += 6) {
    const portion = wanted.slice(first, first + 6);
    const failed = await failing(id, portion);
    // A test that also fails without the change, for example by a timeout on a busy machine, proves
    // nothing.
    if (failed.length === 0 || (await failing("", failed)).length > 0) continue;
    if ((await failing(id, failed)).length > 0) return true;
  }
  return false;
}

/** The test files among some that fail with a change from the beginning, or without any for the empty id. */
async function failingWith(
  id: string,
  without: readonly string[],
  specifications: Parameters<Vitest["runTestSpecifications"]>[0],
): Promise<typeof specifications> {
  await writeFile(
    passFile(directory),
    JSON.stringify({ kind: "whole", id, without } satisfies Pass),
  );
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  if (unhandledErrors.length > 0) return specifications;
  // Vitest also returns earlier runs, with their results.
  return specifications.filter(({ moduleId }) =>
    testModules.some((one) => one.moduleId === moduleId && !one.ok()),
  );
}

/** Marks the changes that workers were trying when they died as noticed; returns whether there were any. */
async function markWhatKilledWorkers(): Promise<boolean> {
  let died = false;
  for (const name of readdirSync(directory).filter((one) => one.startsWith("current-"))) {
    const id = await readFile(`${directory}/${name}`, "utf8");
    await appendFile(noticedFile(directory), `${id}\t${STUCK}\n`);
    await rm(`${directory}/${name}`);
    died = true;
  }
  return died;
}

/** A worker's CPU time when a change was first seen in it, and the time of its last activity. */
interface Look {
  readonly since: number;
  readonly cpuAtFirst: number;
  cpu: number;
  at: number;
  waited: number;
}

/**
 * Ends a worker that is in an endless loop or waits for an event that never comes. It goes by the worker's
 * CPU time, because a worker without a turn on a busy machine proves nothing about the change.
 */
function killStuck(): void {
  for (const name of readdirSync(directory).filter((one) => one.startsWith("current-"))) {
    const since = statSync(`${directory}/${name}`, { throwIfNoEntry: false })?.mtimeMs;
    const pid = +name.slice("current-".length);
    const worker = workerState(pid);
    if (since === undefined || worker === null) continue;
    const at = Date.now();
    const look = looks.get(pid);
    if (look?.since !== since) {
      looks.set(pid, { since, cpuAtFirst: worker.cpu, cpu: worker.cpu, at, waited: 0 });
      continue;
    }
    const isWaiting = worker.isAsleep && worker.cpu - look.cpu < WAITING_SHARE * (at - look.at);
    look.waited = isWaiting ? look.waited + at - look.at : 0;
    look.cpu = worker.cpu;
    look.at = at;
    if (look.waited < STUCK_MS && worker.cpu - look.cpuAtFirst < STUCK_MS) continue;
    process.kill(pid, "SIGKILL");
  }
}

/** A worker's CPU time in milliseconds, and whether it is waiting; null if it has ended. */
function workerState(pid: number): { cpu: number; isAsleep: boolean } | null {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  // After the name in parentheses, see proc(5): the third field first, in ticks of 10 ms.
  const fields = readFileSync(path, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return { cpu: 10 * (Number(fields[11]) + Number(fields[12])), isAsleep: fields[0] === "S" };
}

/** The files with slow tests that execute a change which nothing has noticed yet. */
function slowFiles(coverage: readonly FileCoverage[]): Set<string> {
  const noticed = readNoticed();
  const left = ids.filter(
    (id, index) => !noticed.has(id) && !isEquivalent(mutants[index] as Mutant),
  );
  return new Set(
    coverage
      .filter((one) => one.tests.some((test) => test.ids.some((id) => left.includes(id))))
      .map((one) => one.file),
  );
}

function fateOf(
  mutant: Mutant,
  id: string,
  coverage: readonly FileCoverage[],
  noticed: { readonly whenLoaded: ReadonlySet<Mutant>; readonly refused: ReadonlySet<Mutant> },
): Fate {
  if (readNoticed().has(id)) return "tests";
  // Checked late: another place in the same file may have the same code.
  if (isEquivalent(mutant)) return "equivalent";
  if (noticed.whenLoaded.has(mutant)) return "tests";
  if (noticed.refused.has(mutant)) return "compiler";
  const isExecuted = coverage.some(
    (one) => isToBeRunWhole(one, id) || one.tests.some((test) => test.ids.includes(id)),
  );
  return isExecuted ? "survived" : "never executed";
}

/** The changes that tests noticed, each with its test. */
function readNoticed(): Map<string, string> {
  if (!existsSync(noticedFile(directory))) return new Map();
  const lines = readFileSync(noticedFile(directory), "utf8").split("\n");
  return new Map(lines.map((line) => line.split("\t") as [string, string]));
}

async function readCoverage(): Promise<FileCoverage[]> {
  const lines = (await readFile(coveredFile(directory), "utf8")).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as FileCoverage);
}

/** A survivor's place and change, for finding it or naming it as equivalent. */
function describe({ file, line, kind, code, replacement }: Mutant): string {
  return `${file}:${line} ${kind}: ${inOneLine(code)} → ${inOneLine(replacement)}`;
}

/** A row for each folder: how many changes, how many were noticed. */
function table(fates: readonly Fate[]): string[] {
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

function say(what: string): void {
  const noticed = ids.filter((id) => readNoticed().has(id)).length;
  console.error(`${what}: ${noticed} of ${ids.length} noticed, ${seconds()} s`);
}

function seconds(): number {
  return Math.round((Date.now() - started) / 1000);
}
