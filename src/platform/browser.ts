import browser from "webextension-polyfill";
import type { Browser as Engine } from "../observation/observation.ts";

/** The extension API. This file is the only importer of webextension-polyfill. */
export { browser };

/** Which engine's dialect the events speak. In Firefox's toolbox little of the API is there to tell. */
export const engine: Engine = browser.runtime.getURL("").startsWith("moz-extension:")
  ? "gecko"
  : "chromium";
