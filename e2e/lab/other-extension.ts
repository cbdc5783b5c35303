import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

/** A rule of declarativeNetRequest. */
export type NetRequestRule = Readonly<Record<string, unknown>>;

/** Writes an unpacked extension that does nothing but follow rules; returns its folder. */
export function extensionWithRules(name: string, rules: readonly NetRequestRule[]): string {
  const manifest = {
    manifest_version: 3,
    permissions: ["declarativeNetRequest"],
    host_permissions: ["<all_urls>"],
    declarative_net_request: {
      rule_resources: [{ id: "rules", enabled: true, path: "rules.json" }],
    },
  };
  const numbered = rules.map((rule, index) => ({ id: index + 1, priority: 1, ...rule }));
  return written(name, manifest, "rules.json", JSON.stringify(numbered));
}

/**
 * Writes an unpacked extension for Firefox whose listeners say what is done with requests; returns
 * its folder. Of manifest version 2: Firefox 153 lets no other change what begins with
 * Access-Control- in this way.
 *
 * @param listeners webRequest's event → the source of a function of an event's details.
 */
export function extensionWithListeners(
  name: string,
  listeners: Readonly<Record<string, string>>,
): string {
  const manifest = {
    manifest_version: 2,
    permissions: ["webRequest", "webRequestBlocking", "<all_urls>"],
    background: { scripts: ["background.js"] },
  };
  const lines = Object.entries(listeners).map(([event, source]) => {
    const extra = event === "onHeadersReceived" ? ["blocking", "responseHeaders"] : ["blocking"];
    return `browser.webRequest.${event}.addListener(${source}, { urls: ["<all_urls>"] }, ${JSON.stringify(extra)});`;
  });
  return written(name, manifest, "background.js", lines.join("\n"));
}

function written(name: string, manifest: object, file: string, content: string): string {
  const folder = mkdtempSync(`${tmpdir()}/crosscheck-${name}-`);
  const whole = {
    ...manifest,
    name,
    version: "1",
    // Firefox wants one of its own; Chromium does not know the key.
    browser_specific_settings: { gecko: { id: `${name}@other.test` } },
  };
  writeFileSync(`${folder}/manifest.json`, JSON.stringify(whole));
  writeFileSync(`${folder}/${file}`, content);
  return folder;
}
