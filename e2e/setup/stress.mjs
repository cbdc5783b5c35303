import { execFile, spawn } from "node:child_process";
import { delimiter } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { findChromium } from "./find-chromium.mjs";
import { findFirefox } from "./find-firefox.mjs";
import { program } from "./program.mjs";

/** The maximum time between two stops, and the maximum duration of a stop. */
const RUN_MS = 150;
const STOP_MS = 1_200;

/**
 * Builds the extension and runs browser tests while one of their processes is stopped now and then, as on a
 * busy machine. Failures then depend on timing.
 * @param {string} root
 * @param {readonly string[]} args test files and other arguments for Vitest.
 * @returns {Promise<boolean>} whether all tests passed.
 */
export default async function stress(root, args) {
  if (process.platform === "win32") throw new Error("Windows cannot stop a process.");
  if (args.length === 0) throw new Error("Say which test file: npm run stress -- e2e/….test.ts");
  const build = await program(root, "npm", ["run", "--silent", "build"], { quiet: "output" });
  if (!build.ok) return false;
  process.env.CHROMIUM_PATH = await findChromium();
  process.env.FIREFOX_PATH = await findFirefox();
  const child = spawn("vitest", ["run", "--config", "e2e/vitest.config.ts", ...args], {
    cwd: root,
    env: { ...process.env, PATH: `${root}/node_modules/.bin${delimiter}${process.env.PATH}` },
    stdio: "inherit",
  });
  let isOver = false;
  const ended = new Promise((/** @type {(ok: boolean) => void} */ resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      isOver = true;
      resolve(code === 0);
    });
  });
  let stops = 0;
  const pausing = async () => {
    while (!isOver) {
      await setTimeout(Math.random() * RUN_MS);
      const below = await processesBelow(child.pid ?? 0);
      const pid = below[Math.floor(Math.random() * below.length)];
      if (pid === undefined || isOver || !signal(pid, "SIGSTOP")) continue;
      stops++;
      await setTimeout(Math.random() * STOP_MS);
      signal(pid, "SIGCONT");
    }
  };
  const [ok] = await Promise.all([ended, pausing()]);
  console.log(`A process was stopped ${stops} times.`);
  return ok;
}

/**
 * The descendants of a process, without the process itself.
 * @param {number} root
 * @returns {Promise<readonly number[]>}
 */
async function processesBelow(root) {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const all = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = new Set([root]);
  for (let before = 0; before !== below.size; ) {
    before = below.size;
    for (const [pid = 0, parent = 0] of all) if (below.has(parent)) below.add(pid);
  }
  below.delete(root);
  return [...below];
}

/**
 * Sends a signal to a process that may be gone.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
