import { type Document, Evaluating } from "./document.ts";

/** The parts of Firefox's own code that are used here, accessed from the browser's own window. */
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
  /** Stored there by us, for the next function. */
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
 * An extension's panel in the toolbox of the foreground tab. WebDriver BiDi cannot access it: functions run
 * in a frame script, which sees the document as any browser script sees a page's; they may use `document`
 * and `location`.
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
   * Opens the toolbox and, once the extension has created it, the panel.
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

  /** The label of its tab. */
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
          // The document may be unloaded meanwhile, and then never replies.
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

  /** Replaces a field's text, key by key: events made by scripts have no effect. */
  async type(selector: string, text: string): Promise<void> {
    await this.waitFor(typeInto, selector, text);
  }

  /** Shows another tool of the toolbox. */
  selectTool(id: string): Promise<void> {
    return this.#window.evaluate(async (tool) => {
      await (globalThis as unknown as BrowserWindow).openedToolbox.selectTool(tool);
    }, id);
  }

  /** The text of one part of the line in a tool that contains a text; null if there is none yet. */
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

/** Firefox's own network monitor, in the toolbox of the foreground tab. */
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

  /** The initiator of each request: its type and the nearest line of a script. */
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

type OwnToolId = "webconsole" | "netmonitor";

/** One of Firefox's own tools, in the toolbox of the foreground tab: functions run in its document. */
export class OwnTool extends Evaluating {
  readonly #window: Document;
  readonly #id: OwnToolId;

  private constructor(window: Document, id: OwnToolId) {
    super();
    this.#window = window;
    this.#id = id;
  }

  /** Opens the toolbox with a tool selected. */
  static async open(window: Document, id: OwnToolId): Promise<OwnTool> {
    await openToolbox(window, id);
    return new OwnTool(window, id);
  }

  override evaluate<A extends readonly unknown[], R>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> {
    const frame = `openedToolbox.doc.getElementById("toolbox-panel-iframe-${this.#id}")`;
    const text = `(({ contentDocument: document }) => (${run})(...JSON.parse(args)))(${frame})`;
    return this.#window.evaluateText<R>(text, args);
  }

  /** Selects another tool. */
  async show(id: OwnToolId): Promise<OwnTool> {
    await this.#window.evaluate(async (wanted) => {
      await (globalThis as unknown as BrowserWindow).openedToolbox.selectTool(wanted);
    }, id);
    return new OwnTool(this.#window, id);
  }

  /** Replaces a field's text, key by key. */
  async type(selector: string, text: string): Promise<void> {
    await this.waitFor(typeInto, selector, text);
  }

  /** Closes the toolbox. */
  close(): Promise<void> {
    return closeToolbox(this.#window);
  }
}

/**
 * Like keyboard input: synthetic events have no effect on React's fields, nor on those in a frame script's
 * document.
 */
function typeInto(selector: string, text: string): boolean {
  type Processor = {
    beginInputTransactionForTests(window: unknown): boolean;
    keydown(event: KeyboardEvent): void;
    keyup(event: KeyboardEvent): void;
  };
  const { Cc, Ci } = globalThis as unknown as {
    Cc: Record<string, { createInstance(face: unknown): Processor }>;
    Ci: Record<string, unknown>;
  };
  const field = document.querySelector<HTMLInputElement>(selector);
  const window = document.defaultView;
  const of = "@mozilla.org/text-input-processor;1";
  const processor = Cc[of]?.createInstance(Ci.nsITextInputProcessor);
  if (field === null || window === null || processor === undefined) return false;
  field.focus();
  field.select();
  if (!processor.beginInputTransactionForTests(window)) return false;
  for (const key of text) {
    const event = new window.KeyboardEvent("", { key });
    processor.keydown(event);
    processor.keyup(event);
  }
  return field.value === text;
}

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
