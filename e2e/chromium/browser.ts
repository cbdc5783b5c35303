import { setTimeout } from "node:timers/promises";
import type { BrowserContext, Frame, Page, Worker } from "playwright";
import { removeAfterExit } from "../both/remove-after-exit.ts";
import { findChromium } from "../setup/find-chromium.mjs";
import { type DevToolsPanel, openDevToolsPanel } from "./devtools-panel.ts";
import { chooseForExtension } from "./extension-setting.ts";
import { collectGroundTruth, type GroundTruth } from "./ground-truth.ts";
import { newProfile, type Profile } from "./profile.ts";
import { stopServiceWorkers } from "./stop-service-workers.ts";
import { tabIdOf } from "./tab-id.ts";
import { workerHeap } from "./worker-heap.ts";

export interface LaunchOptions {
  /** The unpacked extension; by default that of CROSSCHECK_DIST, else dist/chromium. */
  readonly extension?: string;
  /** More unpacked extensions beside it. */
  readonly otherExtensions?: readonly string[];
  /** Without a window. Default true. */
  readonly headless?: boolean;
  /** Opens DevTools with every tab. */
  readonly autoOpenDevTools?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number } | null;
  /** Keeps the page open that the extension opens after its installation. */
  readonly keepWelcome?: boolean;
  /** Keeps left pages in the back/forward cache, which Playwright disables by default. */
  readonly keepsPages?: boolean | undefined;
  /** Chromium does not enforce the same-origin policy. */
  readonly withoutWebSecurity?: true;
  /** More command line arguments for Chromium. */
  readonly args?: readonly string[];
  /** The user's settings, in the format of Chromium's Preferences file. */
  readonly preferences?: object;
}

/** Chromium with the extension, in a new profile. */
export interface ExtensionBrowser {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** The background worker. The handle survives the worker's death and works again after its restart. */
  readonly worker: Worker;
  /** A URL inside the extension. */
  extensionUrl(path: string): string;
  /** The browser's id for the tab of a page at an http(s) URL. The worker must be running. */
  tabIdOf(page: Page): Promise<number>;
  /** The panel in its own tab, for that tab; its list of requests, unless "as it opens". */
  openPanel(tabId: number, view?: "as it opens"): Promise<Page>;
  /** The panel in its own tab, without a tab to record. */
  openPanelOfNoTab(): Promise<Page>;
  /** Closes the only open panel; resolves when the probe is unregistered. */
  closePanel(panel: Page): Promise<void>;
  /** The popup in its own tab, for that tab. */
  openPopup(tabId: number): Promise<Page>;
  /** DevTools for a page, with our panel selected and its list of requests shown. */
  openDevToolsPanel(page: Page): Promise<DevToolsPanel>;
  /** Starts to collect Chromium's own records of a page's requests. */
  groundTruth(page: Page, options?: { readonly sharedWorkers?: boolean }): Promise<GroundTruth>;
  /** Grants or revokes the permission for all hosts, as the user can in the extensions' menu. */
  setHostPermission(granted: boolean): Promise<void>;
  /** Allows the extension in private windows, as the user can; Chromium reloads it for that. */
  allowPrivateWindows(): Promise<void>;
  /** Reloads the extension, as for an update: its pages close, and its memory is lost. */
  loadAnew(): Promise<void>;
  /** A page in a new private window. */
  openPrivatePage(url: string): Promise<Page>;
  /** Stops the background worker; resolves when it has stopped. */
  stopServiceWorker(): Promise<void>;
  /** Ends the browser and starts it again with the same profile; this handle becomes invalid. */
  restart(): Promise<ExtensionBrowser>;
  /**
   * Closes all pages, reloads the extension, and forgets what it and the pages have stored. Null after a restart,
   * after a change of the user's settings, and once DevTools was open, whose settings the profile keeps.
   */
  renew(): Promise<ExtensionBrowser | null>;
  /** The size of the background worker's JavaScript heap in bytes. The worker must be running. */
  workerHeap(): Promise<number>;
  close(): Promise<void>;
  /** Removes the profile while the process ends; Playwright ends the browser. */
  closeAtExit(): void;
}

