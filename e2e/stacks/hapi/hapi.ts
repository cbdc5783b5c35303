import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "hapi",
  software: { from: "npm", packages: { "@hapi/hapi": "21.4.10" } },
  files: ({ port }) => ({
    "server.mjs": `
import Hapi from "@hapi/hapi";
const server = Hapi.server({
  port: ${port},
  host: "127.0.0.1",
  debug: false,
  routes: {
    payload: { maxBytes: 1024 },
    // @@wrong-routes
  },
});
// @@first
const add = (method, path, handler) => server.route({ method, path, handler });
const ok = (request, h) => h.response({ cookie: request.headers.cookie ?? "" }).header("X-Total", "7");
for (const method of ["GET", "PUT", "DELETE", "PATCH", "POST"]) add(method, "/ok", ok);
for (const method of ["GET", "PUT"]) {
  add(method, "/boom", () => {
    throw new Error("boom");
  });
  add(method, "/auth", (request, h) => h.response({}).code(401));
}
add("GET", "/cached", (request, h) => h.response({}).header("Cache-Control", "max-age=60"));
await server.start();
`,
  }),
  start: () => ({ program: "node", args: ["server.mjs"] }),
  mistakes: {
    "cors-of-routes": () => ({
      "wrong-routes": 'cors: { origin: ["http://app.test"], additionalHeaders: ["x-custom"] },',
    }),
    "header-not-listed": () => ({
      "wrong-routes": 'cors: { origin: ["http://app.test"] },',
    }),
  },
};
