import { expect, it } from "vitest";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { loadTyped, serveTyped, TYPED_RESPONSES } from "../lab/mime-types.ts";
import { exportHarWhen } from "./exports.ts";
import { useSetting } from "./setting.ts";

const setting = useSetting();

// Firefox ends both what is of a wrong type and what is damaged in NS_ERROR_CORRUPTED_CONTENT.
it.each(TYPED_RESPONSES.map((one, index) => ({ ...one, name: `typed-${index}` })))(
  "a $kind of the type $type, nosniff $nosniff: refused, $refused",
  async ({ name, ...one }) => {
    const { lab, browser, page } = setting;
    const url = serveTyped(lab, one, name);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await page.evaluate(loadTyped, one.kind, url);
    const har = await exportHarWhen(browser, panel, tellsOf(url));
    await browser.closePanel(panel);
    const cause = { code: "mime-type", stage: "response" };
    expect(exchangeOf(har, url)).toMatchObject(
      one.refused === null
        ? { outcome: "allowed", cause: null, certainty: "certain" }
        : { outcome: "blocked", cause, certainty: one.refused, remedy: null },
    );
  },
);
