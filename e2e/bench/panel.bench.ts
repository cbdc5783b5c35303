import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium, type Page } from "playwright";
import { build } from "vite";
import { findChromium } from "../setup/find-chromium.mjs";
import { report } from "./figures.ts";

/**
 * The panel with a long recording, measured in Chromium on the inline page:
 * `npx tsx e2e/bench/panel.bench.ts`. Prints each figure with its ratio to its limit.
 */

const EXCHANGES = 50_000;
const COUNT = EXCHANGES.toLocaleString("en");
const NEW_PER_SECOND = 200;
const RUNS = 5;
const ALLOWED = { firstRows: 100, keystroke: 50, nodes: 2_500, frame: 50 };

const OUT = new URL("../../dist/inline-bench", import.meta.url).pathname;
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

await build({
  configFile: new URL("../inline/vite.config.ts", import.meta.url).pathname,
  build: { outDir: OUT, emptyOutDir: true },
  logLevel: "warn",
});
const server = await serve(OUT);
const { port } = server.address() as AddressInfo;
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  // tsx wraps named functions in a helper that does not exist in a page.
  await page.addInitScript("globalThis.__name = (value) => value");
  await page.goto(`http://localhost:${port}/inline.html?count=0`);
  await page.getByRole("button", { name: "Reload page" }).waitFor();
  show("first rows", await best(() => openRecording(page)), ALLOWED.firstRows, "ms");
  await page.waitForFunction(
    (count) => (globalThis as unknown as Inline).store.recording.value.rows.size === count,
    EXCHANGES,
  );
  await page.getByRole("tab", { name: /Requests/ }).click();
  await stream(page);
  for (const text of ["p", "items", "method:PUT", "-domain:cdn", "cause:missing"]) {
    show(`slowest key of "${text}"`, await slowestKey(page, text), ALLOWED.keystroke, "ms");
  }
  show("slowest frame while scrolling", await best(() => scroll(page)), ALLOWED.frame, "ms");
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  show("nodes in the document", nodes, ALLOWED.nodes, "");
  await page.getByRole("tab", { name: /Issues/ }).click();
  show("switch to the issues", await best(() => switchTab(page)), ALLOWED.firstRows, "ms");
} finally {
  await browser.close();
  server.close();
}

/** The inline page's global variables. */
interface Inline {
  readonly store: {
    receive(message: object): void;
    readonly recording: { readonly value: { readonly rows: ReadonlyMap<string, unknown> } };
  };
  manyExchanges(count: number): { id: string }[];
  tell(message: object): void;
}

function show(name: string, value: number, atMost: number, unit: "ms" | ""): void {
  report({ of: "panel", name: `${name}, ${COUNT} rows`, value, unit, goal: { atMost } });
}

/** The best of several runs: other work on the machine only adds time. */
async function best(measure: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) least = Math.min(least, await measure());
  return least;
}

/** The time of a text's slowest key, each key at its best. */
async function slowestKey(page: Page, text: string): Promise<number> {
  const runs: number[][] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await keystrokes(page, text));
  return Math.max(...[...text].map((_, key) => Math.min(...runs.map((run) => run[key] ?? 0))));
}

/** From the arrival of the data to the frame that shows rows. */
function openRecording(page: Page): Promise<number> {
  return page.evaluate(async (count) => {
    const { store, manyExchanges } = globalThis as unknown as Inline;
    const state = { paused: false, dropped: 0, notUnderstood: 0 };
    const base = { type: "snapshot", version: 1, state, settings: { preserveLog: false } };
    const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
    store.receive({ ...base, exchanges: [] });
    while (store.recording.value.rows.size > 0) await settled();
    await settled();
    const exchanges = manyExchanges(count);
    const start = performance.now();
    store.receive({ ...base, exchanges });
    while (document.querySelector("[role=option]") === null) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - start;
  }, EXCHANGES);
}

/** Adds new exchanges, ten times a second, as long as the page exists. */
function stream(page: Page): Promise<void> {
  return page.evaluate((perSecond) => {
    const { manyExchanges, tell } = globalThis as unknown as Inline;
    let sent = 0;
    setInterval(() => {
      const changed = manyExchanges(perSecond / 10).map((exchange) => ({
        ...exchange,
        id: `new-${sent++}`,
      }));
      tell({ changed });
    }, 100);
  }, NEW_PER_SECOND);
}

/** For each key, the time from the key to the second frame after it, when the list has been drawn. */
async function keystrokes(page: Page, text: string): Promise<number[]> {
  await page.getByLabel("Filter").fill("");
  await page.waitForTimeout(300);
  return page.evaluate(async (keys) => {
    const field = document.querySelector<HTMLInputElement>("#filter");
    if (field === null) return [Number.POSITIVE_INFINITY];
    const took: number[] = [];
    for (const key of keys) {
      await new Promise((resolve) => setTimeout(resolve, 120));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      field.value += key;
      field.setSelectionRange(field.value.length, field.value.length);
      field.dispatchEvent(new InputEvent("input", { bubbles: true, data: key }));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      took.push(performance.now() - start);
    }
    return took;
  }, text);
}

async function scroll(page: Page): Promise<number> {
  await page.getByLabel("Filter").fill("");
  await page.waitForTimeout(500);
  return page.evaluate(async () => {
    const list = document.querySelector("#list") as HTMLElement;
    let slowest = 0;
    let before = performance.now();
    for (let frame = 0; frame < 120; frame++) {
      list.scrollTop = (list.scrollHeight / 120) * frame;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      slowest = Math.max(slowest, now - before);
      before = now;
    }
    return slowest;
  });
}

function switchTab(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    document.querySelector<HTMLElement>("#tab-requests")?.click();
    await frame();
    await frame();
    const start = performance.now();
    document.querySelector<HTMLElement>("#tab-issues")?.click();
    while (document.querySelector("[aria-label=Issues] [role=option]") === null) await frame();
    return performance.now() - start;
  });
}

async function serve(root: string): Promise<Server> {
  const files = createServer(async (request, response) => {
    try {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      const body = await readFile(join(root, path));
      response.setHeader("Content-Type", TYPES[extname(path)] ?? "text/plain");
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => files.listen(0, resolve));
  return files;
}
