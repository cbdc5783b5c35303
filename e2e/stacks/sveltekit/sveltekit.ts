import type { LabStack } from "../lab-stack.ts";

const OK = `
const ok = ({ request }) =>
  Response.json({ cookie: request.headers.get("cookie") ?? "" }, { headers: { "X-Total": "7" } });
export { ok as GET, ok as PUT, ok as DELETE, ok as PATCH };
export async function POST({ request }) {
  const body = await request.text();
  if (body.length > 1024) return new Response("no", { status: 413 });
  try {
    return Response.json(JSON.parse(body));
  } catch {
    return new Response("no", { status: 400 });
  }
}
`;
const SIMPLE = (code: string) => `
const respond = () => {
  ${code}
};
export { respond as GET, respond as PUT };
`;

export const stack: LabStack = {
  id: "sveltekit",
  software: {
    from: "npm",
    packages: {
      "@sveltejs/kit": "2.70.4",
      "@sveltejs/adapter-node": "5.5.7",
      "@sveltejs/vite-plugin-svelte": "7.3.1",
      svelte: "5.57.3",
      vite: "8.3.8",
    },
  },
  files: () => ({
    "src/hooks.server.js": "@@top",
    "package.json": '{ "private": true, "type": "module" }',
    "vite.config.js": `
import { sveltekit } from "@sveltejs/kit/vite";
export default { plugins: [sveltekit()] };
`,
    "svelte.config.js": `
import adapter from "@sveltejs/adapter-node";
export default { kit: { adapter: adapter() } };
`,
    "src/app.html": "<html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>",
    "src/routes/+page.svelte": "<p>page</p>",
    "src/routes/ok/+server.js": OK,
    "src/routes/boom/+server.js": SIMPLE('throw new Error("boom");'),
    "src/routes/auth/+server.js": SIMPLE('return new Response("no", { status: 401 });'),
    "src/routes/cached/+server.js": SIMPLE(
      'return Response.json({}, { headers: { "Cache-Control": "max-age=60" } });',
    ),
  }),
  prepare: () => ({ program: "../node_modules/.bin/vite", args: ["build"] }),
  start: ({ port }) => ({
    program: "node",
    args: ["build"],
    env: { PORT: String(port), HOST: "127.0.0.1" },
  }),
  mistakes: { "page-without-headers": () => ({}), "endpoint-without-options": () => ({}) },
};
