import { chromium } from "playwright";
import { build } from "vite";
import { findChromium } from "../setup/find-chromium.mjs";
import { report } from "./figures.ts";
import type { Kept } from "./recorded-day.ts";

/**
 * The memory and storage per ordinary request in the worker, after a long day; in several tabs, because no
 * tab keeps that many. In Chromium, whose heap has smaller pointers than Node's.
 */

const EXCHANGES = 50_000;

type Bundle = { readonly day: { record(count: number): Promise<Kept> } };

const built = await build({
  configFile: false,
  logLevel: "warn",
  build: {
    write: false,
    lib: {
      entry: new URL("recorded-day.ts", import.meta.url).pathname,
      ...{ formats: ["iife"], name: "day", fileName: () => "day.js" },
    },
  },
});
const [script] = (Array.isArray(built) ? built : []).flatMap(({ output }) => output);
if (script?.type !== "chunk") throw new Error("The day was not built.");
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: script.code });
  const devtools = await page.context().newCDPSession(page);
  const heap = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    return (await devtools.send("Runtime.getHeapUsage")).usedSize;
  };
  const before = await heap();
  const kept = await page.evaluate(
    (count) => (globalThis as unknown as Bundle).day.record(count),
    EXCHANGES,
  );
  const inWorker = (await heap()) - before;
  const { exchanges, lost, storedBytes } = kept;
  if (exchanges + lost !== EXCHANGES) throw new Error(`${exchanges} are kept, ${lost} lost.`);
  const memory = { of: "memory", unit: "B" } as const;
  report({
    ...{ of: "memory", unit: "", goal: { atLeast: 10_000 } },
    name: `exchanges kept of ${EXCHANGES.toLocaleString("en")}`,
    value: exchanges,
  });
  report({
    ...{ ...memory, goal: { atMost: 2_000 } },
    name: "an exchange in the worker's memory",
    reason:
      "Its events, its headers' lines and what finds them again are objects of the engine; names and values that repeat are kept once.",
    value: inWorker / exchanges,
  });
  report({
    ...{ ...memory, goal: { atMost: 1_000 } },
    name: "an exchange in storage",
    value: storedBytes / exchanges,
  });
} finally {
  await browser.close();
}
