import { pathToFileURL } from "node:url";
import type { Page } from "playwright";
import type { Browser } from "../../src/observation/observation.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { AXE, RUN_AXE, violations } from "../chromium/axe.ts";
import { evaluateIn } from "../chromium/evaluate-in.ts";
import * as chromium from "../chromium/exports.ts";
import { WITH_THIRD_PARTY_COOKIES } from "../chromium/profile.ts";
import {
  type Setting as ChromiumSetting,
  fetchIn as fetchInChromium,
  useSetting as useChromium,
} from "../chromium/setting.ts";
import type { Document } from "../firefox/document.ts";
import { EXTENSION_ID } from "../firefox/driver.ts";
import * as firefox from "../firefox/exports.ts";
import {
  type Setting as FirefoxSetting,
  fetchIn as fetchInFirefox,
  useSetting as useFirefox,
} from "../firefox/setting.ts";
import type { Seen } from "../lab/call.ts";
import type { Lab } from "../lab/lab.ts";

/** A document, in either browser. */
export interface DrivenDocument {
  /** Runs a function in the document. It is sent as text, so it can use nothing from outside. */
  evaluate<A extends readonly unknown[], R>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R>;
  close(): Promise<void>;
}

export interface DrivenPage extends DrivenDocument {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  /** Fetches in the page. */
  fetch(url: string, init?: RequestInit): Promise<Seen>;
  /** Crashes the page's process. */
  crash(): Promise<void>;
  /** A panel in its own tab for this page; resolves once the probe is registered. */
  openPanel(): Promise<DrivenPanel>;
  /** The popup in its own tab, for this page. */
  openPopup(): Promise<DrivenPopup>;
}

export interface DrivenPopup extends DrivenDocument {
  /** Presses a button by its name, as a user does. */
  press(name: string): Promise<unknown>;
  /** Saves a bug report, as a user does. */
  saveBugReport(): Promise<CorsHar>;
}

export interface DrivenPanel extends DrivenPopup {
  exportHar(): Promise<CorsHar>;
  exportMarkdown(): Promise<string>;
  exportHtml(): Promise<string>;
  /** Exports until the report is complete; returns the last one, even if incomplete at the deadline. */
  exportHarWhen(complete: (har: CorsHar) => boolean): Promise<CorsHar>;
  /** Brings it to the front of the other tabs: otherwise it draws nothing. */
  bringToFront(): Promise<unknown>;
  /** Opens a report by the button; resolves once the file is chosen. */
  choose(path: string): Promise<void>;
  /** Resolves when the probe is unregistered. It must be the only panel. */
  close(): Promise<void>;
}

/** A file opened from disk. */
export interface DrivenFile extends DrivenDocument {
  /** Its console messages, its errors, and its requests other than for itself. */
  troubles(): readonly string[];
  /** The violations that axe finds. */
  violations(): Promise<readonly string[]>;
}

export interface DrivenBrowser {
  readonly engine: Browser;
  /** The id by which other extensions address ours. */
  readonly extensionId: string;
  readonly lab: Lab;
  /** The first tab, with a page of the lab. */
  readonly page: DrivenPage;
  newPage(): Promise<DrivenPage>;
  openPanelOfNoTab(): Promise<DrivenPanel>;
  /** A page of the extension in its own tab. */
  openExtensionPage(path: string): Promise<DrivenDocument>;
  openFile(path: string): Promise<DrivenFile>;
  /** Ends the background worker, as for being idle; resolves when it has ended. */
  stopWorker(): Promise<void>;
  /** Grants or revokes the permission for all hosts, as the user can. */
  setHostPermission(granted: boolean): Promise<void>;
  /** Allows the extension in private windows, as the user can; Chromium reloads it for that. */
  allowPrivateWindows(): Promise<void>;
  openPrivatePage(url: string): Promise<DrivenPage>;
  /** Ends the browser and starts it with the same profile; its pages and panels are gone. */
  restart(): Promise<void>;
  /**
   * The worker's memory in bytes, after garbage collection. The worker must be running. In Firefox it is that
   * of its process, which has all pages of the extension.
   */
  memory(): Promise<number>;
  /**
   * From now on records each task of 50 ms or more of a page of the extension; in Firefox of any of its
   * pages, which share a thread. The returned function ends that and returns the tasks, in milliseconds
   * since the epoch.
   */
  watchLongTasks(page: DrivenDocument): Promise<() => Promise<readonly Spell[]>>;
}

/** Start and end, in milliseconds since the epoch. */
export type Spell = readonly [from: number, to: number];

