import { expect, it } from "vitest";
import type { LabRequest } from "../lab/origins.ts";
import { headerOf } from "../lab/request-head.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, tells, tellsOf, useSetting } from "./setting.ts";

const setting = useSetting();

const KEPT = ["Cache-Control", "max-age=3600"] as const;

/** A server that sends the header only if the request has an Origin, without `Vary`. */
const forOrigins = (request: LabRequest) => {
  const origin = headerOf(request, "origin");
  const allows = origin === null ? [] : [["Access-Control-Allow-Origin", origin] as const];
  return { headers: [KEPT, ["Date", new Date().toUTCString()] as const, ...allows] };
};

it.each(["image", "preload", "prefetch"] as const)(
  "names the %s for which a response was stored, also after a reload",
  async (kind) => {
    const { lab, browser, page } = setting;
    const id = `stored-for-${kind}`;
    lab.respond(id, forOrigins);
    const url = lab.url("cdn", id);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    for (const _load of ["first", "second"]) {
      await page.goto(`${lab.origins.page}/blank`);
      await page.evaluate(
        ([what, href]) =>
          new Promise((resolve) => {
            const element = what === "image" ? new Image() : document.createElement("link");
            Object.assign(element, { onload: resolve, onerror: resolve });
            if (element instanceof HTMLLinkElement) {
              Object.assign(element, { rel: what, as: "image", href });
              document.head.append(element);
            } else element.src = href;
          }),
        [kind, url] as const,
      );
      expect((await fetchIn(page, url)).outcome).toBe("rejected");
      // The element requested the same URL, and its row may be there first.
      const har = await exportHarWhen(panel, tells(url, { outcome: "blocked" }));
      const notes = exchangeOf(har, url)?.findings.map((finding) => finding.code);
      expect(notes).toEqual(["missing-allow-origin", "cached-for-another-request"]);
    }
    await browser.closePanel(panel);
  },
);

// Chromium does not store responses that CORS blocked: the next request goes to the server.
it("does not speak of the cache where it was not in play", async () => {
  const { lab, browser, page } = setting;
  lab.respond("fresh", { response: { headers: [KEPT] } });
  const url = lab.url("cdn", "fresh");
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  for (const _load of ["first", "second"]) {
    await page.goto(`${lab.origins.page}/blank`);
    await fetchIn(page, url);
    const har = await exportHarWhen(panel, tellsOf(url));
    const notes = exchangeOf(har, url)?.findings.map((finding) => finding.code);
    expect(notes).toEqual(["missing-allow-origin"]);
  }
  expect(lab.requests.filter(({ target }) => target.startsWith("/_/fresh"))).toHaveLength(2);
  await browser.closePanel(panel);
});
