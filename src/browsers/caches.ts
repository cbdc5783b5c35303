import type { CacheRules } from "../http/caching.ts";
import type { ObservedBrowser } from "./observed-browser.ts";

/** Chromium 156 (e2e/both/caches.test.ts). */
const chromium: CacheRules = {
  permanent: /30[018]|410/,
  stored: /^(?!40[17])/,
  guessed: /20[036]/,
};

/** Firefox 153 (e2e/both/caches.test.ts). */
const gecko: CacheRules = {
  permanent: /410/,
  stored: /20[0346]|30[12378]|410/,
  guessed: /20[0346]|30[18]/,
};

/** How each browser's cache treats statuses, including the browser that did not record. */
export const CACHES: Readonly<Record<ObservedBrowser, CacheRules>> = { chromium, gecko };
/** How the other browser's cache treats statuses. */
export const CACHES_ELSEWHERE: typeof CACHES = { chromium: gecko, gecko: chromium };
