import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "mcp",
  software: {
    from: "npm",
    packages: { "@modelcontextprotocol/sdk": "1.32.2", express: "5.3.0", cors: "2.8.6" },
  },
  files: ({ port }) => ({
    "app.mjs": `
import { randomUUID } from "node:crypto";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import express from "express";
// @@imports
const app = express();
// @@first
app.use((req, res, next) => (req.path === "/auth" ? res.sendStatus(401) : next()));
app.use(express.json({ limit: "1kb" }));
const mcp = async (req, res) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await new McpServer({ name: "a", version: "1" }).connect(transport);
  await transport.handleRequest(req, res, req.body);
};
app.all("/mcp", mcp);
// @@wrong-mcp
const ok = (req, res) => res.set("X-Total", "7").json({ cookie: req.headers.cookie ?? "" });
app.route("/ok").get(ok).put(ok).delete(ok).patch(ok).post(ok);
app.all("/boom", () => {
  throw new Error("boom");
});
app.get("/cached", (req, res) => res.set("Cache-Control", "max-age=60").json({}));
app.listen(${port}, "127.0.0.1");
`,
  }),
  start: () => ({ program: "node", args: ["app.mjs"] }),
  mistakes: {
    "header-not-listed": (snippet) => ({
      ...fillingOf(snippet),
      first:
        fillingOf(snippet).first?.replace(
          /allowedHeaders: .*/,
          'allowedHeaders: ["content-type"],',
        ) ?? "",
    }),
    "options-refused": () => ({ "wrong-mcp": 'app.options("/ok", mcp);' }),
  },
};
