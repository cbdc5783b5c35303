import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import {
  SECRET_HEADERS,
  SECRET_PARAMETERS,
  SECRET_PATHS,
} from "../../src/report/secrets.test-table.ts";
import { catchCopies } from "./copies.ts";
import { exportHar, exportHarWhen, exportMarkdown } from "./exports.ts";
import { fetchIn, tellsOf, useSetting } from "./setting.ts";

/** A letter, a digit and a number of its own: what of it is left in a text can be told. */
const secretOf = (number: number) => `Zq7${String(number).padStart(4, "0")}kX9vB2mW4`;
const ANY_SECRET = /Zq7\d{4}kX9/;

/** Of every item that a copy menu or button offers of what is shown, the text. */
async function copiesOf(panel: Page): Promise<string[]> {
  const texts: string[] = [];
  const copied = () => panel.evaluate(() => (globalThis as { copied?: string }).copied ?? "");
  const take = async (press: () => Promise<void>) => {
    await panel.evaluate(() => {
      (globalThis as { copied?: string }).copied = "";
    });
    await press();
    await expect.poll(copied).not.toBe("");
    texts.push(await copied());
  };
  const detail = panel.getByRole("region", { name: /in detail/ });
  const menu = detail.getByRole("button", { name: "Copy", exact: true });
  await menu.click();
  const items = await detail.getByRole("menuitem").allInnerTexts();
  await menu.press("Escape");
  for (const name of items) {
    await menu.click();
    await take(() => detail.getByRole("menuitem", { name, exact: true }).click());
  }
  const change = detail.getByRole("button", { name: "Copy the change" });
  if ((await change.count()) > 0) await take(() => change.click());
  return texts;
}

describe("a recording full of secrets", () => {
  const setting = useSetting();

  it("gives none of them away, in any export or any copied item", async () => {
    const { lab, browser, page } = setting;
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await catchCopies(panel.mainFrame());
    await page.reload();
    let planted = 0;
    const next = () => secretOf(planted++);

    const cors = [
      ["Access-Control-Allow-Origin", lab.origins.page],
      ["Access-Control-Allow-Headers", "*"],
    ] as const;
    const headers = SECRET_HEADERS.filter((name) => !/cookie|^proxy-/i.test(name));
    const response = headers.map((name) => [name, next()] as const);
    lab.answer("open", {
      preflight: { status: 204, headers: cors },
      response: { headers: [...cors, ...response] },
    });
    lab.answer("shut", {
      preflight: { status: 403, headers: response },
      response: { headers: response },
    });

    const query = (names: readonly string[]) =>
      `?${names.map((name) => `${name}=${next()}`).join("&")}`;
    const half = Math.ceil(SECRET_PARAMETERS.length / 2);
    await fetchIn(page, lab.url("apiA", "open", query(SECRET_PARAMETERS.slice(0, half))), {
      headers: Object.fromEntries(headers.map((name) => [name, next()])),
    });
    await fetchIn(page, lab.url("apiA", "shut", query(SECRET_PARAMETERS.slice(half))), {
      method: "PUT",
      headers: { "X-Api-Key": next(), "Content-Type": "application/json" },
    });
    const { origin } = new URL(lab.url("apiA", "shut"));
    for (const path of SECRET_PATHS) await fetchIn(page, origin + path.replaceAll("§", next()));
    // An image that a policy refuses is never requested: all that is known of it is its URL.
    const refused = `${origin}/x.png?access_token=${next()}`;
    await page.evaluate((url) => {
      const policy = document.createElement("meta");
      policy.httpEquiv = "Content-Security-Policy";
      policy.content = "img-src 'none'";
      document.head.append(policy);
      document.body.append(Object.assign(new Image(), { src: url }));
    }, refused);
    expect(planted).toBeGreaterThan(200);

    const har = await exportHarWhen(
      panel,
      (it) => JSON.stringify(it).includes("/x.png") && tellsOf(`${origin}/session/redacted`)(it),
    );
    expect(har.log._cors.exchanges.some(({ url }) => url.includes("/x.png"))).toBe(true);
    const texts = [JSON.stringify(har), await exportMarkdown(panel)];
    const rows = panel.getByRole("option");
    for (const of of ["/x.png", "_/open", "_/shut", "/session/", "/services/"]) {
      await panel.getByLabel("Filter").fill(of);
      await expect.poll(() => rows.count()).toBeLessThan(4);
      await rows.first().click();
      texts.push(...(await copiesOf(panel)));
    }
    await panel.getByLabel("Filter").fill("");
    await panel.getByRole("tab", { name: /^Issues/ }).click();
    await rows.first().click();
    const copyOfIssue = panel.getByRole("button", { name: "Copy", exact: true });
    if ((await copyOfIssue.count()) > 0) {
      await copyOfIssue.first().click();
      await panel.getByText("Copied").first().waitFor();
      texts.push(await panel.evaluate(() => (globalThis as { copied?: string }).copied ?? ""));
    }
    expect(texts.length).toBeGreaterThan(25);
    for (const text of texts)
      expect(
        ANY_SECRET.exec(text) &&
          text.slice(Math.max(0, text.search(ANY_SECRET) - 150)).slice(0, 250),
      ).toBe(null);

    // What was looked for is there to be found.
    await panel.getByLabel("With secrets").check();
    expect(JSON.stringify(await exportHar(panel))).toMatch(ANY_SECRET);
    await panel.close();
  });
});
