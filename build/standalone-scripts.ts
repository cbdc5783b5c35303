import { gzipSync } from "node:zlib";
import { build, type Plugin, type ResolvedConfig } from "vite";
import { smaller } from "./smaller.ts";

const NAME = "nothing";

interface StandaloneScript {
  readonly budget: number;
  readonly ending?: (code: string) => string;
}

/**
 * Builds scripts that run in documents into one self-contained file each: "src/a.ts" becomes "src/a.js".
 * crxjs could (`?script&iife`), but makes them web-accessible, by which any page could detect the extension.
 * Fails the build above a budget.
 *
 * @param scripts script → its budget in bytes, gzipped, and a function that makes its ending from its code.
 */
export function standaloneScripts(scripts: Readonly<Record<string, StandaloneScript>>): Plugin {
  let config: ResolvedConfig;
  return {
    name: "standalone-scripts",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    async generateBundle() {
      for (const [entry, { budget, ending }] of Object.entries(scripts)) {
        const built = await build({
          configFile: false,
          root: config.root,
          mode: config.mode,
          logLevel: "warn",
          build: {
            write: false,
            target: config.build.target,
            minify: config.build.minify,
            // The format requires a name for exports, which is removed below.
            lib: { entry, formats: ["iife"], name: NAME, fileName: () => "script.js" },
          },
        });
        const [output] = Array.isArray(built) ? built : [];
        const [script, ...others] = output?.output ?? [];
        if (script === undefined || others.length > 0) this.error(`${entry} is not one file`);
        if (script.exports.some((name) => name !== "default")) this.error(`${entry} has exports`);
        // The default export becomes the script's result; no variable remains in the page.
        const bare = script.code.replace(new RegExp(`^var ${NAME}\\s*=\\s*`), "");
        const small = await smaller(bare);
        const code = small + (ending?.(small) ?? "");
        const size = gzipSync(code, { level: 9 }).length;
        const line = `${entry}: ${(size / 1000).toFixed(1)} kB gzipped of ${budget / 1000} kB`;
        console.info(line);
        if (size > budget) this.error(`over budget: ${line}`);
        const fileName = entry.replace(/\.ts$/, ".js");
        this.emitFile({ type: "asset", fileName, source: code });
      }
    },
  };
}
