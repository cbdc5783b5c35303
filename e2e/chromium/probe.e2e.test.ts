import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ProbeReport } from "../../src/observation/page-call.ts";
import { BRIDGE_HERE, BURST, HELLO, PER_SECOND, PROBE_PORT } from "../../src/probe/channel.ts";
import { parseReport } from "../../src/probe/parse-report.ts";
import type { ExtensionBrowser } from "./browser.ts";
import { look, runTable } from "./probe-page.ts";
import { useSetting } from "./setting.ts";

/** The messages of a bridge, with the browser's information about their sender. */
interface Sent {
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string;
  readonly origin: string;
  readonly url: string;
  readonly reports: readonly unknown[];
  readonly dropped: number;
}
type Heard = Omit<Sent, "reports" | "dropped"> & { readonly report: ProbeReport };

let server: Server;
let app: string;
let other: string;
let closed: string;
let browser: ExtensionBrowser;
const setting = useSetting();

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://app.test");
    respond(pathname, response);
  });
  const port = await listening(server);
  const gone = createServer();
  const closedPort = await listening(gone);
  await new Promise((resolve) => gone.close(resolve));
  app = `http://app.test:${port}`;
  other = `http://api.test:${port}`;
  closed = `http://app.test:${closedPort}/`;
  ({ browser } = setting);
  await listenIn();
});

afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
});

async function listening(one: Server): Promise<number> {
  await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  return (one.address() as AddressInfo).port;
}

function respond(path: string, response: ServerResponse): void {
  const page = PAGES[path];
  if (page !== undefined) {
    response.setHeader("Content-Type", "text/html");
    if (path === "/strict") response.setHeader("Content-Security-Policy", STRICT);
    response.end(`<!doctype html><title>${path}</title>${page()}`);
    return;
  }
  switch (path) {
    case "/cors":
      response.setHeader("Access-Control-Allow-Origin", "*");
      return void response.end("cors");
    case "/ok":
      return void response.end("ok");
    case "/redirect":
      return void response.writeHead(302, { Location: "/ok" }).end();
    case "/events":
      response.setHeader("Access-Control-Allow-Origin", app);
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.setHeader("Content-Type", "text/event-stream");
      return void response.write("data: x\n\n");
    case "/never":
      return;
    default:
      response.statusCode = 404;
      response.end("not found");
  }
}

const STRICT =
  "default-src 'none'; script-src 'nonce-x'; connect-src 'self'; require-trusted-types-for 'script'";