const ROOT = new URL("../../", import.meta.url).pathname;
/** `expect.poll` may wait for two of them, and within a test's minute still say what is missing. */
const WAITED_MS = 25_000;
const PANEL = "src/panel/panel.html";
const POPUP = "src/popup/popup.html";
const WELCOME = "src/welcome/welcome.html";

/** Starts Chromium with the extension, waits until its worker is running, and closes the welcome page. */
export async function launchWithExtension(options: LaunchOptions = {}): Promise<ExtensionBrowser> {
  return start(options, await newProfile(options.preferences));
}

async function start(
  options: LaunchOptions,
  profile: Profile,
  wasStarted = false,
): Promise<ExtensionBrowser> {
  let isAltered = wasStarted;
  const context = await launch(options, profile.path);
  context.setDefaultTimeout(WAITED_MS);
  const isOurs = (worker: Worker) => worker.url().endsWith("/service-worker-loader.js");
  let worker =
    context.serviceWorkers().find(isOurs) ??
    (await context.waitForEvent("serviceworker", { predicate: isOurs }));
  const extensionId = new URL(worker.url()).hostname;
  const extensionUrl = (path: string) => `chrome-extension://${extensionId}/${path}`;

  if (!options.keepWelcome) await (await pageAt(context, extensionUrl(WELCOME))).close();

  const open = async (path: string, tabId?: number) => {
    const query = tabId === undefined ? "" : `?tabId=${tabId}`;
    const url = `${extensionUrl(path)}${query}`;
    if (!options.withoutWebSecurity) return openAt(context, url);
    // A tab that begins at a page of the extension has no extension API then.
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const loadAnewBy = async (choice: Parameters<typeof chooseForExtension>[2]) => {
    const started = context.waitForEvent("serviceworker", { predicate: isOurs });
    await chooseForExtension(context, extensionId, choice);
    worker = await started;
  };
  const browser: ExtensionBrowser = {
    context,
    extensionId,
    get worker() {
      return worker;
    },
    extensionUrl,
    tabIdOf: (page) => tabIdOf(page, worker),
    openPanel: async (tabId, view) => {
      const panel = await open(PANEL, tabId);
      await panel.getByRole("button", { name: "Export HAR" }).waitFor();
      if (view === undefined) await showRequests(panel);
      await probeIs(worker, "placed");
      await probeWorksIn(worker, tabId);
      return panel;
    },
    openPanelOfNoTab: () => open(PANEL),
    closePanel: async (panel) => {
      await panel.close();
      await probeIs(worker, "gone");
    },
    openPopup: (tabId) => open(POPUP, tabId),
    openDevToolsPanel: async (page) => {
      isAltered = true;
      const panel = await openDevToolsPanel(page, `chrome-extension://${extensionId}`);
      await showRequests(panel.panel);
      await probeIs(worker, "placed");
      await probeWorksIn(worker, await tabIdOf(page, worker));
      return panel;
    },
    groundTruth: collectGroundTruth,
    setHostPermission: (granted) => {
      isAltered = true;
      return chooseForExtension(context, extensionId, {
        hostAccess: granted ? "ON_ALL_SITES" : "ON_CLICK",
      });
    },
    allowPrivateWindows: () => {
      isAltered = true;
      return loadAnewBy({ incognitoAccess: true });
    },
    loadAnew: () => loadAnewBy("reload"),
    openPrivatePage: async (url) => {
      isAltered = true;
      const opened = context.waitForEvent("page", { predicate: (page) => isAt(page, url) });
      await worker.evaluate(async (address) => {
        type Windows = { create(options: object): Promise<unknown> };
        const { windows } = (globalThis as unknown as { chrome: { windows: Windows } }).chrome;
        await windows.create({ incognito: true, url: address });
      }, url);
      return opened;
    },
    stopServiceWorker: () => stopServiceWorkers(context, extensionUrl("")),
    restart: async () => {
      await context.close();
      // The welcome page opens once for each profile.
      return start({ ...options, keepWelcome: true }, profile, true);
    },
    renew: async () => {
      if (isAltered) return null;
      const left = context.pages();
      const inside = await openAt(context, extensionUrl("icons/icon-16.png"));
      for (const page of left) await page.close();
      await forgetAll(inside);
      const started = context.waitForEvent("serviceworker", { predicate: isOurs });
      // The context can end before the response.
      inside.evaluate(reloadExtension).catch(() => undefined);
      worker = await started;
      await listens(worker);
      await context.newPage();
      await inside.close();
      return browser;
    },
    workerHeap: () => workerHeap(context, extensionUrl("")),
    close: async () => {
      await context.close();
      await profile.remove();
    },
    closeAtExit: () => removeAfterExit(profile.path),
  };
  return browser;
}

const LISTENS_MS = 10_000;

/** Waits until a worker observes navigations: a page that a test opens before that has no known load. */
async function listens(worker: Worker): Promise<void> {
  const deadline = Date.now() + LISTENS_MS;
  const isListening = () =>
    worker.evaluate(() => {
      type Navigation = { onCommitted: { hasListeners(): boolean } };
      const { chrome } = globalThis as unknown as { chrome: { webNavigation: Navigation } };
      return chrome.webNavigation.onCommitted.hasListeners();
    });
  while (!(await isListening())) {
    if (Date.now() > deadline) throw new Error("The worker does not listen.");
  }
}

function reloadExtension(): void {
  type Runtime = { reload(): void };
  (globalThis as unknown as { chrome: { runtime: Runtime } }).chrome.runtime.reload();
}

/** Forgets what the extension and all pages have stored, and what Chromium has cached; runs in a page of ours. */
async function forgetAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    type Area = { clear(): Promise<void> };
    const { storage } = (globalThis as unknown as { chrome: { storage: Record<"local", Area> } })
      .chrome;
    await storage.local.clear();
  });
  const context = page.context();
  await context.clearCookies();
  const session = await context.newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  const origin = new URL(page.url()).origin;
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await session.detach();
}

