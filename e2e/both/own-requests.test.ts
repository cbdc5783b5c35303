import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { respondThree, tellsOf } from "../chromium/setting.ts";
import type { Lab } from "../lab/lab.ts";
import { startRecordingProxy } from "../lab/recording-proxy.ts";
import { BROWSERS, type DrivenDocument } from "./driven-browser.ts";

/** Buttons that act on the page, the recording or the window; they are pressed separately. */
const ACTS =
  /^(?:Pause|Clear|Reload|Check again|Send again|Try it|Stop trial|Export|Open|Settings)/;

/**
 * Presses everything in a view, including what appears, until nothing new is left.
 * @returns how many elements were pressed.
 */
async function pressAll(view: DrivenDocument): Promise<number> {
  const pressNew = () =>
    view.evaluate((acts) => {
      const kept = globalThis as { pressed?: Set<string> };
      kept.pressed ??= new Set();
      const before = kept.pressed.size;
      const selector = "button, summary, [role=tab], [role=option], [role=menuitem]";
      for (const found of document.querySelectorAll<HTMLElement>(selector)) {
        const name = (found.getAttribute("aria-label") ?? found.textContent ?? "").trim();
        const key = `${found.tagName} ${name}`;
        if (kept.pressed.has(key) || new RegExp(acts).test(name)) continue;
        kept.pressed.add(key);
        found.click();
      }
      for (const field of document.querySelectorAll<HTMLInputElement>(
        "textarea, input[type=text]",
      )) {
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      return kept.pressed.size - before;
    }, ACTS.source);
  let pressed = 0;
  // A click may load more first.
  for (let idle = 0; idle < 5; ) {
    const more = await pressNew();
    pressed += more;
    idle = more === 0 ? idle + 1 : 0;
  }
  return pressed;
}

/** The browser's own requests to its vendor; seen: whether somebody is signed in. */
const BROWSERS_OWN =
  /^CONNECT (?:[\w-]+\.)+(?:google|googleapis|gstatic|mozilla)\.(?:com|net|org):443$/;

/** Texts that make requests if they are treated as more than text. */
function tempting(lab: Lab): readonly (readonly [string, string])[] {
  const lure = (name: string) => `${lab.origins.cdn}/lure/${name}`;
  return [
    ["X-Markup", `<img src="${lure("img")}"><link rel=stylesheet href="${lure("css")}">`],
    ["X-Style", `background:url(${lure("url")})`],
    ["X-Markdown", `![x](${lure("markdown")})`],
    ["Link", `<${lure("preload")}>; rel=preload; as=script`],
    ["SourceMap", lure("source-map")],
    ["Refresh", `0; url=${lure("refresh")}`],
    ["Content-Location", lure("location")],
  ];
}

const proxy = await startRecordingProxy();
afterAll(() => proxy.close());

describe.each(BROWSERS)("in %s, the extension requests nothing", (_product, use) => {
  const browser = use(undefined, undefined, { proxy });

  it("while every view is used, a fix is tried, a request checked again, and all exported", async () => {
    const { lab, page } = browser;
    const { origins } = lab;
    const blank = `${origins.page}/blank?own`;
    respondThree(lab, "own");
    const lures = tempting(lab);
    lab.respond("own-get", { response: { headers: lures } });
    const put = lab.url("apiA", "own-put");
    const get = lab.url(
      "apiA",
      "own-get",
      `?x=${encodeURIComponent(`<img src=${origins.cdn}/lure>`)}`,
    );
    const open = lab.url("apiB", "own-open");
    const first = proxy.sent.length;
    const icon = `GET ${origins.page}/favicon.ico`;
    const sent = () =>
      proxy.sent.slice(first).filter((line) => line !== icon && !BROWSERS_OWN.test(line));

    await page.goto(blank);
    const panel = await page.openPanel();
    await page.fetch(put, { method: "PUT" });
    await page.fetch(get);
    await page.fetch(open);
    const ofPage = [`GET ${blank}`, `OPTIONS ${put}`, `GET ${get}`, `GET ${open}`];
    expect(sent()).toEqual(ofPage);

    const har = await panel.exportHarWhen((one) =>
      [put, get, open].every((url) => tellsOf(url)(one)),
    );
    await panel.exportMarkdown();
    const html = await panel.exportHtml();
    // For "Check again" only the page makes a request.
    await panel.evaluate((wanted) => {
      document.getElementById("tab-requests")?.click();
      const rows = [
        ...document.querySelectorAll<HTMLElement>("[aria-label=Requests] [role=option]"),
      ];
      rows.find((row) => row.innerText.includes(wanted))?.click();
    }, "own-get");
    await panel.press("Try it in this tab");
    await panel.press("Stop trial");
    await panel.press("Check again");
    ofPage.push(`GET ${get}`);
    await expect.poll(sent).toEqual(ofPage);

    expect(await pressAll(panel)).toBeGreaterThan(40);
    const views = [
      "popup/popup.html",
      "options/options.html",
      "welcome/welcome.html",
      "site/site.html",
    ];
    for (const path of views) {
      const view =
        path === "popup/popup.html"
          ? await page.openPopup()
          : await browser.openExtensionPage(`src/${path}`);
      await expect
        .poll(() => view.evaluate(() => document.body.innerText.length))
        .toBeGreaterThan(40);
      await pressAll(view);
      await view.close();
    }
    const folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
    await writeFile(join(folder, "own.har"), JSON.stringify(har));
    await writeFile(join(folder, "own.html"), html);
    const opened = await browser.openPanelOfNoTab();
    await opened.choose(join(folder, "own.har"));
    await expect
      .poll(() => opened.evaluate(() => document.querySelector(".banner") !== null))
      .toBe(true);
    await pressAll(opened);
    const report = await browser.openFile(join(folder, "own.html"));
    await expect
      .poll(() => report.evaluate(() => document.querySelector(".banner") !== null))
      .toBe(true);
    await pressAll(report);
    expect(report.troubles()).toEqual([]);
    await report.close();
    await rm(folder, { recursive: true });
    await browser.stopWorker();
    await panel.exportHarWhen(tellsOf(open));
    expect(sent()).toEqual(ofPage);

    // It could not: its pages may load and connect to its own resources only.
    const tried = await panel.evaluate(
      (url) =>
        fetch(url).then(
          () => "sent",
          () => "refused",
        ),
      `${origins.cdn}/lure`,
    );
    expect(tried).toBe("refused");
    await panel.close();
    expect(sent()).toEqual(ofPage);
  });
});
