import type { Bidi } from "./bidi.ts";

interface Evaluated {
  readonly type: "success" | "exception";
  readonly result?: {
    readonly type: string;
    readonly value?: unknown;
    /** For elements. */
    readonly sharedId?: string;
  };
  readonly exceptionDetails?: { readonly text: string };
}

const DEADLINE_MS = 15_000;

/** A document in which functions are run from outside. Functions are sent as source text, values as JSON. */
export abstract class Evaluating {
  /** Runs a function in the document, waits for its promise, and returns its value. */
  abstract evaluate<A extends readonly unknown[], R>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R>;

  /** Evaluates until the result is neither false, null nor undefined; returns it. */
  async waitFor<A extends readonly unknown[], R>(
    look: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<NonNullable<R>> {
    const deadline = Date.now() + DEADLINE_MS;
    let trouble: unknown = null;
    while (Date.now() < deadline) {
      try {
        const found = await this.evaluate(look, ...args);
        if (found !== false && found !== null && found !== undefined) return found;
      } catch (error) {
        // The document is being replaced by the expected one.
        trouble = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`Waited in vain for ${look} ${JSON.stringify(args)}`, { cause: trouble });
  }

  /** Waits for a button, a link or a labelled box with this name, and clicks it. */
  async press(name: string): Promise<void> {
    await this.waitFor((wanted) => {
      const found = [
        ...document.querySelectorAll<HTMLElement>("button, a, label, [role=button]"),
      ].find(
        (element) => (element.getAttribute("aria-label") ?? element.textContent)?.trim() === wanted,
      );
      found?.click();
      return found !== undefined;
    }, name);
  }

  /** All visible text of the document. */
  text(): Promise<string> {
    return this.evaluate(() => document.body.innerText);
  }
}

/** A driven tab: a page, a page of the extension, or (in chrome scope) the browser's own window. */
export class Document extends Evaluating {
  readonly #bidi: Bidi;
  /** The browser's id of the browsing context. */
  readonly context: string;

  constructor(bidi: Bidi, context: string) {
    super();
    this.#bidi = bidi;
    this.context = context;
  }

  /** Loads a URL and waits until it is loaded. */
  async goto(url: string): Promise<void> {
    await this.#bidi.send("browsingContext.navigate", {
      context: this.context,
      url,
      wait: "complete",
    });
  }

  /**
   * Has the page itself navigate, and waits until the URL is loaded. Firefox rejects a navigation from outside
   * if the error page of a refused frame comes meanwhile.
   */
  async leaveFor(url: string): Promise<void> {
    await this.evaluate((to) => {
      Object.assign(globalThis, { isLeft: true });
      location.href = to;
    }, url);
    await this.waitFor(
      (wanted) =>
        !("isLeft" in globalThis) && location.href === wanted && document.readyState === "complete",
      url,
    );
  }

  /** Loads a URL inside the extension. */
  async gotoInExtension(url: string): Promise<void> {
    await this.#bidi.send("browsingContext.navigate", { context: this.context, url, wait: "none" });
    await this.isLoaded(url);
  }

  /**
   * Resolves once this URL is loaded. Firefox never reports the end of a navigation inside the extension, so
   * the document itself is checked.
   */
  async isLoaded(url: string): Promise<void> {
    await this.waitFor(
      (wanted) => location.href === wanted && document.readyState === "complete",
      url,
    );
  }

  /** Crashes the document's process; the tab shows the crash page. */
  async crash(): Promise<void> {
    const url = "about:crashcontent";
    await this.#bidi.send("browsingContext.navigate", { context: this.context, url, wait: "none" });
  }

  async reload(): Promise<void> {
    await this.#bidi.send("browsingContext.reload", { context: this.context, wait: "complete" });
  }

  override evaluate<A extends readonly unknown[], R>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> {
    return this.evaluateText<R>(`(${run})(...JSON.parse(args))`, args);
  }

  /** Evaluates an expression in the document; `args` in it are the arguments as JSON. */
  async evaluateText<R>(text: string, args: readonly unknown[] = []): Promise<R> {
    const evaluated = await this.#bidi.send<Evaluated>("script.callFunction", {
      // tsx names inner functions by a helper of its own, which does not exist in the page.
      functionDeclaration: `async (args) => {
        const __name = (named) => named;
        return JSON.stringify(await ${text});
      }`,
      arguments: [{ type: "string", value: JSON.stringify(args) }],
      target: { context: this.context },
      awaitPromise: true,
    });
    if (evaluated.type === "exception") throw new Error(evaluated.exceptionDetails?.text);
    const { result } = evaluated;
    return (result?.type === "string" ? JSON.parse(String(result.value)) : undefined) as R;
  }

  /** Chooses a file in the first file input, as the browser's dialog would. */
  async chooseFile(path: string): Promise<void> {
    await this.waitFor(() => document.querySelector("input[type=file]") !== null);
    const { result } = await this.#bidi.send<Evaluated>("script.callFunction", {
      functionDeclaration: "() => document.querySelector('input[type=file]')",
      target: { context: this.context },
      awaitPromise: false,
    });
    await this.#bidi.send("input.setFiles", {
      context: this.context,
      element: { sharedId: result?.sharedId },
      files: [path],
    });
  }

  /**
   * Waits for a button with this name, and clicks it with the pointer: some effects of a click require a
   * user.
   */
  async clickLikeUser(name: string): Promise<void> {
    const at = await this.waitFor((wanted) => {
      const buttons = [...document.querySelectorAll("button")];
      const box = buttons.find((one) => one.textContent?.trim() === wanted);
      if (box === undefined) return null;
      const { left, top, width, height } = box.getBoundingClientRect();
      return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
    }, name);
    const actions = [
      { type: "pointerMove", ...at },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.#bidi.send("input.performActions", {
      context: this.context,
      actions: [{ type: "pointer", id: "mouse", actions }],
    });
  }

  async close(): Promise<void> {
    await this.#bidi.send("browsingContext.close", { context: this.context });
  }
}
