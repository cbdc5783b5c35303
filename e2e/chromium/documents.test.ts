import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import type { ResponseSpec } from "../lab/lab-response.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, tellsOf, useSetting } from "./setting.ts";

const COEP = ["Cross-Origin-Embedder-Policy", "require-corp"] as const;
const HTML = ["Content-Type", "text/html"] as const;
/** Allows embedding by every document, so that only the embedder policy matters. */
const CORP = ["Cross-Origin-Resource-Policy", "cross-origin"] as const;

/** The response to a navigation without a document, or with a late one. */
const NO_DOCUMENT: Readonly<Record<string, (after: Promise<void>) => ResponseSpec>> = {
  "a navigation under way": (after) => ({ after }),
  "a download": () => ({
    headers: [
      ["Content-Disposition", "attachment; filename=a.bin"],
      ["Content-Type", "application/octet-stream"],
    ],
    body: "x",
  }),
  "status 204": () => ({ status: 204 }),
  "status 205": () => ({ status: 205 }),
};

const setting = useSetting();
let panel: Page;

beforeAll(async () => {
  const { browser, page } = setting;
  panel = await browser.openPanel(await browser.tabIdOf(page));
});

// https://html.spec.whatwg.org/multipage/browsers.html#embedder-policy-checks
describe("the document that a tab shows", () => {
  /**
   * Shows a page, has it navigate without a new document, then inserts a frame.
   * @returns the report on the frame.
   */
  async function frameBeside(what: string, page: "isolated" | "open") {
    const { lab, page: tab } = setting;
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
    const others = page === "isolated" ? [] : [COEP];
    const withOthers = [...(response?.headers ?? []), ...others];
    lab.respond(`other-${id}`, { response: { ...response, headers: withOthers } });
    lab.respond(`frame-${id}`, {
      response: { headers: [HTML, CORP], body: "<!doctype html>Frame" },
    });
    const frame = lab.url("apiA", `frame-${id}`);
    const other = lab.url("apiB", `other-${id}`);
    await tab.goto(lab.url("page", `page-${id}`));
    // During a navigation, Chromium evaluates nothing in the page.
    await tab.evaluate(
      ([to, src, arrived]) => {
        setTimeout(async () => {
          location.href = to as string;
          await fetch(arrived as string);
          document.body.append(Object.assign(document.createElement("iframe"), { src }));
        });
      },
      [other, frame, `${lab.origins.page}/arrived?url=${encodeURIComponent(other)}`],
    );
    await lab.requestArrived((request) => frame.endsWith(request.target));
    const har = await exportHarWhen(panel, tellsOf(frame));
    // Leaves the page first, or the late document would come in between.
    await tab.goto(`${lab.origins.page}/blank`);
    end();
    return exchangeOf(har, frame);
  }

  it.each(Object.keys(NO_DOCUMENT))("stays the page beside %s", async (what) => {
    expect(await frameBeside(what, "isolated")).toMatchObject({
      outcome: "blocked",
      cause: { code: "coep-frame" },
    });
    expect(await frameBeside(what, "open")).toMatchObject({ outcome: "allowed", cause: null });
  });

  it("is not a frame's that is to navigate, either", async () => {
    const { lab, page: tab } = setting;
    const download = { "Content-Disposition": "attachment; filename=b.bin" };
    lab.respond("outer", { response: { headers: [HTML, COEP], body: "<!doctype html>Outer" } });
    lab.respond("outer-open", { response: { headers: [HTML], body: "<!doctype html>Outer" } });
    lab.respond("b.bin", { response: { headers: [...Object.entries(download), COEP], body: "x" } });
    lab.respond("inner", { response: { headers: [HTML, CORP], body: "<!doctype html>Inner" } });
    for (const [outer, outcome] of [
      ["outer", "blocked"],
      ["outer-open", "allowed"],
    ] as const) {
      const inner = lab.url("apiA", "inner", `?${outer}`);
      await tab.goto(`${lab.origins.page}/blank`);
      await tab.evaluate(
        (src) => {
          document.body.append(Object.assign(document.createElement("iframe"), { src }));
        },
        lab.url("page", outer),
      );
      await expect.poll(() => tab.frames().length).toBe(2);
      const frame = tab.frames()[1];
      await frame?.waitForLoadState();
      await frame?.evaluate(
        ([file, src, arrived]) => {
          setTimeout(async () => {
            location.href = file as string;
            await fetch(arrived as string);
            document.body.append(Object.assign(document.createElement("iframe"), { src }));
          });
        },
        [
          lab.url("page", "b.bin", `?${outer}`),
          inner,
          `${lab.origins.page}/arrived?url=${encodeURIComponent(lab.url("page", "b.bin", `?${outer}`))}`,
        ],
      );
      const har = await exportHarWhen(panel, tellsOf(inner));
      expect(exchangeOf(har, inner)?.outcome).toBe(outcome);
    }
  });

  it("is the one that a history navigation brings", async () => {
    const { lab, page } = setting;
    lab.respond("isolated", { response: { headers: [HTML, COEP], body: "<!doctype html>Page" } });
    lab.respond("framed", { response: { headers: [HTML, CORP], body: "<!doctype html>Frame" } });
    const put = (src: string) =>
      page.evaluate((url) => {
        document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
      }, src);
    await page.goto(lab.url("page", "isolated"));
    await page.goto(`${lab.origins.page}/blank`);
    const allowed = lab.url("apiA", "framed", "?allowed");
    await put(allowed);
    const before = await exportHarWhen(panel, tellsOf(allowed));
    await page.goBack();
    const blocked = lab.url("apiA", "framed", "?blocked");
    await put(blocked);
    const after = await exportHarWhen(panel, tellsOf(blocked));
    expect(exchangeOf(before, allowed)?.outcome).toBe("allowed");
    expect(exchangeOf(after, blocked)).toMatchObject({
      outcome: "blocked",
      cause: { code: "coep-frame" },
    });
  });
});

