import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "elysia",
  software: {
    from: "npm",
    packages: { elysia: "1.4.30", "@elysiajs/cors": "1.4.2", bun: "1.4.5" },
  },
  files: ({ port }) => ({
    "index.js": `
import { Elysia } from "elysia";
// @@imports
const app = new Elysia();
// @@first
app.onBeforeHandle(({ path, set, request }) => {
  if (Number(request.headers.get("content-length") ?? 0) > 1024) {
    set.status = 413;
    return "no";
  }
  if (path !== "/auth") return;
  set.status = 401;
  return "no";
});
const ok = ({ set, headers }) => {
  set.headers["X-Total"] = "7";
  return { cookie: headers.cookie ?? "" };
};
app.get("/ok", ok).put("/ok", ok).delete("/ok", ok).patch("/ok", ok);
app.post("/ok", ({ body, set }) => {
  if (body !== null && typeof body === "object") return body;
  set.status = 400;
  return "no";
});
const boom = () => {
  throw new Error("boom");
};
app.get("/boom", boom).put("/boom", boom).get("/auth", ok).put("/auth", ok);
app.get("/cached", ({ set }) => {
  set.headers["Cache-Control"] = "max-age=60";
  return {};
});
app.listen({ port: ${port}, hostname: "127.0.0.1" });
`,
  }),
  start: () => ({
    program: "../node_modules/.bin/bun",
    args: ["index.js"],
    env: { NODE_ENV: "production" },
  }),
  mistakes: { "not-used": () => ({}) },
};
