import type { Plugin } from "vite";

/** What the extension calls of the polyfill's APIs; the tables of the others are left out. */
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
 * Makes the polyfill, which is written for every loader of its time, a module like ours: the bundler
 * then adds no helpers for CommonJS, which cost every page half a kilobyte. Its tables of APIs that we
 * do not call cost another.
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
 * The polyfill with the tables of our APIs alone.
 *
 * @throws where the tables are not found: the polyfill has changed.
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
