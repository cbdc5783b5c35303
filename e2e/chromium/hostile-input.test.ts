import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { caseOf } from "../lab/cases/case.ts";
import type { LabResponse } from "../lab/lab-response.ts";
import { exportHarWhen, exportHtml, exportMarkdown } from "./exports.ts";
import { exchangeOf, fetchIn, tellsOf, useSetting } from "./setting.ts";

const MARKUP = `<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>`;

type Headers = readonly (readonly [string, string])[];

/** Header lists that no normal server sends, and their effect on a CORS request. */
const HOSTILE: readonly (readonly [name: string, headers: (origin: string) => Headers])[] = [
  ["bytes-beyond-ascii", () => [["Access-Control-Allow-Origin", "http://\xfc\xff.test"]]],
  ["utf-8", () => [["Access-Control-Allow-Origin", "caf\xc3\xa9"]]],
  ["control-characters", () => [["Access-Control-Allow-Origin", "http://a\x01\x0b\x1b[31m.test"]]],
  [
    "markup",
    () => [
      ["Access-Control-Allow-Origin", MARKUP],
      ["X-Markup", MARKUP],
    ],
  ],
  ["markup-in-a-name", () => [["X-<b>bold</b>", "1"]]],
  ["200-kb-value", () => [["Access-Control-Allow-Origin", "x".repeat(200_000)]]],
  [
    "thousands-of-lines",
    (origin) => [
      ...Array.from({ length: 4000 }, (_, i) => [`X-${i}`, "y"] as const),
      ["Access-Control-Allow-Origin", origin],
    ],
  ],
  [
    "thousands-of-allow-origins",
    (origin) =>
      Array.from({ length: 3000 }, () => ["Access-Control-Allow-Origin", origin] as const),
  ],
  ["no-colon-no-value", () => [["Access-Control-Allow-Origin", ""]]],
  ["right-to-left", (origin) => [["Access-Control-Allow-Origin", `${origin}\xe2\x80\xae`]]],
  ["sane", (origin) => [["Access-Control-Allow-Origin", origin]]],
];

describe("bad input", () => {
  const setting = useSetting();

  it.each(HOSTILE)("%s is judged as the browser does, and shown as text", async (name, headers) => {
    const { lab, browser, page } = setting;
    const url = lab.url("apiA", name, `?case=${name}`);
    const response: LabResponse = { headers: headers(lab.origins.page), body: "x" };
    lab.respond(name, { response });
    const truth = await browser.groundTruth(page);
    const seen = await fetchIn(page, url);
    await truth.settled((request) => caseOf(request.urls[0] ?? "") === name);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const errors: string[] = [];
    panel.on("pageerror", (error) => errors.push(error.message));

    const ours = exchangeOf(await exportHarWhen(panel, tellsOf(url)), url);
    const end = truth.requests.find((r) => caseOf(r.urls[0] ?? "") === name)?.end;
    if (seen.outcome === "allowed") expect(ours).toMatchObject({ outcome: "allowed", cause: null });
    else if (end?.kind === "failed" && end.corsError !== null) {
      expect(ours?.outcome).toBe("blocked");
      expect(ours?.lanes.chromium.name).toBe(end.corsError);
      expect(ours?.cause?.parameter ?? "").toBe(end.failedParameter ?? "");
    } else {
      // Chromium itself did not accept it, for example because of its size.
      expect(ours?.outcome).toBe("failed");
    }

    await panel.getByLabel("Filter").fill(name);
    await panel.getByRole("option").first().click();
    const detail = panel.getByRole("region", { name: "Request in detail" });
    await detail.waitFor();
    for (const summary of await detail.locator("summary").all()) await summary.click();
    expect(await panel.locator("img[src=x]").count()).toBe(0);
    expect(await panel.evaluate(() => "pwned" in globalThis)).toBe(false);
    await exportMarkdown(panel);
    expect(errors).toEqual([]);
    await panel.close();
  });

  it("all of it is text in a page from disk, which runs and requests nothing of it", async () => {
    const { browser, page } = setting;
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await panel.getByRole("option").first().waitFor();
    const folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
    const path = join(folder, "report.html");
    await writeFile(path, await exportHtml(panel));
    await panel.close();
    const report = await browser.context.newPage();
    const troubles: string[] = [];
    report.on("console", (message) => troubles.push(message.text()));
    report.on("pageerror", (error) => troubles.push(error.message));
    report.on("request", (request) => troubles.push(request.url()));
    await report.goto(pathToFileURL(path).href);
    await report.getByRole("tab", { name: /^Requests/ }).click();
    for (const [name] of HOSTILE) {
      await report.getByLabel("Filter").fill(`case=${name}`);
      await report.getByRole("option").first().click();
      await report.getByRole("region", { name: /in detail/ }).waitFor();
    }
    expect(await report.locator("img[src=x]").count()).toBe(0);
    expect(await report.evaluate(() => "pwned" in globalThis)).toBe(false);
    expect(troubles).toEqual([pathToFileURL(path).href]);
    await report.close();
    await rm(folder, { recursive: true });
  });

  it("URLs that do not parse cost nothing", async () => {
    const { lab, browser, page } = setting;
    for (const url of ["http://[::bad", "http://", "https://a b/", "foo:", "http://a:99999/"]) {
      expect((await fetchIn(page, url)).outcome).toBe("rejected");
    }
    const url = lab.url("apiA", "after-the-bad", `?x=${encodeURIComponent(MARKUP)}&y=%zz%00%ff`);
    lab.respond("after-the-bad", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    await fetchIn(page, url);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const isAfter = ({ url }: { url: string }) => url.includes("after-the-bad");
    // A view shows a request as pending until the probe's report arrives.
    const har = await exportHarWhen(panel, (h) =>
      h.log._cors.exchanges.some((e) => isAfter(e) && e.outcome !== "pending"),
    );
    expect(har.log._cors.exchanges.find(isAfter)?.outcome).toBe("allowed");
    await panel.close();
  });

  it("a script in a page is no view, whatever it calls itself", async () => {
    const { lab, browser, page } = setting;
    lab.respond("for-views", { response: { headers: [] } });
    const tabId = await browser.tabIdOf(page);
    // The probe's bridge has its own world in the page, with an extension API.
    const first = await browser.openPanel(tabId);
    const session = await page.context().newCDPSession(page);
    const worlds: { readonly id: number; readonly origin: string }[] = [];
    session.on("Runtime.executionContextCreated", ({ context }) => worlds.push(context));
    await session.send("Runtime.enable");
    await page.reload();
    const isBridge = ({ origin }: { origin: string }) => `${origin}/` === browser.extensionUrl("");
    await expect.poll(() => worlds.some(isBridge)).toBe(true);
    const contextId = worlds.findLast(isBridge)?.id as number;
    const inBridge = async (expression: string) =>
      (await session.send("Runtime.evaluate", { contextId, expression, returnByValue: true }))
        .result.value;
    await inBridge(`globalThis.received = 0;
      globalThis.forged = chrome.runtime.connect({ name: "panel:${tabId}" });
      forged.onMessage.addListener(() => received++);
      forged.postMessage({ type: "clear" });`);
    const url = lab.url("apiA", "for-views");
    await fetchIn(page, url);
    // Later messages are sent; the forged port had connected before.
    const panel = await browser.openPanel(tabId);
    expect(exchangeOf(await exportHarWhen(panel, tellsOf(url)), url)).toBeDefined();
    expect(await inBridge("received")).toBe(0);
    await panel.close();
    await first.close();
    await session.detach();
  });
});
