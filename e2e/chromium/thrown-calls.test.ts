import { expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { BLAMES_METHOD, THROWN_CALLS, throwAll } from "../lab/thrown-calls.ts";
import { exportHarWhen } from "./exports.ts";
import { useSetting } from "./setting.ts";

const setting = useSetting();

it("names what the browser refused first of a call that throws", async () => {
  const { lab, browser } = setting;
  const page = await browser.context.newPage();
  await page.goto(`${lab.origins.page}/blank`);
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await page.reload();
  const inits = THROWN_CALLS.map(({ init }) => init);
  const base = lab.url("apiA", "thrown");
  const errors = await page.evaluate(
    ([call, of, all]) => new Function("base", "inits", `return (${call})(base, inits)`)(of, all),
    [String(throwAll), base, inits] as const,
  );
  const rowOf = (har: CorsHar, index: number) =>
    har.log._cors.exchanges.filter(({ url }) => url.endsWith(`thrown-${index}.`));
  const har = await exportHarWhen(panel, (one) =>
    inits.every((_, index) => rowOf(one, index).some(({ outcome }) => outcome !== "pending")),
  );
  const told = THROWN_CALLS.map(({ name }, index) => {
    const [row, ...more] = rowOf(har, index);
    const blamed = BLAMES_METHOD.test(errors[index] ?? "") ? "method" : "other";
    return [name, blamed, row?.cause?.code, row?.certainty, more.length];
  });
  expect(told).toEqual(
    THROWN_CALLS.map(({ name, code }) => {
      const blamed = code === "invalid-call" ? "other" : "method";
      return [name, blamed, code, "certain", 0];
    }),
  );
  await panel.close();
  await page.close();
});
