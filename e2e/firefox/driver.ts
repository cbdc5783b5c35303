import { randomUUID } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import manifest from "../../manifest.json" with { type: "json" };
import { zip } from "../setup/zip.mjs";
import { Bidi } from "./bidi.ts";
import { Document } from "./document.ts";
import { type FirefoxProcess, startFirefox } from "./firefox-process.ts";
import { GroundTruth } from "./ground-truth.ts";
import { NetworkMonitor, ToolboxPanel } from "./toolbox.ts";

export interface LaunchOptions {
  /** The unpacked extension; by default FIREFOX_EXTENSION or dist/firefox; null for none. */
  readonly extension?: string | null;
  /** More unpacked extensions, installed before ours. */
  readonly otherExtensions?: readonly string[];
  /** Whether all certificates are accepted. */
  readonly trustAll?: boolean;
  /** Keeps the page open that the extension opens after its installation. */
  readonly keepWelcome?: boolean;
  /** Installs ours permanently, as a user does: it survives a restart. */
  readonly staysInstalled?: boolean;
  /** More preferences for Firefox. */
  readonly prefs?: Readonly<Record<string, string | number | boolean>>;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly secure?: boolean;
  readonly sameSite: "None" | "Lax" | "Strict";
}

type Start = "first start" | "restart";

const ROOT = new URL("../../", import.meta.url).pathname;
/** The id by which other extensions address ours. */
export const EXTENSION_ID = manifest.browser_specific_settings.gecko.id;
/** The extension's host name, which Firefox otherwise chooses at random. */
const EXTENSION_HOST = "5f1e0c9a-0c05-4c05-8c05-c0ffeec0ffee";
const PANEL = "src/panel/panel.html";
const POPUP = "src/popup/popup.html";
const WELCOME = "src/welcome/welcome.html";

/** How long an export may take, on a busy machine. */
const DOWNLOAD_MS = 60_000;

/** Stock Firefox with the extension, in a new profile, over WebDriver BiDi. */
export class FirefoxBrowser {
  readonly #process: FirefoxProcess;
  readonly #options: LaunchOptions;
  readonly #bidi: Bidi;
  /** Whether a test has changed more than `renew` undoes. */
  #isAltered = false;
  /** The first tab. */
  readonly page: Document;
  /** The browser's own window, with full privileges. */
  readonly chrome: Document;
  /** A tab inside the extension that runs none of its code, for using its API. */
  readonly inside: Document;

  private constructor(
    running: FirefoxProcess,
    bidi: Bidi,
    options: LaunchOptions,
    { page, chrome, inside }: Pick<FirefoxBrowser, "page" | "chrome" | "inside">,
  ) {
    this.#process = running;
    this.#options = options;
    this.#bidi = bidi;
    this.page = page;
    this.chrome = chrome;
    this.inside = inside;
  }

  /**
   * Starts Firefox, installs the extension for this session, waits until it has started, and closes its
   * welcome page.
   */
  static async launch(options: LaunchOptions = {}): Promise<FirefoxBrowser> {
    const running = await startFirefox({
      "extensions.webextensions.uuids": JSON.stringify({ [EXTENSION_ID]: EXTENSION_HOST }),
      "extensions.webextensions.keepUuidOnUninstall": true,
      // Among released builds, only Firefox ESR lets users allow extensions that Mozilla has not signed.
      ...(options.staysInstalled ? { "xpinstall.signatures.required": false } : {}),
      ...options.prefs,
    });
    return FirefoxBrowser.#connect(running, options, "first start");
  }

  /** Ends Firefox and starts it again with the same profile; this handle becomes invalid. */
  async restart(): Promise<FirefoxBrowser> {
    this.#bidi.close();
    return FirefoxBrowser.#connect(await this.#process.restart(), this.#options, "restart");
  }