/** How to start each browser with the extension and the lab, for a test file or a `describe`. */
export const BROWSERS = [
  [
    "Chromium",
    (_how?: How, _prefs?: Prefs, around?: Around) =>
      inChromium(useChromium(unlessEmpty(optionsOfChromium(around)))),
  ],
  [
    "Firefox",
    (how?: How, prefs?: Prefs, around?: Around) =>
      inFirefox(useFirefox(unlessEmpty(optionsOfFirefox(how, prefs, around)))),
  ],
] as const satisfies readonly (readonly [
  product: string,
  use: (how?: How, prefs?: Prefs, around?: Around) => DrivenBrowser,
])[];

const optionsOfChromium = ({ proxy, otherExtensions, ...around }: Around = {}) => ({
  ...(around.sendsThirdPartyCookies && { preferences: WITH_THIRD_PARTY_COOKIES }),
  ...(proxy && { args: throughProxy(proxy) }),
  ...(otherExtensions && { otherExtensions }),
  ...(around.keepsPages && { keepsPages: true }),
});

const optionsOfFirefox = (how?: How, prefs?: Prefs, { proxy, otherExtensions }: Around = {}) => ({
  ...((prefs || proxy) && { prefs: { ...prefs, ...(proxy && proxyPrefs(proxy)) } }),
  ...(how && { staysInstalled: true }),
  ...(otherExtensions && { otherExtensions }),
});

/** Without options the browser can be one that waits. */
const unlessEmpty = <Options extends object>(options: Options): Options | undefined =>
  Object.keys(options).length === 0 ? undefined : options;

/** The surroundings of the browser and the extension. */
interface Around {
  /** A proxy for all of the browser's traffic, including loopback. */
  readonly proxy?: Proxy;
  /** Unpacked extensions beside ours. */
  readonly otherExtensions?: readonly string[];
  /** Chromium keeps left pages in the back/forward cache; Firefox always does. */
  readonly keepsPages?: true;
  /** Chromium sends third-party cookies; Firefox does anyway, and keeps them apart by page. */
  readonly sendsThirdPartyCookies?: true;
}

type Proxy = { readonly port: number };

const throughProxy = ({ port }: Proxy) => [
  `--proxy-server=http://127.0.0.1:${port}`,
  "--proxy-bypass-list=<-loopback>",
];

const proxyPrefs = ({ port }: Proxy): Prefs => ({
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": port,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": port,
  "network.proxy.no_proxies_on": "",
  "network.proxy.allow_hijacking_localhost": true,
});

/** A browser that will be restarted keeps its profile and its installed extension. */
type How = "to be restarted";
/** Firefox's preferences. */
type Prefs = Readonly<Record<string, string | number | boolean>>;

function inChromium(setting: ChromiumSetting): DrivenBrowser {
  const panelOf = (panel: Page): DrivenPanel => ({
    evaluate: evaluateIn(panel),
    press: (name) => panel.getByRole("button", { name, exact: true }).click(),
    saveBugReport: () => chromium.saveBugReport(panel),
    exportHar: () => chromium.exportHar(panel),
    exportMarkdown: () => chromium.exportMarkdown(panel),
    exportHtml: () => chromium.exportHtml(panel),
    exportHarWhen: (complete) => chromium.exportHarWhen(panel, complete),
    bringToFront: () => panel.bringToFront(),
    choose: async (path) => {
      const choosing = panel.waitForEvent("filechooser");
      await panel.getByRole("button", { name: "Open report…" }).click();
      await (await choosing).setFiles(path);
    },
    close: () => setting.browser.closePanel(panel),
  });
  const pageOf = (page: Page): DrivenPage => ({
    evaluate: evaluateIn(page),
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    fetch: (url, init) => fetchInChromium(page, url, init),
    crash: () => Promise.reject(new Error("Playwright does not live through it.")),
    openPanel: async () => {
      const { browser } = setting;
      return panelOf(await browser.openPanel(await browser.tabIdOf(page)));
    },
    openPopup: async () => {
      const { browser } = setting;
      const popup = await browser.openPopup(await browser.tabIdOf(page));
      return { ...panelOf(popup), close: () => popup.close() };
    },
    close: () => page.close(),
  });
  return {
    engine: "chromium",
    get extensionId() {
      return setting.browser.extensionId;
    },
    get lab() {
      return setting.lab;
    },
    get page() {
      return pageOf(setting.page);
    },
    newPage: async () => pageOf(await setting.browser.context.newPage()),
    openPanelOfNoTab: async () => panelOf(await setting.browser.openPanelOfNoTab()),
    openExtensionPage: async (path) => {
      const page = await setting.browser.context.newPage();
      await page.goto(setting.browser.extensionUrl(path));
      return pageOf(page);
    },
    openFile: async (path) => {
      const page = await setting.browser.context.newPage();
      const troubles: string[] = [];
      const { href } = pathToFileURL(path);
      page.on("console", (message) => troubles.push(message.text()));
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("request", (request) => {
        if (request.url() !== href) troubles.push(request.url());
      });
      await page.goto(href);
      return {
        evaluate: evaluateIn(page),
        close: () => page.close(),
        troubles: () => troubles,
        violations: () => violations(page),
      };
    },
    stopWorker: () => setting.browser.stopServiceWorker(),
    setHostPermission: (granted) => setting.browser.setHostPermission(granted),
    allowPrivateWindows: () => setting.browser.allowPrivateWindows(),
    openPrivatePage: async (url) => pageOf(await setting.browser.openPrivatePage(url)),
    restart: () => setting.restart(),
    memory: () => setting.browser.workerHeap(),
    watchLongTasks: async (page) => {
      interface Watching {
        longTasks?: [number, number][];
      }
      await page.evaluate(() => {
        const spells: [number, number][] = [];
        (globalThis as Watching).longTasks = spells;
        new PerformanceObserver((list) => {
          for (const { startTime, duration } of list.getEntries()) {
            const from = performance.timeOrigin + startTime;
            spells.push([from, from + duration]);
          }
        }).observe({ type: "longtask" });
      });
      return () => page.evaluate(() => (globalThis as Watching).longTasks ?? []);
    },
  };
}

