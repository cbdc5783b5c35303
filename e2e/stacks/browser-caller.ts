import { createServer, type Server } from "node:http";
import type { Page } from "playwright";
import { readCapture } from "../../src/capture/read-capture.ts";
import { firstHop } from "../../src/exchange/exchange.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { judge } from "../../src/verdict/judge.ts";
import type { Judged } from "../../src/verdict/judged.ts";
import { type ExtensionBrowser, launchWithExtension } from "../chromium/browser.ts";
import { exportHarWhen } from "../chromium/exports.ts";
import {
  type Call,
  type Caller,
  ORIGINS,
  type PageName,
  type Protocol,
  type Result,
} from "./caller.ts";
import { certificate } from "./certificate.ts";
import { Http1Tap } from "./http1-tap.ts";
import { Http2Tap } from "./http2-tap.ts";
import { freePort } from "./running-server.ts";
import type { Tap } from "./tap.ts";

interface Fetched {
  readonly readable: boolean;
  readonly status: number;
  readonly body: string;
  readonly total: string | null;
  readonly why: string;
}

/** The TypeScript loader wraps named functions in this helper, in pages too. */
const PAGE =
  "<!doctype html><title>page</title><script>globalThis.__name = (named) => named</script>";

/** Fetches in a page, and returns the page's result. Runs in the page. */
async function fetchInPage([url, init]: [string, RequestInit]): Promise<Fetched> {
  try {
    const response = await fetch(url, init);
    const total = response.headers.get("x-total");
    return { readable: true, status: response.status, body: await response.text(), total, why: "" };
  } catch (error) {
    return { readable: false, status: 0, body: "", total: null, why: String(error) };
  }
}

/**
 * Chromium with the extension, a page of each origin, and a panel for each allowed page. No request is
 * intercepted: names under `.test` resolve to loopback, and bytes pass through a pipe.
 */
export class BrowserCaller implements Caller {
  readonly #browser: ExtensionBrowser;
  readonly #taps: Readonly<Record<Protocol, Tap>>;
  #tap: Tap;
  readonly #server: Server;
  readonly #pages: Readonly<Record<Exclude<PageName, "null">, Page>>;
  readonly #panels: readonly Page[];
  #origin = "";
  /** The number of requests to the current server that each panel should have. */
  #made = [0, 0];

  private constructor(
    browser: ExtensionBrowser,
    taps: Readonly<Record<Protocol, Tap>>,
    server: Server,
    pages: Readonly<Record<Exclude<PageName, "null">, Page>>,
    panels: readonly Page[],
  ) {
    this.#browser = browser;
    this.#taps = taps;
    this.#tap = taps.http1;
    this.#server = server;
    this.#pages = pages;
    this.#panels = panels;
  }

