import { describe, expect, it } from "vitest";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import type { Lab } from "../lab/lab.ts";
import { extensionThatSpeaks } from "../lab/other-extension.ts";
import { BROWSERS, type DrivenPage } from "./driven-browser.ts";

const MARKUP = `"><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>`;
/** Reverses the following text; in UTF-8 bytes, as a server sends it. */
const TURNED = "\xe2\x80\xaegro.elpmaxe";

const SPEAKER = extensionThatSpeaks("speaks");

/**
 * Has the page keep every event target that the probe in its last frame passes to functions and listeners
 * of the page.
 */
function overhear(): void {
  const world = [...document.querySelectorAll("iframe")].at(-1)?.contentWindow as
    | (Window & typeof globalThis)
    | undefined;
  if (world === undefined) throw new Error("There is no frame.");
  const heard: EventTarget[] = [];
  (globalThis as { overheard?: EventTarget[] }).overheard = heard;
  const keep = (target: unknown) => {
    if (Object.prototype.toString.call(target) === "[object EventTarget]")
      heard.push(target as EventTarget);
  };
  const { apply } = world.Reflect;
  Object.assign(world.Reflect, {
    apply: (method: never, self: unknown, args: never) => {
      keep(self);
      return apply(method, self, args);
    },
  });
  for (const target of [world, world.document, world.performance]) {
    const onHello = (event: Event) => keep((event as MouseEvent).relatedTarget);
    target.addEventListener("crosscheck-hello", onHello, true);
  }
}

/** Uses the overheard targets to report success for the first calls; returns the number of targets. */
function forgeEnds(): number {
  const heard = (globalThis as { overheard?: EventTarget[] }).overheard ?? [];
  const outcome = { result: "resolved", responseType: "cors", status: 200, errorName: null };
  for (const target of heard) {
    for (let call = 1; call <= 20; call++) {
      const report = { kind: "call-ended", callId: `${call}`, timeStamp: Date.now(), outcome };
      target.dispatchEvent(new CustomEvent("report", { detail: JSON.stringify(report) }));
    }
  }
  return heard.length;
}

/** Adds a frame, or has the last one load a document; resolves once it is loaded. */
const frameIn = (page: DrivenPage, url: string) =>
  page.evaluate(async (src) => {
    const frame = document.querySelector("iframe") ?? document.createElement("iframe");
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    frame.src = src;
    if (!frame.isConnected) document.body.append(frame);
    await loaded;
  }, url);

const openCors = (lab: Lab, id: string) =>
  lab.respond(id, { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });

