import { beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { loadTyped, serveTyped, TYPED_RESPONSES, type TypedResponse } from "../lab/mime-types.ts";
import { BROWSERS } from "./driven-browser.ts";

const PASSES = { outcome: "allowed", cause: null };
const WANTED: Readonly<Record<"Chromium" | "Firefox", (response: TypedResponse) => object>> = {
  // Chromium refuses a type in the page's own process, without an event: CORS allowed it.
  Chromium: () => PASSES,
  // Firefox ends both wrong types and damaged responses in NS_ERROR_CORRUPTED_CONTENT.
  Firefox: ({ refused }) =>
    refused === null
      ? { ...PASSES, certainty: "certain" }
      : {
          outcome: "blocked",
          cause: { code: "mime-type", stage: "response" },
          certainty: refused,
          remedy: null,
        },
};

describe.each(BROWSERS)("in %s", (product, use) => {
  const browser = use();
  const urls: string[] = [];
  let har: CorsHar;

  beforeAll(async () => {
    const { lab, page } = browser;
    const panel = await page.openPanel();
    for (const [index, one] of TYPED_RESPONSES.entries()) {
      const url = serveTyped(lab, one, `typed-${index}`);
      await page.evaluate(loadTyped, one.kind, url);
      urls.push(url);
    }
    har = await panel.exportHarWhen((report) => urls.every((url) => tellsOf(url)(report)));
  });

  it.each(TYPED_RESPONSES.map((one, index) => ({ ...one, index })))(
    "a $kind of the type $type, nosniff $nosniff: Firefox's refusal $refused",
    ({ index, ...one }) => {
      expect(exchangeOf(har, urls[index] as string)).toMatchObject(WANTED[product](one));
    },
  );
});
