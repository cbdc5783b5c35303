import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "h3",
  software: { from: "npm", packages: { h3: "2.0.8" } },
  files: ({ port }) => ({
    "server.mjs": `
import { H3, HTTPError, serve } from "h3";
// @@imports
const app = new H3({ silent: true });
// @@wrong-authentication
// @@first
app.use((event) => {
  if (event.url.pathname === "/auth") throw new HTTPError({ status: 401 });
  if (Number(event.req.headers.get("content-length") ?? 0) > 1024) throw new HTTPError({ status: 413 });
});
const ok = (event) => {
  event.res.headers.set("X-Total", "7");
  return { cookie: event.req.headers.get("cookie") ?? "" };
};
for (const method of ["get", "put", "delete", "patch"]) app[method]("/ok", ok);
app.post("/ok", async (event) => {
  try {
    return await event.req.json();
  } catch {
    throw new HTTPError({ status: 400 });
  }
});
app.all("/boom", () => {
  throw new Error("boom");
});
app.get("/cached", (event) => {
  event.res.headers.set("Cache-Control", "max-age=60");
  return {};
});
serve(app, { port: ${port}, hostname: "127.0.0.1", silent: true });
`,
  }),
  start: () => ({ program: "node", args: ["server.mjs"] }),
  mistakes: {
    "result-not-returned": (snippet) => ({
      ...fillingOf(snippet),
      first:
        fillingOf(snippet).first?.replace("if (preflight !== false) return preflight;", "") ?? "",
    }),
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication":
        'app.use((event) => {\n  if (event.url.pathname === "/auth") throw new HTTPError({ status: 401 });\n});',
    }),
  },
};
