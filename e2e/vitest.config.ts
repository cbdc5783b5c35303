import { defineConfig } from "vitest/config";
import { LongestFirst } from "./setup/longest-first.ts";

// Tests that need real servers and real browsers. Unit tests live beside the code in src/.
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["e2e/**/*.test.ts"],
    setupFiles: "src/words/english.test-setup.ts",
    // A file mostly waits for its browser; two of them run well on two cores.
    maxWorkers: 2,
    // Files of a process share what takes seconds: Playwright, the lab, and by browser-pool.ts the browsers.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Polled conditions hold at once, except on a busy machine.
    expect: { poll: { timeout: 10_000 } },
  },
});