  /**
   * Closes all pages, installs the extension anew, and forgets what it and the pages have stored. This handle
   * becomes invalid. Null after a restart, after a change of the user's settings, and once the toolbox was open,
   * whose settings the profile keeps.
   */
  async renew(): Promise<FirefoxBrowser | null> {
    if (this.#isAltered) return null;
    const bidi = this.#bidi;
    const left = await contentContexts(bidi);
    await newTab(bidi);
    await bidi.send("webExtension.uninstall", { extension: EXTENSION_ID });
    for (const { context } of await contentContexts(bidi)) {
      if (left.some((one) => one.context === context))
        await bidi.send("browsingContext.close", { context });
    }
    await GroundTruth.forget(this.chrome);
    await this.chrome.evaluate(forgetAll);
    await this.#process.clearDownloads();
    return FirefoxBrowser.#begin(this.#process, bidi, this.#options, "first start");
  }

  static async #connect(
    running: FirefoxProcess,
    options: LaunchOptions,
    start: Start,
  ): Promise<FirefoxBrowser> {
    try {
      const bidi = await Bidi.connect(running.bidiUrl, {
        acceptInsecureCerts: options.trustAll ?? false,
      });
      await bidi.send("session.subscribe", { events: ["browsingContext.downloadEnd"] });
      return await FirefoxBrowser.#begin(running, bidi, options, start);
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  /** Installs the extensions, unless they are, and opens the tabs. */
  static async #begin(
    running: FirefoxProcess,
    bidi: Bidi,
    options: LaunchOptions,
    start: Start,
  ): Promise<FirefoxBrowser> {
    const { extension = process.env.FIREFOX_EXTENSION ?? `${ROOT}dist/firefox` } = options;
    const ours = extension === null ? [] : [extension];
    const others = options.otherExtensions ?? [];
    for (const path of start === "restart" ? [] : [...others, ...ours]) {
      const forGood = options.staysInstalled && path === extension;
      await bidi.send("webExtension.install", {
        extensionData: forGood
          ? { type: "base64", value: (await zipOf(path)).toString("base64") }
          : { type: "path", path },
        ...(forGood && { "moz:permanent": true }),
      });
    }
    const chrome = new Document(bidi, await topContext(bidi, "chrome"));
    const page = new Document(bidi, await topContext(bidi, "content"));
    const inside = await newTab(bidi);
    const browser = new FirefoxBrowser(running, bidi, options, { page, chrome, inside });
    browser.#isAltered = start === "restart";
    if (extension !== null) {
      await inside.gotoInExtension(browser.extensionUrl("icons/icon-16.png"));
      await browser.backgroundRuns();
      // The welcome page opens once for each profile.
      if (!options.keepWelcome && start !== "restart") await browser.#closeWelcome();
    }
    return browser;
  }

  /** Sets cookies in the browser. */
  async setCookies(cookies: readonly Cookie[]): Promise<void> {
    for (const { value, sameSite, ...rest } of cookies) {
      const cookie = {
        ...rest,
        value: { type: "string", value },
        sameSite: sameSite.toLowerCase(),
      };
      await this.#bidi.send("storage.setCookie", { cookie });
    }
  }

  /** A URL inside the extension. */
  extensionUrl(path: string): string {
    return `moz-extension://${EXTENSION_HOST}/${path}`;
  }

  /** A new, empty tab. */
  newPage(): Promise<Document> {
    return newTab(this.#bidi, this.inside);
  }

  /** The browser's id for a page's tab, found by a temporary unique title. */
  async tabIdOf(page: Document): Promise<number> {
    const title = `tab ${randomUUID()}`;
    const usual = await page.evaluate(() => document.title);
    const setTitle = (text: string) =>
      page.evaluate((wanted) => {
        document.title = wanted;
      }, text);
    await setTitle(title);
    try {
      return await this.inside.waitFor(async (wanted) => {
        type Tabs = { query(query: object): Promise<{ id?: number; title?: string }[]> };
        const { tabs } = (globalThis as unknown as { browser: { tabs: Tabs } }).browser;
        return (await tabs.query({})).find((tab) => tab.title === wanted)?.id;
      }, title);
    } finally {
      await setTitle(usual);
    }
  }

  /** The panel in its own tab, for that tab, with its list of requests. */
  async openPanel(tabId: number): Promise<Document> {
    const panel = await this.openExtensionPage(PANEL, tabId);
    // A panel with text is connected; the probe is registered a little later.
    await panel.waitFor(() => document.body.innerText.length > 0);
    await panel.waitFor(showRequests);
    await this.#probeIs("placed");
    await this.#probeWorksIn(tabId);
    return panel;
  }

  /** Brings a tab to the front. */
  bringToFront(page: Document): Promise<unknown> {
    return this.#bidi.send("browsingContext.activate", { context: page.context });
  }

  /** The panel in its own tab, without a tab to record. */
  openPanelOfNoTab(): Promise<Document> {
    return this.openExtensionPage(PANEL);
  }

  /** A file from disk in a tab, with its console messages, errors and other requests; the list grows. */
  async openFile(path: string): Promise<{ page: Document; troubles: readonly string[] }> {
    const page = await newTab(this.#bidi, this.inside);
    const { href } = pathToFileURL(path);
    const troubles: string[] = [];
    const contexts = [page.context];
    this.#bidi.onEvent(({ method, params }) => {
      type Params = {
        readonly text?: string;
        readonly source?: { readonly context?: string };
        readonly context?: string;
        readonly request?: { readonly url: string };
      };
      const { text, source, context, request } = params as Params;
      if ((source?.context ?? context) !== page.context) return;
      if (method === "log.entryAdded") troubles.push(text ?? "");
      const { url = "" } = request ?? {};
      // Firefox's own html.css has its bullet font as a data URL.
      const isOwn = url === href || url.startsWith("data:font/");
      if (method === "network.beforeRequestSent" && !isOwn) troubles.push(url);
    });
    await this.#bidi.send("session.subscribe", {
      events: ["log.entryAdded", "network.beforeRequestSent"],
      contexts,
    });
    await page.goto(href);
    // In the background a tab draws once a second.
    await this.bringToFront(page);
    return { page, troubles };
  }

  /** Closes the only open panel; resolves when the probe is unregistered. */
  async closePanel(panel: Document): Promise<void> {
    await panel.close();
    await this.#probeIs("gone");
  }

  /** The popup in its own tab, for that tab. */
  openPopup(tabId: number): Promise<Document> {
    return this.openExtensionPage(POPUP, tabId);
  }

  /** Presses a button that downloads a file, and returns its content. */
  async download(page: Document, button: string): Promise<string> {
    const downloaded = new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`No download within ${DOWNLOAD_MS / 1000} s of "${button}"`));
      }, DOWNLOAD_MS).unref();
      const stop = this.#bidi.onEvent(({ method, params }) => {
        if (method !== "browsingContext.downloadEnd" || params.context !== page.context) return;
        stop();
        clearTimeout(timer);
        if (typeof params.filepath === "string") resolve(params.filepath);
        else reject(new Error(`The download ended: ${params.status}`));
      });
    });
    downloaded.catch(() => undefined); // where the button itself is not found
    await page.press(button);
    const path = await downloaded;
    const text = await readFile(path, "utf8");
    await rm(path);
    return text;
  }

  /** Disables the extension, as the user can; resolves when it has left all pages. */
  async disableExtension(): Promise<void> {
    await this.chrome.evaluate(async (id) => {
      type Addon = { disable(): Promise<void> };
      type Module = { AddonManager: { getAddonByID(id: string): Promise<Addon> } };
      const { ChromeUtils } = globalThis as unknown as {
        ChromeUtils: { importESModule(url: string): Module };
      };
      const url = "resource://gre/modules/AddonManager.sys.mjs";
      const { AddonManager } = ChromeUtils.importESModule(url);
      await (await AddonManager.getAddonByID(id)).disable();
    }, EXTENSION_ID);
  }

  /** Ends the event page, as for being idle; resolves when it has ended. A view may restart it at once. */
  async stopBackground(): Promise<void> {
    await this.chrome.evaluate(async (id) => {
      type Extension = {
        readonly backgroundState: string;
        terminateBackground(options: object): Promise<void>;
      };
      type Policy = { getByID(id: string): { readonly extension: Extension } };
      const { WebExtensionPolicy } = globalThis as unknown as { WebExtensionPolicy: Policy };
      const { extension } = WebExtensionPolicy.getByID(id);
      do {
        // Without it, a page that has just started and waits for a reply of the browser continues.
        await extension.terminateBackground({ disableResetIdleForTest: true });
        // An event in between also makes it continue.
      } while (extension.backgroundState !== "stopped");
    }, EXTENSION_ID);
  }

  /**
   * From now on records each task of 50 ms or more in the thread of the extension's pages. The returned
   * function ends that and returns the tasks, in milliseconds since the epoch.
   */
  async watchLongTasks(): Promise<() => Promise<(readonly [from: number, to: number])[]>> {
    type Markers = {
      readonly schema: Readonly<Record<"name" | "startTime" | "endTime", number>>;
      readonly data: readonly (readonly number[])[];
    };
    type Thread = {
      readonly pid: number | string;
      readonly markers: Markers;
      readonly stringTable: readonly string[];
    };
    type Process = { readonly meta: { readonly startTime: number }; readonly threads: Thread[] };
    type Profiler = {
      StartProfiler(entries: number, ms: number, features: string[], filters: string[]): void;
      getProfileDataAsync(): Promise<{ readonly processes: readonly Process[] }>;
      StopProfiler(): Promise<void>;
    };
    interface Privileged {
      readonly ChromeUtils: {
        requestProcInfo(): Promise<{ children: readonly { type: string; pid: number }[] }>;
      };
      readonly Services: { readonly profiler: Profiler };
    }
    const ours = await this.chrome.evaluate(async () => {
      const { ChromeUtils, Services } = globalThis as unknown as Privileged;
      const { children } = await ChromeUtils.requestProcInfo();
      const pids = children.flatMap(({ type, pid }) => (type === "extension" ? [pid] : []));
      // Samples would add a load; the buffer has room for the markers of a one-minute storm.
      const entries = 16_000_000;
      await Services.profiler.StartProfiler(
        entries,
        1_000,
        ["nostacksampling", "nomarkerstacks"],
        ["GeckoMain", ...pids.map((pid) => `pid:${pid}`)],
      );
      return pids;
    });
    const begunAt = Date.now();
    return async () => {
      const { first, spells } = await this.chrome.evaluate(async (pids) => {
        const { profiler } = (globalThis as unknown as Privileged).Services;
        const { processes } = await profiler.getProfileDataAsync();
        await profiler.StopProfiler();
        let first = Number.POSITIVE_INFINITY;
        const spells: (readonly [from: number, to: number])[] = [];
        for (const { meta, threads } of processes) {
          for (const { pid, markers, stringTable } of threads) {
            // Pages have processes of their own, whose tasks do not delay the panel.
            if (!pids.includes(Number(pid))) continue;
            for (const mark of markers.data) {
              const [name = 0, from = 0, to = 0] = (["name", "startTime", "endTime"] as const).map(
                (of) => mark[markers.schema[of]],
              );
              if (from > 0) first = Math.min(first, meta.startTime + from);
              if (stringTable[name] !== "LongTask") continue;
              spells.push([meta.startTime + from, meta.startTime + to]);
            }
          }
        }
        return { first, spells };
      }, ours);
      if (first > begunAt + 5_000)
        throw new Error("Firefox's profiler has dropped its first marks.");
      return spells;
    };
  }

  /**
   * What the extension's process has allocated in bytes, after garbage collection: what about:memory lists as
   * "explicit", without the allocator's own share. The process itself grows with every load, as Firefox keeps
   * released pages for later.
   */
  memoryOfExtensions(): Promise<number> {
    return this.chrome.evaluate(async () => {
      type OnReport = (
        process: string,
        path: string,
        kind: number,
        units: number,
        amount: number,
      ) => void;
      interface Manager {
        getReports(
          onReport: OnReport,
          data: null,
          onEnd: () => void,
          endData: null,
          anonymize: boolean,
        ): void;
      }
      const { Cc, Ci, Services } = globalThis as unknown as {
        Cc: Record<string, { getService(of: unknown): Manager }>;
        Ci: { nsIMemoryReporterManager: unknown };
        Services: { obs: { notifyObservers(subject: null, topic: string): void } };
      };
      const KIND_NONHEAP = 0;
      const manager = Cc["@mozilla.org/memory-reporter-manager;1"]?.getService(
        Ci.nsIMemoryReporterManager,
      );
      const sum = async () => {
        let bytes = 0;
        await new Promise<void>((resolve) => {
          manager?.getReports(
            (process, path, kind, _units, amount) => {
              if (!process.startsWith("extension ")) return;
              const isAllocators = path.startsWith("explicit/heap-overhead/");
              const isOutsideHeap = path.startsWith("explicit/") && kind === KIND_NONHEAP;
              if (path === "heap-allocated" || (isOutsideHeap && !isAllocators)) bytes += amount;
            },
            null,
            resolve,
            null,
            false,
          );
        });
        if (bytes === 0) throw new Error("Firefox reports no memory of the extension's process.");
        return bytes;
      };
      // Garbage is collected in steps: waits until it has not shrunk for some turns.
      let least = Number.POSITIVE_INFINITY;
      for (let turns = 0; turns < 4; turns++) {
        Services.obs.notifyObservers(null, "child-mmu-request");
        await new Promise((resolve) => setTimeout(resolve, 250));
        const now = await sum();
        if (now < least * 0.98) turns = 0;
        least = Math.min(least, now);
      }
      return least;
    });
  }

  /** Waits until the event page is running. */
  async backgroundRuns(): Promise<void> {
    await this.chrome.waitFor((id) => {
      type Policy = { getByID(id: string): { extension: { backgroundState: string } } };
      const policy = (globalThis as unknown as { WebExtensionPolicy: Policy }).WebExtensionPolicy;
      return policy.getByID(id).extension.backgroundState === "running";
    }, EXTENSION_ID);
  }

  /** Grants or revokes the permission for all hosts, as the user can in the add-ons manager. */
  setHostPermission(granted: boolean): Promise<void> {
    return this.#setPermission({ permissions: [], origins: ["<all_urls>"] }, granted);
  }

  /** Allows the extension in private windows, as the user can. */
  allowPrivateWindows(): Promise<void> {
    const inPrivate = { permissions: ["internal:privateBrowsingAllowed"], origins: [] };
    return this.#setPermission(inPrivate, true);
  }

  /** A page in a new private window. */
  async openPrivatePage(url: string): Promise<Document> {
    this.#isAltered = true;
    const before = await contentContexts(this.#bidi);
    await this.chrome.evaluate(() => {
      type Open = { OpenBrowserWindow(options: object): unknown };
      (globalThis as unknown as Open).OpenBrowserWindow({ private: true });
    });
    const page = new Document(this.#bidi, await newContext(this.#bidi, before));
    // The window opens its own page, whose loading would abort the wanted one.
    await page.waitFor(() => document.readyState === "complete" && location.pathname !== "blank");
    await page.goto(url);
    return page;
  }

  async #setPermission(
    permission: { readonly permissions: string[]; readonly origins: string[] },
    granted: boolean,
  ): Promise<void> {
    await this.chrome.evaluate(
      async (id, what, give) => {
        type Permissions = { permissions: string[]; origins: string[] };
        type Change = (id: string, what: Permissions, extension: unknown) => Promise<void>;
        const { ChromeUtils, WebExtensionPolicy } = globalThis as unknown as {
          ChromeUtils: {
            importESModule(url: string): { ExtensionPermissions: { add: Change; remove: Change } };
          };
          WebExtensionPolicy: { getByID(id: string): { extension: unknown } };
        };
        const { ExtensionPermissions } = ChromeUtils.importESModule(
          "resource://gre/modules/ExtensionPermissions.sys.mjs",
        );
        const change = give ? ExtensionPermissions.add : ExtensionPermissions.remove;
        const { extension } = WebExtensionPolicy.getByID(id);
        await change.call(ExtensionPermissions, id, what, extension);
      },
      EXTENSION_ID,
      permission,
      granted,
    );
  }

  /** From now on, requested permissions are granted without a prompt. */
  async grantRequestedPermissions(): Promise<void> {
    this.#isAltered = true;
    await this.chrome.evaluate(() => {
      type Services = { prefs: { setBoolPref(name: string, value: boolean): void } };
      const { prefs } = (globalThis as unknown as { Services: Services }).Services;
      prefs.setBoolPref("extensions.webextOptionalPermissionPrompts", false);
    });
  }

  /** Our panel in the toolbox of a tab, which is brought to the front, with its list of requests. */
  async openToolbox(page = this.page): Promise<ToolboxPanel> {
    this.#isAltered = true;
    await this.#bidi.send("browsingContext.activate", { context: page.context });
    const panel = await ToolboxPanel.open(this.chrome, EXTENSION_ID);
    await panel.waitFor(showRequests);
    await this.#probeIs("placed");
    await this.#probeWorksIn(await this.tabIdOf(page));
    return panel;
  }

  /** Firefox's own network monitor in the toolbox of a tab, which is brought to the front. */
  async openNetworkMonitor(page = this.page): Promise<NetworkMonitor> {
    this.#isAltered = true;
    await this.#bidi.send("browsingContext.activate", { context: page.context });
    return NetworkMonitor.open(this.chrome);
  }

  /** The newest downloaded file whose name contains a text, complete or not; null if there is none. */
  async downloaded(named = ""): Promise<string | null> {
    const folder = this.#process.downloads;
    const names = (await readdir(folder)).filter((name) => name.includes(named));
    const [name] = names.sort().slice(-1);
    return name === undefined ? null : readFile(`${folder}/${name}`, "utf8");
  }

  async close(): Promise<void> {
    this.#bidi.close();
    await this.#process.stop();
  }

  /** Kills Firefox and removes its profile, while the process ends. */
  closeAtExit(): void {
    this.#process.stopAtExit();
  }

  /** Waits for the page that the extension opens, closes it, and brings the first tab to the front. */
  async #closeWelcome(): Promise<void> {
    await this.inside.waitFor(async (url) => {
      type Tabs = {
        query(query: object): Promise<{ id: number; url?: string }[]>;
        remove(id: number): Promise<void>;
      };
      const { tabs } = (globalThis as unknown as { browser: { tabs: Tabs } }).browser;
      const welcome = (await tabs.query({})).find((tab) => tab.url === url);
      if (welcome === undefined) return false;
      await tabs.remove(welcome.id);
      return true;
    }, this.extensionUrl(WELCOME));
    await this.#bidi.send("browsingContext.activate", { context: this.page.context });
  }

  /** Waits until the probe is, or is not, registered for new documents. */
  async #probeIs(state: "placed" | "gone"): Promise<void> {
    await this.inside.waitFor(async (isPlaced) => {
      type Scripting = { getRegisteredContentScripts(): Promise<unknown[]> };
      const { scripting } = (globalThis as unknown as { browser: { scripting: Scripting } })
        .browser;
      return (await scripting.getRegisteredContentScripts()).length > 0 === isPlaced;
    }, state === "placed");
  }

  /**
   * Waits until the probe is in the tab's current document, which may be older than the probe, or cannot
   * run there.
   */
  async #probeWorksIn(tabId: number): Promise<void> {
    await this.inside.waitFor((id) => {
      type Scripting = {
        executeScript(injection: object): Promise<readonly { result?: unknown }[]>;
      };
      const { scripting } = (globalThis as unknown as { browser: { scripting: Scripting } })
        .browser;
      // A function passed as an argument has no name: for a named one, tsx adds a call that does not exist
      // in the page.
      const found = Promise.resolve(() => "crosscheckBridge" in globalThis).then((func) =>
        scripting.executeScript({ target: { tabId: id }, func, injectImmediately: true }),
      );
      return found.then(
        ([frame]) => frame?.result === true,
        () => true,
      );
    }, tabId);
  }

  /** A page of the extension in its own tab, for that tab. */
  async openExtensionPage(path: string, tabId?: number): Promise<Document> {
    const query = tabId === undefined ? "" : `?tabId=${tabId}`;
    const url = `${this.extensionUrl(path)}${query}`;
    const before = await contentContexts(this.#bidi);
    // BiDi's own new tab begins at about:blank, in a process that is then thrown away.
    await this.inside.evaluate(async (address) => {
      type Tabs = { create(options: object): Promise<unknown> };
      const { tabs } = (globalThis as unknown as { browser: { tabs: Tabs } }).browser;
      await tabs.create({ url: address, active: false });
    }, url);
    const page = new Document(this.#bidi, await newContext(this.#bidi, before, url));
    await page.isLoaded(url);
    return page;
  }
}

async function zipOf(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Uint8Array>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path), await readFile(path));
  }
  return zip(files);
}

