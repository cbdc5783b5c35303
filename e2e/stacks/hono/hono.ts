import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "hono",
  software: { from: "npm", packages: { hono: "4.13.19", "@hono/node-server": "2.1.9" } },
  files: ({ port }) => ({
    "app.mjs": `
import { Hono } from "hono";
import { serve } from "@hono/node-server";
import { bodyLimit } from "hono/body-limit";
import { bearerAuth } from "hono/bearer-auth";
// @@imports
const app = new Hono();
// @@wrong-authentication
// @@first
app.use("/auth", bearerAuth({ token: "secret" }));
app.use(bodyLimit({ maxSize: 1024 }));
app.on(["GET", "PUT", "DELETE", "PATCH"], "/ok", (c) => {
  c.header("X-Total", "7");
  return c.json({ cookie: c.req.header("Cookie") ?? "" });
});
app.post("/ok", async (c) => {
  try {
    return c.json(await c.req.json());
  } catch {
    return c.text("Bad Request", 400);
  }
});
app.all("/boom", () => {
  throw new Error("boom");
});
app.get("/cached", (c) => {
  c.header("Cache-Control", "max-age=60");
  return c.json({});
});
serve({ fetch: app.fetch, port: ${port}, hostname: "127.0.0.1" });
`,
  }),
  start: () => ({ program: "node", args: ["app.mjs"] }),
  mistakes: {
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication": 'app.use("/auth", bearerAuth({ token: "secret" }));',
    }),
  },
};
