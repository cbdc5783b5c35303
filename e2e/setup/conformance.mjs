import { findChromium } from "./find-chromium.mjs";
import { findFirefox } from "./find-firefox.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and compares it with the browser on generated scenarios.
 * @param {string} root
 * @param {readonly string[]} args such as `--browser chromium --count 3000 --seed 1`; with `--across`,
 * predictions for one browser from the other's recording are compared with its results.
 * @returns {Promise<boolean>} whether nothing certain was wrong, and every remedy worked.
 */
export default async function conformance(root, args) {
  const build = await program(root, "npm", ["run", "--silent", "build"], { quiet: "output" });
  if (!build.ok) return false;
  const across = args.includes("--across");
  const inFirefox =
    args.join(" ").includes("--browser firefox") || args.includes("--browser=firefox");
  if (across || inFirefox) process.env.FIREFOX_PATH = await findFirefox();
  if (across || !inFirefox) process.env.CHROMIUM_PATH = await findChromium();
  const script = across ? "across/across.ts" : "conformance.ts";
  const { ok } = await program(root, "tsx", [`e2e/conformance/${script}`, ...args]);
  return ok;
}
