import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "apollo",
  software: {
    from: "npm",
    packages: {
      "@apollo/server": "5.5.1",
      "@as-integrations/express5": "1.1.2",
      graphql: "16.11.0",
      express: "5.3.0",
      cors: "2.8.6",
    },
  },
  files: ({ port }) => ({
    "app.mjs": `
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { expressMiddleware } from "@as-integrations/express5";
import express from "express";
// @@imports
const server = new ApolloServer({ typeDefs: "type Query { a: Int }", resolvers: { Query: { a: () => 1 } } });
// @@wrong-standalone
await server.start();
const app = express();
// @@wrong-authentication
// @@first
app.use((req, res, next) => (req.path === "/auth" ? res.sendStatus(401) : next()));
app.use(express.json({ limit: "1kb" }));
app.use("/graphql", expressMiddleware(server));
const ok = (req, res) => res.set("X-Total", "7").json({ cookie: req.headers.cookie ?? "" });
app.route("/ok").get(ok).put(ok).delete(ok).patch(ok).post(ok);
app.all("/boom", () => {
  throw new Error("boom");
});
app.get("/cached", (req, res) => res.set("Cache-Control", "max-age=60").json({}));
app.listen(${port}, "127.0.0.1");
`,
    "standalone.txt": `${port}`,
  }),
  start: () => ({ program: "node", args: ["app.mjs"] }),
  mistakes: {
    standalone: () => ({
      "wrong-standalone": `import { readFileSync } from "node:fs";
await startStandaloneServer(server, { listen: { port: Number(readFileSync("standalone.txt", "utf8")), host: "127.0.0.1" } });
await new Promise(() => {});`,
    }),
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication":
        'app.use((req, res, next) => (req.path === "/auth" ? res.sendStatus(401) : next()));',
    }),
  },
};
