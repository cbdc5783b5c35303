import { program } from "./program.mjs";

/**
 * Changes the code at random places and counts which changes the unit tests or the compiler notice.
 *
 * @param {string} root
 * @param {readonly string[]} args as `--count 200 --seed 1`.
 * @returns {Promise<boolean>} whether the unit tests ran; survivors are listed, not failed.
 */
export default async function mutants(root, args) {
  const { ok } = await program(root, "tsx", ["e2e/mutants/mutants.ts", ...args]);
  return ok;
}
