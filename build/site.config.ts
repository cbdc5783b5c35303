import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import preact from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";
import { thirdPartyLicences } from "./third-party-licences.ts";
import { withoutInnerHtml } from "./without-inner-html.ts";

const ROOT = join(import.meta.dirname, "..");
const BUDGET = 60_000;

/** `vite build --config build/site.config.ts`: the page of configurations as one file, without a server. */
export default defineConfig({
  root: ROOT,
  publicDir: false,
  plugins: [
    preact(),
    withoutInnerHtml(),
    onlyWordsOfSite(),
    thirdPartyLicences().plugin,
    inOneFile(),
  ],
  build: {
    outDir: "dist/site",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    lib: {
      entry: "src/site/standalone.tsx",
      formats: ["iife"],
      name: "site",
      fileName: () => "site.js",
      cssFileName: "site",
    },
  },
});

/** The page's messages, by the beginnings of their names. */
const SAID = /^(?:stack_|site_|report_the_|copy_|text_|language_tag$|visible_)/;

/** Removes the messages that only the extension uses. */
function onlyWordsOfSite(): Plugin {
  return {
    name: "only-words-of-site",
    enforce: "pre",
    load(id) {
      if (!/\/_locales\/\w+\/messages\.json$/.test(id)) return null;
      const all: Record<string, { message: string }> = JSON.parse(readFileSync(id, "utf8"));
      const said = Object.entries(all).flatMap(([name, { message }]) =>
        SAID.test(name) ? [[name, { message }] as const] : [],
      );
      return JSON.stringify(Object.fromEntries(said));
    },
  };
}

/**
 * Inlines script and style into the page: browsers load no module from a file: URL. Fails above the budget,
 * and if the script could end its element.
 */
function inOneFile(): Plugin {
  return {
    name: "in-one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      let [script, style] = ["", ""];
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk") script += file.code;
        else if (name.endsWith(".css")) style += file.source;
        else continue;
        delete bundle[name];
      }
      if (script === "" || style === "") return this.error("the page has no script or no style");
      if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
        return this.error("the script or the style would end its element");
      }
      const source = readFileSync(join(ROOT, "src/site/index.html"), "utf8")
        .replace("<style></style>", () => `<style>${style}</style>`)
        .replace("<script></script>", () => `<script>${script}</script>`);
      const size = gzipSync(source, { level: 9 }).length;
      const line = `site/index.html: ${(size / 1000).toFixed(1)} kB gzipped of ${BUDGET / 1000} kB`;
      console.info(line);
      if (size > BUDGET) this.error(`over budget: ${line}`);
      this.emitFile({ type: "asset", fileName: "index.html", source });
    },
  };
}
