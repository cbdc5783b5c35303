import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/**
 * Prints the gzipped size of all scripts that an entry loads, and fails the build above its budget, or if
 * the entry was not built.
 *
 * @param budgets entry module (as in the sources) → bytes, gzipped.
 */
export function bundleBudget(budgets: Readonly<Record<string, number>>): Plugin {
  return {
    name: "bundle-budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const over: string[] = [];
      for (const [entry, budget] of Object.entries(budgets)) {
        const start = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(entry));
        if (start === undefined) {
          over.push(`${entry}: not built`);
          continue;
        }
        const loaded = new Set<string>();
        const queue = [start.fileName];
        for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
          if (loaded.has(name)) continue;
          loaded.add(name);
          queue.push(...(chunks.find((chunk) => chunk.fileName === name)?.imports ?? []));
        }
        let size = 0;
        for (const chunk of chunks) {
          if (loaded.has(chunk.fileName)) size += gzipSync(chunk.code, { level: 9 }).length;
        }
        const line = `${entry}: ${(size / 1000).toFixed(1)} kB gzipped of ${budget / 1000} kB`;
        console.info(line);
        if (size > budget) over.push(line);
      }
      if (over.length > 0) this.error(`bundle budget: ${over.join("; ")}`);
    },
  };
}
