import { findChromium } from "./find-chromium.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and runs the demo.
 * @param {string} root
 * @returns {Promise<boolean>} whether everything succeeded.
 */
export default async function demo(root) {
  const build = await program(root, "npm", ["run", "--silent", "build"]);
  if (!build.ok) return false;
  process.env.CHROMIUM_PATH = await findChromium();
  const { ok } = await program(root, "tsx", ["e2e/demo/demo.ts"]);
  return ok;
}
