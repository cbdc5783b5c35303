import type { Document, Evaluating } from "../firefox/document.ts";
import { FirefoxBrowser, type LaunchOptions } from "../firefox/driver.ts";
import { OwnTool, type ToolboxPanel } from "../firefox/toolbox.ts";
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

/** The texts of all elements that match a selector, once one of them contains a text. */
const textsOf = (panel: Evaluating, selector: string, holding = ""): Promise<string> =>
  panel.waitFor(
    (wanted, text) => {
      const all = [...document.querySelectorAll<HTMLElement>(wanted)].map((one) => one.innerText);
      return all.some((one) => one.includes(text)) ? all.join("\n") : null;
    },
    selector,
    holding,
  );

/** Clicks the first element that matches a selector and contains a text. */
const clickIn = (hand: Hand, panel: Evaluating, name: string, selector: string, text = "") =>
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
/** The fixes of task 3. */
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
    await clickIn(hand, panel, "the issue", ROW, "Add Authorization");
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
    const text = "method:PUT status:401";
    await hand.type(`/ ${text}`, () => panel.type(".filter", text), text.length + 1);
    await hand.see(() => textsOf(panel, "#tab-requests", "20"));
    // The field's text is remembered.
    await panel.press("Remove method:PUT");
    await panel.press("Remove status:401");
  },
  6: async (hand, { panel, load }) => {
    await load("/");
    await clickIn(hand, panel, "the issue", ROW, "x-api-key");
    await clickIn(hand, panel, "Try it in this tab", ".detail button", "Try it in this tab");
    await clickIn(hand, panel, "Reload page", ".trial button", "Reload page");
    await hand.see(() => textsOf(panel, ".progress", "Fixed in trial 1"));
    await panel.press("Stop trial");
  },
  7: async (hand, { panel, load }) => {
    await load("/");
    await clickIn(hand, panel, "Requests", "#tab-requests");
    const rows = await textsOf(panel, ROW, "not readable: Content-Disposition");
    // Row by row: the mark's name, the method, the URL, the reason and the status.
    hand.read(rows.split(/^(?=Blocked|Allowed)/m).find((row) => row.includes("export.csv")) ?? "");
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
      await textsOf(panel, ROW, "frame:");
      rows = await textsOf(panel, ROW, "worker.js");
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
  readonly console: OwnTool;
  load(path: string): Promise<void>;
}

const MESSAGE = ".message.error .message-body, .message.warn .message-body";
const REQUEST = ".request-list-item";
const INITIATOR = `${REQUEST}.blocked .requests-list-initiator`;
const FILTER = ".devtools-filterinput";
const CLEAR = ".devtools-searchinput-clear";
const TYPED = "Access-Control-Allow-Headers: content-type, authorization";

const readConsole = async (hand: Hand, console: OwnTool) => {
  hand.read(await textsOf(console, MESSAGE));
};

async function showNetwork(hand: Hand, console: OwnTool): Promise<OwnTool> {
  let network = console;
  await hand.click("Network", async () => {
    network = await console.show("netmonitor");
  });
  return network;
}

const press = (hand: Hand, tool: OwnTool, name: string, selector: string, holding = "") =>
  hand.click(name, () =>
    tool.waitFor(
      (wanted, text) => {
        const all = [...document.querySelectorAll<HTMLElement>(wanted)];
        const found = all.findLast(({ textContent }) => textContent?.includes(text));
        // A request is selected on mousedown, a tab on click.
        for (const type of ["mousedown", "mouseup", "click"]) {
          found?.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
        }
        return found !== undefined;
      },
      selector,
      holding,
    ),
  );

/** Clears a tool's filter, and waits until it lists what the filter had hidden: what lacks a text. */
async function clearFilter(tool: OwnTool, selector: string, filtered: string): Promise<void> {
  await press(new Hand(), tool, "clear", CLEAR);
  await tool.waitFor(
    (wanted, text) =>
      [...document.querySelectorAll(wanted)].some(
        ({ textContent }) => !textContent?.includes(text),
      ),
    selector,
    filtered,
  );
}

/**
 * Goes to the last element that matches a selector and contains a text: with the wheel if it is not
 * visible.
 */
async function reach(hand: Hand, tool: OwnTool, selector: string, holding: string): Promise<void> {
  await hand.see(() => textsOf(tool, selector, holding));
  const { isSeen } = await tool.waitFor(
    async (wanted, text) => {
      const all = [...document.querySelectorAll<HTMLElement>(wanted)];
      const found = all.findLast(({ textContent }) => textContent?.includes(text));
      if (found === undefined) return null;
      const { top, bottom } = found.getBoundingClientRect();
      const middle = (top + bottom) / 2;
      const { left, width } = found.getBoundingClientRect();
      const shown = document.elementFromPoint(left + Math.min(width / 2, 60), middle);
      return { isSeen: shown !== null && found.contains(shown) };
    },
    selector,
    holding,
  );
  if (isSeen) return;
  await hand.scroll(`to ${holding}`, () =>
    tool.waitFor(
      (wanted, text) => {
        const all = [...document.querySelectorAll<HTMLElement>(wanted)];
        const found = all.findLast(({ textContent }) => textContent?.includes(text));
        found?.scrollIntoView({ block: "center" });
        return found !== undefined;
      },
      selector,
      holding,
    ),
  );
}