describe("what workers requested", () => {
  const SCRIPTS: Readonly<Record<string, string>> = {
    dedicated: "onmessage = ({ data }) => fetch(data).catch(() => {});",
    shared:
      "onconnect = ({ ports: [port] }) => { port.onmessage = ({ data }) => fetch(data).catch(() => {}); };",
    service: "onmessage = ({ data }) => fetch(data).catch(() => {});",
  };

  it.each(Object.keys(SCRIPTS))("a %s worker leaves with its page", async (kind) => {
    const { lab, page } = setting;
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
        async ([script, which, target]) => {
          if (which === "dedicated") new Worker(script as string).postMessage(target);
          else if (which === "shared") {
            new SharedWorker(script as string, { name: target as string }).port.postMessage(target);
          } else {
            const found = await navigator.serviceWorker.register(script as string);
            (found.active ?? found.waiting ?? found.installing)?.postMessage(target);
          }
        },
        [lab.url("page", `${kind}-worker`), kind, url] as const,
      );
    await page.goto(`${lab.origins.page}/blank`);
    await request(earlier);
    const before = await exportHarWhen(panel, tellsOf(earlier));
    expect(exchangeOf(before, earlier)?.outcome).toBe("blocked");
    // The same page again: its workers have the same origin.
    await page.reload();
    await request(later);
    const after = await exportHarWhen(panel, tellsOf(later));
    expect(exchangeOf(after, later)?.outcome).toBe("blocked");
    expect(exchangeOf(after, earlier)).toBeUndefined();
    await page.goto("about:blank");
    await page.goto(`${lab.origins.page}/blank?next`);
    await fetchIn(page, last);
    const next = await exportHarWhen(panel, tellsOf(last));
    expect([earlier, later].map((url) => exchangeOf(next, url))).toEqual([undefined, undefined]);
  });
});
