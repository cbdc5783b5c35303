import { describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { BLAMES_METHOD, THROWN_CALLS, throwAll } from "../lab/thrown-calls.ts";
import { BROWSERS } from "./driven-browser.ts";

describe.each(BROWSERS)("in %s", (_product, use) => {
  const browser = use();

  it("names what the browser refused first of a call that throws", async () => {
    const { lab, page } = browser;
    await page.goto(`${lab.origins.page}/blank`);
    const panel = await page.openPanel();
    await page.reload();
    const inits = THROWN_CALLS.map(({ init }) => init);
    const errors = await page.evaluate(throwAll, lab.url("apiA", "thrown"), inits);
    const rowsOf = (har: CorsHar, index: number) =>
      har.log._cors.exchanges.filter(({ url }) => url.endsWith(`thrown-${index}.`));
    const har = await panel.exportHarWhen((one) =>
      inits.every((_, index) => rowsOf(one, index).some(({ outcome }) => outcome !== "pending")),
    );
    const found = THROWN_CALLS.map(({ name }, index) => {
      const [row, ...more] = rowsOf(har, index);
      const blamed = BLAMES_METHOD.test(errors[index] ?? "") ? "method" : "other";
      return [name, blamed, row?.cause?.code, row?.certainty, more.length];
    });
    expect(found).toEqual(
      THROWN_CALLS.map(({ name, code }) => {
        const blamed = code === "invalid-call" ? "other" : "method";
        return [name, blamed, code, "certain", 0];
      }),
    );
  });

  // https://html.spec.whatwg.org/multipage/workers.html#import-scripts-into-worker-global-scope: without
  // CORS; https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script: with it.
  it("accuses nobody of what a worker imports from another origin, and the server of a module", async () => {
    const { lab, page } = browser;
    await page.goto(`${lab.origins.page}/blank`);
    const panel = await page.openPanel();
    await page.reload();
    const imports = [
      ["classic", `${lab.origins.cdn}/plain/widget.js?by=classic`],
      ["module", `${lab.origins.cdn}/plain/widget.js?by=module`],
      ["module", `${lab.origins.cdn}/shared/widget.js?by=module`],
    ] as const;
    const said = await page.evaluate(async (all) => {
      const results: string[] = [];
      for (const [type, script] of all) {
        const load = type === "module" ? "import " : "importScripts(";
        const text = `${load}${JSON.stringify(script)}${type === "module" ? "" : ")"};postMessage(1)`;
        const blob = new Blob([text], { type: "text/javascript" });
        const worker = new Worker(URL.createObjectURL(blob), { type });
        results.push(
          await new Promise<string>((done) => {
            worker.onmessage = () => done("started");
            worker.onerror = () => done("error");
          }),
        );
      }
      return results;
    }, imports);
    expect(said).toEqual(["started", "error", "started"]);
    const rowOf = (har: CorsHar, wanted: string) =>
      har.log._cors.exchanges.find(({ url }) => url === wanted);
    const har = await panel.exportHarWhen((one) =>
      imports.every(([, url]) => (rowOf(one, url)?.outcome ?? "pending") !== "pending"),
    );
    const found = imports.map(([, url]) => {
      const row = rowOf(har, url);
      return [row?.outcome, ...new Set(row?.diagnosis.map(({ side }) => side))];
    });
    expect(found).toEqual([["opaque"], ["blocked", "server"], ["allowed"]]);
  });
});
