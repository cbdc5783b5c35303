import { expect, it } from "vitest";
import { loadTyped, serveTyped, TYPED_RESPONSES } from "../lab/mime-types.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, tellsOf, useSetting } from "./setting.ts";

const setting = useSetting();

// Chromium refuses a type in the page's own process, of which no event tells: CORS let it pass.
it.each(TYPED_RESPONSES.map((one, index) => ({ ...one, name: `typed-${index}` })))(
  "a $kind of the type $type, nosniff $nosniff: nothing is held against it",
  async ({ name, ...one }) => {
    const { lab, browser, page } = setting;
    const url = serveTyped(lab, one, name);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await page.evaluate(`(${loadTyped})(${JSON.stringify(one.kind)}, ${JSON.stringify(url)})`);
    const har = await exportHarWhen(panel, tellsOf(url));
    await browser.closePanel(panel);
    expect(exchangeOf(har, url)).toMatchObject({ outcome: "allowed", cause: null });
  },
);
