import { beforeAll, describe, expect, it } from "vitest";
import type { HeaderLine } from "../../src/http/header-list.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { BROWSERS } from "./driven-browser.ts";

const HTML: HeaderLine = ["Content-Type", "text/html"];
const SCRIPT: HeaderLine = ["Content-Type", "text/javascript"];
/** Passes every request on to the network, except those that it must fail itself. */
const WORKER = `
  oninstall = () => skipWaiting();
  onactivate = (event) => event.waitUntil(clients.claim());
  onfetch = (event) => event.respondWith(
    event.request.url.endsWith("?fail") ? Response.error() : fetch(event.request)
  );`;

/** The calls of a page with a service worker: the result of each, and the causes behind its own failure. */
// biome-ignore format: a table is read by its columns.
const CALLS = [
  ["without CORS headers", [], "", "blocked", "server service-worker-request missing-allow-origin"],
  ["that the worker fails", [["Access-Control-Allow-Origin", "*"]], "?fail", "blocked", "page service-worker-error"],
  ["with CORS headers", [["Access-Control-Allow-Origin", "*"]], "", "allowed", ""],
] as const satisfies readonly (readonly [string, readonly HeaderLine[], string, string, string])[];

describe.each(BROWSERS)("in %s, a service worker's own request", (_product, use) => {
  const browser = use();
  let har: CorsHar;
  const urls: string[] = [];

  /** The exchanges of a URL: the page's call, and the worker's request if there was one. */
  const exchangesOf = (url: string, report: CorsHar) =>
    report.log._cors.exchanges.filter((one) => one.url === url);

  beforeAll(async () => {
    const { lab, page } = browser;
    lab.respond("served", { response: { headers: [HTML], body: "<!doctype html>Served" } });
    lab.respond("worker.js", { response: { headers: [SCRIPT], body: WORKER } });
    await page.goto(lab.url("page", "served"));
    const panel = await page.openPanel();
    await page.evaluate(
      async (script) => {
        const claimed = new Promise<unknown>((resolve) => {
          navigator.serviceWorker.oncontrollerchange = resolve;
        });
        await navigator.serviceWorker.register(script);
        if (navigator.serviceWorker.controller === null) await claimed;
      },
      lab.url("page", "worker.js"),
    );
    for (const [index, [, headers, query]] of CALLS.entries()) {
      lab.respond(`call-${index}`, { response: { headers, body: "{}" } });
      const url = lab.url("apiA", `call-${index}`, query);
      await page.fetch(url);
      urls.push(url);
    }
    har = await panel.exportHarWhen((report) =>
      urls.every((url) => {
        const all = exchangesOf(url, report);
        return all.length > 0 && all.every(({ outcome }) => !/^(?:pending|unknown)$/.test(outcome));
      }),
    );
  });

  it.each(CALLS.map(([what, , , outcome, wanted], index) => ({ what, outcome, wanted, index })))(
    "$what: $wanted",
    ({ outcome, wanted, index }) => {
      const all = exchangesOf(urls[index] as string, har);
      const served = all.find(({ cause }) => cause?.code === "service-worker-error");
      const [deepest] = served?.diagnosis ?? [];
      const { side, code, parameter } = deepest ?? {};
      expect([side, code, parameter].filter(Boolean).join(" ")).toBe(wanted);
      expect(all.map((one) => one.outcome)).toContain(outcome);
      const others = all.filter((one) => one !== served).map(({ id }) => id);
      if (code === "service-worker-request") expect(deepest?.exchanges).toEqual(others);
    },
  );
});
