import { defineConfig } from "vitest/config";

// Tests that take minutes: `npm run soak`.
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  test: {
    include: ["e2e/soak/*.soak.ts"],
    setupFiles: "src/words/english.test-setup.ts",
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
