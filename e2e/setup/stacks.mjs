import { findChromium } from "./find-chromium.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and proves the stacks' configurations on their real servers.
 * @param {string} root
 * @param {readonly string[]} args such as `--stack nginx`; with `--wire`, without a browser.
 * @returns {Promise<boolean>} whether every call had the expected result.
 */
export default async function stacks(root, args) {
  if (!args.includes("--wire")) {
    const build = await program(root, "npm", ["run", "--silent", "build"], { quiet: "output" });
    if (!build.ok) return false;
    process.env.CHROMIUM_PATH = await findChromium();
  }
  const { ok } = await program(root, "tsx", ["e2e/stacks/stacks.ts", ...args]);
  if (args.includes("--table")) {
    await program(root, "biome", ["format", "--write", "docs/stacks.md"], { quiet: "output" });
  }
  return ok;
}
