import { FETCH_APP } from "../fetch-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "supabase",
  software: { from: "npm", packages: { deno: "2.9.6" } },
  files: () => ({
    "index.js": `
// @@top
${FETCH_APP}
// @@around
`,
  }),
  start: ({ port }) => ({
    program: "../node_modules/.bin/deno",
    args: ["run", "--allow-net", "index.js"],
    env: { DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}`, DENO_NO_UPDATE_CHECK: "1" },
  }),
  without: { around: "Deno.serve(handler);" },
  mistakes: {
    "errors-outside": (snippet) => ({
      ...fillingOf(snippet),
      top:
        fillingOf(snippet).top?.replace(
          'response = new Response("Internal Server Error", { status: 500 });',
          'return new Response("Internal Server Error", { status: 500 });',
        ) ?? "",
    }),
    "options-like-get": () => ({ around: "Deno.serve(handler);" }),
  },
};
