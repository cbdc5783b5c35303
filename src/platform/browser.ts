import browser from "webextension-polyfill";
import type { Browser as Engine } from "../observation/observation.ts";

/** The extension API. This file is the only importer of webextension-polyfill. */
export { browser };

/** The engine whose event format applies. The URL shows it, because Firefox's toolbox lacks most APIs. */
export const engine: Engine = browser.runtime.getURL("").startsWith("moz-extension:")
  ? "gecko"
  : "chromium";
