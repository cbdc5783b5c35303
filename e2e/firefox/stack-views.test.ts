import { expect, it } from "vitest";
import type { Document } from "./document.ts";
import { fetchIn, useSetting } from "./setting.ts";

const SITE = new URL("../../dist/site/index.html", import.meta.url).href;

const setting = useSetting();

/** Keeps copied texts: a script's click may not write to the clipboard. */
const catchCopies = (panel: Document) =>
  panel.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      (globalThis as { copied?: string }).copied = text;
    };
  });

const showRequest = (panel: Document, name: string) =>
  panel.waitFor((text) => {
    const options = [...document.querySelectorAll<HTMLElement>("[role=option]")];
    const option = options.find((one) => one.innerText.includes(text));
    option?.click();
    return option !== undefined;
  }, name);

const chosenIs = (panel: Document, title: string) =>
  panel.waitFor(
    (wanted) => document.querySelector<HTMLInputElement>("#stack-choice")?.value === wanted,
    title,
  );

it("the panel shows the change as a configuration, copies it, and remembers the stack", async () => {
  const { lab, browser, page } = setting;
  lab.respond("stack-get", { response: { headers: [["Server", "nginx/1.22.1"]] } });
  const tabId = await browser.tabIdOf(page);
  let panel = await browser.openPanel(tabId);
  await catchCopies(panel);
  await fetchIn(page, lab.url("apiA", "stack-get"));
  await showRequest(panel, "stack-get");
  await panel.press("Server configuration");
  await chosenIs(panel, "nginx");
  await panel.evaluate(() => document.querySelector<HTMLElement>("#stack-choice")?.click());
  await panel.waitFor(() => {
    const options = [...document.querySelectorAll<HTMLElement>("#stack-options [role=option]")];
    const option = options.find((one) => one.innerText.startsWith("Express"));
    option?.click();
    return option !== undefined;
  });
  await chosenIs(panel, "Express");
  await panel.press("Copy all");
  const text = await panel.waitFor(() => (globalThis as { copied?: string }).copied);
  expect(text).toContain(`origin: ["${lab.origins.page}"]`);
  await browser.inside.waitFor(async () => {
    type Local = { get(key: string): Promise<{ panel?: { stacks?: unknown } }> };
    const { storage } = (globalThis as unknown as { browser: { storage: { local: Local } } })
      .browser;
    return JSON.stringify((await storage.local.get("panel")).panel?.stacks)?.includes("express");
  });
  await panel.close();
  panel = await browser.openPanel(tabId);
  await showRequest(panel, "stack-get");
  await chosenIs(panel, "Express");

  // The panel's own link opens the filled-in page.
  const href = await panel.waitFor(
    () => document.querySelector<HTMLAnchorElement>(".stack-page a")?.href,
  );
  const opened = await browser.newPage();
  await opened.gotoInExtension(href as string);
  await opened.waitFor(() => document.querySelector("h2")?.textContent === "Express");
  await opened.close();
  await panel.close();
});

it("the page of configurations works as a file, without a request", async () => {
  const site = await setting.browser.newPage();
  await site.goto(`${SITE}#v=1&stack=caddy&origin=https://app.test&method=PUT`);
  await site.waitFor(() => document.querySelector("h2")?.textContent === "Caddy");
  expect(await site.text()).toContain("https://app.test");
  const seen = await site.evaluate(() => performance.getEntriesByType("resource").length);
  expect(seen).toBe(0);
  await site.evaluate(() => {
    location.hash = "#v=1&stack=caddy&max-age=%3Cimg%3E";
  });
  await site.waitFor(() => document.body.innerText.includes("The link has a value"));
  expect(await site.evaluate(() => document.querySelectorAll("img").length)).toBe(0);
  await site.close();
});
