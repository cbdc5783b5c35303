import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { caseOf } from "../lab/cases/case.ts";
import { exportHarWhen, exportHtml, exportMarkdown } from "./exports.ts";
import type { GroundTruth } from "./ground-truth.ts";
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

/** Opens a part of the panel that can be closed. Runs there. */
function open(summary: Element): void {
  const { parentElement: part } = summary;
  if (part instanceof HTMLDetailsElement && !part.open) (summary as HTMLElement).click();
}

describe("bad input", () => {
  const setting = useSetting();
  const urlOf = (name: string) => setting.lab.url("apiA", name, `?case=${name}`);
  const seen = new Map<string, string>();
  const errors: string[] = [];
  let truth: GroundTruth;
  let panel: Page;
  let har: CorsHar;

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    truth = await browser.groundTruth(page);
    for (const [name, headers] of HOSTILE) {
      lab.respond(name, { response: { headers: headers(lab.origins.page), body: "x" } });
      seen.set(name, (await fetchIn(page, urlOf(name))).outcome);
      await truth.settled((request) => caseOf(request.urls[0] ?? "") === name);
    }
    panel = await browser.openPanel(await browser.tabIdOf(page));
    panel.on("pageerror", (error) => errors.push(error.message));
    har = await exportHarWhen(panel, (one) => HOSTILE.every(([name]) => tellsOf(urlOf(name))(one)));
  });

  it.each(HOSTILE)("%s is judged as the browser does, and shown as text", async (name) => {
    const ours = exchangeOf(har, urlOf(name));
    const end = truth.requests.find((r) => caseOf(r.urls[0] ?? "") === name)?.end;
    if (seen.get(name) === "allowed")
      expect(ours).toMatchObject({ outcome: "allowed", cause: null });
    else if (end?.kind === "failed" && end.corsError !== null) {
      expect(ours?.outcome).toBe("blocked");
      expect(ours?.lanes.chromium.name).toBe(end.corsError);
      expect(ours?.cause?.parameter ?? "").toBe(end.failedParameter ?? "");
    } else {
      // Chromium itself did not accept it, for example because of its size.
      expect(ours?.outcome).toBe("failed");
    }

    await panel.getByLabel("Filter").fill(`case=${name}`);
    await panel.getByRole("option").filter({ hasText: name }).first().click();
    const detail = panel.getByRole("region", { name: "Request in detail" });
    await detail.filter({ hasText: name }).waitFor();
    for (const summary of await detail.locator("summary").all()) await summary.evaluate(open);
    expect(await panel.locator("img[src=x]").count()).toBe(0);
    expect(await panel.evaluate(() => "pwned" in globalThis)).toBe(false);
    expect(errors.splice(0)).toEqual([]);
  });

  it("all of it is exported as Markdown", async () => {
    await panel.getByLabel("Filter").fill("");
    await exportMarkdown(panel);
    expect(errors.splice(0)).toEqual([]);
  });

  it("all of it is text in a page from disk, which runs and requests nothing of it", async () => {
    const { browser } = setting;
    const folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
    const path = join(folder, "report.html");
    await writeFile(path, await exportHtml(panel));
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
    const { lab, page } = setting;
    for (const url of ["http://[::bad", "http://", "https://a b/", "foo:", "http://a:99999/"]) {
      expect((await fetchIn(page, url)).outcome).toBe("rejected");
    }
    const url = lab.url("apiA", "after-the-bad", `?x=${encodeURIComponent(MARKUP)}&y=%zz%00%ff`);
    lab.respond("after-the-bad", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    await fetchIn(page, url);
    const isAfter = ({ url }: { url: string }) => url.includes("after-the-bad");
    // A view shows a request as pending until the probe's report arrives.
    const after = await exportHarWhen(panel, (h) =>
      h.log._cors.exchanges.some((e) => isAfter(e) && e.outcome !== "pending"),
    );
    expect(after.log._cors.exchanges.find(isAfter)?.outcome).toBe("allowed");
  });

  it("a script in a page is no view, whatever it calls itself", async () => {
    const { lab, browser, page } = setting;
    lab.respond("for-views", { response: { headers: [] } });
    const tabId = await browser.tabIdOf(page);
    // The probe's bridge has its own world in the page, with an extension API.
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
    const second = await browser.openPanel(tabId);
    expect(exchangeOf(await exportHarWhen(second, tellsOf(url)), url)).toBeDefined();
    expect(await inBridge("received")).toBe(0);
    await second.close();
    await session.detach();
  });
});
