import { crx, type ManifestV3Export } from "@crxjs/vite-plugin";
import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";
import { BUDGETS } from "./build/budgets.ts";
import { bundleBudget } from "./build/bundle-budget.ts";
import { hiddenBridge, hiddenFrames } from "./build/hidden-frames.ts";
import { polyfillAsModule } from "./build/polyfill-as-module.ts";
import { reportPage } from "./build/report-page.ts";
import { standaloneScripts } from "./build/standalone-scripts.ts";
import { standaloneWorker } from "./build/standalone-worker.ts";
import { thirdPartyLicences } from "./build/third-party-licences.ts";
import { withoutInnerHtml } from "./build/without-inner-html.ts";
import manifest from "./manifest.json" with { type: "json" };

/** The engine, but for what a view loads once it is opened. */
const ENGINE =
  /\/src\/(?:browsers(?!\/hidden-pages\.)|issues\/(?:problem|issue)\.|http|verdict(?!\/(?:can-predict|predict|steps|remedy\/shared-remedy)\.))/;

/** What every page needs: the browser, and how it is shown. */
const BASE =
  /\/webextension-polyfill\/|\/node_modules\/@?preact\/|preload-helper|\/src\/(?:journal\/error-text|platform\/(?:browser|uncaught|settings|host-access|extension-pages|language)\.ts|protocol\/messages|words\/|view\/components\/(?:Icon|VisibleText|Mark|Phrase)\.|explanation\/(?:plain-text|preflight-reason|visible-text)\.)/;

/**
 * What the panel's first view draws, with all that it needs: in one piece, as the bundler would make one for each set
 * of sharers. It saves the panel 3 kB; the popup, which shares most of it, loads 7 kB more from the disk.
 */
const LIST =
  /\/src\/view\/(?:components\/(?:PanelView|VirtualList|use-virtual-rows|Tabs)|model\/row)\.tsx?$/;

const TESTS = ["{src,build}/**/*.test.ts"];
/** Tests that replace globals or modules; all others share their modules, which are loaded once a process. */
const APART = [
  "src/probe/{bridge,construct-unseen,error-events,own-frames,page-world,page-world-entries}.test.ts",
  "src/verdict/scope.test.ts",
];

/** Not where mutants are tried: they have a runner of their own, which projects do not inherit. */
const PROJECTS = [
  {
    extends: true as const,
    test: { name: "shared", include: TESTS, exclude: APART, isolate: false, restoreMocks: true },
  },
  { extends: true as const, test: { name: "apart", include: APART } },
];

/** One build a browser: `vite build --mode chromium` or `--mode firefox`. */
export default defineConfig(({ mode }) => {
  const target = mode === "firefox" ? "firefox" : "chromium";
  const pageWorld = {
    budget: BUDGETS.pageWorld,
    ending: (code: string) => hiddenFrames(code, target),
  };
  const licences = thirdPartyLicences();
  return {
    plugins: [
      preact(),
      withoutInnerHtml(),
      polyfillAsModule(),
      // It empties its folder also where only tests are run.
      !process.env.VITEST &&
        crx({
          manifest: manifestFor(target) as ManifestV3Export,
          browser: target === "firefox" ? "firefox" : "chrome",
        }),
      standaloneScripts({
        "src/probe/page-world.iife.ts": pageWorld,
        "src/probe/page-world-late.iife.ts": pageWorld,
        "src/probe/bridge.iife.ts": { budget: BUDGETS.bridge, ending: () => hiddenBridge(target) },
      }),
      standaloneWorker("src/background/background.ts", target),
      reportPage(BUDGETS.reportPage),
      licences.plugin,
      bundleBudget({
        "src/background/background.ts": BUDGETS.background,
        "src/panel/panel.html": BUDGETS.panel,
      }),
    ],
    worker: { plugins: () => [licences.inWorkers] },
    // Unit tests; those that need browsers are run by e2e/vitest.config.ts.
    test: {
      setupFiles: ["src/words/english.test-setup.ts", "src/platform/base64.test-setup.ts"],
      // On two cores Vitest takes one, by default.
      maxWorkers: 2,
      testTimeout: 30_000,
      ...(process.env.CROSSCHECK_MUTANTS ? { include: TESTS } : { projects: PROJECTS }),
    },
    build: {
      outDir: `dist/${target}`,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      rollupOptions: {
        // Pages that no manifest key names.
        input: {
          panel: "src/panel/panel.html",
          welcome: "src/welcome/welcome.html",
          site: "src/site/site.html",
        },
        // In one piece it is compressed a tenth better than in the five that the bundler makes of it.
        output: {
          codeSplitting: {
            groups: [
              { name: "engine", test: ENGINE },
              { name: "base", test: BASE },
              { name: "list", test: LIST },
            ],
          },
        },
      },
    },
  };
});

/** Each browser warns of the keys that are for the other. */
function manifestFor(target: "chromium" | "firefox"): object {
  const { minimum_chrome_version, browser_specific_settings, ...shared } = manifest;
  return target === "firefox"
    ? {
        ...shared,
        // Firefox puts new buttons behind its puzzle piece, where nobody sees the badge.
        action: { ...shared.action, default_area: "navbar" },
        browser_specific_settings,
      }
    : { ...shared, minimum_chrome_version };
}
