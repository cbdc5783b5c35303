import { findChromium } from "./find-chromium.mjs";
import { program } from "./program.mjs";

/**
 * Measures the engine, the recording and the panel.
 *
 * @param {string} root
 * @returns {Promise<boolean>} whether every figure is within what is allowed.
 */
export default async function bench(root) {
  process.env.CHROMIUM_PATH = await findChromium();
  const engine = await program(root, "tsx", ["e2e/bench/judge.bench.ts"]);
  const log = await program(root, "tsx", ["e2e/bench/log.bench.ts"]);
  const panel = await program(root, "tsx", ["e2e/bench/panel.bench.ts"]);
  return engine.ok && log.ok && panel.ok;
}