function inFirefox(setting: FirefoxSetting): DrivenBrowser {
  const panelOf = (panel: Document): DrivenPanel => ({
    evaluate: (run, ...args) => panel.evaluate(run, ...args),
    press: (name) => panel.press(name),
    saveBugReport: () => firefox.saveBugReport(setting.browser, panel),
    exportHar: () => firefox.exportHar(setting.browser, panel),
    exportMarkdown: () => setting.browser.download(panel, "Export Markdown"),
    exportHtml: () => setting.browser.download(panel, "Export HTML"),
    exportHarWhen: (complete) => firefox.exportHarWhen(setting.browser, panel, complete),
    bringToFront: () => setting.browser.bringToFront(panel),
    choose: (path) => panel.chooseFile(path),
    close: () => setting.browser.closePanel(panel),
  });
  const pageOf = (page: Document): DrivenPage => ({
    evaluate: (run, ...args) => page.evaluate(run, ...args),
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    fetch: (url, init) => fetchInFirefox(page, url, init),
    crash: () => page.crash(),
    openPanel: async () => {
      const { browser } = setting;
      return panelOf(await browser.openPanel(await browser.tabIdOf(page)));
    },
    openPopup: async () => {
      const { browser } = setting;
      const popup = await browser.openPopup(await browser.tabIdOf(page));
      return { ...panelOf(popup), close: () => popup.close() };
    },
    close: () => page.close(),
  });
  return {
    engine: "gecko",
    extensionId: EXTENSION_ID,
    get lab() {
      return setting.lab;
    },
    get page() {
      return pageOf(setting.page);
    },
    newPage: async () => pageOf(await setting.browser.newPage()),
    openPanelOfNoTab: async () => panelOf(await setting.browser.openPanelOfNoTab()),
    openExtensionPage: async (path) => pageOf(await setting.browser.openExtensionPage(path)),
    openFile: async (path) => {
      const { page, troubles } = await setting.browser.openFile(path);
      return {
        evaluate: (run, ...args) => page.evaluate(run, ...args),
        close: () => page.close(),
        troubles: () => troubles,
        violations: () => violationsIn(page),
      };
    },
    stopWorker: () => setting.browser.stopBackground(),
    setHostPermission: (granted) => setting.browser.setHostPermission(granted),
    allowPrivateWindows: () => setting.browser.allowPrivateWindows(),
    openPrivatePage: async (url) => pageOf(await setting.browser.openPrivatePage(url)),
    restart: () => setting.restart(),
    memory: () => setting.browser.memoryOfExtensions(),
    watchLongTasks: () => setting.browser.watchLongTasks(),
  };
}

async function violationsIn(page: Document): Promise<string[]> {
  await page.evaluateText(`(() => { ${AXE} })()`);
  return page.evaluate(RUN_AXE);
}
