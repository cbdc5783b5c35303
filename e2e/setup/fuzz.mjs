import { parseArgs } from "node:util";
import { program } from "./program.mjs";

/**
 * Gives every parser of ours, and the worker's boundary, what strangers might: `e2e/fuzz/`. `npm test` does so for a
 * moment; this for as long as is wanted.
 *
 * @param {string} root
 * @param {readonly string[]} args `--minutes`, 5 when left out; `--seed` of what is random.
 * @returns {Promise<boolean>} whether nothing threw, hung or changed what is said of other requests.
 */
export default async function fuzz(root, args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "5" },
      seed: { type: "string", default: `${Date.now() % 1_000_000}` },
    },
  });
  process.env.CROSSCHECK_MINUTES = values.minutes;
  process.env.CROSSCHECK_SEED = values.seed;
  console.log(`Fuzz: seed ${values.seed}, ${values.minutes} minutes`);
  const config = ["--config", "e2e/vitest.config.ts"];
  const { ok } = await program(root, "vitest", ["run", ...config, "e2e/fuzz"]);
  return ok;
}
