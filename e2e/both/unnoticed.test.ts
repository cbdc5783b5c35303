import { describe, expect, it } from "vitest";
import { observe, observePromises } from "../lab/observables.ts";
import { BROWSERS, type DrivenPage } from "./driven-browser.ts";

type Kept = { kept?: unknown };
const keepFetch = (page: DrivenPage) =>
  page.evaluate(() => {
    (globalThis as Kept).kept = fetch;
  });
/** Resolves once the probe has wrapped the function that the document kept. */
const isWrapped = (page: DrivenPage) =>
  expect.poll(() => page.evaluate(() => (globalThis as Kept).kept !== fetch)).toBe(true);

describe.each(BROWSERS)("in %s, a page that looks at what makes requests", (product, use) => {
  const driven = use();
  /** Chromium can access a new, empty frame at once; in Firefox only a loaded frame has another realm. */
  const frame = product === "Chromium" ? null : "/blank";

  it.each([
    [
      "sees the same",
      (page: DrivenPage) => page.evaluate(observe, frame),
      (seen: object) => expect(Object.keys(seen)).toHaveLength(20),
    ],
    [
      "finds no promise, no species and no text read more often",
      (page: DrivenPage) => page.evaluate(observePromises, "/blank"),
      (seen: object) =>
        expect(seen).toMatchObject({ isMine: false, status: 200, afterText: { text: 1 } }),
    ],
  ] as const)(
    "%s with the panel open, in a document that comes and in one that was there",
    async (_name, look, check) => {
      const page = await driven.newPage();
      const address = `${driven.lab.origins.page}/blank`;
      await page.goto(address);
      const before = await look(page);
      check(before);
      await page.goto(address);
      await keepFetch(page);
      const panel = await page.openPanel();
      await isWrapped(page);
      expect(await look(page)).toEqual(before);
      await page.goto(address);
      expect(await look(page)).toEqual(before);
      await panel.close();
      await page.close();
    },
  );

  it("sees nothing where it has frozen the functions' prototype before", async () => {
    const { lab } = driven;
    lab.respond("frozen", {
      response: {
        headers: [["Content-Type", "text/html"]],
        body: "<!doctype html><script>Object.freeze(Function.prototype)</script>",
      },
    });
    const page = await driven.newPage();
    await page.goto(lab.url("page", "frozen"));
    // A later frame has another prototype, and is wrapped.
    const own = async () =>
      Object.entries(await page.evaluate(observe, frame)).filter(
        ([name]) => !name.endsWith("of a frame"),
      );
    const before = await own();
    const panel = await page.openPanel();
    const text = () => panel.evaluate(() => document.body.innerText);
    await expect.poll(text).toContain("Reload to record them");
    expect(await own()).toEqual(before);
    await panel.close();
    await page.close();
  });
});
