import { beforeAll, describe, expect, it } from "vitest";
import type { DrivenPanel } from "../both/driven-browser.ts";
import { CHOSEN_BROWSERS } from "./chosen-browsers.ts";
import type { Part } from "./part.ts";
import { PARTS } from "./parts.ts";
import { openQuietTab, type QuietTab } from "./quiet-tab.ts";
import { randomFrom } from "./random.ts";

const { CROSSCHECK_MINUTES, CROSSCHECK_SEED, CROSSCHECK_PARTS } = process.env;
const MINUTES = Number(CROSSCHECK_MINUTES ?? 0);
const SEED = Number(CROSSCHECK_SEED ?? 1);
const wanted = new RegExp(CROSSCHECK_PARTS || ".", "i");
const parts = PARTS.filter(({ name }) => wanted.test(name));

/** In random runs, the limits of a part's scale. */
const SMALLEST = 0.02;
const LARGEST = 0.3;
/** The worker's allowed memory growth in bytes, from after the first part of a soak to after the last. */
const MOST_GROWTH = 15_000_000;

/** Timers in background tabs run as in foreground ones, or the panel would seem busy. */
const PREFS = {
  "dom.min_background_timeout_value": 4,
  "dom.min_background_timeout_value_without_budget_throttling": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
};

describe.each(CHOSEN_BROWSERS)("in %s", (product, use) => {
  const browser = use(undefined, PREFS);
  let quiet: QuietTab;

  beforeAll(async () => {
    quiet = await openQuietTab(browser);
  });

  async function live(part: Part, id: string, scale: number, random: () => number) {
    const quietIsWhole = (inside: DrivenPanel) => quiet.isWhole(inside);
    const name = `${product}: ${part.name} (${Math.round(scale * 100)} %)`;
    const say = (measured: string) => console.info(`${name}: ${measured}`);
    try {
      await part.run({ browser, id, scale, random, quietIsWhole, say });
    } catch (error) {
      say("FAILED");
      throw error;
    }
  }

  if (MINUTES === 0) {
    it.each(parts)("the recording lives through $name", async (part) => {
      await live(part, `part-${parts.indexOf(part)}`, 1, randomFrom(SEED));
    });
    return;
  }

  it(`the recording lives through ${MINUTES} minutes of it, seed ${SEED}`, async () => {
    const random = randomFrom(SEED);
    const end = Date.now() + MINUTES * 60_000;
    const memories: number[] = [];
    for (let step = 0; Date.now() < end; step++) {
      const part = parts[Math.floor(random() * parts.length)];
      if (part === undefined) throw new Error("No part has such a name.");
      const scale = SMALLEST + random() ** 2 * (LARGEST - SMALLEST);
      await live(part, `step-${step}`, scale, random);
      memories.push(await browser.memory());
    }
    const [first = 0, ...later] = memories;
    const growth = Math.min(...later.slice(-3)) - first;
    console.info(
      `${product}: ${memories.length} steps, memory in MB ${memories.map(mega).join(", ")}; ${mega(growth)} more`,
    );
    expect(growth).toBeLessThan(MOST_GROWTH);
  });
});

function mega(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
