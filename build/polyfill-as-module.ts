import type { Plugin } from "vite";

/** The APIs that the extension uses; the polyfill's tables for others are removed. */
export const APIS = [
  "action",
  "devtools",
  "extension",
  "i18n",
  "permissions",
  "runtime",
  "storage",
  "tabs",
  "webNavigation",
  "webRequest",
];

/**
 * Turns the polyfill, a UMD module, into an ES module: the bundler then adds no CommonJS helpers, which cost
 * every page half a kilobyte. Tables of unused APIs cost the same again.
 */
export function polyfillAsModule(): Plugin {
  return {
    name: "polyfill-as-module",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!/\/webextension-polyfill\/dist\/browser-polyfill\.js$/.test(id)) return null;
      const head = "const module = { exports: {} }, exports = module.exports;";
      const ours = withoutOtherApis(code);
      return { code: `${head}\n${ours}\nexport default module.exports;`, map: null };
    },
  };
}

/**
 * The polyfill with the tables of our APIs only.
 * @throws if the tables are not found: the polyfill has changed.
 */
export function withoutOtherApis(polyfill: string): string {
  const [table, json] = /const apiMetadata = (\{.*?\n {6}\});/s.exec(polyfill) ?? [];
  if (table === undefined || json === undefined) {
    throw new Error("The polyfill has no table of APIs where it used to be");
  }
  const apis: Record<string, unknown> = JSON.parse(json);
  const ours = Object.fromEntries(Object.entries(apis).filter(([name]) => APIS.includes(name)));
  return polyfill.replace(table, () => `const apiMetadata = ${JSON.stringify(ours)};`);
}
