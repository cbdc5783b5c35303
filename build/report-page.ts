import { gzipSync } from "node:zlib";
import preact from "@preact/preset-vite";
import { build, type Plugin, type PluginOption, type ResolvedConfig } from "vite";
import { thirdPartyLicences } from "./third-party-licences.ts";
import { withoutInnerHtml } from "./without-inner-html.ts";

const FOLDER = "src/report-page";

/** Modules that a standalone page does not need, as it lacks their controls. */
const LEFT_OUT = [
  "/src/report/copy-remedy.ts",
  "/src/report/copy-texts.ts",
  "/src/view/components/following.ts",
  "/src/view/components/menus.ts",
  "/src/view/components/stacks/StackPart.tsx",
  "/src/view/components/TryIt.tsx",
];

/**
 * Builds the parts of an HTML report as files of the package, which are read at export: the script that
 * unpacks, and the panel's view as one script and one style sheet. Fails above a budget.
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
        thirdPartyLicences().plugin,
      ]);
      const files = {
        "boot.js": boot.script,
        // Each copy of the page includes the licences of its packages.
        "page.js": `/*\n${page.licences.replaceAll("*/", "* /")}*/\n${page.script}`,
        "page.css": page.style,
      };
      for (const [name, source] of Object.entries(files)) {
        if (source === "") this.error(`${FOLDER}/${name} is empty`);
        this.emitFile({ type: "asset", fileName: `${FOLDER}/${name}`, source });
      }
      // The page contains this script unescaped.
      if (/<\/script|<!--/i.test(boot.script)) this.error("the script would end its element");
      const size = gzipSync(Object.values(files).join(""), { level: 9 }).length;
      const line = `${FOLDER}: ${(size / 1000).toFixed(1)} kB gzipped of ${budget / 1000} kB`;
      console.info(line);
      if (size > budget) this.error(`over budget: ${line}`);
    },
  };
}

/** One script without imports, with its style and its licences. */
async function built(config: ResolvedConfig, entry: string, plugins: PluginOption[]) {
  const outputs = await build({
    configFile: false,
    root: config.root,
    mode: config.mode,
    logLevel: "warn",
    publicDir: false,
    plugins,
    // Library builds do not replace this by themselves.
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

/** Removes modules that the extension loads later, and the page never. */
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