  static async open(): Promise<BrowserCaller> {
    const port = await freePort();
    const server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/html" }).end(PAGE);
    });
    await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
    const taps = { http1: await Http1Tap.open(), http2: await Http2Tap.open() };
    const rules = [
      ...["app.test:80", "two.app.test:80", "evil.test:80"].map(
        (name) => `MAP ${name} 127.0.0.1:${port}`,
      ),
      "MAP *.app.test 127.0.0.1",
    ];
    const browser = await launchWithExtension({
      args: [
        `--host-resolver-rules=${rules.join(", ")}`,
        `--ignore-certificate-errors-spki-list=${certificate().spki}`,
      ],
    });
    await browser.context.addCookies([
      { name: "session", value: "1", domain: ".app.test", path: "/" },
    ]);
    const open = async (origin: string) => {
      const page = await browser.context.newPage();
      await page.goto(`${origin}/`);
      return page;
    };
    const pages = {
      app: await open(ORIGINS.app),
      two: await open(ORIGINS.two),
      evil: await open(ORIGINS.evil),
    };
    const panels: Page[] = [];
    for (const page of [pages.app, pages.two]) {
      panels.push(await browser.openPanel(await browser.tabIdOf(page)));
    }
    // Documents that are older than a panel are observed from their next navigation on.
    await Promise.all([pages.app.reload(), pages.two.reload()]);
    return new BrowserCaller(browser, taps, server, pages, panels);
  }

  /** Connects to a server under its own name, so that no other server's cached response is used. */
  leadTo(name: string, port: number, protocol: Protocol = "http1"): void {
    this.#tap = this.#taps[protocol];
    this.#tap.lead(port);
    this.#tap.counts();
    this.#made = [0, 0];
    const scheme = protocol === "http2" ? "https" : "http";
    this.#origin = `${scheme}://${name}.app.test:${this.#tap.port}`;
  }

  async call(call: Call): Promise<Result> {
    const { method = "GET", path, headers = {}, body, credentials = false } = call;
    this.#tap.counts();
    const url = `${this.#origin}${path}`;
    const init = {
      ...{ method, headers, credentials: credentials ? "include" : "omit" },
      ...(body === undefined ? {} : { body }),
    } as const;
    const fetched =
      call.page === "null"
        ? await fetchInSandbox(this.#pages.app, url)
        : await this.#pages[call.page].evaluate(fetchInPage, [url, init] as [string, RequestInit]);
    // The sandboxed frame is in the first page's tab.
    if (call.page !== "evil") this.#count(call.page === "two" ? 1 : 0);
    const { preflights, requests } = this.#tap.counts();
    return { ...fetched, preflights, sent: requests > 0, responses: [] };
  }

  #count(panel: 0 | 1): void {
    this.#made[panel] = (this.#made[panel] ?? 0) + 1;
  }

  async image(path: string): Promise<void> {
    this.#count(0);
    await this.#pages.app.evaluate(
      (url) =>
        new Promise<void>((done) => {
          const image = new Image();
          image.onload = () => done();
          image.onerror = () => done();
          image.src = url;
        }),
      `${this.#origin}${path}`,
    );
  }

  /** The judged exchanges that the extension recorded for the current server. */
  async recorded(): Promise<Judged[]> {
    const origin = this.#origin;
    const all: Judged[] = [];
    for (const [index, panel] of this.#panels.entries()) {
      const har = await exportHarWhen(panel, hasEnded(origin, this.#made[index] ?? 0));
      const file = readCapture(JSON.stringify(har));
      if ("problem" in file) throw new Error(`The export is ${file.problem}.`);
      for (const exchange of file.exchanges) {
        if (firstHop(exchange).origin === origin) all.push({ exchange, verdict: judge(exchange) });
      }
    }
    return all;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#taps.http1.close();
    await this.#taps.http2.close();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

/** Whether a report has this number of requests to a server, each with its ending. */
const hasEnded =
  (origin: string, count: number) =>
  (har: CorsHar): boolean => {
    const found = har.log._cors.exchanges.filter(({ url }) => url.startsWith(`${origin}/`));
    return (
      found.length >= count &&
      found.every(({ outcome }) => outcome !== "pending" && outcome !== "unknown")
    );
  };

/** Fetches in a sandboxed frame, whose origin is opaque. */
function fetchInSandbox(page: Page, url: string): Promise<Fetched> {
  return page.evaluate(
    (target) =>
      new Promise<Fetched>((done) => {
        const frame = document.createElement("iframe");
        frame.setAttribute("sandbox", "allow-scripts");
        const receive = ({ source, data }: MessageEvent<Fetched>) => {
          if (source !== frame.contentWindow) return;
          removeEventListener("message", receive);
          frame.remove();
          done(data);
        };
        addEventListener("message", receive);
        frame.srcdoc = `<script>
          fetch(${JSON.stringify(target)}, { credentials: "omit" }).then(
            (response) => ({ readable: true, status: response.status }),
            (error) => ({ readable: false, status: 0, why: String(error) }),
          ).then((seen) => parent.postMessage({ body: "", total: null, why: "", ...seen }, "*"));
        </script>`;
        document.body.append(frame);
      }),
    url,
  );
}
