import { gzipSync } from "node:zlib";
import preact from "@preact/preset-vite";
import { build, type Plugin, type PluginOption, type ResolvedConfig } from "vite";
import { thirdPartyLicences } from "./third-party-licences.ts";
import { withoutInnerHtml } from "./without-inner-html.ts";

const FOLDER = "src/report-page";

/** What a page by itself does without: its controls are not shown there. */
const LEFT_OUT = [
  "/src/report/copy-remedy.ts",
  "/src/report/copy-texts.ts",
  "/src/view/components/following.ts",
  "/src/view/components/menus.ts",
  "/src/view/components/stacks/StackPart.tsx",
  "/src/view/components/TryIt.tsx",
];

/**
 * Builds what an HTML report is made of, as files of the package that are read when one is made: the
 * script that unpacks, and the panel's view as one script and one style sheet. Fails beyond a budget.
 *
 * @param budget of all three in bytes, gzipped.
 */
export function reportPage(budget: number): Plugin {
  let config: ResolvedConfig;
  return {
    name: "report-page",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    async generateBundle() {
      const boot = await built(config, "boot.iife.ts", []);
      const page = await built(config, "report-page.tsx", [
        preact(),
        withoutInnerHtml(),
        withoutModules(LEFT_OUT),
        thirdPartyLicences(),
      ]);
      const files = {
        "boot.js": boot.script,
        // Each copy of the page takes the licences of what it holds along.
        "page.js": `/*\n${page.licences.replaceAll("*/", "* /")}*/\n${page.script}`,
        "page.css": page.style,
      };
      for (const [name, source] of Object.entries(files)) {
        if (source === "") this.error(`${FOLDER}/${name} is empty`);
        this.emitFile({ type: "asset", fileName: `${FOLDER}/${name}`, source });
      }
      // It stands in the page as it is.
      if (/<\/script|<!--/i.test(boot.script)) this.error("the script would end its element");
      const size = gzipSync(Object.values(files).join(""), { level: 9 }).length;
      const line = `${FOLDER}: ${(size / 1000).toFixed(1)} kB gzipped of ${budget / 1000} kB`;
      console.info(line);
      if (size > budget) this.error(`over budget: ${line}`);
    },
  };
}

/** One script without imports, with the style and the licences that come with it. */
async function built(config: ResolvedConfig, entry: string, plugins: PluginOption[]) {
  const outputs = await build({
    configFile: false,
    root: config.root,
    mode: config.mode,
    logLevel: "warn",
    publicDir: false,
    plugins,
    // A library is left to request it where it runs.
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    build: {
      write: false,
      target: config.build.target,
      minify: config.build.minify,
      modulePreload: { polyfill: false },
      lib: {
        entry: `${FOLDER}/${entry}`,
        formats: ["iife"],
        name: "page",
        fileName: () => "page.js",
        cssFileName: "page",
      },
    },
  });
  const files = Array.isArray(outputs) ? outputs.flatMap(({ output }) => output) : [];
  const chunks = files.filter((file) => file.type === "chunk");
  if (chunks.length !== 1) throw new Error(`${entry} is not one script`);
  const asset = (ending: string) =>
    files.flatMap((file) =>
      file.type === "asset" && file.fileName.endsWith(ending) ? [String(file.source)] : [],
    )[0] ?? "";
  return { script: chunks[0]?.code.trim() ?? "", style: asset(".css"), licences: asset(".txt") };
}

/** Modules that are fetched later in the extension, and nowhere in the page. */
function withoutModules(paths: readonly string[]): Plugin {
  const missing = new Set(paths);
  return {
    name: "without-modules",
    enforce: "pre",
    load(id) {
      const path = paths.find((end) => id.replaceAll("\\", "/").endsWith(end));
      if (path === undefined) return null;
      missing.delete(path);
      return { code: "export {};", map: null, moduleType: "js" };
    },
    buildEnd(error) {
      if (error !== undefined || missing.size === 0) return;
      this.error(`the page has no ${[...missing].join(", ")} to be left out`);
    },
  };
}
