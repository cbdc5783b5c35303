import { beforeAll, describe, expect, it } from "vitest";
import type { HeaderLine } from "../../src/http/header-list.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import type { ResponseSpec } from "../lab/lab-response.ts";
import { BROWSERS } from "./driven-browser.ts";

const SCRIPT: HeaderLine = ["Content-Type", "text/javascript"];
const HTML: HeaderLine = ["Content-Type", "text/html"];
const COEP: HeaderLine = ["Cross-Origin-Embedder-Policy", "require-corp"];
const elsewhere = (location: string): ResponseSpec => ({
  status: 302,
  headers: [["Location", location]],
});

/** What loads a URL: each ends in the browser's own refusal, without an error that names the reason. */
type Loader = "worker" | "module worker" | "service worker" | "object";
// biome-ignore format: a table is read by its columns.
const CASES = [
  ["worker", "without the page's policy", { headers: [SCRIPT] }, "coep-frame"],
  ["module worker", "without the page's policy", { headers: [SCRIPT] }, "coep-frame"],
  ["worker", "with the page's policy", { headers: [SCRIPT, COEP] }, null],
  ["worker", "redirected to another origin", elsewhere("http://localhost:1/b.js"), "disallowed-by-mode"],
  ["service worker", "that is a page", { headers: [HTML], body: "<!doctype html>" }, "mime-type"],
  ["service worker", "that is redirected", elsewhere("/b.js"), "redirect-mode-error"],
  ["object", "that may not be framed", { headers: [HTML, COEP, ["Cross-Origin-Resource-Policy", "cross-origin"], ["X-Frame-Options", "DENY"]] }, "frame-not-allowed"],
  ["object", "that may be framed", { headers: [HTML, COEP, ["Cross-Origin-Resource-Policy", "cross-origin"]] }, null],
] as const satisfies readonly (readonly [Loader, string, ResponseSpec, string | null])[];

describe.each(BROWSERS)(
  "in %s, what a browser refuses without naming the reason",
  (_product, use) => {
    const browser = use();
    const urls: string[] = [];
    let har: CorsHar;

    beforeAll(async () => {
      const { lab, page } = browser;
      lab.respond("isolated", { response: { headers: [HTML, COEP], body: "<!doctype html>" } });
      await page.goto(lab.url("page", "isolated"));
      const panel = await page.openPanel();
      for (const [index, [loader, , response]] of CASES.entries()) {
        const id = `unnamed-${index}`;
        lab.respond(id, { response });
        const url = lab.url(loader === "object" ? "apiA" : "page", id);
        await page.evaluate(load, loader, url);
        urls.push(url);
      }
      har = await panel.exportHarWhen((report) => urls.every((url) => tellsOf(url)(report)));
    });

    it.each(CASES.map(([loader, what, , code], index) => ({ loader, what, code, index })))(
      "a $loader $what: $code",
      ({ code, index }) => {
        const { outcome, cause } = exchangeOf(har, urls[index] as string) ?? {};
        expect([outcome, cause?.code ?? null]).toEqual([
          code === null ? "allowed" : "blocked",
          code,
        ]);
      },
    );
  },
);

/** Loads the URL. Runs in the page, so it can use nothing from outside. */
function load(loader: Loader, url: string): void {
  if (loader === "service worker") {
    navigator.serviceWorker.register(url).catch(() => {});
  } else if (loader === "object") {
    const type = "text/html";
    document.body.append(Object.assign(document.createElement("object"), { data: url, type }));
  } else {
    const worker = new Worker(url, { type: loader === "worker" ? "classic" : "module" });
    // A worker that nothing refers to may end before its script was checked.
    Object.assign(window, { [url]: worker });
  }
}
