import type { Page } from "playwright";

/** tsx names functions by a helper that pages lack. */
const WITH_NAME = "const __name = (named) => named;";

/** Runs functions with any number of parameters in a page, each sent as text. */
export const evaluateIn =
  (page: Page) =>
  <A extends readonly unknown[], R>(run: (...args: A) => R | Promise<R>, ...args: A): Promise<R> =>
    page.evaluate(`(() => { ${WITH_NAME} return (${run})(...${JSON.stringify(args)}); })()`);
