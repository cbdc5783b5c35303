import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

/** `npx vite --config e2e/inline/vite.config.ts`: the view without an extension around it. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact()],
  build: {
    outDir: "../../dist/inline",
    emptyOutDir: true,
    rolldownOptions: { input: `${import.meta.dirname}/inline.html` },
  },
});
