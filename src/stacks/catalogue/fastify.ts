import { indent, lines, list } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { methodNotListed, preflightUnauthenticated } from "../symptoms.ts";

const IMPORT: Block = {
  file: "app.js",
  place: "imports",
  language: "javascript",
  code: 'import cors from "@fastify/cors";',
};

const first = (code: string): Block => ({
  file: "app.js",
  place: "first",
  language: "javascript",
  code,
});

const options = (policy: SafePolicy) =>
  lines(
    `origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
    `methods: ${list(policy.methods)},`,
    `allowedHeaders: ${list(policy.requestHeaders)},`,
    policy.exposedHeaders.length > 0 && `exposedHeaders: ${list(policy.exposedHeaders)},`,
    policy.credentials && "credentials: true,",
    policy.maxAge !== null && `maxAge: ${policy.maxAge},`,
  );

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
      IMPORT,
      first(lines("await app.register(cors, {", indent(options(policy), "  "), "});")),
    ],
  }),
  snippetForPaths: (parts) => ({
    install: "npm install @fastify/cors",
    blocks: [
      IMPORT,
      first(
        lines(
          "const PARTS = [",
          ...parts.map(({ paths, policy }) =>
            lines("  {", `    paths: ${list(paths)},`, indent(options(policy), "    "), "  },"),
          ),
          "];",
          "await app.register(cors, () => (request, callback) => {",
          '  const [path] = request.url.split("?");',
          "  callback(null, PARTS.find(({ paths }) => paths.includes(path)) ?? { origin: false });",
          "});",
        ),
      ),
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
