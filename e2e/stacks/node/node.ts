import { fillingOf, type LabStack } from "../lab-stack.ts";

/** The same handler by node:http2's API for handlers of node:http. */
const SECURE = `
import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
const [cert, key] = ["cert.pem", "key.pem"].map((file) => readFileSync(file));
const createServer = (handler) => createSecureServer({ cert, key, allowHTTP1: true }, handler);`;

export const stack: LabStack = {
  id: "node",
  software: { from: "node" },
  speaksHttp2: true,
  files: ({ port, isHttp2 }) => ({
    "server.mjs": `
${isHttp2 ? SECURE : 'import { createServer } from "node:http";'}
// @@top
const handle = async (req, res) => {
  // @@first
  // @@wrong-options
  const path = req.url.split("?")[0];
  const send = (status, headers = {}) => {
    res.writeHead(status, { "Content-Type": "application/json", ...headers });
    res.end(JSON.stringify({ cookie: req.headers.cookie ?? "" }));
  };
  if (req.method === "OPTIONS") return send(405);
  if (path === "/auth") return send(401);
  if (path === "/boom") throw new Error("boom");
  if (path === "/cached") return send(200, { "Cache-Control": "max-age=60" });
  if (path !== "/ok") return send(404);
  // @@wrong-ok
  let body = "";
  for await (const chunk of req) body += chunk;
  if (body.length > 1024) return send(413);
  try {
    if (req.method === "POST") JSON.parse(body);
  } catch {
    return send(400);
  }
  send(200, { "X-Total": "7" });
};
createServer((req, res) =>
  handle(req, res).catch(() => res.writeHead(500).end("Internal Server Error")),
).listen(${port}, "127.0.0.1");
`,
  }),
  start: () => ({ program: "node", args: ["server.mjs"] }),
  mistakes: {
    "options-not-handled": () => ({
      "wrong-options": 'res.setHeader("Access-Control-Allow-Origin", "http://app.test");',
    }),
    "headers-in-one-branch": (snippet) => ({
      ...fillingOf(snippet),
      first: 'if (req.method === "OPTIONS" && cors(req, res)) return;',
      "wrong-ok": "cors(req, res);",
    }),
  },
};
