import { expect, it } from "vitest";
import { hidesRequestsOf } from "./hidden-pages.ts";
import type { ObservedBrowser } from "./observed-browser.ts";

it.each<[ObservedBrowser, string | null, boolean]>([
  ["chromium", "https://app.test/", false],
  ["chromium", "https://addons.mozilla.org/", false],
  ["chromium", "https://chromewebstore.google.com/detail/x", true],
  ["chromium", "https://chrome.google.com/webstore/x", true],
  ["chromium", "https://chrome.google.com/", false],
  ["chromium", "chrome-extension://a/src/options/options.html", true],
  ["chromium", null, true],
  ["gecko", "file:///a.html", false],
  ["gecko", "https://addons.mozilla.org/", true],
  ["gecko", "https://chromewebstore.google.com/", false],
  ["gecko", "moz-extension://a/src/options/options.html", true],
  ["gecko", "about:blank", true],
  ["gecko", null, true],
])("%s hides the requests of %s: %s", (browser, url, isHidden) => {
  expect(hidesRequestsOf(browser, url === null ? null : new URL(url))).toBe(isHidden);
});
