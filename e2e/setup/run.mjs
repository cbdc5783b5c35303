/**
 * Runs `npm test`, `npm run demo` and other commands on a machine with only Node: installs missing
 * packages, then runs the command.
 */
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./ensure-dependencies.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMANDS = [
  ...[
    "demo",
    "test",
    "package",
    "bench",
    "conformance",
    "mutants",
    "screenshots",
    "stacks",
    "soak",
    "stress",
    "fuzz",
  ],
];

const [command = "", ...args] = process.argv.slice(2);
try {
  if (!COMMANDS.includes(command)) throw new Error(`Say which: ${COMMANDS.join(", ")}.`);
  ensureDependencies(ROOT);
  // Imported late: its own imports may have just been installed.
  const { default: run } = await import(`./${command}.mjs`);
  process.exitCode = (await run(ROOT, args)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  if (command === "test") console.log("0 passed, 1 failed");
}
