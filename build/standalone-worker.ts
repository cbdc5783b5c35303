import { build, type Plugin, type ResolvedConfig } from "vite";
import { smaller } from "./smaller.ts";
import { workerModules } from "./worker-modules.ts";

/**
 * Builds the background worker as one separate file, without code that only views need. Chunks that the
 * worker shares with views would contain the code of all, and be compressed separately.
 *
 * @param entry the worker's module; its chunk keeps the name in the manifest.
 * @param browser the browser that the worker is for.
 */
export function standaloneWorker(entry: string, browser: "chromium" | "firefox"): Plugin {
  let config: ResolvedConfig;
  return {
    name: "standalone-worker",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const worker = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(entry));
      if (worker === undefined) return this.error(`${entry} was not built`);
      const { fileName } = worker;
      if (chunks.some(({ imports }) => imports.includes(fileName))) {
        return this.error(`a view imports the worker's ${fileName}`);
      }
      const built = await build({
        configFile: false,
        root: config.root,
        mode: config.mode,
        logLevel: "warn",
        publicDir: false,
        plugins: [workerModules(browser)],
        build: {
          write: false,
          target: config.build.target,
          minify: config.build.minify,
          modulePreload: { polyfill: false },
          rollupOptions: { input: entry },
        },
      });
      const [script, ...others] = "output" in built ? built.output : [];
      if (script === undefined || others.length > 0) return this.error(`${entry} is not one file`);
      worker.code = await smaller(script.code, true);
      worker.imports = [];
    },
  };
}
