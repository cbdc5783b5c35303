import { describe, expect, it } from "vitest";
import { likeWanted, REPEATS, rowsOf } from "../lab/repeats.ts";
import { exportHarWhen } from "./exports.ts";
import { useSetting } from "./setting.ts";

describe("calls of one URL, each with its own request or none", () => {
  const setting = useSetting();

  it.each(REPEATS.map((one, i) => [one.name, one, i] as const))("%s", async (_name, repeat, i) => {
    const { lab, browser, page } = setting;
    const id = `repeat-${i}`;
    const url = repeat.prepare(lab, id);
    await page.goto(`${lab.origins.page}/blank`);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await page.reload();
    await page.evaluate(repeat.run, url);
    const rows = "firefox" in repeat.rows ? repeat.rows.firefox : repeat.rows;
    const wanted = rows.map((row) => expect.objectContaining(row));
    let found = likeWanted([], rows);
    await exportHarWhen(browser, panel, (har) => {
      found = likeWanted(rowsOf(har, id), rows);
      return (
        found.length === rows.length && wanted.every((row, at) => row.asymmetricMatch(found[at]))
      );
    });
    await browser.closePanel(panel);
    expect(found).toEqual(wanted);
  });
});