describe.each(BROWSERS)("in %s", (_product, use) => {
  const browser = use(undefined, undefined, { otherExtensions: [SPEAKER] });

  it("the popup shows what strangers wrote as text, and nothing hidden in it", async () => {
    const { lab } = browser;
    const page = await browser.newPage();
    await page.goto(`${lab.origins.page}/blank?${encodeURIComponent(MARKUP)}`);
    lab.respond("markup", { response: { headers: [["Access-Control-Allow-Origin", MARKUP]] } });
    lab.respond("turned", { response: { headers: [["Access-Control-Allow-Origin", TURNED]] } });
    await page.fetch(lab.url("apiA", "markup", `/${MARKUP}?x=${MARKUP}#${MARKUP}`));
    await page.fetch(lab.url("apiB", "turned", "/\u202e\u200b\u001b[31m"));
    const method = "X'`$|&!";
    await page.fetch(lab.url("cdn", "markup"), { method, headers: { "x-`|'$&": MARKUP } });
    const popup = await page.openPopup();
    const text = () => popup.evaluate(() => document.body.innerText);
    await expect.poll(text).toMatch(/3 problems/);
    expect(await text()).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(
      await popup.evaluate(() => ["pwned" in globalThis, document.querySelectorAll("img").length]),
    ).toEqual([false, 0]);
    await popup.close();
    await page.close();
  });

  it("another extension hears nothing, and changes nothing", async () => {
    const { lab, page } = browser;
    openCors(lab, "spoken");
    const url = lab.url("apiA", "spoken");
    const panel = await page.openPanel();
    await page.fetch(url);
    await panel.exportHarWhen(tellsOf(url));
    await page.evaluate(
      (detail) => void document.dispatchEvent(new CustomEvent("speak", { detail })),
      browser.extensionId,
    );
    const heard = () => page.evaluate(() => document.documentElement.dataset.heard);
    await expect.poll(heard).toBe("[]");
    const har = await panel.exportHar();
    expect(exchangeOf(har, url)?.outcome).toBe("allowed");
    const status = await panel.evaluate(() => document.querySelector(".status-bar")?.textContent);
    expect(status).not.toMatch(/paused|report/i);
    await panel.close();
  });

  it("a frame that overhears its probe reports of itself alone", async () => {
    const { lab } = browser;
    const page = await browser.newPage();
    await page.goto(`${lab.origins.page}/blank?forged`);
    await frameIn(page, `${lab.origins.page}/blank?overhears`);
    await page.evaluate(overhear);
    lab.respond("forged", { response: { headers: [] } });
    const url = lab.url("apiA", "forged");
    const panel = await page.openPanel();
    // The calls of the page and of its frame have the same ids.
    await expect.poll(() => page.evaluate(forgeEnds)).toBeGreaterThan(0);
    await page.fetch(url);
    await page.evaluate(forgeEnds);
    const har = await panel.exportHarWhen(tellsOf(url));
    expect(exchangeOf(har, url)).toMatchObject({ outcome: "blocked", certainty: "certain" });
    await panel.close();
    await page.close();
  });

  // https://html.spec.whatwg.org/#initialise-the-document-object : a window may be used again.
  it("a page hears nothing of the probe in a frame that it prepared before its document came", async () => {
    const { lab } = browser;
    const page = await browser.newPage();
    await page.goto(`${lab.origins.page}/blank?prepares`);
    const panel = await page.openPanel();
    await page.reload();
    await page.evaluate(() => void document.body.append(document.createElement("iframe")));
    await page.evaluate(overhear);
    await frameIn(page, `${lab.origins.page}/blank?prepared`);
    openCors(lab, "prepared");
    const url = lab.url("apiA", "prepared");
    await page.evaluate((target) => frames[0]?.fetch(target).then(() => {}), url);
    await panel.exportHarWhen(tellsOf(url));
    expect(await page.evaluate(forgeEnds)).toBe(0);
    await panel.close();
    await page.close();
  });

  it("a javascript: URL and 10 MB of data: cost no more than themselves", async () => {
    const { lab } = browser;
    const page = await browser.newPage();
    await page.goto(`${lab.origins.page}/blank?large`);
    const panel = await page.openPanel();
    await page.evaluate(async () => {
      const data = `data:text/plain,${"x".repeat(10_000_000)}`;
      for (const url of [data, "javascript:void 0"]) {
        await fetch(url).catch(() => {});
        for (const kind of ["img", "iframe"] as const) {
          const element = document.createElement(kind);
          const settled = new Promise((resolve) => {
            element.addEventListener("load", resolve);
            element.addEventListener("error", resolve);
          });
          element.src = url;
          document.body.append(element);
          if (kind !== "iframe") await settled;
        }
      }
    });
    openCors(lab, "after-large");
    const url = lab.url("apiA", "after-large");
    await page.fetch(url);
    const har = await panel.exportHarWhen(tellsOf(url));
    expect(exchangeOf(har, url)?.outcome).toBe("allowed");
    expect(JSON.stringify(har).length).toBeLessThan(1_000_000);
    const said = await panel.evaluate(() => document.body.innerText.length);
    expect(said).toBeLessThan(100_000);
    await panel.close();
    await page.close();
  });
});
