import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import { catchCopies } from "./copies.ts";
import { fetchIn, respondThree, speak, useSetting } from "./setting.ts";

/** The focused element as text; null if none has the focus, or its focus is not visible. */
function focused(panel: Page): Promise<string | null> {
  return panel.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (element === null || element === document.body) return null;
    const name = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
    const { top, left, bottom, right } = element.getBoundingClientRect();
    const isInSight = top < innerHeight && left < innerWidth && bottom > 0 && right > 0;
    // The list shows the focus at its head and at the selected row.
    const shown = element.matches("[role=listbox]")
      ? (document.querySelector(".list-head") as Element)
      : element;
    const { outlineStyle, outlineWidth, borderBottomColor } = getComputedStyle(shown);
    const outlined = outlineStyle !== "none" && outlineWidth !== "0px";
    const focus = getComputedStyle(document.documentElement).getPropertyValue("--focus");
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = focus;
    const focusColor = getComputedStyle(probe).color;
    probe.remove();
    const isSeen =
      outlined || borderBottomColor === focusColor || element.matches("[role=menuitem]");
    return isInSight && isSeen ? `${element.localName} ${name.slice(0, 60)}` : null;
  });
}

describe("the panel, by the keyboard alone", () => {
  const setting = useSetting();
  let panel: Page;

  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await panel.keyboard.press(key);
      await expect.poll(() => focused(panel), { message: `the focus after ${key}` }).not.toBeNull();
    }
  };
  const type = (text: string) => panel.keyboard.type(text);
  const isOn = (name: RegExp) =>
    expect.poll(() => focused(panel), { message: `the focus is on ${name}` }).toMatch(name);
  /** Presses Tab until the wanted element has the focus. */
  const goTo = async (name: RegExp, key = "Tab") => {
    const passed: (string | null)[] = [];
    for (let steps = 0; steps < 120; steps++) {
      await panel.keyboard.press(key);
      const at = await focused(panel);
      passed.push(at);
      if (at !== null && name.test(at)) return;
    }
    throw new Error(`${key} does not lead to ${name}, but to ${passed.join(" | ")}`);
  };
  const isSuggested = (text: string) =>
    panel.getByRole("listbox", { name: "Suggestions" }).getByText(text).first().waitFor();
  const chosen = () => panel.getByRole("option", { selected: true }).innerText();
  const detail = () => panel.getByRole("region", { name: "Request in detail" });
  const rows = () => panel.getByRole("option");

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    respondThree(lab, "keys");
    panel = await browser.openPanel(await browser.tabIdOf(page));
    await fetchIn(page, lab.url("apiA", "keys-put"), { method: "PUT" });
    await fetchIn(page, lab.url("apiA", "keys-get"));
    await fetchIn(page, lab.url("apiA", "keys-open"));
    await panel.getByRole("option").filter({ hasText: "keys-open" }).waitFor();
    await catchCopies(panel.mainFrame());
    await panel.bringToFront();
    // Keyboard navigation begins at the top of the document.
    await panel.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    });
  });

  it("reaches everything, in order, and shows where it is", async () => {
    const stops: string[] = [];
    await panel.keyboard.press("Tab");
    for (let at = await focused(panel); at !== stops[0]; at = await focused(panel)) {
      // After the last element comes the browser itself, if it has a window.
      if (at !== null) stops.push(at);
      else expect(await panel.evaluate(() => document.activeElement === document.body)).toBe(true);
      expect(stops.length).toBeLessThan(40);
      if (at === null) break;
      await panel.keyboard.press("Tab");
    }
    const wanted = [
      /Go to the list/,
      /Pause/,
      /Clear/,
      /Requests/,
      /Filter/,
      /input/,
      /input/,
      /Export HAR/,
      /Export Markdown/,
      /Export HTML/,
      /input/,
      /Save a bug report/,
      /Settings/,
      /All/,
      /Blocked/,
      /Not CORS/,
      /Opaque/,
      /Allowed/,
      /Columns and order/,
      /Requests/,
    ];
    expect(stops.map((stop, index) => wanted[index]?.test(stop) === true || stop)).toEqual(
      wanted.map(() => true),
    );
  });

  it("is at the list in two keys from the top, and in one from the filter", async () => {
    await panel.evaluate(() => document.body.focus());
    await goTo(/Go to the list/, "Shift+Tab");
    await press("Enter");
    await isOn(/div Requests/);
    await press("/");
    await type("keys");
    await press("Enter");
    await isOn(/div Requests/);
    await press("/", "Escape", "Escape");
  });

  it("sorts the list by a column, turns its order round, and back to the order of recording", async () => {
    const urls = () => rows().evaluateAll((all) => all.map((row) => row.textContent ?? ""));
    const order = async () =>
      (await urls()).map((text) => /keys-(\w+)/.exec(text)?.[1] ?? text).join(" ");
    const sortBy = async (name: RegExp) => {
      await goTo(/Columns and order/);
      await press("Enter");
      await goTo(name, "ArrowUp");
      await press("Enter", "Escape");
      await isOn(/Columns and order/);
    };
    await sortBy(/button Method/);
    await expect.poll(order).toBe("get open put");
    await sortBy(/button Method/);
    await expect.poll(order).toBe("put get open");
    await sortBy(/As recorded/i);
    await expect.poll(order).toBe("put get open");
    await sortBy(/button URL/);
    await expect.poll(order).toBe("get open put");
    await sortBy(/As recorded/i);
    await expect.poll(order).toBe("put get open");
  });

  it("filters, completes, and takes filters off", async () => {
    await press("/");
    await isOn(/Filter/);
    await type("met");
    await isSuggested("method:");
    await press("ArrowDown", "Enter");
    await type("PU");
    await isSuggested("method:PUT");
    await press("ArrowDown", "Enter");
    await expect.poll(() => panel.getByLabel("Filter").inputValue()).toBe("method:PUT ");
    await type("-nothing");
    await expect.poll(() => rows().count()).toBe(1);
    await goTo(/Remove method:PUT/);
    await press("Enter");
    await isOn(/Remove -nothing/);
    await press("Enter");
    await expect.poll(() => rows().count()).toBe(3);
    expect(await focused(panel)).not.toBeNull();
    await press("/");
    await type("nowhere");
    await goTo(/Show all/);
    await press("Enter");
    await isOn(/div Requests/);
  });

  it("says how many are shown, at rest", async () => {
    await press("/");
    const said = () => panel.locator(".status-bar [aria-live]").innerText();
    await type("nowhere");
    await expect.poll(said).toMatch(/^0 requests/);
    await press("Escape");
    await expect.poll(said).toMatch(/^3 requests, Blocked 2, Allowed 1/);
    await press("Escape");
    await isOn(/div Requests/);
  });

  it("narrows by the chips", async () => {
    await goTo(/Allowed/, "Shift+Tab");
    await press("Space");
    await expect.poll(() => rows().count()).toBe(1);
    await press("Space");
    await expect.poll(() => rows().count()).toBe(3);
  });

  it("walks through the list and into a request, and back", async () => {
    await goTo(/div Requests/);
    await press("Home");
    await expect.poll(chosen).toContain("keys-put");
    await press("ArrowDown", "End", "ArrowUp", "PageUp");
    await expect.poll(chosen).toContain("keys-put");
    await press("Enter");
    await isOn(/section Request in detail/);
    await press("Escape");
    await isOn(/div Requests/);
    expect(await detail().count()).toBe(0);
  });

  it("copies, and says so", async () => {
    await press("Enter");
    await isOn(/section Request in detail/);
    await goTo(/button Copy/);
    await press("Enter");
    await isOn(/Preflight as curl/);
    await press("ArrowDown", "Enter");
    await isOn(/button Copy/);
    await detail().getByRole("status").getByText("Copied").waitFor();
    expect(await panel.evaluate(() => (globalThis as { copied?: string }).copied)).toContain(
      "-X PUT",
    );
    await press("Enter");
    await isOn(/Preflight as curl/);
    await press("Escape");
    await isOn(/button Copy/);
    expect(await detail().count()).toBe(1);
  });

  it("unfolds every section", async () => {
    const titles = await detail().locator(".section > summary").allInnerTexts();
    expect(titles.length).toBeGreaterThan(3);
    for (const title of titles) {
      const name = title.split("\n")[0] as string;
      await goTo(new RegExp(`summary ${name.replace(/[^\w ]/g, ".")}`));
      await press("Enter");
      // Content that loads late would move the next element out of view.
      const body = panel.locator("details:has(> summary:focus) > .section-body");
      await expect.poll(() => body.innerText()).not.toMatch(/^(?:Loading…)?$/);
    }
  });

  it("supposes something else, and goes back to what was", async () => {
    await goTo(/Requesting origin|input/);
    const said = () => detail().locator(".predicted").innerText();
    await goTo(/select/);
    await press("End");
    await expect.poll(said).toMatch(/With your changes/);
    await goTo(/button Reset/);
    await press("Enter");
    await expect.poll(said).toMatch(/Recorded: /);
    expect(await focused(panel)).not.toBeNull();
  });

  it("moves the border between list and request", async () => {
    await press("Escape");
    await isOn(/div Requests/);
    await press("Enter");
    await isOn(/section Request in detail/);
    await goTo(/Width of the list/, "Shift+Tab");
    const width = () => panel.getByRole("separator").getAttribute("aria-valuenow");
    const before = Number(await width());
    await press("ArrowLeft");
    await expect.poll(async () => Number(await width())).toBe(before - 4);
    await press("ArrowRight");
    await press("Escape");
    await isOn(/div Requests|Requests/);
  });

  it("exports", async () => {
    for (const name of ["Export HAR", "Export Markdown"]) {
      await goTo(new RegExp(name));
      const downloading = panel.waitForEvent("download");
      await press("Enter");
      await (await downloading).delete();
      await isOn(new RegExp(name));
    }
  });

  it("switches to the issues, into one, and from it to its request", async () => {
    await goTo(/button Requests/, "Shift+Tab");
    await press("ArrowLeft");
    await isOn(/button Issues/);
    await goTo(/div Issues/);
    await press("ArrowDown", "Enter");
    await isOn(/section Issue in detail/);
    await goTo(/keys-/);
    await press("Enter");
    await detail().waitFor();
    expect(await focused(panel)).not.toBeNull();
    await press("Escape");
    await isOn(/div Requests/);
  });

  it.each([
    ["at 200 % zoom", 640, 360],
    ["narrow", 320, 600],
  ])("works %s", async (_name, width, height) => {
    await panel.emulateMedia({ reducedMotion: "reduce" });
    await panel.setViewportSize({ width, height });
    await press("/");
    await press("Escape");
    await isOn(/div Requests/);
    await press("Home", "Enter");
    await isOn(/section Request in detail/);
    await goTo(/button Copy/);
    await press("Escape");
    await isOn(/div Requests/);
    await panel.setViewportSize({ width: 1200, height: 700 });
  });

  it("leads through all of it in German, to the list in two keys, and into a request and back", async () => {
    await speak(setting, panel, "de");
    await panel.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    });
    const stops: (string | null)[] = [];
    for (let step = 0; step < 20; step++) {
      await panel.keyboard.press("Tab");
      stops.push(await focused(panel));
    }
    const wanted = [
      /Zur Liste/,
      /Anhalten/,
      /Leeren/,
      /Anfragen/,
      /Filter/,
      /input/,
      /input/,
      /Export HAR/,
      /Export Markdown/,
      /Export HTML/,
      /input/,
      /Fehlerbericht/,
      /Einstellungen/,
      /Alle/,
      /Blockiert/,
      /Nicht CORS/,
      /Opak/,
      /Erlaubt/,
      /Spalten und Reihenfolge/,
      /Anfragen/,
    ];
    expect(stops.map((stop, at) => (stop !== null && wanted[at]?.test(stop)) || stop)).toEqual(
      wanted.map(() => true),
    );
    await goTo(/Zur Liste/, "Shift+Tab");
    await press("Enter");
    await isOn(/div Anfragen/);
    await press("Home", "Enter");
    await isOn(/section Anfrage im Detail/);
    await goTo(/button Kopieren/);
    await press("Enter", "Escape");
    await isOn(/button Kopieren/);
    await press("Escape");
    await isOn(/div Anfragen/);
    await speak(setting, panel, "en");
  });
});
