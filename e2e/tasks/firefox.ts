import type { Document } from "../firefox/document.ts";
import { FirefoxBrowser } from "../firefox/driver.ts";
import type { ToolboxPanel } from "../firefox/toolbox.ts";
import { Hand } from "./hand.ts";
import { SHOP_HOSTS, type Shop, startShop } from "./shop.ts";
import type { Walk } from "./walk.ts";

interface Scene {
  readonly shop: Shop;
  readonly page: Document;
  readonly panel: ToolboxPanel;
  load(path: string): Promise<void>;
}

type Way = (hand: Hand, scene: Scene) => Promise<void>;

/** The texts of all elements of a selector, once one of them holds a text. */
const textsOf = (panel: ToolboxPanel, selector: string, holding = ""): Promise<string> =>
  panel.waitFor(
    (wanted, text) => {
      const all = [...document.querySelectorAll<HTMLElement>(wanted)].map((one) => one.innerText);
      return all.some((one) => one.includes(text)) ? all.join("\n") : null;
    },
    selector,
    holding,
  );

/** Clicks the first element of a selector that holds a text. */
const clickIn = (hand: Hand, panel: ToolboxPanel, name: string, selector: string, text = "") =>
  hand.click(name, () =>
    panel.waitFor(
      (wanted, holding) => {
        const found = [...document.querySelectorAll<HTMLElement>(wanted)].find((one) =>
          one.innerText.includes(holding),
        );
        found?.click();
        return found !== undefined;
      },
      selector,
      text,
    ),
  );

const ROW = "[role=option]";

