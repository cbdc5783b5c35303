import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page, Worker } from "playwright";
import { launchWithExtension } from "../chromium/browser.ts";
import { findChromium } from "../setup/find-chromium.mjs";
import { median, report } from "./figures.ts";

/**
 * The cost of the extension for a page in Chromium, as ratios to three browsers: without an extension, with
 * an extension whose same six listeners do nothing, and with one that has only the permission, because of
 * which Chromium sends every request through a proxy. Each repeat measures all of them in turn; a ratio is
 * the median over the repeats.
 */

const REPEATS = Number(process.env.BENCH_REPEATS ?? 5);
/** As fast as possible, half of them preflighted. */
const FETCHES = 2_000;
const AT_A_TIME = 50;
/** An ordinary page: this number of requests, each of which takes a while. */
const ORDINARY = 100;
const ORDINARY_MS = 20;

const OF_PERMISSION =
  "Chromium sends every request through a proxy once an extension has the permission, whether it listens or not.";
// CPU times of the processes, measured on 2026-11-28 in Chromium 156.
const OF_WORKER =
  "The worker's thread, which reads, pairs and counts each event, shares the two cores with the page: 1,000 fetches take 4.0 s of a core without an extension, 7.3 with a bare one and 7.8 with ours, 0.8 more in the worker and no more in the browser's process.";
const OF_NOISE =
  "Nothing is registered then, and runs differ by as much: of two on 2026-11-28 the fetches had ×1.04 and ×1.1, the ordinary page ×1.07 and ×1.01.";
const OF_PANEL =
  "The probe reports every call, and the panel that draws the rows shares its process and the two cores: 1,000 fetches take 10.7 s of a core with it and 7.8 without, 1.9 more in the extension's process, 0.4 in the page's and 0.3 in the browser's.";

interface Lane {
  readonly name: string;
  readonly page: Page;
  close(): Promise<void>;
}

const api = await serve(async (request, response) => {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Access-Control-Allow-Headers", "x-other");
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const wait = Number(searchParams.get("wait") ?? 0);
  if (wait > 0 && request.method !== "OPTIONS") {
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  response.end(request.method === "OPTIONS" ? "" : "{}");
});
const site = await serve(async (_, response) => {
  response.setHeader("Content-Type", "text/html");
  response.end("<!doctype html><title>Page</title>");
});
const pageUrl = `http://localhost:${portOf(site)}/`;
const apiUrl = `http://127.0.0.1:${portOf(api)}`;

const bare = await bareExtension(true);
const deaf = await bareExtension(false);
const lanes: Lane[] = [];
try {
  lanes.push(await plainLane("none", null));
  lanes.push(await plainLane("bare", bare));
  lanes.push(await plainLane("permission alone", deaf));
  lanes.push(await ourLane("ours", false));
  lanes.push(await ourLane("ours with the panel", true));
  lanes.push(await ourLane("ours, recording only while open", false, true));
  const loads = [
    {
      name: `${FETCHES.toLocaleString("en")} fetches, half preflighted`,
      run: (page: Page) => fetches(page, FETCHES, AT_A_TIME, 0),
      goals: { ours: 1.03, "ours with the panel": 1.1 },
    },
    {
      name: `${ORDINARY} requests of ${ORDINARY_MS} ms`,
      run: (page: Page) => fetches(page, ORDINARY, 6, ORDINARY_MS),
      goals: { ours: 1.03, "ours with the panel": 1.1 },
    },
  ];
  for (const { name, run, goals } of loads) {
    for (const { page } of lanes) await run(page);
    const took = new Map<string, number[]>(lanes.map((lane) => [lane.name, []]));
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      // Each goes first once, so that other work on the machine affects all alike.
      for (let at = 0; at < lanes.length; at++) {
        const lane = lanes[(at + repeat) % lanes.length] as Lane;
        took.get(lane.name)?.push(await run(lane.page));
      }
    }
    const ratio = (of: string, to: string) =>
      median((took.get(of) ?? []).map((ms, repeat) => ms / (took.get(to)?.[repeat] ?? 1)));
    const to = (of: string, lane: string, goal: { atMost: number } | null, reason?: string) =>
      report({
        ...(reason !== undefined && { reason }),
        of: "page",
        name: `${name}: ${of} to ${lane}`,
        value: ratio(of, lane),
        unit: "×",
        goal,
      });
    to("bare", "none", null);
    to("ours", "none", null);
    to("permission alone", "none", null);
    to("ours, recording only while open", "none", { atMost: 1.03 }, OF_PERMISSION);
    to("ours, recording only while open", "permission alone", { atMost: 1.03 }, OF_NOISE);
    to("ours", "bare", { atMost: goals.ours }, OF_WORKER);
    to("ours with the panel", "bare", { atMost: goals["ours with the panel"] }, OF_PANEL);
  }
} finally {
  for (const lane of lanes) await lane.close();
  for (const folder of [bare, deaf]) await rm(folder, { recursive: true, force: true });
  api.close();
  site.close();
}