/** The panel begins with the issues, if there are any. The focus does not change. */
export async function showRequests(panel: Page | Frame): Promise<void> {
  await panel.locator("#tab-requests").evaluate((tab) => {
    (tab as HTMLElement).click();
    (tab as HTMLElement).blur();
  });
}

const PLACED_MS = 10_000;

/** Waits until the probe is, or is not, registered for new documents. */
async function probeIs(worker: Worker, state: "placed" | "gone"): Promise<void> {
  const deadline = Date.now() + PLACED_MS;
  for (;;) {
    const scripts = await worker.evaluate(() => {
      type Scripting = { getRegisteredContentScripts(): Promise<unknown[]> };
      const { scripting } = (globalThis as unknown as { chrome: { scripting: Scripting } }).chrome;
      return scripting.getRegisteredContentScripts();
    });
    if (scripts.length > 0 === (state === "placed")) return;
    if (Date.now() > deadline) throw new Error(`The probe is not ${state}.`);
  }
}

/**
 * Waits until the probe is in the tab's current document, which may be older than the probe, or cannot run
 * there.
 */
async function probeWorksIn(worker: Worker, tabId: number): Promise<void> {
  const deadline = Date.now() + PLACED_MS;
  while (!(await worker.evaluate(hasProbe, tabId))) {
    if (Date.now() > deadline) throw new Error("The probe is not in the page.");
  }
}

