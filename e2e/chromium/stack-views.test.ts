import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { catchCopies } from "./copies.ts";
import { fetchIn, useSetting } from "./setting.ts";

const SITE = new URL("../../dist/site/index.html", import.meta.url).href;
const STATE = "#v=1&stack=express&origin=https://app.test&method=PUT&header=x-key&max-age=60";

/** In both themes, wide, narrow, and docked low: no axe violation, and nothing wider than the page. */
async function look(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const [width, height] of [
      [1200, 800],
      [1200, 272],
      [360, 640],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await violations(page), `${colorScheme}, ${width} × ${height}`).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `wider than ${width} pixels by`).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 1200, height: 800 });
}

const setting = useSetting();

/** The last copied text; waits until there is one. */
async function copied(page: Page, press: () => Promise<void>): Promise<string> {
  await page.evaluate("globalThis.copied = ''");
  await press();
  await page.waitForFunction("globalThis.copied !== ''");
  return page.evaluate<string>("globalThis.copied");
}

describe("the panel's change as a server's configuration", () => {
  let panel: Page;
  let tabId: number;
  const detail = () => panel.getByRole("region", { name: "Request in detail" });
  const choice = () => detail().getByRole("combobox", { name: "Server software" });
  const show = async (name: string) => {
    await panel.getByRole("option").filter({ hasText: name }).first().click();
    await detail().getByText(name).first().waitFor();
  };

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    const nginx = ["Server", "nginx/1.22.1"] as const;
    const allowed = ["Access-Control-Allow-Origin", lab.origins.page] as const;
    lab.respond("stack-put", {
      preflight: { status: 204, headers: [nginx, allowed] },
      response: { headers: [nginx] },
    });
    lab.respond("stack-get", { response: { headers: [nginx, allowed] } });
    lab.respond("stack-404", { response: { status: 404, headers: [nginx] } });
    lab.respond("stack-other", { response: { headers: [] } });
    tabId = await browser.tabIdOf(page);
    panel = await browser.openPanel(tabId);
    await catchCopies(panel.mainFrame());
    const init = { method: "PUT", headers: { "x-key": "1" } };
    await fetchIn(page, lab.url("apiA", "stack-put"), init);
    await fetchIn(page, lab.url("apiA", "stack-get"));
    await fetchIn(page, lab.url("apiA", "stack-404"));
    await fetchIn(page, lab.url("apiB", "stack-other"));
    await panel.getByRole("option").filter({ hasText: "stack-other" }).waitFor();
  });

  it("is that of the recognised stack, for the request and for the whole server", async () => {
    await show("stack-put");
    await detail().getByRole("tab", { name: "Server configuration" }).click();
    await expect.poll(() => choice().inputValue()).toBe("nginx");
    const blocks = () => detail().locator(".stack-steps").innerText();
    await expect.poll(blocks).toContain(`"${setting.lab.origins.page}" $http_origin;`);
    expect(await blocks()).toContain('1 "GET, PUT";');
    await detail().getByLabel("For this request").check();
    await expect.poll(blocks).toContain('1 "PUT";');
    expect(await blocks()).toContain('1 "x-key";');
    await detail().getByText("The preflight response came through: nginx").waitFor();
  });

  it("names the stack's classic mistake first where the recording shows it", async () => {
    await show("stack-404");
    await detail().locator(".stack-mistake").waitFor();
    expect(await detail().locator(".stack-mistake code").innerText()).toBe("add_header … always;");
  });

  it("is that of a stack of the reader's choice, found by typing, and copied", async () => {
    await show("stack-put");
    await choice().click();
    const options = detail().getByRole("listbox").getByRole("option");
    await expect.poll(() => options.first().innerText()).toMatch(/nginx\s+recognized/);
    await choice().fill("expre");
    await expect.poll(() => options.count()).toBe(1);
    await choice().press("ArrowDown");
    await choice().press("Enter");
    await expect.poll(() => choice().inputValue()).toBe("Express");
    const press = (name: string) => () =>
      detail().getByRole("button", { name, exact: true }).click();
    expect(await copied(panel, press("Copy block 3"))).toMatch(/^app\.use\(\n {2}cors\(\{/);
    const all = await copied(panel, press("Copy all"));
    expect(all).toMatch(/^Express \(/);
    expect(all).toContain("npm install cors");
    expect(await copied(panel, press("Copy commands"))).toMatch(
      /^# the preflight\ncurl -i -X OPTIONS[\s\S]*# {3}Access-Control-Allow-Headers: x-key/,
    );
    expect(await copied(panel, press("Copy page state"))).toMatch(/^#v=1&stack=express&origin=/);
  });

  it("has nothing for axe to object to", () => look(panel));

  it("opens as a page, filled in", async () => {
    const [page] = await Promise.all([
      setting.browser.context.waitForEvent("page"),
      detail().getByRole("link", { name: "Open as a page" }).click(),
    ]);
    await page.getByRole("heading", { name: "Express" }).waitFor();
    expect(await page.getByLabel("Request headers").inputValue()).toBe("x-key");
    await page.close();
  });

  it("remembers the choice for that host, and for no other", async () => {
    await expect
      .poll(() =>
        setting.browser.worker.evaluate(async () => {
          type Local = { get(key: string): Promise<{ panel?: { stacks?: unknown } }> };
          const { storage } = (globalThis as unknown as { chrome: { storage: { local: Local } } })
            .chrome;
          return JSON.stringify((await storage.local.get("panel")).panel?.stacks ?? []);
        }),
      )
      .toContain('"express"');
    await setting.browser.closePanel(panel);
    panel = await setting.browser.openPanel(tabId);
    await show("stack-404");
    await expect.poll(() => choice().inputValue()).toBe("Express");
    await detail().getByText("The responses show: nginx").waitFor();
    await show("stack-other");
    await detail().getByText("The responses do not show the server software").waitFor();
    expect(await choice().inputValue()).toBe("");
  });
});

describe("the page of configurations, as a file", () => {
  let site: Page;
  const requests: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    site = await setting.browser.context.newPage();
    site.on("request", (request) => requests.push(request.url()));
    site.on("pageerror", (error) => errors.push(error.message));
    site.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await site.goto(SITE + STATE);
    await catchCopies(site.mainFrame());
    await site.getByRole("heading", { name: "Express" }).waitFor();
  });

  it("shows what its fragment says, and has it follow what is typed", async () => {
    const code = () => site.locator(".stack-steps").innerText();
    expect(await code()).toContain('origin: ["https://app.test"]');
    await site.getByText(/^Made on .*2\d{3} for cors 2\.8\.0 or later/).waitFor();
    await site.getByLabel("Methods").fill("GET, PATCH");
    await site.getByLabel("Allow credentials").check();
    await expect.poll(code).toContain('methods: ["GET", "PATCH"]');
    expect(await code()).toContain("credentials: true");
    expect(await site.evaluate("location.hash")).toBe(
      "#v=1&stack=express&origin=https://app.test&method=GET&method=PATCH&header=x-key&credentials=true&max-age=60",
    );
    await site.getByLabel("Allowed origins").fill("*");
    await site.getByText("* is not valid for credentialed requests").waitFor();
    const press = () => site.getByRole("button", { name: "Copy page state" }).click();
    expect(await copied(site, press)).toContain("&origin=*&");
    await site.getByText("has no public address yet").waitFor();
  });

  it("has a permalink that opens it from the disk as it is", async () => {
    await site.goto(SITE + STATE);
    await site.getByLabel("Request headers").fill("x-key, x-other");
    const link = site.getByRole("link", { name: "Permalink" });
    await expect
      .poll(() => link.evaluate((a: HTMLAnchorElement) => a.href))
      .toBe(SITE + STATE.replace("&max-age", "&header=x-other&max-age"));
    const [copy] = await Promise.all([
      setting.browser.context.waitForEvent("page"),
      link.click({ modifiers: ["ControlOrMeta"] }),
    ]);
    await copy.getByRole("heading", { name: "Express" }).waitFor();
    const steps = (page: Page) => page.locator(".stack-steps").innerText();
    expect(await steps(copy)).toBe(await steps(site));
    expect(await copy.getByLabel("Request headers").inputValue()).toBe("x-key\nx-other");
    await copy.close();
  });

  it.each([
    ["#v=1&stack=<img src=x onerror=document.title=1>", "no configuration for <img src=x onerror"],
    [
      "#v=1&stack=nginx&method=GET&origin=https://a.test%22;evil",
      'omits the origin https://a.test";evil',
    ],
    ["#v=1&stack=nginx&method=GET&origin=https://ok.test&header=%3Cb%3E", "omits the header <b>"],
    ["#v=1&%zz", "The link is malformed."],
    ["#v=9", "for another version of this page"],
    [`#v=1&origin=${"x".repeat(20_000)}`, "The link is too long."],
  ])("shows %.40s as text, or refuses it in words", async (fragment, text) => {
    await site.evaluate((hash) => {
      location.hash = hash;
    }, fragment);
    await expect.poll(() => site.locator("body").innerText()).toContain(text);
    expect(await site.locator("img, b, script[src]").count()).toBe(0);
  });

  it("has nothing for axe to object to, with a configuration and without", async () => {
    await site.evaluate((hash) => {
      location.hash = hash;
    }, STATE);
    await site.getByRole("heading", { name: "Express" }).waitFor();
    await look(site);
    await site.evaluate(() => {
      location.hash = "";
    });
    await site.getByText("Choose the server software to see").waitFor();
    await look(site);
  });

  it("makes no request and no error", () => {
    expect(requests).toEqual([SITE]);
    expect(errors).toEqual([]);
  });
});
