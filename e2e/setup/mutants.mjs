import { program } from "./program.mjs";

/**
 * Changes the code at random places and counts which changes the unit tests or the compiler notice.
 * @param {string} root
 * @param {readonly string[]} args such as `--count 200 --seed 1`.
 * @returns {Promise<boolean>} whether the unit tests ran; survivors are listed, and do not fail the run.
 */
export default async function mutants(root, args) {
  const { ok } = await program(root, "tsx", ["e2e/mutants/mutants.ts", ...args]);
  return ok;
}
