import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "functions-framework",
  software: {
    from: "npm",
    packages: { "@google-cloud/functions-framework": "5.0.5", cors: "2.8.6" },
  },
  files: () => ({
    "package.json": '{ "type": "module", "main": "index.js" }',
    "index.js": `
import * as functions from "@google-cloud/functions-framework";
// @@imports
// @@top
function handler(req, res) {
  if (req.path === "/auth") return res.sendStatus(401);
  if (req.path === "/boom") throw new Error("boom");
  if (req.path === "/cached") return res.set("Cache-Control", "max-age=60").json({});
  if (req.path !== "/ok") return res.sendStatus(404);
  if ((req.rawBody?.length ?? 0) > 1024) return res.sendStatus(413);
  // @@wrong-ok
  res.set("X-Total", "7").json({ cookie: req.headers.cookie ?? "" });
}
// @@around
`,
  }),
  start: ({ port }) => ({
    program: "../node_modules/.bin/functions-framework",
    args: ["--target", "api", "--source", ".", "--port", String(port)],
  }),
  without: { around: 'functions.http("api", handler);' },
  mistakes: {
    errors: () => ({
      around: 'functions.http("api", handler);',
      "wrong-ok": 'res.set("Access-Control-Allow-Origin", "http://app.test");',
    }),
    "options-like-get": () => ({
      around: 'functions.http("api", handler);',
      "wrong-ok": 'res.set("X-Nothing", "1");',
    }),
  },
  limits: {
    5: "the framework parses the body before the function: its error is its own, without CORS",
  },
};
