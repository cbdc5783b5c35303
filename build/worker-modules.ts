import type { Plugin } from "vite";
import { chromium } from "../src/browsers/chromium.ts";
import { gecko } from "../src/browsers/gecko.ts";
import { CHROMIUM } from "../src/verdict/lanes/chromium.ts";
import { GECKO } from "../src/verdict/lanes/gecko.ts";

/** Modules that the worker replaces: the end of the path, and the replacement. */
const REPLACED = (browser: "chromium" | "firefox"): readonly (readonly [string, string])[] => [
  // Workers of Manifest V3 have promises in either namespace. In pages, only `devtools` lacks them.
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

/** Code that reads a fact or a rule of the recording browser. */
const READING = /(?<![\w.])(?:factsOf\([\w.]+\)|facts|rules)\.(\w+)/g;

/**
 * Gives the worker smaller forms of its modules: the extension API without the polyfill, and the decision
 * without code that only views or another browser need. A worker serves one browser, whose facts are inlined,
 * so that the bundler removes code for the other.
 */
export function workerModules(browser: "chromium" | "firefox"): Plugin {
  const replaced = REPLACED(browser);
  const missing = new Set(replaced.map(([path]) => path));
  const [facts, rules] = browser === "chromium" ? [chromium, CHROMIUM] : [gecko, GECKO];
  const values: Readonly<Record<string, unknown>> = { ...facts, ...rules };
  return {
    name: "worker-modules",
    enforce: "pre",
    load(id) {
      const [path, code] = replaced.find(([end]) => id.replaceAll("\\", "/").endsWith(end)) ?? [];
      if (path === undefined || code === undefined) return null;
      missing.delete(path);
      return { code, map: null, moduleType: "js" };
    },
    transform(code, id) {
      if (!/\/src\/(?:exchange|observation|verdict|background)\//.test(id.replaceAll("\\", "/")))
        return null;
      const folded = code.replace(READING, (reading, name: string) =>
        typeof values[name] === "boolean" || values[name] === null ? `${values[name]}` : reading,
      );
      return { code: folded, map: null };
    },
    buildEnd(error) {
      if (error !== undefined || missing.size === 0) return;
      this.error(`the worker has no ${[...missing].join(", ")} to be replaced`);
    },
  };
}
