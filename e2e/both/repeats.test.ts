import { beforeAll, describe, expect, it } from "vitest";
import { likeWanted, REPEATS, rowsOf, wantedRows } from "../lab/repeats.ts";
import { BROWSERS, type DrivenPanel } from "./driven-browser.ts";

describe.each(BROWSERS)(
  "calls of one URL in %s, each with its own request or none",
  (product, use) => {
    const browser = use();
    let panel: DrivenPanel;

    beforeAll(async () => {
      const { lab, page } = browser;
      await page.goto(`${lab.origins.page}/blank`);
      panel = await page.openPanel();
    });

    it.each(REPEATS.map((one, i) => [one.name, one, i] as const))(
      "%s",
      async (_name, repeat, i) => {
        const { lab, page } = browser;
        const id = `repeat-${i}`;
        const url = repeat.prepare(lab, id);
        await page.reload();
        await page.evaluate(repeat.run, url);
        const rows = wantedRows(repeat, product);
        const wanted = rows.map((row) => expect.objectContaining(row));
        let found = likeWanted([], rows);
        await panel.exportHarWhen((har) => {
          found = likeWanted(rowsOf(har, id), rows);
          return (
            found.length === rows.length &&
            wanted.every((row, at) => row.asymmetricMatch(found[at]))
          );
        });
        expect(found).toEqual(wanted);
      },
    );
  },
);
