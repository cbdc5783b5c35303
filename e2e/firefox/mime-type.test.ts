import { beforeAll, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { loadTyped, serveTyped, TYPED_RESPONSES } from "../lab/mime-types.ts";
import { exportHarWhen } from "./exports.ts";
import { useSetting } from "./setting.ts";

const setting = useSetting();
const urls: string[] = [];
let har: CorsHar;

beforeAll(async () => {
  const { lab, browser, page } = setting;
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  for (const [index, one] of TYPED_RESPONSES.entries()) {
    const url = serveTyped(lab, one, `typed-${index}`);
    await page.evaluate(loadTyped, one.kind, url);
    urls.push(url);
  }
  har = await exportHarWhen(browser, panel, (report) => urls.every((url) => tellsOf(url)(report)));
});

// Firefox ends both what is of a wrong type and what is damaged in NS_ERROR_CORRUPTED_CONTENT.
it.each(TYPED_RESPONSES.map((one, index) => ({ ...one, index })))(
  "a $kind of the type $type, nosniff $nosniff: refused, $refused",
  ({ index, refused }) => {
    const cause = { code: "mime-type", stage: "response" };
    expect(exchangeOf(har, urls[index] as string)).toMatchObject(
      refused === null
        ? { outcome: "allowed", cause: null, certainty: "certain" }
        : { outcome: "blocked", cause, certainty: refused, remedy: null },
    );
  },
);
