import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright";
import { launchWithExtension } from "../chromium/browser.ts";
import { median, report } from "./figures.ts";

/**
 * How soon an open panel shows a request's verdict, from when the server sent the response's headers; and
 * how soon a stopped worker has restored a long recording. In Chromium.
 */

const REQUESTS = 200;
const KEPT = 10_000;
const WAKES = 5;
/** The panel collects changes for 60 ms: none may wait for a second round. */
const ALLOWED = { median: 150, worst: 400, wake: 2_000 };

const sentAt = new Map<string, number>();
const site = await serve();
const api = await serve();
const browser = await launchWithExtension();
// tsx wraps named functions in a helper that does not exist in a page.
await browser.context.addInitScript("globalThis.__name = (value) => value");
try {
  const page = await browser.context.newPage();
  await page.goto(`http://localhost:${portOf(site)}/`);
  const tabId = await browser.tabIdOf(page);
  const panel = await browser.openPanel(tabId);
  await page.reload();
  await watchRows(panel);
  const took: number[] = [];
  for (let n = 0; n < REQUESTS; n++) took.push(await untilJudged(page, panel, `judged-${n}`));
  took.sort((a, b) => a - b);
  const worker = { of: "worker", unit: "ms" } as const;
  report({
    ...{ ...worker, name: "from the response's headers to the verdict in the panel, median" },
    ...{ value: median(took), goal: { atMost: ALLOWED.median } },
  });
  report({
    ...{ ...worker, name: "the same, 99th percentile" },
    value: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
    goal: { atMost: ALLOWED.worst },
  });
  await panel.close();

  await fetches(page, KEPT);
  const wakes: Shown[] = [];
  for (let n = 0; n < WAKES; n++) {
    await browser.stopServiceWorker();
    wakes.push(await untilShown(browser.extensionUrl(`src/panel/panel.html?tabId=${tabId}`)));
  }
  const all = KEPT.toLocaleString("en");
  report({
    ...worker,
    name: `from a stopped worker to the first rows of ${all} in a panel that opens`,
    ...{ value: median(wakes.map(({ first }) => first)), goal: null },
  });
  report({
    ...{ ...worker, name: `the same, to all ${all}` },
    ...{ value: median(wakes.map(({ whole }) => whole)), goal: { atMost: ALLOWED.wake } },
    reason:
      "All of them are read and assembled, sent, and judged in every lane, between the panel's drawings.",
  });
} finally {
  await browser.close();
  site.close();
  api.close();
}

/** Has the panel record when a row first has its verdict. */
function watchRows(panel: Page): Promise<void> {
  return panel.evaluate(() => {
    const judged = new Map<string, number>();
    Object.assign(globalThis, { judged });
    const look = () => {
      for (const row of document.querySelectorAll("[role=option]")) {
        const name = /judged-\d+/.exec(row.textContent ?? "")?.[0];
        if (name === undefined || judged.has(name)) continue;
        if (/Blocked/.test(row.textContent ?? "")) judged.set(name, Date.now());
      }
    };
    new MutationObserver(look).observe(document.body, {
      ...{ subtree: true, childList: true, characterData: true },
    });
  });
}

/** Makes a request that is blocked; resolves with the milliseconds until the panel showed it. */
async function untilJudged(page: Page, panel: Page, name: string): Promise<number> {
  await page.evaluate(
    (url) => fetch(url).catch(() => undefined),
    `http://127.0.0.1:${portOf(api)}/${name}`,
  );
  const handle = await panel.waitForFunction(
    (wanted) => (globalThis as unknown as { judged: Map<string, number> }).judged.get(wanted),
    name,
  );
  return Number(await handle.jsonValue()) - (sentAt.get(name) ?? Number.NaN);
}

function fetches(page: Page, count: number): Promise<void> {
  return page.evaluate(
    async ({ url, all }) => {
      let next = 0;
      const work = async () => {
        for (let at = next++; at < all; at = next++) await (await fetch(`${url}/${at}`)).text();
      };
      await Promise.all(Array.from({ length: 50 }, work));
    },
    { url: `http://127.0.0.1:${portOf(api)}/allowed`, all: count },
  );
}

/** The milliseconds until an opened panel shows its first rows, and until it has all. */
interface Shown {
  readonly first: number;
  readonly whole: number;
}

async function untilShown(url: string): Promise<Shown> {
  const panel = await browser.context.newPage();
  const start = performance.now();
  await panel.goto(url);
  await panel.locator("[role=option]").first().waitFor();
  const first = performance.now() - start;
  await panel.waitForFunction((least) => {
    const count = document.querySelector("#tab-requests")?.textContent ?? "";
    return Number(count.replace(/\D/g, "")) >= least;
  }, KEPT);
  const whole = performance.now() - start;
  await panel.close();
  return { first, whole };
}

async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    if (name.startsWith("allowed/")) response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Content-Type", "text/html");
    sentAt.set(name, Date.now());
    response.end("<!doctype html><title>Page</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
