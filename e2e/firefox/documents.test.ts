import { beforeAll, describe, expect, it } from "vitest";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import type { ResponseSpec } from "../lab/lab-response.ts";
import type { Document } from "./document.ts";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

const COEP = ["Cross-Origin-Embedder-Policy", "require-corp"] as const;
const CORP = ["Cross-Origin-Resource-Policy", "cross-origin"] as const;
const HTML = ["Content-Type", "text/html"] as const;
const DOWNLOAD = [
  ["Content-Disposition", "attachment; filename=a.bin"],
  ["Content-Type", "application/octet-stream"],
] as const;

/** The response to a navigation without a document, or with a late one. */
const NO_DOCUMENT: Readonly<Record<string, (after: Promise<void>) => ResponseSpec>> = {
  "a navigation under way": (after) => ({ after }),
  "a download": () => ({ headers: DOWNLOAD, body: "x" }),
  "status 204": () => ({ status: 204 }),
};

const setting = useSetting();
let panel: Document;

beforeAll(async () => {
  const { browser, page } = setting;
  panel = await browser.openPanel(await browser.tabIdOf(page));
});

describe("the document that a tab shows", () => {
  /** Shows a page, has it navigate without a new document, then inserts a frame. */
  async function frameBeside(what: string, page: "isolated" | "open") {
    const { lab, browser, page: tab } = setting;
    const id = `${what}-${page}`;
    const headers = page === "isolated" ? [HTML, COEP] : [HTML];
    lab.respond(`page-${id}`, {
      response: { headers, body: "<!doctype html><title>Page</title>" },
    });
    let end = () => {};
    const response = NO_DOCUMENT[what]?.(
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    );
    const all = [...(response?.headers ?? []), ...(page === "isolated" ? [] : [COEP])];
    lab.respond(`other-${id}`, { response: { ...response, headers: all } });
    lab.respond(`frame-${id}`, {
      response: { headers: [HTML, CORP], body: "<!doctype html>Frame" },
    });
    const [frame, other] = [lab.url("apiA", `frame-${id}`), lab.url("apiB", `other-${id}`)];
    await tab.goto(lab.url("page", `page-${id}`));
    await tab.evaluate((to) => {
      location.href = to;
    }, other);
    await lab.requestArrived((request) => other.endsWith(request.target));
    await tab.evaluate((src) => {
      document.body.append(Object.assign(document.createElement("iframe"), { src }));
    }, frame);
    const har = await exportHarWhen(browser, panel, tellsOf(frame));
    // Leaves the page first, or the late document would come in between.
    await tab.leaveFor(`${lab.origins.page}/blank`);
    end();
    return exchangeOf(har, frame);
  }

  it.each(Object.keys(NO_DOCUMENT))("stays the page beside %s", async (what) => {
    expect((await frameBeside(what, "isolated"))?.outcome).toBe("blocked");
    expect(await frameBeside(what, "open")).toMatchObject({ outcome: "allowed", cause: null });
  });
});

describe("the rows of an earlier page", () => {
  const SCRIPTS: Readonly<Record<string, string>> = {
    dedicated: "onmessage = ({ data }) => fetch(data).catch(() => {});",
    shared:
      "onconnect = ({ ports: [port] }) => { port.onmessage = ({ data }) => fetch(data).catch(() => {}); };",
    service: "onmessage = ({ data }) => fetch(data).catch(() => {});",
  };

  it.each(Object.keys(SCRIPTS))("leave with it where a %s worker requested it", async (kind) => {
    const { lab, browser, page } = setting;
    const headers = [
      ["Content-Type", "text/javascript"],
      ["Service-Worker-Allowed", "/"],
    ] as const;
    lab.respond(`${kind}-worker`, { response: { headers, body: SCRIPTS[kind] ?? "" } });
    lab.respond("requested-by-worker", { response: { headers: [] } });
    const [earlier, later, last] = ["earlier", "later", "last"].map((name) =>
      lab.url("apiA", "requested-by-worker", `?${kind}-${name}`),
    ) as [string, string, string];
    const request = (url: string) =>
      page.evaluate(
        async (script, which, target) => {
          if (which === "dedicated") new Worker(script).postMessage(target);
          else if (which === "shared") {
            new SharedWorker(script, { name: target }).port.postMessage(target);
          } else {
            const found = await navigator.serviceWorker.register(script);
            (found.active ?? found.waiting ?? found.installing)?.postMessage(target);
          }
        },
        lab.url("page", `${kind}-worker`),
        kind,
        url,
      );
    await page.goto(`${lab.origins.page}/blank`);
    await request(earlier);
    const before = await exportHarWhen(browser, panel, tellsOf(earlier));
    expect(exchangeOf(before, earlier)?.outcome).toBe("blocked");
    const recorded = before.log._cors.capture?.exchanges.find(
      ({ hops }) => hops[0]?.url === earlier,
    );
    expect(recorded).toMatchObject({ workerScript: lab.url("page", `${kind}-worker`) });
    await panel.waitFor((name) => {
      document.getElementById("tab-issues")?.click();
      return document.body.innerText.includes(`worker ${name}`);
    }, `${kind}-worker`);
    await panel.waitFor(() => {
      document.getElementById("tab-requests")?.click();
      return true;
    });
    await page.goto(`${lab.origins.page}/blank?${kind}`);
    await request(later);
    const after = await exportHarWhen(browser, panel, tellsOf(later));
    expect(exchangeOf(after, later)?.outcome).toBe("blocked");
    expect(exchangeOf(after, earlier)).toBeUndefined();
    await page.goto(`${lab.origins.page}/blank?next-${kind}`);
    await fetchIn(page, last);
    const next = await exportHarWhen(browser, panel, tellsOf(last));
    expect([earlier, later].map((url) => exchangeOf(next, url))).toEqual([undefined, undefined]);
  });

  it("leave also while the permission for sites is withdrawn, and the panel says what that means", async () => {
    const { lab, browser, page } = setting;
    lab.respond("seen", { response: { headers: [] } });
    const tabId = await browser.tabIdOf(page);
    const badgeIs = (wanted: string) =>
      browser.inside.waitFor(
        async (id, text) => {
          type Action = { getBadgeText(details: { tabId: number }): Promise<string> };
          const { action } = (globalThis as unknown as { browser: { action: Action } }).browser;
          return (await action.getBadgeText({ tabId: id })) === text;
        },
        tabId,
        wanted,
      );
    await page.goto(`${lab.origins.page}/blank`);
    await fetchIn(page, lab.url("apiA", "seen"));
    await badgeIs("1");
    await panel.press("Include same-origin");
    await browser.setHostPermission(false);
    await badgeIs("!");
    for (let times = 0; times < 3; times++) await page.goto(`${lab.origins.page}/blank`);
    await panel.waitFor(() => document.body.innerText.includes("Nothing is recorded"));
    expect(await panel.evaluate(() => document.querySelectorAll("[role=option]").length)).toBe(0);
    await browser.setHostPermission(true);
    await page.goto(`${lab.origins.page}/blank`);
    await fetchIn(page, lab.url("apiA", "seen"));
    await badgeIs("1");
  });
});
