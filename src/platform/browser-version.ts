import { browser } from "./browser.ts";

export interface BrowserVersion {
  readonly name: string;
  readonly version: string;
}

/** Which browser this is, as its user agent string says. */
export function browserVersion(): BrowserVersion {
  const [, name = "unknown", version = ""] =
    /(Firefox|Edg|OPR|Chrome)\/([\d.]+)/.exec(navigator.userAgent) ?? [];
  return { name, version };
}

/** The version of the extension, as its manifest says. */
export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}