/** Forgets all that pages have stored, and all that Firefox has cached. */
function forgetAll(): Promise<void> {
  type ClearData = { deleteData(what: number, callback: (failed: number) => void): void };
  const { Ci, Services } = globalThis as unknown as {
    Ci: { nsIClearDataService: { CLEAR_ALL: number } };
    Services: { clearData: ClearData };
  };
  return new Promise((resolve, reject) => {
    Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, (failed) => {
      if (failed === 0) resolve();
      else reject(new Error(`Firefox has not forgotten ${failed}.`));
    });
  });
}

/** The panel begins with the issues, if there are any. The focus does not change. */
function showRequests(): boolean {
  const tab = document.getElementById("tab-requests");
  tab?.click();
  tab?.blur();
  return tab !== null;
}

interface Context {
  readonly context: string;
  readonly url: string;
}
interface Tree {
  readonly contexts: readonly Context[];
}

async function contentContexts(bidi: Bidi): Promise<readonly Context[]> {
  const tree = await bidi.send<Tree>("browsingContext.getTree", { "moz:scope": "content" });
  return tree.contexts;
}

/** Waits for a tab that was not there before: at this URL, as others may be opened at the same time. */
async function newContext(bidi: Bidi, before: readonly Context[], url?: string): Promise<string> {
  const known = new Set(before.map(({ context }) => context));
  for (;;) {
    const found = (await contentContexts(bidi)).find(
      (one) => !known.has(one.context) && one.url === (url ?? one.url),
    );
    if (found !== undefined) return found.context;
  }
}

async function topContext(bidi: Bidi, scope: "chrome" | "content"): Promise<string> {
  const tree = await bidi.send<Tree>("browsingContext.getTree", { "moz:scope": scope });
  const found =
    scope === "content"
      ? tree.contexts[0]
      : tree.contexts.find(({ url }) => url.endsWith("browser.xhtml"));
  if (found === undefined) throw new Error(`Firefox has no ${scope} window.`);
  return found.context;
}

/** @param beside a tab of the window to open it in; by default the newest window. */
async function newTab(bidi: Bidi, beside?: Document): Promise<Document> {
  const { context } = await bidi.send<{ context: string }>("browsingContext.create", {
    type: "tab",
    background: true,
    ...(beside && { referenceContext: beside.context }),
  });
  return new Document(bidi, context);
}
