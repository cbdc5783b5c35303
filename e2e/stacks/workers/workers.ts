import { FETCH_APP } from "../fetch-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "workers",
  software: { from: "npm", packages: { miniflare: "4.20260426.0" } },
  files: ({ port }) => ({
    "worker.mjs": `
// @@top
${FETCH_APP}
// @@around
`,
    "start.mjs": `
import { readFileSync } from "node:fs";
import { Miniflare } from "miniflare";
const script = readFileSync("worker.mjs", "utf8");
const server = new Miniflare({ modules: true, script, port: ${port}, host: "127.0.0.1", compatibilityDate: "2026-01-01" });
await server.ready;
`,
  }),
  start: () => ({ program: "node", args: ["start.mjs"] }),
  without: { around: "export default { fetch: handler };" },
  mistakes: {
    "errors-outside": (snippet) => ({
      ...fillingOf(snippet),
      top:
        fillingOf(snippet).top?.replace(
          'response = new Response("Internal Server Error", { status: 500 });',
          'return new Response("Internal Server Error", { status: 500 });',
        ) ?? "",
    }),
    "options-like-get": () => ({ around: "export default { fetch: handler };" }),
  },
};
