import { beforeAll, describe, expect, it, vi } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import type { Seen } from "../lab/call.ts";
import { withResolvers } from "../lab/with-resolvers.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, tellsOf, useSetting } from "./setting.ts";

/** Sets a mark in the worker's memory, which shows its death. */
const MARK = "crosscheckTestMark";
const WAIT = { timeout: 10_000 };

describe("the death of the worker", () => {
  const setting = useSetting();

  const mark = () =>
    setting.browser.worker.evaluate((name) => Object.assign(globalThis, { [name]: true }), MARK);
  const isMarked = () => setting.browser.worker.evaluate((name) => name in globalThis, MARK);
  /** Everything that would survive the worker. */
  const stored = () =>
    setting.browser.worker.evaluate(async () => {
      type Storage = { session: { get(keys: null): Promise<Record<string, string>> } };
      const { storage } = (globalThis as unknown as { chrome: { storage: Storage } }).chrome;
      const entries = Object.entries(await storage.session.get(null));
      return Object.fromEntries(entries.map(([key, json]) => [key, JSON.parse(json) as unknown]));
    });
  /** Waits until the events of a URL's preflight are stored. */
  const preflightIsStored = (url: string) =>
    vi.waitFor(async () => {
      const isStored = Object.values(await stored()).some((trace) => {
        const { events } = trace as {
          events?: { kind: string; url: string; method: string }[];
        };
        return events?.some(
          (e) => e.url === url && e.method === "OPTIONS" && e.kind === "completed",
        );
      });
      expect(isStored).toBe(true);
    }, WAIT);

  const preflight = (origin: string) => ({
    status: 204,
    headers: [
      ["Access-Control-Allow-Origin", origin],
      ["Access-Control-Allow-Methods", "PUT"],
    ] as const,
  });

  describe("between preflight and response loses nothing", () => {
    const calls = [
      ["blocked", "missing-allow-origin", []],
      ["allowed", null, [["Access-Control-Allow-Origin", "*"]]],
    ] as const;
    const urlOf = (outcome: string) => setting.lab.url("apiA", `death-${outcome}`);
    const seen = new Map<string, Seen>();
    let har: CorsHar;

    beforeAll(async () => {
      const { lab, browser, page } = setting;
      const gate = withResolvers();
      await mark();
      const fetching = calls.map(async ([outcome, , headers]) => {
        lab.respond(`death-${outcome}`, {
          preflight: preflight(lab.origins.page),
          response: { status: 200, headers, after: gate.promise },
        });
        seen.set(outcome, await fetchIn(page, urlOf(outcome), { method: "PUT" }));
      });
      for (const [outcome] of calls) {
        const url = urlOf(outcome);
        await lab.requestArrived(
          (request) => request.method === "PUT" && url.endsWith(request.target),
        );
        await preflightIsStored(url);
      }
      await browser.stopServiceWorker();
      gate.resolve();
      await Promise.all(fetching);

      const panel = await browser.openPanel(await browser.tabIdOf(page));
      har = await exportHarWhen(panel, (it) => calls.every(([name]) => tellsOf(urlOf(name))(it)));
      await panel.close();
      expect(await isMarked()).toBe(false);
    });

    it.each(calls)("of a request that is %s", (outcome, code) => {
      const url = urlOf(outcome);
      expect(seen.get(outcome)?.outcome).toBe(outcome === "blocked" ? "rejected" : "allowed");
      expect(exchangeOf(har, url)).toMatchObject({
        outcome,
        cause: code === null ? null : { code, stage: "response" },
        certainty: "certain",
        preflight: { needed: true, seen: "sent" },
        reachedServer: true,
      });
      expect(har.log.entries.filter((e) => e.request.url === url).map((e) => e._cors.role)).toEqual(
        ["preflight", "request"],
      );
    });
  });

  it("with a panel open: the panel reconnects, keeps what it had and hears what comes", async () => {
    const { lab, browser, page } = setting;
    lab.respond("bare", { response: { headers: [] } });
    lab.respond("open", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    const urls = (query: string) => [
      lab.url("apiA", "bare", query),
      lab.url("apiA", "open", query),
    ];
    const fetchAll = async (all: readonly string[]) => {
      for (const url of all) await fetchIn(page, url);
    };
    const [before, after] = [urls("?before"), urls("?after")];
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await fetchAll(before);
    await exportHarWhen(panel, (it) => before.every((url) => tellsOf(url)(it)));
    await mark();
    await browser.stopServiceWorker();
    await fetchAll(after);
    const all = [...before, ...after];
    const har = await exportHarWhen(panel, (it) => all.every((url) => tellsOf(url)(it)));
    expect(await isMarked()).toBe(false);
    expect(all.map((url) => exchangeOf(har, url)?.outcome)).toEqual([
      "blocked",
      "allowed",
      "blocked",
      "allowed",
    ]);
    await panel.close();
  });

  it("keeps what the page reported beside its calls", async () => {
    const { lab, browser, page } = setting;
    lab.respond("strict", {
      response: {
        headers: [
          ["Content-Type", "text/html"],
          ["Content-Security-Policy", "connect-src 'self'"],
        ],
        body: "<!doctype html><title>Strict</title>",
      },
    });
    const refused = lab.url("apiA", "refused");
    const mismatched = `${lab.origins.cdn}/shared/widget.js?mismatched`;
    const tabId = await browser.tabIdOf(page);
    const panel = await browser.openPanel(tabId);
    await page.goto(lab.url("page", "strict"));
    await fetchIn(page, refused);
    await page.evaluate(
      (src) =>
        new Promise<void>((resolve) => {
          const script = document.createElement("script");
          script.crossOrigin = "anonymous";
          script.integrity = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
          script.onerror = () => resolve();
          script.src = src;
          document.head.append(script);
        }),
      mismatched,
    );
    const codes = (har: CorsHar) =>
      [refused, mismatched].map((url) => exchangeOf(har, url)?.cause?.code);
    const before = await exportHarWhen(panel, (har) =>
      codes(har).every((code) => code !== undefined),
    );
    expect(codes(before)).toEqual(["csp", "integrity"]);
    await panel.close();
    for (const kind of ["policy-violated", "element-failed"]) {
      await expect
        .poll(async () => Object.keys(await stored()).some((key) => key.includes(kind)))
        .toBe(true);
    }
    await mark();
    await browser.stopServiceWorker();
    const again = await browser.openPanel(tabId);
    const after = await exportHarWhen(again, (har) => exchangeOf(har, refused) !== undefined);
    await again.close();
    expect(await isMarked()).toBe(false);
    expect(codes(after)).toEqual(["csp", "integrity"]);
    await page.goto(lab.origins.page);
  });

  it("forgets at its next start tabs that went without its hearing", async () => {
    const { lab, browser, page } = setting;
    const url = lab.url("apiA", "in-a-tab");
    lab.respond("in-a-tab", { response: { headers: [] } });
    await fetchIn(page, url);
    const tabId = await browser.tabIdOf(page);
    const keysOf = async (tab: number) =>
      Object.keys(await stored()).filter((key) => key.split(":")[1] === String(tab));
    await expect.poll(async () => (await keysOf(tabId)).length).toBeGreaterThan(0);
    // The same for a tab that does not exist.
    const gone = 987_654;
    await browser.worker.evaluate(
      async ([from, to]) => {
        type All = Record<string, string>;
        type Storage = { session: { get(keys: null): Promise<All>; set(all: All): Promise<void> } };
        const { session } = (globalThis as unknown as { chrome: { storage: Storage } }).chrome
          .storage;
        const copies = Object.entries(await session.get(null)).flatMap(([key, json]) => {
          const value = JSON.parse(json) as { facts?: object };
          const copy = key.replace(`:${from}:`, `:${to}:`);
          if (copy === key || value.facts === undefined) return [];
          const moved = { ...value, facts: { ...value.facts, tabId: to } };
          return [[copy, JSON.stringify(moved)] as const];
        });
        await session.set({
          ...Object.fromEntries(copies),
          [`tab:${to}`]: JSON.stringify({ paused: false, dropped: 3, notUnderstood: 1 }),
        });
      },
      [tabId, gone] as const,
    );
    expect((await keysOf(gone)).length).toBeGreaterThan(1);
    await mark();
    await browser.stopServiceWorker();
    const panel = await browser.openPanel(tabId);
    expect(await isMarked()).toBe(false);
    await expect.poll(() => keysOf(gone)).toEqual([]);
    const har = await exportHarWhen(panel, tellsOf(url));
    expect(exchangeOf(har, url)).toBeDefined();
    await panel.close();
  });
});
