import { findChromium } from "./find-chromium.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and takes the pictures for the README and the stores.
 * @param {string} root
 * @returns {Promise<boolean>} whether everything succeeded.
 */
export default async function screenshots(root) {
  const build = await program(root, "npm", ["run", "--silent", "build"]);
  if (!build.ok) return false;
  process.env.CHROMIUM_PATH = await findChromium();
  const { ok } = await program(root, "tsx", ["e2e/screenshots/screenshots.ts"]);
  return ok;
}
