import { walkInChromium } from "./chromium.ts";
import { walkInFirefox } from "./firefox.ts";
import type { Walk } from "./walk.ts";

/** Does the tasks of docs/panel-tasks.md with the built extension, and prints what each took. */
async function main(): Promise<void> {
  for (const walk of [walkInChromium, walkInFirefox]) print(await walk());
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
