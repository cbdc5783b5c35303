import type { Page } from "playwright";
import { beforeAll, expect, test } from "vitest";
import type { Lab } from "../lab/lab.ts";
import { exportHarWhen } from "./exports.ts";
import { useSetting } from "./setting.ts";

const setting = useSetting();
let lab: Lab;
let page: Page;
let panel: Page;

beforeAll(async () => {
  const { browser } = setting;
  ({ lab, page } = setting);
  panel = await browser.openPanel(await browser.tabIdOf(page));
  await page.reload();
});

test("a Worker of the page's own origin starts as before", async () => {
  const said = await page.evaluate(() => {
    const script = new Blob(["postMessage(1)"], { type: "text/javascript" });
    const worker = new Worker(new URL(URL.createObjectURL(script)));
    return new Promise((done) => {
      worker.onmessage = ({ data }) => done([data, worker instanceof Worker, Worker.name]);
    });
  });
  expect(said).toEqual([1, true, "Worker"]);
});

// https://html.spec.whatwg.org/multipage/workers.html#import-scripts-into-worker-global-scope: a
// classic script is fetched without CORS; https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script: with it.
test.each([
  ["importScripts", "/plain/widget.js", "started", "opaque-no-cors", []],
  ["a module's import", "/plain/widget.js", "error", "missing-allow-origin", ["server"]],
  ["a module's import", "/shared/widget.js", "started", null, []],
] as const)("a worker that loads by %s %s: %s", async (how, path, wanted, cause, sides) => {
  const url = `${lab.origins.cdn}${path}?by=${how.length}`;
  const said = await page.evaluate(
    ([kind, script]) => {
      const isModule = kind !== "importScripts";
      const text = isModule
        ? `import ${JSON.stringify(script)};`
        : `importScripts(${JSON.stringify(script)});`;
      const blob = new Blob([text, "postMessage(1);"], { type: "text/javascript" });
      const worker = new Worker(URL.createObjectURL(blob), {
        type: isModule ? "module" : "classic",
      });
      return new Promise((done) => {
        worker.onmessage = () => done("started");
        worker.onerror = () => done("error");
      });
    },
    [how, url] as const,
  );
  expect(said).toBe(wanted);
  const har = await exportHarWhen(panel, ({ log }) =>
    log._cors.exchanges.some((one) => one.url === url && one.outcome !== "pending"),
  );
  const found = har.log._cors.exchanges.find((one) => one.url === url);
  expect(found?.cause?.code ?? null).toBe(cause);
  // A script that runs needs no fix; for a blocked one, the server must change.
  expect([...new Set(found?.diagnosis.map(({ side }) => side))]).toEqual(sides);
});
