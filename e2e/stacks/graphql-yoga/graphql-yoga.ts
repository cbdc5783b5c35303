import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "graphql-yoga",
  software: { from: "npm", packages: { "graphql-yoga": "5.24.1", graphql: "16.11.0" } },
  files: ({ port }) => ({
    "server.mjs": `
import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";
// @@top
const api = {
  async onRequest({ request, url, fetchAPI, endResponse }) {
    const send = (status, headers = {}) =>
      endResponse(
        new fetchAPI.Response(JSON.stringify({ cookie: request.headers.get("cookie") ?? "" }), { status, headers }),
      );
    if (request.method === "OPTIONS" || url.pathname === "/graphql") return;
    if (url.pathname === "/auth") return send(401);
    if (url.pathname === "/boom") return send(500);
    if (url.pathname === "/cached") return send(200, { "Cache-Control": "max-age=60" });
    if (url.pathname !== "/ok") return;
    const body = await request.text();
    if (body.length > 1024) return send(413);
    try {
      if (request.method === "POST") JSON.parse(body);
    } catch {
      return send(400);
    }
    return send(200, { "X-Total": "7" });
  },
};
const schema = createSchema({ typeDefs: "type Query { a: Int }", resolvers: { Query: { a: () => 1 } } });
const own = {
  cors: false,
  plugins: [],
};
Object.assign(own, {
  // @@options
});
const yoga = createYoga({ schema, logging: false, ...own, plugins: [...own.plugins, api] });
createServer(yoga).listen(${port}, "127.0.0.1");
`,
  }),
  start: () => ({ program: "node", args: ["server.mjs"] }),
  mistakes: { "switched-off": () => ({}) },
};
