import { beforeAll, describe, expect, it } from "vitest";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { BROWSERS, type DrivenPanel } from "./driven-browser.ts";

/** What the page sees of a worker: the error that its constructor throws, or its first event. */
async function makeWorker(kind: "Worker" | "SharedWorker", script: string): Promise<string> {
  try {
    const worker = kind === "Worker" ? new Worker(script) : new SharedWorker(script);
    return await new Promise((resolve) => {
      worker.addEventListener("error", () => resolve("error event"));
    });
  } catch (error) {
    return (error as Error).name;
  }
}

/** How each browser refuses the script: nothing is sent in either. */
const REFUSED = { Chromium: "SecurityError", Firefox: "error event" } as const;

// https://html.spec.whatwg.org/multipage/workers.html#dom-worker: no header allows another origin.
describe.each(BROWSERS)("in %s", (product, use) => {
  const browser = use();
  let panel: DrivenPanel;

  beforeAll(async () => {
    const { lab, page } = browser;
    panel = await page.openPanel();
    await page.goto(lab.origins.page);
  });

  it.each(["Worker", "SharedWorker"] as const)("a %s of another origin", async (kind) => {
    const { lab, page } = browser;
    const url = `${lab.origins.cdn}/shared/widget.js?kind=${kind}`;
    expect(await page.evaluate(makeWorker, kind, url)).toBe(REFUSED[product]);
    const har = await panel.exportHarWhen(tellsOf(url));
    expect(exchangeOf(har, url)).toMatchObject({
      outcome: "blocked",
      certainty: "certain",
      reachedServer: false,
      cause: { code: "disallowed-by-mode" },
      diagnosis: [{ side: "page", code: "worker-cross-origin" }, {}],
    });
  });
});
