import type { Document } from "../firefox/document.ts";
import { FirefoxBrowser, type LaunchOptions } from "../firefox/driver.ts";
import { OwnTools, type ToolboxPanel } from "../firefox/toolbox.ts";
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
/** What is fixed in task 3. */
const THREE = ["search", "put", "cdn"] as const;

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
    for (const fix of THREE) shop.fixed.add(fix);
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
      rows = await textsOf(panel, ROW, "frame:");
    });
    hand.read(rows);
  },
  10: async (hand, { panel, load }) => {
    await load("/");
    await textsOf(panel, ROW, "cdn");
    await hand.click("Export Markdown", () => panel.press("Export Markdown"));
  },
};

interface TheirScene {
  readonly shop: Shop;
  readonly page: Document;
  readonly tools: OwnTools;
  load(path: string): Promise<void>;
}

const MESSAGE = ".message.error .message-body, .message.warn .message-body";
const REQUEST = ".request-list-item";
const FILTER = ".devtools-filterinput";
const TYPED = "Access-Control-Allow-Headers: content-type, authorization";

const readConsole = async (hand: Hand, tools: OwnTools) => {
  hand.read(await tools.textOf("webconsole", MESSAGE));
};

const showNetwork = (hand: Hand, tools: OwnTools) =>
  hand.click("Network", () => tools.show("netmonitor"));

const filterBy = async (hand: Hand, tools: OwnTools, text: string) => {
  if (!hand.effort.steps.includes("click the filter")) {
    await hand.click("the filter", () => tools.click("netmonitor", FILTER));
  }
  await hand.type(text, () => tools.type("netmonitor", FILTER, text));
};

/** Goes to an element, by the wheel where it is out of sight. */
const reach = async (
  hand: Hand,
  tools: OwnTools,
  tool: "webconsole" | "netmonitor",
  text: string,
) => {
  const selector = tool === "webconsole" ? MESSAGE : REQUEST;
  await hand.see(() => tools.textOf(tool, selector, text));
  if (await tools.isInSight(tool, selector, text)) return;
  await hand.scroll(`to ${text}`, () => tools.scrollTo(tool, selector, text));
};

/** With Firefox's console and network monitor, of which the console is open. */
const THEIRS: Readonly<Record<number, (hand: Hand, scene: TheirScene) => Promise<void>>> = {
  1: async (hand, { tools, load }) => {
    await load("/");
    await readConsole(hand, tools);
  },
  2: async (hand, { tools, load }) => {
    await load("/");
    await reach(hand, tools, "webconsole", "‘authorization’");
    const errors = await tools.textOf("webconsole", MESSAGE);
    hand.read(errors.split("\n").find((line) => line.includes("authorization")) ?? "");
    await showNetwork(hand, tools);
    await reach(hand, tools, "netmonitor", "PUT");
    await hand.click("the row", () => tools.click("netmonitor", REQUEST, "PUT"));
    await hand.click("Stack Trace", () => tools.click("netmonitor", "#stack-trace-tab"));
    await hand.see(() => tools.textOf("netmonitor", ".stack-trace .frame", "api.js"));
    hand.read(await tools.textOf("netmonitor", ".stack-trace .frame"));
    await hand.type(TYPED, async () => undefined);
  },
  3: async (hand, { tools, page, shop, load }) => {
    await load("/");
    await readConsole(hand, tools);
    for (const fix of THREE) shop.fixed.add(fix);
    await hand.type("Ctrl+R", () => page.reload(), 2);
    await hand.see(() => page.waitFor(() => document.title === "done"));
    await readConsole(hand, tools);
    shop.fixed.clear();
  },
  4: async (hand, { tools, load }) => {
    await load("/many");
    await readConsole(hand, tools);
  },
  5: async (hand, { tools, load }) => {
    await load("/many");
    await showNetwork(hand, tools);
    await filterBy(hand, tools, "method:OPTIONS status-code:401");
    await hand.see(() => tools.textOf("netmonitor", REQUEST, "401"));
    await filterBy(hand, tools, "method:PUT");
    await hand.see(() => tools.textOf("netmonitor", REQUEST, "PUT"));
  },
  7: async (hand, { tools, load }) => {
    await load("/");
    await showNetwork(hand, tools);
    await reach(hand, tools, "netmonitor", "export.csv");
    await hand.click("the row", () => tools.click("netmonitor", REQUEST, "export.csv"));
    await hand.see(() =>
      tools.textOf("netmonitor", ".headers-panel-container", "Content-Disposition"),
    );
  },
  8: async (hand, { tools, load }) => {
    await load("/");
    await reach(hand, tools, "webconsole", "is ‘*’");
    const errors = await tools.textOf("webconsole", MESSAGE);
    hand.read(errors.split("\n").find((line) => line.includes("is ‘*’")) ?? "");
    // The change is said on a page of MDN, which is not read here.
    await hand.click("Learn More", async () => undefined);
  },
  9: async (hand, { tools, load }) => {
    await load("/contexts");
    await showNetwork(hand, tools);
    await reach(hand, tools, "netmonitor", "from-worker");
    await reach(hand, tools, "netmonitor", "from-frame");
    hand.read(await tools.textOf("netmonitor", `${REQUEST}.blocked .requests-list-initiator`));
  },
  10: async (hand, { tools, load }) => {
    await load("/");
    await readConsole(hand, tools);
    await hand.click("a message by the other button", async () => undefined);
    await hand.click("Save all Messages to File", async () => undefined);
  },
};

