import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "webpack-dev-server",
  software: {
    from: "npm",
    packages: {
      "webpack-dev-server": "5.2.7",
      webpack: "5",
      "webpack-cli": "6",
      cors: "2.8.6",
      express: "5.3.0",
    },
  },
  files: ({ port, folder }) => ({
    "entry.js": "",
    "webpack.config.cjs": `
const express = require("express");
// @@imports
const api = express();
api.disable("x-powered-by");
api.use((req, res, next) => (req.path === "/auth" ? res.sendStatus(401) : next()));
api.use(express.json({ limit: "1kb" }));
const ok = (req, res) => res.set("X-Total", "7").json({ cookie: req.headers.cookie ?? "" });
api.route("/ok").get(ok).put(ok).delete(ok).patch(ok).post(ok);
api.all("/boom", () => {
  throw new Error("boom");
});
api.get("/cached", (req, res) => res.set("Cache-Control", "max-age=60").json({}));
module.exports = {
  mode: "development",
  entry: "${folder}/entry.js",
  stats: "none",
  infrastructureLogging: { level: "none" },
  devServer: {
    port: ${port},
    host: "127.0.0.1",
    allowedHosts: "all",
    hot: false,
    static: false,
    // @@wrong-options
    setupMiddlewares: (middlewares) => {
      middlewares.push({ name: "api", middleware: api });
      // @@first
      return middlewares;
    },
  },
};
`,
  }),
  start: () => ({
    program: "../node_modules/.bin/webpack",
    args: ["serve", "--config", "webpack.config.cjs"],
  }),
  mistakes: {
    "star-in-headers": () => ({
      "wrong-options": 'headers: { "Access-Control-Allow-Origin": "*" },',
    }),
    "not-configured": () => ({}),
  },
};
