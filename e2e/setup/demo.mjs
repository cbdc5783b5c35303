import { findChromium } from "./find-chromium.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and shows it at work.
 *
 * @param {string} root
 * @returns {Promise<boolean>} whether all went well.
 */
export default async function demo(root) {
  const build = await program(root, "npm", ["run", "--silent", "build"]);
  if (!build.ok) return false;
  process.env.CHROMIUM_PATH = await findChromium();
  const { ok } = await program(root, "tsx", ["e2e/demo/demo.ts"]);
  return ok;
}
