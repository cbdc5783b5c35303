import { expect, it } from "vitest";
import { CHROMIUM } from "../../src/verdict/lanes/chromium.ts";
import { ALLOWS_EACH, preflightsOf, SAFELIST_LINES, sendEach } from "../lab/safelist-values.ts";
import { useSetting } from "./setting.ts";

const setting = useSetting();

// https://fetch.spec.whatwg.org/#cors-safelisted-request-header, and cors.cc
it("knows by its bytes which request header needs a preflight", async () => {
  const { lab, page } = setting;
  lab.respond("safelist", ALLOWS_EACH);
  await page.evaluate(
    `(${sendEach})(...${JSON.stringify([lab.url("apiA", "safelist"), SAFELIST_LINES])})`,
  );
  const { seen, wanted } = preflightsOf(lab, "safelist", CHROMIUM.safelist);
  expect(seen).toEqual(wanted);
});