/**
 * The milliseconds a page needs for this number of fetches; each URL is new, so that each preflight is
 * needed.
 */
function fetches(page: Page, count: number, atATime: number, wait: number): Promise<number> {
  return page.evaluate(
    async ({ url, all, parallel, ms }) => {
      const run = Math.random();
      let next = 0;
      const work = async () => {
        for (let at = next++; at < all; at = next++) {
          const headers = at % 2 === 0 ? {} : { "x-other": "1" };
          await (await fetch(`${url}/${run}/${at}?wait=${ms}`, { headers })).text();
        }
      };
      const start = performance.now();
      await Promise.all(Array.from({ length: parallel }, work));
      return performance.now() - start;
    },
    { url: apiUrl, all: count, parallel: atATime, ms: wait },
  );
}

async function ourLane(name: string, hasPanel: boolean, onlyWhileOpen = false): Promise<Lane> {
  const browser = await launchWithExtension();
  if (onlyWhileOpen) {
    const options = await browser.context.newPage();
    await options.goto(browser.extensionUrl("src/options/options.html"));
    await options.getByLabel("Record", { exact: true }).selectOption("while-open");
    await options.getByText("Saved").waitFor();
    await options.close();
    await stopsListening(browser.worker);
  }
  const page = await browser.context.newPage();
  await open(page);
  if (hasPanel) await browser.openPanel(await browser.tabIdOf(page));
  await page.reload();
  return { name, page, close: () => browser.close() };
}

/** Resolves when an extension's worker has no request listener left. */
async function stopsListening(worker: Worker): Promise<void> {
  const listens = () =>
    worker.evaluate(() => {
      type Api = { webRequest: { onBeforeRequest: { hasListeners(): boolean } } };
      const { chrome } = globalThis as unknown as { chrome: Api };
      return chrome.webRequest.onBeforeRequest.hasListeners();
    });
  while (await listens());
}

async function open(page: Page): Promise<void> {
  // tsx wraps named functions in a helper that does not exist in a page.
  await page.addInitScript("globalThis.__name = (value) => value");
  await page.goto(pageUrl);
}

async function plainLane(name: string, extension: string | null): Promise<Lane> {
  const { chromium } = await import("playwright");
  const context: BrowserContext = await chromium.launchPersistentContext("", {
    executablePath: await findChromium(),
    ignoreDefaultArgs: ["--disable-extensions"],
    args: [
      ...(extension === null
        ? []
        : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]),
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  if (extension !== null && context.serviceWorkers().length === 0) {
    await context.waitForEvent("serviceworker");
  }
  const page = await context.newPage();
  await open(page);
  return { name, page, close: () => context.close() };
}

/** An extension with our permission and, if it listens, our listeners, which do nothing. */
async function bareExtension(listens: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-bare-"));
  const manifest = {
    manifest_version: 3,
    name: "Bare",
    version: "1",
    permissions: ["webRequest"],
    host_permissions: ["<all_urls>"],
    background: { service_worker: "worker.js" },
  };
  const events = [
    ["onBeforeRequest", ["extraHeaders"]],
    ["onSendHeaders", ["requestHeaders", "extraHeaders"]],
    ["onHeadersReceived", ["responseHeaders", "extraHeaders"]],
    ["onBeforeRedirect", ["responseHeaders", "extraHeaders"]],
    ["onCompleted", ["responseHeaders", "extraHeaders"]],
    ["onErrorOccurred", ["extraHeaders"]],
  ];
  const worker = `for (const [event, spec] of ${JSON.stringify(events)})
    chrome.webRequest[event].addListener(() => {}, { urls: ["<all_urls>"] }, spec);`;
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "worker.js"), listens ? worker : "");
  return folder;
}

async function serve(
  respond: (
    request: import("node:http").IncomingMessage,
    response: import("node:http").ServerResponse,
  ) => Promise<void>,
): Promise<Server> {
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
