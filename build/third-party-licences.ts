import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin, Rollup } from "vite";

const FILE = "THIRD-PARTY-LICENCES.txt";

/**
 * Emits the licence of every package whose code is in the bundle, as each licence requires of copies. Fails
 * the build if a package has no licence text.
 *
 * @returns the plugin, and the one for Vite's own builds of workers, which come first.
 */
export function thirdPartyLicences(): { readonly plugin: Plugin; readonly inWorkers: Plugin } {
  const folders = new Set<string>();
  const collect = (bundle: Rollup.OutputBundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      for (const id of file.moduleIds) {
        const folder = packageOf(id);
        if (folder !== null) folders.add(folder);
      }
    }
  };
  return {
    inWorkers: {
      name: "third-party-licences-in-workers",
      apply: "build",
      generateBundle: (_options, bundle) => collect(bundle),
    },
    plugin: {
      name: "third-party-licences",
      apply: "build",
      generateBundle(_options, bundle) {
        collect(bundle);
        const notices = [...folders].map((folder) => noticeOf(folder));
        const source = [HEAD, ...notices.sort()].join(`\n${"-".repeat(78)}\n\n`);
        this.emitFile({ type: "asset", fileName: FILE, source });
      },
    },
  };
}

const HEAD = "Crosscheck holds code of these packages, under these licences.\n";

/** The folder of a module's package; null for our own modules. */
function packageOf(id: string): string | null {
  // Modules that the bundler adds are virtual: "\0vite/preload-helper.js".
  const virtual = /^\0(vite|rolldown)\//.exec(id)?.[1];
  if (virtual !== undefined) return join(import.meta.dirname, "../node_modules", virtual);
  if (!id.includes("/node_modules/")) return null;
  let folder = dirname(id.replace(/^\0/, "").replace(/\?.*$/, ""));
  // A folder within a package may have its own package.json, without a version.
  while (!/\/node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder)) folder = dirname(folder);
  return folder;
}

function noticeOf(folder: string): string {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence text`);
  const source = typeof repository === "string" ? repository : (repository?.url ?? "");
  const notice = join(folder, "NOTICE");
  const texts = [join(folder, file), ...(existsSync(notice) ? [notice] : [])].map((path) =>
    // The packages inside a bundler are not shipped.
    (readFileSync(path, "utf8").split(/^# Licenses of bundled dependencies$/m)[0] ?? "")
      .replaceAll("\r\n", "\n")
      .trim(),
  );
  return [`${name} ${version} (${license})`, `Source: ${source}`, "", ...texts, ""].join("\n");
}
