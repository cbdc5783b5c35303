import { defineConfig } from "vitest/config";

// Tests that need real servers and real browsers. Unit tests live beside the code in src/.
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["e2e/**/*.test.ts"],
    setupFiles: "src/words/english.test-setup.ts",
    // A file waits for its browser most of the time; two of them share a machine of two cores well.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is polled comes at once, but for a machine that is busy elsewhere.
    expect: { poll: { timeout: 10_000 } },
  },
});
