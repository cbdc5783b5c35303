import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "express",
  software: { from: "npm", packages: { express: "5.3.0", cors: "2.8.6" } },
  files: ({ port }) => ({
    "app.mjs": `
import express from "express";
// @@imports
const app = express();
// @@wrong-authentication
// @@first
app.use((req, res, next) => (req.path === "/auth" ? res.sendStatus(401) : next()));
app.use(express.json({ limit: "1kb" }));
const ok = (req, res) => res.set("X-Total", "7").json({ cookie: req.headers.cookie ?? "" });
app.route("/ok").get(ok).put(ok).delete(ok).patch(ok).post(ok);
app.all("/boom", () => {
  throw new Error("boom");
});
app.get("/cached", (req, res) => res.set("Cache-Control", "max-age=60").json({}));
// @@wrong-last
app.listen(${port}, "127.0.0.1");
`,
  }),
  start: () => ({ program: "node", args: ["app.mjs"] }),
  mistakes: {
    "cors-after-routes": (snippet) => {
      const { imports = "", first = "" } = fillingOf(snippet);
      return { imports, "wrong-last": first };
    },
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication":
        'app.use((req, res, next) => (req.get("Authorization") || req.path !== "/auth" ? next() : res.sendStatus(401)));',
    }),
  },
};
