import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, successIsBare } from "../symptoms.ts";

export const functionsFramework: Stack = {
  id: "functions-framework",
  title: "Cloud Functions, Firebase Functions",
  kind: "platform",
  layers: ["functions-framework", "google-frontend", "express"],
  versions: [{ of: "cors", since: "2.8.0" }],
  snippet: (policy) => ({
    install: "npm install cors",
    blocks: [
      {
        file: "index.js",
        place: "imports",
        language: "javascript",
        code: 'import cors from "cors";',
      },
      {
        file: "index.js",
        place: "top",
        language: "javascript",
        code: lines(
          "const allow = cors({",
          `  origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
          `  methods: ${list(policy.methods)},`,
          `  allowedHeaders: ${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `  exposedHeaders: ${list(policy.exposedHeaders)},`,
          policy.credentials && "  credentials: true,",
          policy.maxAge !== null && `  maxAge: ${policy.maxAge},`,
          "});",
        ),
      },
      {
        file: "index.js",
        place: "around",
        language: "javascript",
        code: 'functions.http("api", (req, res) => allow(req, res, () => handler(req, res)));',
      },
    ],
  }),
  remove: ['functions.http("api", handler);', 'res.set("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "errors",
      kind: "errors-without-headers",
      code: 'res.set("Access-Control-Allow-Origin", …)',
      shows: errorsAreBare,
    },
    {
      id: "options-like-get",
      kind: "options-not-routed",
      code: 'if (req.method === "OPTIONS")',
      shows: successIsBare,
    },
  ],
  docs: ["https://cloud.google.com/functions/docs/samples/functions-http-cors"],
};