const OURS: Readonly<Record<number, Way>> = {
  1: async (hand, { panel, load }) => {
    await load("/");
    let rows = "";
    await hand.see(async () => {
      rows = await textsOf(panel, ROW, "cdn");
    });
    hand.read(rows);
  },
  2: async (hand, { panel, load }) => {
    await load("/");
    await clickIn(hand, panel, "the issue", ROW, "Add authorization");
    await hand.see(() => textsOf(panel, ".detail-head .called-from", ":"));
    hand.read(await textsOf(panel, ".detail h2, .detail-head .called-from"));
    await clickIn(hand, panel, "Copy", ".detail .part-head button", "Copy");
  },
  3: async (hand, { panel, page, shop, load }) => {
    await load("/");
    await textsOf(panel, ROW, "cdn");
    for (const fix of ["search", "put", "cdn"] as const) shop.fixed.add(fix);
    await hand.type("Ctrl+R", () => page.reload(), 2);
    let line = "";
    await hand.see(async () => {
      line = await textsOf(panel, ".progress p", "Fixed 3");
    });
    hand.read(line);
    shop.fixed.clear();
  },
  4: async (hand, { panel, load }) => {
    await load("/many");
    let rows = "";
    await hand.see(async () => {
      rows = await textsOf(panel, ROW, "×20");
    });
    hand.read(rows);
  },
  5: async (hand, { panel, load }) => {
    await load("/many");
    await panel.evaluate(() => document.getElementById("tab-requests")?.click());
    await hand.type("/ method:PUT status:401", () =>
      panel.evaluate(() => {
        const field = document.querySelector<HTMLInputElement>(".filter");
        if (field === null) throw new Error("no filter");
        field.value = "method:PUT status:401";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    );
    await hand.see(() => textsOf(panel, "#tab-requests", "20"));
  },
  6: async (hand, { panel, load }) => {
    await load("/");
    await clickIn(hand, panel, "the issue", ROW, "x-api-key");
    await clickIn(hand, panel, "Try it in this tab", ".detail button", "Try it in this tab");
    await clickIn(hand, panel, "Reload page", ".trial button", "Reload page");
    await hand.see(() => textsOf(panel, ".progress", "Fixed 1"));
    await panel.press("Stop trial");
  },
  7: async (hand, { panel, load }) => {
    await load("/");
    await clickIn(hand, panel, "Requests", "#tab-requests");
    await clickIn(hand, panel, "the row", ROW, "/export.csv");
    await hand.see(() => textsOf(panel, ".detail", "Access-Control-Expose-Headers"));
    hand.read(await textsOf(panel, ".detail h2"));
  },
  8: async (hand, { panel, load }) => {
    await load("/");
    await clickIn(hand, panel, "the issue", ROW, "instead of *");
    let said = "";
    await hand.see(async () => {
      said = await textsOf(panel, ".detail h2, .detail .change", "set");
    });
    hand.read(said);
  },
  9: async (hand, { panel, load }) => {
    await load("/contexts");
    let rows = "";
    await hand.see(async () => {
      rows = await textsOf(panel, ROW, "worker");
    });
    hand.read(rows);
  },
  10: async (hand, { panel, load }) => {
    await load("/");
    await textsOf(panel, ROW, "cdn");
    await hand.click("Export Markdown", () => panel.press("Export Markdown"));
  },
};

/** Everything that a tool of the toolbox shows. */
const toolText = (browser: FirefoxBrowser, tool: string, selector: string): Promise<string> =>
  browser.chrome.waitFor(
    (id, wanted) => {
      type Opened = { openedToolbox: { doc: globalThis.Document } };
      const { openedToolbox } = globalThis as unknown as Opened;
      const frame = openedToolbox.doc.getElementById(`toolbox-panel-iframe-${id}`);
      const { contentDocument } = frame as HTMLIFrameElement;
      const all = [...(contentDocument?.querySelectorAll(wanted) ?? [])];
      return all.length === 0 ? null : all.map((one) => one.textContent).join("\n");
    },
    tool,
    selector,
  );

const ERRORS = ".message.error .message-body, .message.warn .message-body";
const TYPED = "Access-Control-Allow-Headers: content-type, authorization";

type TheirWay = (
  hand: Hand,
  scene: { browser: FirefoxBrowser; load: Scene["load"] },
) => Promise<void>;

const readConsole = async (hand: Hand, browser: FirefoxBrowser) => {
  hand.read(await toolText(browser, "webconsole", ERRORS));
};

/** With Firefox's console and network monitor, of which the console is open. */
const THEIRS: Readonly<Record<number, TheirWay>> = {
  1: async (hand, { browser, load }) => {
    await load("/");
    await readConsole(hand, browser);
  },
  2: async (hand, { browser, load }) => {
    await load("/");
    const errors = await toolText(browser, "webconsole", ERRORS);
    hand.read(errors.split("\n").find((line) => line.includes("authorization")) ?? "");
    await hand.click("Network", async () => undefined);
    await hand.click("the row's stack", async () => undefined);
    await hand.type(TYPED, async () => undefined);
  },
  3: async (hand, { browser, load }) => {
    await load("/");
    await readConsole(hand, browser);
    await hand.type("Ctrl+R", () => load("/"), 2);
    await readConsole(hand, browser);
  },
  4: async (hand, { browser, load }) => {
    await load("/many");
    await readConsole(hand, browser);
  },
};

/** Does the ten tasks in Firefox's toolbox, and with its own tools those that they can do. */
export async function walkInFirefox(): Promise<Walk> {
  const shop = await startShop();
  const walk: Walk = { product: "Firefox", done: [] };
  const prefs = { "network.dns.localDomains": SHOP_HOSTS.join(",") };
  const browser = await FirefoxBrowser.launch({ prefs });
  const { page } = browser;
  const load = async (path: string) => {
    await page.goto(shop.at.page + path);
    // Three hundred requests take longer than what is waited for at once.
    if (path === "/many") await page.waitFor(() => performance.now() > 10_000);
    await page.waitFor(() => document.title === "done");
  };
  const note = (task: number, whose: "ours" | "theirs", { effort }: Hand) => {
    walk.done.push({ task, whose, ...effort });
  };
  try {
    for (const [task, way] of Object.entries(OURS)) {
      await page.goto(`${shop.at.page}/blank`);
      const panel = await browser.openToolbox();
      await panel.evaluate(() => document.getElementById("tab-issues")?.click());
      const hand = new Hand();
      await way(hand, { shop, page, panel, load });
      note(Number(task), "ours", hand);
      await panel.evaluate(() => {
        const field = document.querySelector<HTMLInputElement>(".filter");
        if (field === null) return;
        field.value = "";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      await panel.close();
    }
    const panel = await browser.openToolbox();
    await panel.selectTool("webconsole");
    for (const [task, way] of Object.entries(THEIRS)) {
      const hand = new Hand();
      await way(hand, { browser, load });
      note(Number(task), "theirs", hand);
    }
    await panel.close();
  } finally {
    await browser.close();
    shop.close();
  }
  return walk;
}
