import type { Plugin } from "vite";

/**
 * Makes the polyfill, which is written for every loader of its time, a module like ours: the bundler
 * then adds no helpers for CommonJS, which cost every page half a kilobyte.
 */
export function polyfillAsModule(): Plugin {
  return {
    name: "polyfill-as-module",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!/\/webextension-polyfill\/dist\/browser-polyfill\.js$/.test(id)) return null;
      const head = "const module = { exports: {} }, exports = module.exports;";
      return { code: `${head}\n${code}\nexport default module.exports;`, map: null };
    },
  };
}
