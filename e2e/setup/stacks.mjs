import { findChromium } from "./find-chromium.mjs";
import { program } from "./program.mjs";

/**
 * Builds the extension and proves the stacks' configurations on their real servers.
 *
 * @param {string} root
 * @param {readonly string[]} args as `--stack nginx`; with `--wire`, no browser takes part.
 * @returns {Promise<boolean>} whether every call came out as it must.
 */
export default async function stacks(root, args) {
  if (!args.includes("--wire")) {
    const build = await program(root, "npm", ["run", "--silent", "build"], { quiet: true });
    if (!build.ok) return false;
    process.env.CHROMIUM_PATH = await findChromium();
  }
  const { ok } = await program(root, "tsx", ["e2e/stacks/stacks.ts", ...args]);
  if (args.includes("--table")) {
    await program(root, "biome", ["format", "--write", "docs/stacks.md"], { quiet: true });
  }
  return ok;
}
