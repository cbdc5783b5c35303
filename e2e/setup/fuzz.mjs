import { parseArgs } from "node:util";
import { program } from "./program.mjs";

/**
 * Feeds hostile input to every parser of ours, and to the worker's boundary: `e2e/fuzz/`. `npm test` does
 * so briefly; this as long as given.
 * @param {string} root
 * @param {readonly string[]} args `--minutes`, default 5; `--seed` of the random input.
 * @returns {Promise<boolean>} whether nothing threw, hung or changed the report on other requests.
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