const PAGES: Readonly<Record<string, () => string>> = {
  "/plain": () => "",
  // Keeps the first value of fetch, and calls it.
  "/first": () => `<script>first = fetch; fetch("/ok?first");</script>`,
  "/table": () => `<script>
    ${look}
    ${runTable}
    looked = look();
    runTable(${JSON.stringify(other)}, ${JSON.stringify(closed)}).then(
      (all) => { table = all; },
      (error) => { table = String(error.stack); },
    );
  </script>`,
  "/rejections": () => `<script>
    seen = [];
    promises = [];
    addEventListener("unhandledrejection", (event) => {
      seen.push([promises.indexOf(event.promise), event.reason.stack]);
      if (seen.length === 3) {
        // Which of them is first is the network's affair.
        fetch("/ok").then(() => setTimeout(() => { seen.sort(); done = true; }));
      }
    });
    addEventListener("rejectionhandled", () => seen.push("handled"));
    const blocked = () => promises[promises.push(fetch("${other}/ok")) - 1];
    blocked();
    blocked().catch(() => {});
    blocked().then(() => {}, () => {});
    blocked().then(() => {});
    (async () => { try { await blocked(); } catch {} })();
    (async () => { await blocked(); })();
  </script>`,
  "/uncaught": () => `<script>
    seen = [];
    onerror = (message, file, line, column, error) => {
      seen.push(["onerror", message, file, line, column, error && error.stack]);
      return line % 2 === 0;
    };
    addEventListener("error", (event) => {
      seen.push(["event", event.message, event.filename, event.lineno, event.colno,
        event.error && event.error.stack, event.defaultPrevented, event.target === window]);
    });
  </script>
  <script>new XMLHttpRequest().open("GET", "http://[");</script>
  <script>
    function send() { const xhr = new XMLHttpRequest(); xhr.open("GET", "${other}/ok", false); xhr.send(); }
    send();
  </script>
  <script>new EventSource("http://[");</script>
  <script>try { new EventSource("http://["); } catch (error) { throw error; }</script>
  <script>navigator.sendBeacon({ toString() { throw new Error("mine"); } });</script>
  <script>none();</script>
  <script>done = true;</script>`,
  "/strict": () => `<script nonce="x">
    violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.blockedURI));
    fetch("/ok?strict").then(() => fetch("${other}/cors?blocked")).catch(() => { done = true; });
  </script>`,
  "/wraps": () => `<script>
    native = fetch;
    count = 0;
    fetch = function fetch(...args) { count++; return native.apply(this, args); };
    theirs = fetch;
  </script>`,
  "/frames": () => `
    <iframe sandbox="allow-scripts" src="/in-frame?sandboxed"></iframe>
    <iframe srcdoc="<script>fetch('${app}/ok?srcdoc')</script>"></iframe>
    <iframe src="/in-frame?same"></iframe>
    <iframe src="${other}/in-frame?other"></iframe>
    <iframe src="data:text/html,<script>fetch('${app}/cors?data')</script>"></iframe>
    <script>
      const blank = document.body.appendChild(document.createElement("iframe"));
      blank.contentWindow.fetch("/ok?blank");
      const written = document.body.appendChild(document.createElement("iframe"));
      written.contentDocument.open();
      written.contentDocument.write("<script>fetch('/ok?written')<" + "/script>");
      written.contentDocument.close();
      const blob = document.body.appendChild(document.createElement("iframe"));
      blob.src = URL.createObjectURL(
        new Blob(["<script>fetch('${app}/ok?blob')<" + "/script>"], { type: "text/html" }),
      );
      const moved = document.body.appendChild(document.createElement("iframe"));
      moved.contentWindow.location = "/in-frame?moved";
    </script>`,
  "/in-frame": () => `<script>fetch("/cors" + location.search)</script>`,
};

// Messages to the background

