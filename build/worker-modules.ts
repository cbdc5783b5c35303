import type { Plugin } from "vite";

/** Modules that the worker has in another form: the end of a path, and what stands there instead. */
const REPLACED = (browser: "chromium" | "firefox"): readonly (readonly [string, string])[] => [
  // Workers of Manifest V3 have promises in either namespace. Of pages, `devtools` alone has not.
  [
    "/webextension-polyfill/dist/browser-polyfill.js",
    "export default globalThis.browser ?? globalThis.chrome;",
  ],
  [
    "/src/browsers/scope.ts",
    `export const READS_CHROMIUM = ${browser === "chromium"};
    export const READS_GECKO = ${browser === "firefox"};
    export const DECIDES_DETAILS = false;`,
  ],
];

/**
 * Gives the worker the modules that it needs in a smaller form: the extension API without the
 * polyfill, and the decision without what only views or another browser need.
 */
export function workerModules(browser: "chromium" | "firefox"): Plugin {
  const replaced = REPLACED(browser);
  const missing = new Set(replaced.map(([path]) => path));
  return {
    name: "worker-modules",
    enforce: "pre",
    load(id) {
      const [path, code] = replaced.find(([end]) => id.replaceAll("\\", "/").endsWith(end)) ?? [];
      if (path === undefined || code === undefined) return null;
      missing.delete(path);
      return { code, map: null, moduleType: "js" };
    },
    buildEnd(error) {
      if (error !== undefined || missing.size === 0) return;
      this.error(`the worker has no ${[...missing].join(", ")} to be replaced`);
    },
  };
}
