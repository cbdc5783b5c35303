import { parseArgs } from "node:util";
import { findChromium } from "./find-chromium.mjs";
import { findFirefox } from "./find-firefox.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and runs the long stress tests of its recording in both browsers: the parts of
 * `e2e/soak/parts.ts`.
 * @param {string} root
 * @param {readonly string[]} args `--minutes`: random parts for this long in each browser, instead of each
 * part once; `--seed` of the random choices; `--browser`: only this one; `--part`, a regular expression for
 * part names.
 * @returns {Promise<boolean>} whether nothing was lost or wrong, and no memory leaked.
 */
export default async function soak(root, args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "0" },
      seed: { type: "string", default: `${Date.now() % 1_000_000}` },
      browser: { type: "string", default: "" },
      part: { type: "string", default: "" },
    },
  });
  const build = await program(root, "npm", ["run", "--silent", "build"], { quiet: "output" });
  if (!build.ok) return false;
  process.env.CHROMIUM_PATH = await findChromium();
  process.env.FIREFOX_PATH = await findFirefox();
  process.env.CROSSCHECK_MINUTES = values.minutes;
  process.env.CROSSCHECK_SEED = values.seed;
  process.env.CROSSCHECK_BROWSER = values.browser;
  process.env.CROSSCHECK_PARTS = values.part;
  console.log(`Soak: seed ${values.seed}`);
  const config = ["--config", "e2e/soak/vitest.config.ts", "--disable-console-intercept"];
  const { ok } = await program(root, "vitest", ["run", ...config]);
  return ok;
}
