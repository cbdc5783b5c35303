import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "fastify",
  software: { from: "npm", packages: { fastify: "5.12.8", "@fastify/cors": "11.4.3" } },
  files: ({ port }) => ({
    "app.mjs": `
import Fastify from "fastify";
// @@imports
const app = Fastify({ bodyLimit: 1024 });
// @@wrong-authentication
// @@first
app.addHook("onRequest", async (request, reply) => {
  if (request.url === "/auth") return reply.code(401).send({ error: "Unauthorized" });
});
app.route({
  method: ["GET", "PUT", "DELETE", "PATCH", "POST"],
  url: "/ok",
  handler: (request, reply) => reply.header("X-Total", "7").send({ cookie: request.headers.cookie ?? "" }),
});
app.route({
  method: ["GET", "PUT"],
  url: "/boom",
  handler: async () => {
    throw new Error("boom");
  },
});
app.get("/cached", (request, reply) => reply.header("Cache-Control", "max-age=60").send({}));
await app.listen({ port: ${port}, host: "127.0.0.1" });
`,
  }),
  start: () => ({ program: "node", args: ["app.mjs"] }),
  mistakes: {
    "methods-by-default": (snippet) => ({
      ...fillingOf(snippet),
      first:
        'await app.register(cors, { origin: ["http://app.test", "http://two.app.test"], credentials: true });',
    }),
    "authentication-hook-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication": `app.addHook("onRequest", async (request, reply) => {
  if (request.url === "/auth") return reply.code(401).send({ error: "Unauthorized" });
});`,
    }),
  },
};
