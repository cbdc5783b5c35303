import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "vite",
  software: { from: "npm", packages: { vite: "8.3.8" } },
  files: ({ port }) => ({
    "index.html": "<!doctype html>",
    "vite.config.mjs": `
const routes = (req, res) => {
  const path = req.url.split("?")[0];
  const send = (status, headers = {}) => {
    res.writeHead(status, { "Content-Type": "application/json", ...headers });
    res.end(JSON.stringify({ cookie: req.headers.cookie ?? "" }));
  };
  if (path === "/auth") return send(401);
  if (path === "/boom") throw new Error("boom");
  if (path === "/cached") return send(200, { "Cache-Control": "max-age=60" });
  if (path !== "/ok") return send(404);
  let body = "";
  req.on("data", (chunk) => (body += chunk));
  req.on("end", () => {
    if (body.length > 1024) return send(413);
    try {
      if (req.method === "POST") JSON.parse(body);
    } catch {
      return send(400);
    }
    send(200, { "X-Total": "7" });
  });
};
export default {
  logLevel: "silent",
  appType: "custom",
  plugins: [{ name: "api", configureServer: (server) => () => server.middlewares.use(routes) }],
  server: {
    port: ${port},
    host: "127.0.0.1",
    allowedHosts: true,
    hmr: false,
    // @@options
  },
};
`,
  }),
  start: () => ({ program: "../node_modules/.bin/vite", args: ["--config", "vite.config.mjs"] }),
  mistakes: { "localhost-by-default": () => ({}) },
};
