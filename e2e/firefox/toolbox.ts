import { type Document, Evaluating } from "./document.ts";

/** What is used here of Firefox's own code, which is reached from the browser's own window. */
interface Tool {
  readonly id: string;
  readonly label: string;
  readonly extensionId?: string;
}
interface Toolbox {
  readonly doc: globalThis.Document;
  getAdditionalTools(): Tool[];
  selectTool(id: string): Promise<unknown>;
  destroy(): Promise<void>;
}
interface DevTools {
  readonly gDevTools: {
    showToolboxForTab(tab: unknown, options?: { toolId: string }): Promise<Toolbox>;
  };
}
interface Browser extends Element {
  readonly messageManager: {
    addMessageListener(name: string, listener: (message: { data: string }) => void): void;
    loadFrameScript(url: string, forLater: boolean): void;
  };
}
interface BrowserWindow {
  readonly ChromeUtils: { importESModule(url: string): { require(path: string): DevTools } };
  readonly gBrowser: { readonly selectedTab: unknown };
  /** Kept there by us, for the next function that runs there. */
  openedToolbox: Toolbox;
}
interface NetworkMonitorWindow {
  readonly store: { getState(): { readonly requests: { readonly requests: MonitoredRequest[] } } };
}
interface MonitoredRequest {
  readonly url: string;
  readonly cause?: {
    readonly type: string;
    readonly lastFrame?: { filename: string; lineNumber: number; columnNumber: number };
  };
}

const REPLY_MS = 3_000;

/**
 * The panel of an extension in the toolbox of the tab in front. WebDriver BiDi does not reach it:
 * functions run in a frame script, which sees the document as any script of the browser's sees a
 * page's; `document` and `location` are what they may use.
 */
export class ToolboxPanel extends Evaluating {
  readonly #window: Document;
  readonly #tool: Tool;

  private constructor(window: Document, tool: Tool) {
    super();
    this.#window = window;
    this.#tool = tool;
  }

  /**
   * Opens the toolbox, and in it the panel, once the extension has created it.
   *
   * @param window the browser's own.
   */
  static async open(window: Document, extensionId: string): Promise<ToolboxPanel> {
    await openToolbox(window, "webconsole");
    // The extension's devtools page runs when the toolbox opens, and creates the panel a little
    // later.
    const tool = await window.waitFor(async (id) => {
      const { openedToolbox } = globalThis as unknown as BrowserWindow;
      const found = openedToolbox.getAdditionalTools().find((one) => one.extensionId === id);
      if (found === undefined) return null;
      await openedToolbox.selectTool(found.id);
      return { id: found.id, label: found.label };
    }, extensionId);
    const panel = new ToolboxPanel(window, tool);
    await panel.waitFor(
      () => document.readyState === "complete" && location.href !== "about:blank",
    );
    return panel;
  }

  /** What stands on its tab. */
  get label(): string {
    return this.#tool.label;
  }