const lineOf = async (console: OwnTool, holding: string) =>
  (await textsOf(console, MESSAGE, holding)).split("\n").find((line) => line.includes(holding)) ??
  "";

/** With Firefox's console and network monitor; the console is open. */
const THEIRS: Readonly<Record<number, (hand: Hand, scene: TheirScene) => Promise<void>>> = {
  1: async (hand, { console, load }) => {
    await load("/");
    await readConsole(hand, console);
  },
  2: async (hand, { console, load }) => {
    await load("/");
    await reach(hand, console, MESSAGE, "‘authorization’");
    hand.read(await lineOf(console, "‘authorization’"));
    const network = await showNetwork(hand, console);
    await reach(hand, network, REQUEST, "PUT");
    await press(hand, network, "the row", REQUEST, "PUT");
    await press(hand, network, "Stack Trace", "#stack-trace-tab");
    await hand.see(() => textsOf(network, ".stack-trace .frame-link", "api.js"));
    hand.read(await textsOf(network, ".stack-trace .frame-link"));
    await hand.type(TYPED, async () => undefined);
  },
  3: async (hand, { console, page, shop, load }) => {
    await load("/");
    await readConsole(hand, console);
    for (const fix of THREE) shop.fixed.add(fix);
    await hand.type("Ctrl+R", () => page.reload(), 2);
    await hand.see(() => page.waitFor(() => document.title === "done"));
    await readConsole(hand, console);
    shop.fixed.clear();
  },
  4: async (hand, { console, load }) => {
    await load("/many");
    await readConsole(hand, console);
  },
  5: async (hand, { console, load }) => {
    await load("/many");
    // The network monitor has no status for a preflight that CORS blocked; the console has it, but no
    // method.
    await press(hand, console, "the filter", FILTER);
    await hand.type("status code: 401", () => console.type(FILTER, "status code: 401"));
    await hand.see(() => textsOf(console, MESSAGE, "401"));
    const network = await showNetwork(hand, console);
    await press(hand, network, "its filter", FILTER);
    await hand.type("method:PUT", () => network.type(FILTER, "method:PUT"));
    await hand.see(() => textsOf(network, REQUEST, "PUT"));
    // Both fields keep their text for the next toolbox.
    await clearFilter(network, REQUEST, "PUT");
    await clearFilter(await console.show("webconsole"), MESSAGE, "401");
  },
  7: async (hand, { console, load }) => {
    await load("/");
    const network = await showNetwork(hand, console);
    await reach(hand, network, REQUEST, "export.csv");
    await press(hand, network, "the row", REQUEST, "export.csv");
    await hand.see(() => textsOf(network, ".headers-panel-container", "Content-Disposition"));
  },
  8: async (hand, { console, load }) => {
    await load("/");
    await reach(hand, console, MESSAGE, "is ‘*’");
    hand.read(await lineOf(console, "is ‘*’"));
    // A page of MDN describes the fix; it is not read here.
    await hand.click("Learn More", async () => undefined);
  },
  9: async (hand, { console, load }) => {
    await load("/contexts");
    const network = await showNetwork(hand, console);
    await reach(hand, network, REQUEST, "from-worker");
    await reach(hand, network, REQUEST, "from-frame");
    hand.read(await textsOf(network, INITIATOR, "worker.js"));
  },
  10: async (hand, { console, load }) => {
    await load("/");
    await readConsole(hand, console);
    await hand.click("a message by the other button", async () => undefined);
    await hand.click("Save all Messages to File", async () => undefined);
  },
};

/** Does the ten tasks in Firefox's toolbox, and those that are possible with Firefox's own tools. */
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
        await panel.close();
      }
    });
    // Without us: the probe is in the stacks that Firefox's own tools show.
    await withFirefox({ extension: null }, shop, async (browser, load) => {
      for (const [task, way] of Object.entries(THEIRS).filter(isWanted)) {
        await browser.page.goto(`${shop.at.page}/blank`);
        const console = await OwnTool.open(browser.chrome, "webconsole");
        const hand = new Hand();
        await way(hand, { shop, page: browser.page, console, load });
        walk.done.push({ task: Number(task), whose: "theirs", ...hand.effort });
        await console.close();
      }
    });
  } finally {
    shop.close();
  }
  return walk;
}

/** Runs something in a new Firefox; its second argument loads a page of the shop. */
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
    // Three hundred requests exceed the usual wait.
    if (path === "/many") await page.waitFor(() => performance.now() > 10_000);
    await page.waitFor(() => document.title === "done");
  };
  try {
    await run(browser, load);
  } finally {
    await browser.close();
  }
}
