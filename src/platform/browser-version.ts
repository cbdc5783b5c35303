import { browser } from "./browser.ts";

export interface BrowserVersion {
  readonly name: string;
  readonly version: string;
}

/** The browser, according to its user agent string. */
export function browserVersion(): BrowserVersion {
  const [, name = "unknown", version = ""] =
    /(Firefox|Edg|OPR|Chrome)\/([\d.]+)/.exec(navigator.userAgent) ?? [];
  return { name, version };
}

/** The extension's version, according to its manifest. */
export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}
