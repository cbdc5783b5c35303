import { indent, lines, list } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { preflightUnauthenticated, successesAreBare } from "../symptoms.ts";

const IMPORT: Block = {
  file: "app.js",
  place: "imports",
  language: "javascript",
  code: 'import cors from "cors";',
};

const options = (policy: SafePolicy) =>
  lines(
    "cors({",
    `  origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
    `  methods: ${list(policy.methods)},`,
    `  allowedHeaders: ${list(policy.requestHeaders)},`,
    policy.exposedHeaders.length > 0 && `  exposedHeaders: ${list(policy.exposedHeaders)},`,
    policy.credentials && "  credentials: true,",
    policy.maxAge !== null && `  maxAge: ${policy.maxAge},`,
    "}),",
  );

export const express: Stack = {
  id: "express",
  title: "Express",
  kind: "framework",
  versions: [
    { of: "cors", since: "2.8.0" },
    { of: "express", since: "4.0.0" },
  ],
  snippet: (policy) => ({
    install: "npm install cors",
    blocks: [
      IMPORT,
      {
        file: "app.js",
        place: "first",
        language: "javascript",
        code: lines("app.use(", indent(options(policy), "  "), ");"),
      },
    ],
  }),
  snippetForPaths: (parts) => ({
    install: "npm install cors",
    blocks: [
      IMPORT,
      {
        file: "app.js",
        place: "first",
        language: "javascript",
        code: lines(
          ...parts.map(({ paths, policy }) =>
            lines("app.all(", `  ${list(paths)},`, indent(options(policy), "  "), ");"),
          ),
        ),
      },
    ],
  }),
  remove: ['res.setHeader("Access-Control-Allow-Origin", …)', 'app.options("*", …)'],
  mistakes: [
    {
      id: "cors-after-routes",
      kind: "after-routes",
      code: "app.use(cors())",
      shows: successesAreBare,
    },
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "app.use(authenticate)",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://expressjs.com/en/resources/middleware/cors.html"],
};
