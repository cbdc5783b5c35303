import { describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { BLAMES_METHOD, THROWN_CALLS, throwAll } from "../lab/thrown-calls.ts";
import { BROWSERS } from "./driven-browser.ts";

describe.each(BROWSERS)("in %s", (_product, use) => {
  const browser = use();

  it("names what the browser refused first of a call that throws", async () => {
    const { lab, page } = browser;
    await page.goto(`${lab.origins.page}/blank`);
    const panel = await page.openPanel();
    await page.reload();
    const inits = THROWN_CALLS.map(({ init }) => init);
    const errors = await page.evaluate(throwAll, lab.url("apiA", "thrown"), inits);
    const rowsOf = (har: CorsHar, index: number) =>
      har.log._cors.exchanges.filter(({ url }) => url.endsWith(`thrown-${index}.`));
    const har = await panel.exportHarWhen((one) =>
      inits.every((_, index) => rowsOf(one, index).some(({ outcome }) => outcome !== "pending")),
    );
    const found = THROWN_CALLS.map(({ name }, index) => {
      const [row, ...more] = rowsOf(har, index);
      const blamed = BLAMES_METHOD.test(errors[index] ?? "") ? "method" : "other";
      return [name, blamed, row?.cause?.code, row?.certainty, more.length];
    });
    expect(found).toEqual(
      THROWN_CALLS.map(({ name, code }) => {
        const blamed = code === "invalid-call" ? "other" : "method";
        return [name, blamed, code, "certain", 0];
      }),
    );
  });
});
