import { walkInChromium } from "./chromium.ts";
import { walkInFirefox } from "./firefox.ts";
import type { Walk } from "./walk.ts";

/**
 * Does the tasks of docs/panel-tasks.md with the built extension, and prints their effort. Arguments: task
 * numbers (default all) and browser names (default both).
 */
async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const only = given.map(Number).filter((task) => task > 0);
  const walks = { chromium: walkInChromium, firefox: walkInFirefox };
  const named = Object.entries(walks).filter(([name]) => given.includes(name));
  for (const [, walk] of named.length > 0 ? named : Object.entries(walks)) print(await walk(only));
}

function print({ product, done }: Walk): void {
  for (const { task, whose, steps, seconds } of done) {
    const with_ = whose === "ours" ? "Crosscheck" : `${product}'s own tools`;
    console.log(`${product} ${task} ${with_}: ${steps.length} steps, ${seconds.toFixed(1)} s`);
    console.log(`  ${steps.join(", ")}`);
  }
}

await main();
process.exit(0);
