import { afterEach, beforeEach, expect, it } from "vitest";
import type { Document } from "./document.ts";
import { fetchIn, useSetting } from "./setting.ts";

const setting = useSetting();
let panel: Document;

beforeEach(async () => {
  const { browser, lab, page } = setting;
  await page.goto(`${lab.origins.page}/blank`);
  panel = await browser.openPanel(await browser.tabIdOf(page));
  await page.reload();
});
afterEach(() => setting.browser.closePanel(panel));

/** The row of a request, once it exists; also shows its details. */
const rowOf = (part: string) =>
  panel.waitFor((text) => {
    const rows = [...document.querySelectorAll<HTMLElement>(".list-rows [role=option]")];
    const row = rows.find(({ innerText }) => innerText.includes(text) && /llowed/.test(innerText));
    row?.click();
    return row?.innerText;
  }, part);

const detail = () =>
  panel.evaluate(() => document.querySelector<HTMLElement>("#detail")?.innerText ?? "");

// Firefox's probe does not run in workers, and no request header shows the credentials.
it.each(["Worker", "SharedWorker"] as const)(
  "says what the request of a %s hangs on, and gives no advice that cannot help",
  async (kind) => {
    const { lab, page } = setting;
    const id = `read-by-${kind}`;
    lab.respond(id, { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    await page.evaluate(
      (url, name) => {
        const blob = new Blob([`fetch(${JSON.stringify(url)})`], { type: "text/javascript" });
        const source = URL.createObjectURL(blob);
        if (name === "Worker") new Worker(source);
        else new SharedWorker(source);
      },
      lab.url("apiA", id),
      kind,
    );
    expect(await rowOf(id)).toMatch(/probably allowed/);
    await expect.poll(detail).toMatch(/Probably nothing to change/);
    const text = await detail();
    expect(text).toMatch(/Allowed if the request sends no cookies/);
    expect(text).toMatch(/Crosscheck cannot see inside workers/);
    expect(text).toMatch(/Only if the request includes cookies, send/);
    expect(text).not.toMatch(/with this panel open|Open this panel before/);
  },
);

it("says nothing of the kind of the page's own request, which the probe saw", async () => {
  const { lab, page } = setting;
  lab.respond("read-by-page", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
  await fetchIn(page, lab.url("apiA", "read-by-page"));
  expect(await rowOf("read-by-page")).not.toMatch(/probably/);
  await expect.poll(detail).toMatch(/No CORS problem/);
  expect(await detail()).not.toMatch(/workers|Probably|Only if/);
});

// Firefox joins the lines for extensions, whatever the case of the name: only its toolbox can distinguish
// them.
it.each(["Access-Control-Allow-Origin", "access-control-allow-origin"])(
  "says in a tab who can tell how many lines of %s there were",
  async (name) => {
    const { lab, page } = setting;
    const id = `joined-${name}`;
    const headers = [
      [name, "*"],
      [name, "*"],
    ] as const;
    lab.respond(id, { response: { headers } });
    await fetchIn(page, lab.url("apiA", id));
    await panel.waitFor((text) => {
      const rows = [...document.querySelectorAll<HTMLElement>(".list-rows [role=option]")];
      rows.find(({ innerText }) => innerText.includes(text))?.click();
      return /The CORS panel in the developer tools shows/.test(document.body.innerText);
    }, id);
    expect(await detail()).not.toMatch(/The header was sent/);
  },
);