interface Worker {
  chrome: {
    runtime: {
      onConnect: {
        addListener(listener: (port: Port) => void): void;
      };
    };
    scripting: { getRegisteredContentScripts(): Promise<readonly unknown[]> };
  };
  sent: Sent[];
  /** The tabs of all bridges so far, and of those that are connected. */
  came: number[];
  connected: number[];
}
interface Port {
  readonly name: string;
  readonly sender: Omit<Sent, "tabId"> & { readonly tab: { readonly id: number } };
  readonly onMessage: { addListener(listener: (message: Sent) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

/** Has the background's worker also keep the messages of bridges. */
async function listenIn(): Promise<void> {
  await browser.worker.evaluate((name) => {
    const worker = globalThis as unknown as Worker;
    worker.sent = [];
    worker.came = [];
    worker.connected = [];
    worker.chrome.runtime.onConnect.addListener((port) => {
      if (port.name !== name) return;
      const { tab, frameId, documentId, origin, url } = port.sender;
      worker.came.push(tab.id);
      worker.connected.push(tab.id);
      port.onDisconnect.addListener(() => {
        worker.connected.splice(worker.connected.indexOf(tab.id), 1);
      });
      port.onMessage.addListener(({ reports, dropped }) => {
        const from = { tabId: tab.id, frameId, documentId, origin, url };
        worker.sent.push({ ...from, reports, dropped });
      });
    });
  }, PROBE_PORT);
}

function sentOf(tabId: number): Promise<Sent[]> {
  return browser.worker.evaluate(
    (id) => (globalThis as unknown as Worker).sent.filter((sent) => sent.tabId === id),
    tabId,
  );
}

/** The well-formed reports of a tab. */
async function heard(tabId: number): Promise<Heard[]> {
  return (await sentOf(tabId)).flatMap(({ reports, dropped, ...from }) =>
    reports.flatMap((json) => {
      const report = parseReport(json);
      return report === null ? [] : [{ ...from, report }];
    }),
  );
}

/** The calls whose URLs contain a text, once there are `count` and all have ended. */
async function callsTo(tabId: number, text: string, count = 1) {
  const calls = async () => {
    const all = await heard(tabId);
    return all.flatMap(({ report, ...from }) => {
      if (report.kind !== "call-started" || !report.call.url.includes(text)) return [];
      const end = all.find(
        (one) =>
          one.report.kind === "call-ended" &&
          one.report.callId === report.callId &&
          one.documentId === from.documentId,
      );
      const outcome = end?.report.kind === "call-ended" ? end.report.outcome : null;
      return outcome === null ? [] : [{ ...from, ...report.call, ...outcome }];
    });
  };
  await expect.poll(async () => (await calls()).length).toBe(count);
  return calls();
}

// Tabs

interface Tab {
  readonly page: Page;
  readonly id: number;
  /** Opens a panel. */
  openPanel(): Promise<Page>;
  /** Opens a panel, and waits until the probe is in the page. */
  watch(): Promise<Page>;
  /** Closes it and its panels. */
  close(): Promise<void>;
}

async function openTab(path: string): Promise<Tab> {
  const page = await browser.context.newPage();
  const panels: Page[] = [];
  await page.goto(app + path);
  const id = await browser.tabIdOf(page);
  const openPanel = async () => {
    const panel = await browser.openPanel(id);
    panels.push(panel);
    return panel;
  };
  const watch = async () => {
    const panel = await openPanel();
    const isThere = async () => {
      await page.evaluate(async () => {
        await fetch("/ok?there", { signal: AbortSignal.timeout(5_000) });
      });
      expect(await heard(id)).not.toEqual([]);
    };
    await vi.waitFor(isThere, { timeout: 10_000 });
    return panel;
  };
  const close = async () => {
    for (const panel of panels) await panel.close();
    await page.close();
  };
  return { page, id, openPanel, watch, close };
}

/** Opens a tab with a page for a test, and closes it and its panels afterwards. */
async function withTab(path: string, use: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = await openTab(path);
  try {
    await use(tab);
  } finally {
    await tab.close();
  }
}

let shared: Promise<Tab> | undefined;

/** The tab, with a panel, of all tests that need no tab of their own. Its first page has made its first call. */
function watchedTab(): Promise<Tab> {
  shared ??= (async () => {
    const tab = await openTab("/plain");
    await tab.openPanel();
    await tab.page.goto(`${app}/first`);
    await callsTo(tab.id, "first");
    return tab;
  })();
  return shared;
}

/** Loads a page and returns the values of its global variables. */
async function loaded(page: Page, path: string, ...names: string[]): Promise<unknown[]> {
  await page.goto(app + path);
  return valuesIn(page, ...names);
}

async function valuesIn(page: Page, ...names: string[]): Promise<unknown[]> {
  const handle = await page.waitForFunction(
    (all) => {
      const values = all.map((name) => (globalThis as Record<string, unknown>)[name]);
      return values.includes(undefined) ? null : values;
    },
    names,
    { timeout: 30_000 },
  );
  return (await handle.jsonValue()) as unknown[];
}

describe("the page cannot tell:", () => {
  describe("with a probe as without", () => {
    let tab: Tab;
    const before = new Map<string, readonly unknown[]>();
    const pages = [
      ["/table", "looked", "table"],
      ["/rejections", "seen", "done"],
      ["/uncaught", "seen", "done"],
    ] as const;

    beforeAll(async () => {
      tab = await openTab("/plain");
      for (const [path, ...names] of pages)
        before.set(path, await loaded(tab.page, path, ...names));
      await tab.watch();
    });
    afterAll(() => tab?.close());

    test("calls go", async () => {
      const { page, id } = tab;
      const [looked, table] = before.get("/table") ?? [];
      expect(Object.keys(table as object).length).toBeGreaterThan(60);
      const [lookedAgain, tableAgain] = await loaded(page, "/table", "looked", "table");
      expect(lookedAgain).toEqual(looked);
      expect(tableAgain).toEqual(table);
      expect(JSON.stringify(tableAgain)).not.toContain("chrome-extension:");
      await expect.poll(async () => (await heard(id)).length).toBeGreaterThan(90);
    });

    test.each(["/rejections", "/uncaught"])("what nobody catches is reported: %s", async (path) => {
      const [seen] = before.get(path) ?? [];
      const [seenAgain] = await loaded(tab.page, path, "seen", "done");
      expect(seenAgain).toEqual(seen);
      expect((seen as unknown[]).length).toBeGreaterThan(2);
    });
  });

  test("other wrappers work, above and below ours", async () => {
    // The page's wrapper first: above it, the probe would see the page's arguments, not the request.
    await withTab("/wraps", async ({ page, id }) => {
      const panel = await browser.openPanel(id);
      await expect
        .poll(async () => (await heard(id)).map(({ report }) => report))
        .toMatchObject([{ kind: "calls-unheard", apis: ["fetch"] }]);
      const count = await page.evaluate(async () => {
        const theirs = globalThis as unknown as { count: number; theirs: unknown };
        theirs.count = 0;
        await fetch("/ok?below", { signal: AbortSignal.timeout(5_000) });
        return fetch === theirs.theirs ? theirs.count : -1;
      });
      expect(count).toBe(1);
      await page.evaluate(() => navigator.sendBeacon("/ok?after-it", "x"));
      await callsTo(id, "after-it");
      await callsTo(id, "below", 0);
      await panel.close();
    });
    await withTab("/plain", async ({ page, id, watch }) => {
      const panel = await watch();
      await page.goto(`${app}/wraps`);
      const call = (query: string) =>
        page.evaluate(async (search) => {
          await fetch(`/ok?${search}`, { signal: AbortSignal.timeout(5_000) });
          return (globalThis as unknown as { count: number }).count;
        }, query);
      expect(await call("above")).toBe(1);
      await callsTo(id, "above");
      // The probe's wrapper stays beneath it and reports nothing more.
      await page.evaluate(() => {
        (globalThis as { open?: unknown }).open = XMLHttpRequest.prototype.open;
      });
      await panel.close();
      await page.waitForFunction(
        () => XMLHttpRequest.prototype.open !== (globalThis as { open?: unknown }).open,
      );
      expect(await call("after")).toBe(2);
      await browser.openPanel(id).then(async (again) => {
        await page.waitForFunction(
          () => XMLHttpRequest.prototype.open === (globalThis as { open?: unknown }).open,
        );
        expect(await call("again")).toBe(3);
        await callsTo(id, "again", 1);
        await callsTo(id, "after", 0);
        await again.close();
      });
    });
  });

  test("no event has a name that a page can know", async () => {
    await withTab("/plain", async ({ page, watch }) => {
      const names = [HELLO, BRIDGE_HERE];
      const listen = () =>
        page.evaluate((all) => {
          const page = globalThis as unknown as { heardOf: string[] };
          page.heardOf = [];
          for (const name of all) {
            for (const target of [document, window]) {
              target.addEventListener(name, () => page.heardOf.push(name), true);
            }
          }
        }, names);
      /** The page itself dispatches such an event: it has no effect. */
      const dispatched = () =>
        page.evaluate((all) => {
          const page = globalThis as unknown as { heardOf: string[] };
          const before = page.heardOf.length;
          const taken = all.map((name) => {
            const event = new MouseEvent(name, {
              cancelable: true,
              relatedTarget: new EventTarget(),
            });
            return document.dispatchEvent(event);
          });
          return [before, taken, page.heardOf.length];
        }, names);
      await listen();
      await watch();
      expect(await dispatched()).toEqual([0, [true, true], 4]);
      await page.goto(`${app}/first`);
      await listen();
      expect(await dispatched()).toEqual([0, [true, true], 4]);
      // Another panel installs the probe again.
      await watch();
      expect(await dispatched()).toEqual([4, [true, true], 8]);
    });
  });

  test("a strict policy has nothing to complain of", async () => {
    const { page, id } = await watchedTab();
    const [violations] = await loaded(page, "/strict", "violations", "done");
    expect(violations).toEqual([`${other}/cors?blocked`]);
    await callsTo(id, "strict");
    const [blocked] = await callsTo(id, "blocked");
    expect(blocked).toMatchObject({ result: "rejected", errorName: "TypeError" });
    const policies = (await heard(id)).filter(({ report }) => report.kind === "policy-violated");
    expect(policies.map(({ report }) => report)).toMatchObject([
      {
        violation: {
          effectiveDirective: "connect-src",
          blockedUrl: `${other}/cors?blocked`,
          disposition: "enforce",
        },
      },
    ]);
  });
});

describe("it tells:", () => {
  test("the first call of a page's first script", async () => {
    const { id } = await watchedTab();
    const [call] = await callsTo(id, "first");
    expect(call).toMatchObject({
      api: "fetch",
      url: `${app}/ok?first`,
      method: "GET",
      mode: "cors",
      credentials: "same-origin",
      redirect: "follow",
      headerNames: [],
      body: "none",
      uploadListener: false,
      keepalive: false,
      result: "resolved",
      responseType: "basic",
      status: 200,
      errorName: null,
      frameId: 0,
      tabId: id,
      origin: app,
    });
    expect(call?.stack).toMatch(/^ {4}at http:\/\/app\.test:\d+\/first:1:\d+$/);
  });

  test("calls of a document that was there before", async () => {
    await withTab("/frames", async ({ page, id, watch }) => {
      await watch();
      await page.evaluate(async () => {
        const url = `${location.origin}/ok?late`;
        const inTime = { signal: AbortSignal.timeout(5_000) };
        await fetch(url, inTime);
        for (let i = 0; i < window.length; i++) {
          try {
            await window[i]?.fetch(url, inTime);
          } catch {
            // A cross-origin frame.
          }
        }
      });
      // The page itself and its same-origin frames.
      const calls = await callsTo(id, "late", 7);
      expect(new Set(calls.map((call) => call.frameId)).size).toBe(7);
    });
  });

  test("the elements of a frame that was written anew", async () => {
    const { page, id } = await watchedTab();
    await page.goto(`${app}/plain`);
    const url = `${other}/ok?written-anew`;
    await page.evaluate((src) => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      const written = frame.contentDocument as Document;
      written.open();
      written.write(`<img crossorigin src="${src}">`);
      written.close();
    }, url);
    const elements = async () =>
      (await heard(id)).flatMap(({ report, frameId }) =>
        report.kind === "element-failed" && frameId !== 0 ? report.element : [],
      );
    await expect.poll(elements).toMatchObject([{ url, mode: "cors", credentials: "same-origin" }]);
  });

  test("the calls of every frame as that frame's", async () => {
    const { page, id } = await watchedTab();
    await page.goto(`${app}/frames`);
    const names = [
      "sandboxed",
      "srcdoc",
      "same",
      "other",
      "data",
      "blank",
      "written",
      "blob",
      "moved",
    ];
    const frames = new Map<number, string>();
    for (const name of names) {
      const [call] = await callsTo(id, `?${name}`);
      if (call !== undefined) frames.set(call.frameId, `${name} ${call.origin}`);
    }
    expect([...frames.values()].map((one) => one.replace(/:\d+$/, ""))).toEqual([
      "sandboxed null",
      "srcdoc http://app.test",
      "same http://app.test",
      "other http://api.test",
      "data null",
      "blank http://app.test",
      "written http://app.test",
      "blob http://app.test",
      "moved http://app.test",
    ]);
    expect(frames.has(0)).toBe(false);
  });

  test.each<[string, (url: string) => void, object]>([
    [
      "a fetch with an init",
      (url) =>
        void fetch(url, {
          method: "put",
          mode: "cors",
          credentials: "include",
          redirect: "error",
          headers: { "X-One": "1", "x-one": "2", Authorization: "x" },
          body: "x",
          keepalive: true,
        }).catch(() => {}),
      {
        method: "PUT",
        credentials: "include",
        redirect: "error",
        headerNames: ["x-one", "authorization"],
        body: "plain",
        keepalive: true,
        result: "rejected",
        errorName: "TypeError",
      },
    ],
    [
      "a fetch of a Request",
      (url) =>
        void fetch(
          new Request(url, {
            method: "PATCH",
            mode: "cors",
            credentials: "omit",
            headers: [["X-Two", "2"]],
            body: "x",
          }),
          { redirect: "manual" },
        ).catch(() => {}),
      {
        method: "PATCH",
        credentials: "omit",
        redirect: "manual",
        headerNames: ["content-type", "x-two"],
        body: "plain",
        result: "rejected",
      },
    ],
    [
      "a fetch that streams",
      (url) =>
        void fetch(`${url}#x`, {
          method: "POST",
          body: new Blob(["x"]).stream(),
          duplex: "half",
          headers: new Headers({ "X-Three": "3" }),
        } as RequestInit).catch(() => {}),
      { method: "POST", body: "stream", headerNames: ["x-three"], result: "rejected" },
    ],
    [
      "a fetch that the browser refuses",
      (url) => void fetch(url, { mode: "no-cors", method: "PUT" }).catch(() => {}),
      { mode: "no-cors", method: "PUT", result: "thrown", errorName: "TypeError" },
    ],
    [
      "a fetch that throws before its method is read",
      (url) => void fetch(url, { method: "PUT", headers: { a: "\u2603" } }).catch(() => {}),
      { method: "PUT", result: "thrown", errorName: "TypeError" },
    ],
    [
      "a fetch that throws before most of its options are read",
      (url) =>
        void fetch(url, {
          credentials: "sometimes",
          method: "POST",
          mode: "no-cors",
          redirect: "manual",
          integrity: "sha256-x",
        } as unknown as RequestInit).catch(() => {}),
      { method: "POST", mode: "no-cors", redirect: "manual", hasIntegrity: true, result: "thrown" },
    ],
    [
      "a fetch that is aborted with a text",
      (url) => {
        const controller = new AbortController();
        fetch(url, { signal: controller.signal }).catch(() => {});
        controller.abort("no more");
      },
      { result: "rejected", errorName: "AbortError" },
    ],
    [
      "a fetch whose signal was aborted before it",
      (url) => void fetch(url, { signal: AbortSignal.abort("no more") }).catch(() => {}),
      { result: "thrown", errorName: "AbortError" },
    ],
    [
      "a fetch of an opaque response",
      (url) => void fetch(url, { mode: "no-cors" }),
      { mode: "no-cors", result: "resolved", responseType: "opaque", status: 0 },
    ],
    [
      "an XMLHttpRequest",
      (url) => {
        const xhr = new XMLHttpRequest();
        xhr.open("post", url);
        xhr.withCredentials = true;
        xhr.setRequestHeader("X-One", "1");
        xhr.upload.onprogress = () => {};
        xhr.send("x");
      },
      {
        api: "xhr",
        method: "POST",
        credentials: "include",
        headerNames: ["x-one"],
        body: "plain",
        uploadListener: true,
        result: "rejected",
        errorName: "NetworkError",
      },
    ],
    [
      "an XMLHttpRequest whose upload somebody has looked at",
      (url) => {
        const xhr = new XMLHttpRequest();
        xhr.open("GET", url);
        xhr.upload.addEventListener("load", () => {});
        xhr.send("x");
        xhr.abort();
      },
      { api: "xhr", body: "none", uploadListener: null, errorName: "AbortError" },
    ],
    [
      "a synchronous XMLHttpRequest",
      (url) => {
        const xhr = new XMLHttpRequest();
        xhr.open("GET", url, false);
        try {
          xhr.send();
        } catch {}
      },
      { api: "xhr", uploadListener: false, result: "thrown", errorName: "NetworkError" },
    ],
    [
      "a method that is forbidden",
      (url) => {
        try {
          new XMLHttpRequest().open("trace", url);
        } catch {}
      },
      { api: "xhr", method: "trace", result: "thrown", errorName: "SecurityError" },
    ],
    [
      "an EventSource",
      (url) => void new EventSource(url, { withCredentials: true }),
      { api: "event-source", credentials: "include", result: "rejected" },
    ],
    [
      "a beacon",
      (url) => void navigator.sendBeacon(url, new Blob(["{}"], { type: "application/json" })),
      { api: "beacon", method: "POST", mode: "cors", credentials: "include", keepalive: true },
    ],
    [
      "a beacon of text",
      (url) => void navigator.sendBeacon(url, "x"),
      { api: "beacon", mode: "no-cors", body: "plain", result: "resolved" },
    ],
  ])("%s", async (name, act, expected) => {
    const { page, id } = await watchedTab();
    if (!page.url().endsWith("/plain")) await page.goto(`${app}/plain`);
    const url = `${other}/ok?${encodeURIComponent(name)}`;
    await page.evaluate(`(${act})(${JSON.stringify(url)})`);
    expect(await callsTo(id, url)).toMatchObject([{ url, ...expected }]);
  });

  test("a beacon as the page goes", async () => {
    const { page, id } = await watchedTab();
    await page.goto(`${app}/plain`);
    await page.evaluate(() => fetch("/ok?still-there"));
    await callsTo(id, "still-there");
    await page.evaluate(() => {
      addEventListener("pagehide", () => navigator.sendBeacon("/ok?bye", "x"));
    });
    await page.goto(`${app}/plain`);
    await callsTo(id, "bye");
  });

  // Below, the last panel is one of the test itself.
  afterAll(async () => {
    await (await shared)?.close();
  });

  // Late in the file: a worker decides 20 s after its start which tabs nobody debugs.
  test("nothing of a tab that nobody debugs, which is left as it was", async () => {
    await watchedTab();
    await withTab("/plain", async ({ page, id }) => {
      const [looked] = await page.evaluate<unknown[]>(`[(${look})()]`);
      // Runs before the extension's scripts.
      await page.addInitScript(() => {
        (globalThis as { native?: unknown }).native = fetch;
      });
      await page.goto(`${app}/first`);
      await expect
        .poll(
          () =>
            browser.worker.evaluate((tabId) => {
              const { came, connected } = globalThis as unknown as Worker;
              return came.includes(tabId) && !connected.includes(tabId);
            }, id),
          { timeout: 30_000 },
        )
        .toBe(true);
      expect(await page.evaluate(() => (globalThis as { native?: unknown }).native === fetch)).toBe(
        true,
      );
      expect(await page.evaluate<unknown>(`(${look})()`)).toMatchObject({
        fetch: (looked as { fetch: object }).fetch,
      });
      await page.evaluate(async () => {
        await fetch("/ok", { signal: AbortSignal.timeout(5_000) });
      });
      expect(await sentOf(id)).toEqual([]);
    });
  });
});

describe("it is bounded:", () => {
  test("a page that could overhear the probe hears nothing, and its calls count as unheard", async () => {
    await withTab("/plain", async ({ page, id, openPanel }) => {
      await page.evaluate(() => {
        const { addEventListener } = EventTarget.prototype;
        const overheard: string[] = [];
        Object.assign(globalThis, { overheard });
        EventTarget.prototype.addEventListener = function (type, ...rest) {
          overheard.push(type);
          addEventListener.call(this, type, ...rest);
        };
      });
      const panel = await openPanel();
      await panel.getByText("Some requests of this page have no call details.").waitFor();
      const overheard = await page.evaluate(
        () => (globalThis as unknown as { overheard: string[] }).overheard,
      );
      expect(overheard.filter((type) => /^\d+-\d+/.test(type))).toEqual([]);
      await page.evaluate(() => fetch("/ok?unheard"));
      await callsTo(id, "unheard", 0);
    });
  });

  test("a page that calls as fast as it can only fills its own allowance", async () => {
    await withTab("/plain", async ({ page, id, watch }) => {
      await watch();
      const started = Date.now();
      await page.evaluate(() => {
        for (let i = 0; i < 10_000; i++) {
          try {
            new XMLHttpRequest().open("TRACE", "/forbidden");
          } catch {}
        }
      });
      await expect
        .poll(async () => (await sentOf(id)).at(-1)?.dropped ?? 0)
        .toBeGreaterThan(15_000);
      const elapsed = (Date.now() - started) / 1_000;
      const sent = await sentOf(id);
      const count = sent.reduce((sum, { reports }) => sum + reports.length, 0);
      expect(count).toBeLessThanOrEqual(BURST + PER_SECOND * elapsed + 1);
      expect(count + (sent.at(-1)?.dropped ?? 0)).toBeGreaterThanOrEqual(20_000);
      // Other tabs are not affected.
      await withTab("/plain", async (another) => {
        await another.watch();
        await another.page.goto(`${app}/first`);
        await callsTo(another.id, "first");
      });
    });
  });

  test("it goes when the last panel closes, and comes again", async () => {
    await withTab("/plain", async ({ page, id, watch }) => {
      const [looked] = await page.evaluate<unknown[]>(`[(${look})()]`);
      const panel = await watch();
      await page.goto(`${app}/first`);
      await callsTo(id, "first");
      await page.evaluate(() => {
        (globalThis as { probed?: unknown }).probed = fetch;
      });
      await panel.close();
      await page.waitForFunction(() => fetch !== (globalThis as { probed?: unknown }).probed);
      expect(await page.evaluate<unknown>(`(${look})()`)).toEqual(looked);
      await expect
        .poll(() =>
          browser.worker.evaluate(async () => {
            const { chrome } = globalThis as unknown as Worker;
            return (await chrome.scripting.getRegisteredContentScripts()).length;
          }),
        )
        .toBe(0);
      const call = (query: string) =>
        page.evaluate(
          (search) => fetch(`/ok?${search}`, { signal: AbortSignal.timeout(5_000) }).then(() => {}),
          query,
        );
      await call("unseen");
      const again = await browser.openPanel(id);
      await page.waitForFunction(() => fetch === (globalThis as { probed?: unknown }).probed);
      await call("seen");
      await callsTo(id, "?seen", 1);
      await callsTo(id, "unseen", 0);
      await again.close();
    });
  });
});

describe("it goes on:", () => {
  test("after the worker has died", async () => {
    await withTab("/first", async ({ page, id, watch }) => {
      await watch();
      await page.evaluate(() => {
        (globalThis as { probed?: unknown }).probed = fetch;
      });
      await browser.stopServiceWorker();
      await listenIn();
      // The view has reconnected; the worker waits less than this for it.
      await expect
        .poll(() => browser.worker.evaluate(() => performance.now()))
        .toBeGreaterThan(3_000);
      expect(await page.evaluate(() => (globalThis as { probed?: unknown }).probed === fetch)).toBe(
        true,
      );
      await page.goto(`${app}/first`);
      await callsTo(id, "first", 1);
    });
  });
});
