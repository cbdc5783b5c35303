import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

/** A rule of declarativeNetRequest. */
export type NetRequestRule = Readonly<Record<string, unknown>>;

/** Writes an unpacked extension that does nothing but follow rules; returns its folder. */
export function extensionWithRules(name: string, rules: readonly NetRequestRule[]): string {
  const folder = mkdtempSync(`${tmpdir()}/crosscheck-${name}-`);
  const manifest = {
    manifest_version: 3,
    name,
    version: "1",
    permissions: ["declarativeNetRequest"],
    host_permissions: ["<all_urls>"],
    declarative_net_request: {
      rule_resources: [{ id: "rules", enabled: true, path: "rules.json" }],
    },
  };
  writeFileSync(`${folder}/manifest.json`, JSON.stringify(manifest));
  writeFileSync(
    `${folder}/rules.json`,
    JSON.stringify(rules.map((rule, index) => ({ id: index + 1, priority: 1, ...rule }))),
  );
  return folder;
}