  override async evaluate<A extends readonly unknown[], R>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> {
    const script = `(async ({ document, location }) => {
      const __name = (named) => named;
      return (${run})(...${JSON.stringify(args)});
    })(content).then((value) => ({ value }), (error) => ({ error: String(error) }))`;
    const reply = await this.#window.evaluate(
      (id, source, longest) => {
        const { doc } = (globalThis as unknown as BrowserWindow).openedToolbox;
        const frame = doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement;
        const browser = frame.contentDocument?.querySelector<Browser>("browser");
        if (!browser) throw new Error("The panel is not shown.");
        const { messageManager } = browser;
        return new Promise<string>((resolve, reject) => {
          // The document may go meanwhile, and is then never heard of again.
          setTimeout(reject, longest, "The panel does not reply.");
          const name = `reply-${Math.random()}`;
          messageManager.addMessageListener(name, ({ data }) => resolve(data));
          const tell = `.then((reply) => sendAsyncMessage("${name}", JSON.stringify(reply)))`;
          const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(source + tell)}`;
          messageManager.loadFrameScript(url, false);
        });
      },
      this.#tool.id,
      script,
      REPLY_MS,
    );
    const { value, error } = JSON.parse(reply) as { value: R; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Shows another tool of the toolbox. */
  selectTool(id: string): Promise<void> {
    return this.#window.evaluate(async (tool) => {
      await (globalThis as unknown as BrowserWindow).openedToolbox.selectTool(tool);
    }, id);
  }

  /** In a tool, the text of one part of the line that holds a text; null before there is one. */
  textIn(tool: string, line: string, text: string, part: string): Promise<string | null> {
    return this.#window.evaluate(
      (id, lines, wanted, parts) => {
        const { doc } = (globalThis as unknown as BrowserWindow).openedToolbox;
        const frame = doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement;
        const all = [...(frame.contentDocument?.querySelectorAll(lines) ?? [])];
        const found = all
          .filter((one) => one.textContent?.includes(wanted))
          .flatMap((one) => one.querySelector(parts)?.textContent ?? []);
        return found.find((one) => one !== "") ?? null;
      },
      tool,
      line,
      text,
      part,
    );
  }

  /** Closes the toolbox. */
  close(): Promise<void> {
    return closeToolbox(this.#window);
  }
}

/** Firefox's own network monitor, in the toolbox of the tab in front. */
export class NetworkMonitor {
  readonly #window: Document;

  private constructor(window: Document) {
    this.#window = window;
  }

  /** @param window the browser's own. */
  static async open(window: Document): Promise<NetworkMonitor> {
    await openToolbox(window, "netmonitor");
    return new NetworkMonitor(window);
  }

  /** The place that each request came from: what it is for and the nearest line of a script. */
  initiators(): Promise<{ url: string; initiator: string }[]> {
    return this.#window.evaluate(() => {
      const { doc } = (globalThis as unknown as BrowserWindow).openedToolbox;
      const frame = doc.getElementById("toolbox-panel-iframe-netmonitor") as HTMLIFrameElement;
      const { store } = frame.contentWindow as unknown as NetworkMonitorWindow;
      return store.getState().requests.requests.map(({ url, cause }) => {
        const line = cause?.lastFrame;
        const place = line ? `${line.filename}:${line.lineNumber}:${line.columnNumber}` : "no line";
        return { url, initiator: `${cause?.type ?? "unknown"}: ${place}` };
      });
    });
  }

  /** Closes the toolbox. */
  close(): Promise<void> {
    return closeToolbox(this.#window);
  }
}

/** Firefox's own tools, in the toolbox of the tab in front, by what a person does in them. */
export class OwnTools {
  readonly #window: Document;

  private constructor(window: Document) {
    this.#window = window;
  }

  /** Opens the toolbox with a tool in front. */
  static async open(window: Document, tool: OwnTool): Promise<OwnTools> {
    await openToolbox(window, tool);
    return new OwnTools(window);
  }

  /** Puts another tool in front. */
  show(tool: OwnTool): Promise<void> {
    return this.#window.evaluate(async (id) => {
      await (globalThis as unknown as BrowserWindow).openedToolbox.selectTool(id);
    }, tool);
  }

  /** The texts of all elements of a selector, a line each, once one of them holds a text. */
  textOf(tool: OwnTool, selector: string, holding = ""): Promise<string> {
    return this.#window.waitFor(
      (id, wanted, text) => {
        const { doc } = (globalThis as unknown as BrowserWindow).openedToolbox;
        const frame = doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement;
        const all = [...(frame.contentDocument?.querySelectorAll(wanted) ?? [])];
        const texts = all.map(({ textContent }) => textContent ?? "");
        return texts.some((one) => one.includes(text)) ? texts.join("\n") : null;
      },
      tool,
      selector,
      holding,
    );
  }

  /** Presses the mouse on the last element of a selector that holds a text. */
  async click(tool: OwnTool, selector: string, holding = ""): Promise<void> {
    await this.#window.waitFor(
      (id, wanted, text) => {
        const { doc } = (globalThis as unknown as BrowserWindow).openedToolbox;
        const frame = doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement;
        const all = [...(frame.contentDocument?.querySelectorAll<HTMLElement>(wanted) ?? [])];
        const found = all.findLast(({ textContent }) => textContent?.includes(text));
        // A request is chosen as the button goes down, a tab as it has gone up.
        for (const type of ["mousedown", "mouseup", "click"]) {
          found?.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
        }
        return found !== undefined;
      },
      tool,
      selector,
      holding,
    );
  }

  /** Whether the last element of a selector that holds a text can be read without scrolling. */
  isInSight(tool: OwnTool, selector: string, holding: string): Promise<boolean> {
    return this.#window
      .waitFor(
        async (id, wanted, text) => {
          const { doc } = (globalThis as unknown as BrowserWindow).openedToolbox;
          const frame = doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement;
          const all = [...(frame.contentDocument?.querySelectorAll<HTMLElement>(wanted) ?? [])];
          const found = all.findLast(({ textContent }) => textContent?.includes(text));
          if (found === undefined) return null;
          const seen = await new Promise<number>((resolve) => {
            new IntersectionObserver(([entry]) => resolve(entry?.intersectionRatio ?? 0)).observe(
              found,
            );
          });
          return { isSeen: seen > 0.9 };
        },
        tool,
        selector,
        holding,
      )
      .then(({ isSeen }) => isSeen);
  }

  /** Turns the wheel until the last element of a selector that holds a text is in sight. */
  async scrollTo(tool: OwnTool, selector: string, holding: string): Promise<void> {
    await this.#window.waitFor(
      (id, wanted, text) => {
        const { doc } = (globalThis as unknown as BrowserWindow).openedToolbox;
        const frame = doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement;
        const all = [...(frame.contentDocument?.querySelectorAll<HTMLElement>(wanted) ?? [])];
        const found = all.findLast(({ textContent }) => textContent?.includes(text));
        found?.scrollIntoView({ block: "center" });
        return found !== undefined;
      },
      tool,
      selector,
      holding,
    );
  }

  /** Types a text over what stands in a field, key by key: a field of React's takes nothing else. */
  async type(tool: OwnTool, selector: string, text: string): Promise<void> {
    await this.#window.waitFor(
      (id, wanted, typed) => {
        type Processor = {
          beginInputTransactionForTests(window: unknown): boolean;
          keydown(event: KeyboardEvent): void;
          keyup(event: KeyboardEvent): void;
        };
        type Class = { createInstance(face: unknown): Processor };
        const { Cc, Ci, openedToolbox } = globalThis as unknown as BrowserWindow & {
          Cc: Record<string, Class>;
          Ci: Record<string, unknown>;
        };
        const frame = openedToolbox.doc.getElementById(`toolbox-panel-iframe-${id}`);
        const { contentDocument, contentWindow } = frame as HTMLIFrameElement;
        const field = contentDocument?.querySelector<HTMLInputElement>(wanted);
        const processor = Cc["@mozilla.org/text-input-processor;1"]?.createInstance(
          Ci.nsITextInputProcessor,
        );
        if (!field || processor === undefined || contentWindow === null) return false;
        field.focus();
        field.select();
        if (!processor.beginInputTransactionForTests(contentWindow)) return false;
        const { KeyboardEvent: Key } = contentWindow as unknown as typeof globalThis;
        for (const key of typed) {
          processor.keydown(new Key("", { key }));
          processor.keyup(new Key("", { key }));
        }
        return field.value === typed;
      },
      tool,
      selector,
      text,
    );
  }

  /** Closes the toolbox. */
  close(): Promise<void> {
    return closeToolbox(this.#window);
  }
}

type OwnTool = "webconsole" | "netmonitor" | "jsdebugger";

const openToolbox = (window: Document, tool: string): Promise<void> =>
  window.evaluate(async (toolId) => {
    const browser = globalThis as unknown as BrowserWindow;
    const loader = "resource://devtools/shared/loader/Loader.sys.mjs";
    const { require } = browser.ChromeUtils.importESModule(loader);
    const { gDevTools } = require("devtools/client/framework/devtools");
    const { selectedTab } = browser.gBrowser;
    browser.openedToolbox = await gDevTools.showToolboxForTab(selectedTab, { toolId });
  }, tool);

const closeToolbox = (window: Document): Promise<void> =>
  window.evaluate(() => (globalThis as unknown as BrowserWindow).openedToolbox.destroy());
