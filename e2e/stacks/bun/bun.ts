import { FETCH_APP } from "../fetch-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "bun",
  software: { from: "npm", packages: { bun: "1.4.5" } },
  files: () => ({
    "index.js": `
// @@top
${FETCH_APP}
// @@around
`,
  }),
  start: ({ port }) => ({
    program: "../node_modules/.bin/bun",
    args: ["index.js"],
    env: { PORT: String(port), NODE_ENV: "production" },
  }),
  without: { around: "Bun.serve({ fetch: handler });" },
  mistakes: {
    "errors-outside": (snippet) => ({
      ...fillingOf(snippet),
      top:
        fillingOf(snippet).top?.replace(
          'response = new Response("Internal Server Error", { status: 500 });',
          'return new Response("Internal Server Error", { status: 500 });',
        ) ?? "",
    }),
    "options-like-get": () => ({ around: "Bun.serve({ fetch: handler });" }),
  },
};
