import type { ObservedBrowser } from "./observed-browser.ts";

/** The preference "extensions.webextensions.restrictedDomains" as Firefox has it. */
const RESTRICTED: ReadonlySet<string> = new Set([
  "accounts-static.cdn.mozilla.net",
  "accounts.firefox.com",
  "addons.cdn.mozilla.net",
  "addons.mozilla.org",
  "api.accounts.firefox.com",
  "content.cdn.mozilla.net",
  "discovery.addons.mozilla.org",
  "oauth.accounts.firefox.com",
  "profile.accounts.firefox.com",
  "support.mozilla.org",
  "sync.services.mozilla.com",
]);

const HIDDEN: Readonly<Record<ObservedBrowser, (url: URL) => boolean>> = {
  chromium: ({ hostname, pathname }) =>
    hostname === "chromewebstore.google.com" ||
    (hostname === "chrome.google.com" && pathname.startsWith("/webstore")),
  gecko: ({ hostname }) => RESTRICTED.has(hostname),
};

/** The schemes of observable pages; browser and extension pages have other schemes. */
const HEARD = /^(?:https?|file|data|blob):$/;

/**
 * Whether extensions observe no requests of the page at this URL: extension stores, account pages, pages of
 * extensions and of the browser, which mostly report no URL (null). Separate from the other facts because
 * only an empty view reads it. Measured in 156 and 153. Proof: `e2e/both/hidden-pages.test.ts`. Pure and
 * total.
 */
export function hidesRequestsOf(browser: ObservedBrowser, url: URL | null): boolean {
  return url === null || !HEARD.test(url.protocol) || HIDDEN[browser](url);
}