/** Whether a tab's document has the probe, or cannot have it; runs in the worker. */
async function hasProbe(tabId: number): Promise<boolean> {
  type Scripting = { executeScript(injection: object): Promise<readonly { result: unknown }[]> };
  const { scripting } = (globalThis as unknown as { chrome: { scripting: Scripting } }).chrome;
  // A function passed as an argument has no name: for a named one, tsx adds a call that does not exist in
  // the page.
  const found = Promise.resolve(() => "crosscheckBridge" in globalThis).then((func) =>
    scripting.executeScript({ target: { tabId }, func, injectImmediately: true }),
  );
  return found.then(
    ([frame]) => frame?.result === true,
    () => true,
  );
}

/** Whether a page navigates to this URL. */
const isAt = (page: Page, url: string): Promise<boolean> =>
  page.waitForURL(url, { waitUntil: "commit" }).then(
    () => true,
    () => false,
  );

/**
 * A new tab that begins at a URL of the extension. Playwright's own begins at about:blank, in a process that is
 * then thrown away: that takes two thirds as long as the panel.
 */
async function openAt(context: BrowserContext, url: string): Promise<Page> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error("The context has no browser.");
  const opened = context.waitForEvent("page", { predicate: (page) => isAt(page, url) });
  await session.send("Target.createTarget", { url });
  const page = await opened;
  // Under load, Playwright's own waitForLoadState missed the event of a tab that had begun without it.
  const loaded = page.evaluate(async () => {
    if (document.readyState === "complete") return true;
    return new Promise<boolean>((done) => addEventListener("load", () => done(true)));
  });
  if (!(await Promise.race([loaded, setTimeout(LOADED_MS, false, { ref: false })]))) {
    throw new Error(`${url} does not load (${await stateOf(page)}).`);
  }
  await session.detach();
  return page;
}

/** What a page that does not load shows, for the test's failure. */
function stateOf(page: Page): Promise<string> {
  const state = page.evaluate(() => {
    const loaded = performance.getEntriesByType("resource").length;
    const text = document.body?.innerText.slice(0, 80) ?? "no body";
    return `${document.readyState}, ${document.visibilityState}, ${loaded} resources, ${text}`;
  });
  return Promise.race([state.catch(String), setTimeout(STATE_MS, "no response", { ref: false })]);
}

const LOADED_MS = 25_000;
const STATE_MS = 3_000;

/** The page at this URL, open or still opening. */
async function pageAt(context: BrowserContext, url: string): Promise<Page> {
  const isThere = (page: Page) => isAt(page, url);
  const arriving = context.waitForEvent("page", { predicate: isThere });
  const present = context.pages().map(async (page) => {
    if (await isThere(page)) return page;
    throw new Error("It is another page.");
  });
  return Promise.any([arriving, ...present]);
}

async function launch(options: LaunchOptions, profile: string): Promise<BrowserContext> {
  const built = process.env.CROSSCHECK_DIST ?? `${ROOT}dist/chromium`;
  const { extension = built, headless = true, args = [] } = options;
  const extensions = [extension, ...(options.otherExtensions ?? [])].join(",");
  // Makes DevTools' own windows pages of the context, so that tests can drive them. Playwright reads this
  // when it is imported. DevTools windows that open automatically are for people, and are not driven.
  if (!options.autoOpenDevTools) process.env.PW_CHROMIUM_ATTACH_TO_OTHER = "1";
  const { chromium } = await import("playwright");
  return chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    headless,
    // Tests expect English on every machine.
    env: { ...process.env, LANGUAGE: "en" },
    ignoreDefaultArgs: [
      "--disable-extensions",
      ...(options.keepsPages ? ["--disable-back-forward-cache"] : []),
    ],
    viewport: options.viewport === undefined ? { width: 1200, height: 700 } : options.viewport,
    args: [
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      // The lab's servers also have such names.
      "--host-resolver-rules=MAP *.test 127.0.0.1",
      // Chromium's sandbox does not work for root, the user in containers.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...(options.autoOpenDevTools ? ["--auto-open-devtools-for-tabs"] : []),
      ...(options.withoutWebSecurity ? ["--disable-web-security"] : []),
      ...args,
    ],
  });
}
