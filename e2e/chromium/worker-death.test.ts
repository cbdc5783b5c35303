import { describe, expect, it } from "vitest";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, tellsOf, useSetting } from "./setting.ts";

/** Leaves a mark in the worker's memory, so that its death shows. */
const MARK = "crosscheckTestMark";

describe("the death of the worker", () => {
  const setting = useSetting();

  const mark = () =>
    setting.browser.worker.evaluate((name) => Object.assign(globalThis, { [name]: true }), MARK);
  const isMarked = () => setting.browser.worker.evaluate((name) => name in globalThis, MARK);
  /** Waits until what was seen of a URL's preflight is out of the worker's memory. */
  const preflightIsStored = (url: string) =>
    expect
      .poll(
        () =>
          setting.browser.worker.evaluate(async (wanted) => {
            type Storage = { session: { get(keys: null): Promise<Record<string, unknown>> } };
            const { storage } = (globalThis as unknown as { chrome: { storage: Storage } }).chrome;
            const stored = await storage.session.get(null);
            return Object.values(stored).some((trace) => {
              const events = (trace as { events?: { kind: string; url: string; method: string }[] })
                .events;
              return events?.some(
                (e) => e.url === wanted && e.method === "OPTIONS" && e.kind === "completed",
              );
            });
          }, url),
        { timeout: 10_000 },
      )
      .toBe(true);

  const preflight = (origin: string) => ({
    status: 204,
    headers: [
      ["Access-Control-Allow-Origin", origin],
      ["Access-Control-Allow-Methods", "PUT"],
    ] as const,
  });

  it.each([
    ["blocked", "missing-allow-origin", []],
    ["allowed", null, [["Access-Control-Allow-Origin", "*"]]],
  ] as const)(
    "between preflight and response loses nothing: %s",
    async (outcome, code, headers) => {
      const { lab, browser, page } = setting;
      const url = lab.url("apiA", `death-${outcome}`);
      const gate = withResolvers();
      lab.answer(`death-${outcome}`, {
        preflight: preflight(lab.origins.page),
        response: { status: 200, headers, after: gate.promise },
      });
      await mark();
      const fetching = fetchIn(page, url, { method: "PUT" });
      await lab.requestArrived(
        (request) => request.method === "PUT" && url.endsWith(request.target),
      );
      await preflightIsStored(url);
      await browser.stopServiceWorker();
      gate.resolve();
      expect((await fetching).outcome).toBe(outcome === "blocked" ? "rejected" : "allowed");

      const panel = await browser.openPanel(await browser.tabIdOf(page));
      const har = await exportHarWhen(panel, tellsOf(url));
      await panel.close();
      expect(await isMarked()).toBe(false);
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
    },
  );

  it("with a panel open: the panel reconnects, keeps what it had and hears what comes", async () => {
    const { lab, browser, page } = setting;
    const [before, after] = [lab.url("apiA", "before"), lab.url("apiA", "after")];
    lab.answer("before", { response: { headers: [] } });
    lab.answer("after", { response: { headers: [] } });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await fetchIn(page, before);
    await exportHarWhen(panel, tellsOf(before));
    await mark();
    await browser.stopServiceWorker();
    await fetchIn(page, after);
    const har = await exportHarWhen(panel, (h) => tellsOf(before)(h) && tellsOf(after)(h));
    expect(await isMarked()).toBe(false);
    expect([before, after].map((url) => exchangeOf(har, url)?.outcome)).toEqual([
      "blocked",
      "blocked",
    ]);
    await panel.close();
  });
});

/** Node 20 has no Promise.withResolvers. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
