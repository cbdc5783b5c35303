import { beforeAll, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { loadTyped, serveTyped, TYPED_RESPONSES } from "../lab/mime-types.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, tellsOf, useSetting } from "./setting.ts";

const setting = useSetting();
const urls: string[] = [];
let har: CorsHar;

beforeAll(async () => {
  const { lab, browser, page } = setting;
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  for (const [index, one] of TYPED_RESPONSES.entries()) {
    const url = serveTyped(lab, one, `typed-${index}`);
    await page.evaluate(`(${loadTyped})(${JSON.stringify(one.kind)}, ${JSON.stringify(url)})`);
    urls.push(url);
  }
  har = await exportHarWhen(panel, (report) => urls.every((url) => tellsOf(url)(report)));
});

// Chromium refuses a type in the page's own process, of which no event tells: CORS let it pass.
it.each(TYPED_RESPONSES.map((one, index) => ({ ...one, index })))(
  "a $kind of the type $type, nosniff $nosniff: nothing is held against it",
  ({ index }) => {
    expect(exchangeOf(har, urls[index] as string)).toMatchObject({
      outcome: "allowed",
      cause: null,
    });
  },
);
