import { dirname } from "node:path";
import type { LabStack } from "../lab-stack.ts";

const ROUTE = `
const ok = (request) =>
  Response.json({ cookie: request.headers.get("cookie") ?? "" }, { headers: { "X-Total": "7" } });
export { ok as GET, ok as PUT, ok as DELETE, ok as PATCH };
export async function POST(request) {
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
export const dynamic = "force-dynamic";
`;

export const stack: LabStack = {
  id: "nextjs",
  software: {
    from: "npm",
    packages: { next: "16.4.6", react: "19.2.0", "react-dom": "19.2.0" },
  },
  files: ({ folder }) => ({
    "next.config.mjs": `
export default {
  // The packages are in the folder above.
  turbopack: { root: "${dirname(folder)}" },
  // @@wrong-config
};
`,
    "package.json": '{ "private": true, "type": "module" }',
    "app/layout.js": "export default ({ children }) => <html><body>{children}</body></html>;",
    "app/page.js": "export default () => <p>page</p>;",
    "app/ok/route.js": ROUTE,
    "app/boom/route.js": SIMPLE('throw new Error("boom");'),
    "app/auth/route.js": SIMPLE('return new Response("no", { status: 401 });'),
    "app/cached/route.js": SIMPLE(
      'return Response.json({}, { headers: { "Cache-Control": "max-age=60" } });',
    ),
    "proxy.js": "@@file",
  }),
  without: { file: "export function proxy() {}" },
  prepare: () => ({
    program: "../node_modules/.bin/next",
    args: ["build"],
    env: { NEXT_TELEMETRY_DISABLED: "1" },
  }),
  start: ({ port }) => ({
    program: "../node_modules/.bin/next",
    args: ["start", "-p", String(port), "-H", "127.0.0.1"],
  }),
  mistakes: {
    "constant-in-config": () => ({
      file: "export function proxy() {}",
      "wrong-config":
        'headers: async () => [{ source: "/:path*", headers: [{ key: "Access-Control-Allow-Origin", value: "http://app.test" }] }],',
    }),
    "not-configured": () => ({ file: "export function proxy() {}" }),
    "trailing-slash": () => ({
      file: "export function proxy() {}",
      "wrong-config": "trailingSlash: true,",
    }),
  },
  limits: {
    2: "the prerendered page for an unknown path loses Vary",
    13: "the prerendered page for an unknown path loses Vary",
  },
};
