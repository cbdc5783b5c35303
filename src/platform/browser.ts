import browser from "webextension-polyfill";
import type { Browser as Engine } from "../observation/observation.ts";

/** The extension API. This file is the only importer of webextension-polyfill. */
export { browser };

/** Which engine's dialect the events speak: only Gecko has `runtime.getBrowserInfo`. */
export const engine: Engine =
  typeof (browser.runtime as { getBrowserInfo?: unknown }).getBrowserInfo === "function"
    ? "gecko"
    : "chromium";
