import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { methodNotListed, preflightUnauthenticated } from "../symptoms.ts";

export const fastify: Stack = {
  id: "fastify",
  title: "Fastify",
  kind: "framework",
  versions: [
    { of: "@fastify/cors", since: "10.0.0" },
    { of: "fastify", since: "5.0.0" },
  ],
  snippet: (policy) => ({
    install: "npm install @fastify/cors",
    blocks: [
      {
        file: "app.js",
        place: "imports",
        language: "javascript",
        code: 'import cors from "@fastify/cors";',
      },
      {
        file: "app.js",
        place: "first",
        language: "javascript",
        code: lines(
          "await app.register(cors, {",
          `  origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
          `  methods: ${list(policy.methods)},`,
          `  allowedHeaders: ${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `  exposedHeaders: ${list(policy.exposedHeaders)},`,
          policy.credentials && "  credentials: true,",
          policy.maxAge !== null && `  maxAge: ${policy.maxAge},`,
          "});",
        ),
      },
    ],
  }),
  remove: ['reply.header("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "methods-by-default",
      kind: "methods-by-default",
      code: "register(cors, { origin })",
      shows: methodNotListed,
    },
    {
      id: "authentication-hook-before-cors",
      kind: "authentication-first",
      code: 'app.addHook("onRequest", authenticate)',
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://github.com/fastify/fastify-cors"],
};
