import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { findChromium } from "./find-chromium.mjs";
import { findFirefox } from "./find-firefox.mjs";
import { packagesOf } from "./package.mjs";
import { program } from "./program.mjs";

/**
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Count
 */

/**
 * @typedef {{ readonly count: Count, readonly text: string }} Result the text is what has not been shown yet.
 */

/** @param {boolean} ok @returns {Count} */
const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/** @param {unknown} error @returns {Result} */
const broken = (error) => ({
  count: one(false),
  text: error instanceof Error ? error.message : String(error),
});

/**
 * Runs every suite, even after a failure, and ends with the line "N passed, N failed" over all of them.
 * Lint, types, build and similar steps count as one test each. A skipped test is reported; in CI it counts
 * as failed, because nobody reads the report there.
 * @param {string} root
 * @returns {Promise<boolean>} whether everything passed.
 */
export default async function test(root) {
  const step = async (/** @type {string} */ name, /** @type {readonly string[]} */ args) => {
    const { ok, output, errors } = await program(root, name, args, { quiet: "all" });
    return { count: one(ok), text: output + errors };
  };
  // An installation mostly waits for the network and the disk.
  const browsers = findBrowsers();
  browsers.catch(() => {});
  // Each of these needs one processor: they run side by side.
  const colours = process.stdout.isTTY ? [] : ["--colors=off"];
  const lint = step("biome", ["ci", ...colours, "."]).catch(broken);
  const types = step("tsc", ["-p", "."]).catch(broken);
  const build = step("npm", ["run", "--silent", "build"]).catch(broken);
  const webExt = build.then(() => webExtLint(root)).catch(broken);
  /** @type {readonly (readonly [string, () => Promise<Result>])[]} */
  const suites = [
    ["lint", () => lint],
    ["types", () => types],
    ["build", () => build],
    ["web-ext lint", () => webExt],
    ["unit tests", async () => ({ count: await vitest(root, []), text: "" })],
    ["browser tests", async () => ({ count: await browserTests(root, browsers), text: "" })],
  ];
  let passed = 0;
  let failed = 0;
  const lines = [];
  for (const [name, suite] of suites) {
    console.log(`\n── ${name} ──`);
    const { count, text } = await suite().catch(broken);
    if (text !== "") console.log(text.trimEnd());
    passed += count.passed;
    failed += count.failed + (process.env.CI ? count.skipped : 0);
    const skipped = count.skipped === 0 ? "" : `, ${count.skipped} skipped`;
    lines.push(`${name}: ${count.passed} passed, ${count.failed} failed${skipped}`);
  }
  console.log(`\n${lines.join("\n")}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

/** Finds both browsers for the tests, and installs those that are missing. */
async function findBrowsers() {
  process.env.CHROMIUM_PATH = await findChromium();
  process.env.FIREFOX_PATH = await findFirefox();
}

/** @param {string} root @param {Promise<void>} browsers @returns {Promise<Count>} */
async function browserTests(root, browsers) {
  await browsers;
  return vitest(root, ["--config", "e2e/vitest.config.ts"]);
}

/**
 * Runs Vitest and counts its tests. A file that does not load, or a run that fails without a failed test,
 * counts as one failed test.
 * @param {string} root
 * @param {readonly string[]} args
 * @returns {Promise<Count>}
 */
async function vitest(root, args) {
  const folder = await mkdtemp(`${tmpdir()}/crosscheck-test-`);
  const report = `${folder}/report.json`;
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { ok } = await program(root, "vitest", ["run", ...reporters, ...args]);
    const results = JSON.parse(await readFile(report, "utf8"));
    const empty = results.testResults.filter(
      (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
        file.status === "failed" &&
        file.assertionResults.every(({ status }) => status !== "failed"),
    );
    const failed = results.numFailedTests + empty.length;
    return {
      passed: results.numPassedTests,
      failed: ok ? failed : Math.max(failed, 1),
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs Mozilla's linter over the package for Firefox. Any message but a notice fails.
 * @param {string} root
 * @returns {Promise<Result>}
 */
async function webExtLint(root) {
  const folder = await mkdtemp(`${tmpdir()}/crosscheck-lint-`);
  try {
    const source = `${folder}/firefox.zip`;
    const [, bytes] =
      [...(await packagesOf(root))].find(([name]) => name.includes("firefox")) ?? [];
    if (bytes === undefined) throw new Error("There is no package for Firefox.");
    await writeFile(source, bytes);
    const args = [`--source-dir=${source}`, "--output=json", "--no-config-discovery"];
    const { output } = await program(root, "web-ext", ["lint", ...args], { quiet: "output" });
    const { errors, warnings, notices } = JSON.parse(output.slice(output.indexOf("{")));
    const lines = [...errors, ...warnings, ...notices].map(
      ({ _type, code, message, file, line }) =>
        `${_type} ${code}${file ? ` in ${file}:${line ?? 1}` : ""}: ${message}`,
    );
    lines.push(`${errors.length} errors, ${warnings.length} warnings, ${notices.length} notices`);
    return { count: one(errors.length + warnings.length === 0), text: lines.join("\n") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
