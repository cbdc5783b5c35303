import { parseArgs } from "node:util";
import { findChromium } from "./find-chromium.mjs";
import { findFirefox } from "./find-firefox.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and has it live through what takes minutes, in both browsers: a storm of
 * requests beside a quiet tab, and then the worker's death.
 *
 * @param {string} root
 * @param {readonly string[]} args `--minutes`, how long it goes on at least, once through if left
 * out;   `--only`, a part of a test's name, as a browser's.
 * @returns {Promise<boolean>} whether nothing was lost or reported differently.
 */
export default async function soak(root, args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "0" },
      only: { type: "string", default: "" },
    },
  });
  const build = await program(root, "npm", ["run", "--silent", "build"], { quiet: true });
  if (!build.ok) return false;
  process.env.CHROMIUM_PATH = await findChromium();
  process.env.FIREFOX_PATH = await findFirefox();
  const end = Date.now() + Number(values.minutes) * 60_000;
  do {
    const only = values.only === "" ? [] : ["--testNamePattern", values.only];
    const { ok } = await program(root, "vitest", [
      "run",
      "--config",
      "e2e/soak/vitest.config.ts",
      ...only,
    ]);
    if (!ok) return false;
  } while (Date.now() < end);
  return true;
}
