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

/**
 * Whether a browser lets extensions hear nothing of what the page at this URL requests, though it tells them
 * its address: of shops for extensions, and of accounts. Apart from the other facts, as the popup alone reads
 * it. Measured in 156 and 153. Proof: `e2e/both/hidden-pages.test.ts`. Pure and total.
 */
export function hidesRequestsOf(browser: ObservedBrowser, url: URL): boolean {
  return HIDDEN[browser](url);
}
