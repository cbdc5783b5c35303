import { crx, type ManifestV3Export } from "@crxjs/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { bundleBudget } from "./e2e/setup/bundle-budget.ts";
import manifest from "./manifest.json" with { type: "json" };

// One build a browser: TARGET=chromium (the default) or TARGET=firefox.
const target = process.env.TARGET === "firefox" ? "firefox" : "chromium";

export default defineConfig({
  plugins: [
    preact(),
    crx({
      manifest: forTarget() as ManifestV3Export,
      browser: target === "firefox" ? "firefox" : "chrome",
    }),
    bundleBudget({ "src/background/background.ts": 40_000, "src/panel/panel.html": 80_000 }),
  ],
  build: {
    outDir: `dist/${target}`,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    rollupOptions: {
      // Pages that no manifest key names.
      input: { panel: "src/panel/panel.html" },
    },
  },
});

/** Each browser warns of the keys that are for the other. */
function forTarget(): object {
  const { minimum_chrome_version, browser_specific_settings, ...shared } = manifest;
  return target === "firefox"
    ? { ...shared, browser_specific_settings }
    : { ...shared, minimum_chrome_version };
}