/** Does the ten tasks in Firefox's toolbox, and with its own tools those that they can do. */
export async function walkInFirefox(only: readonly number[] = []): Promise<Walk> {
  const shop = await startShop();
  const walk: Walk = { product: "Firefox", done: [] };
  const isWanted = ([task]: [string, unknown]) => only.length === 0 || only.includes(Number(task));
  try {
    await withFirefox({}, shop, async (browser, load) => {
      for (const [task, way] of Object.entries(OURS).filter(isWanted)) {
        await browser.page.goto(`${shop.at.page}/blank`);
        const panel = await browser.openToolbox();
        await panel.evaluate(() => document.getElementById("tab-issues")?.click());
        const hand = new Hand();
        await way(hand, { shop, page: browser.page, panel, load });
        walk.done.push({ task: Number(task), whose: "ours", ...hand.effort });
        await panel.evaluate(() => {
          const field = document.querySelector<HTMLInputElement>(".filter");
          if (field === null) return;
          field.value = "";
          field.dispatchEvent(new Event("input", { bubbles: true }));
        });
        await panel.close();
      }
    });
    // Without us: the probe stands in the stacks that Firefox's own tools show.
    await withFirefox({ extension: null }, shop, async (browser, load) => {
      for (const [task, way] of Object.entries(THEIRS).filter(isWanted)) {
        await browser.page.goto(`${shop.at.page}/blank`);
        const tools = await OwnTools.open(browser.chrome, "webconsole");
        const hand = new Hand();
        await way(hand, { shop, page: browser.page, tools, load });
        walk.done.push({ task: Number(task), whose: "theirs", ...hand.effort });
        await tools.close();
      }
    });
  } finally {
    shop.close();
  }
  return walk;
}

/** Does something in a fresh Firefox; its second argument loads a page of the shop. */
async function withFirefox(
  options: LaunchOptions,
  shop: Shop,
  run: (browser: FirefoxBrowser, load: Scene["load"]) => Promise<void>,
): Promise<void> {
  const prefs = { "network.dns.localDomains": SHOP_HOSTS.join(",") };
  const browser = await FirefoxBrowser.launch({ ...options, prefs });
  const { page } = browser;
  const load = async (path: string) => {
    await page.goto(shop.at.page + path);
    // Three hundred requests take longer than what is waited for at once.
    if (path === "/many") await page.waitFor(() => performance.now() > 10_000);
    await page.waitFor(() => document.title === "done");
  };
  try {
    await run(browser, load);
  } finally {
    await browser.close();
  }
}
