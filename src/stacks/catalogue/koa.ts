import { indent, lines, list } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { preflightUnauthenticated, successesAreBare } from "../symptoms.ts";

const IMPORT: Block = {
  file: "app.js",
  place: "imports",
  language: "javascript",
  code: 'import cors from "@koa/cors";',
};

const first = (code: string): Block => ({
  file: "app.js",
  place: "first",
  language: "javascript",
  code,
});

const handler = (policy: SafePolicy, origin: string) =>
  lines(
    "cors({",
    `  ${policy.origins === "*" ? 'origin: "*"' : origin},`,
    `  allowMethods: ${list(policy.methods)},`,
    `  allowHeaders: ${list(policy.requestHeaders)},`,
    policy.exposedHeaders.length > 0 && `  exposeHeaders: ${list(policy.exposedHeaders)},`,
    policy.credentials && "  credentials: true,",
    policy.maxAge !== null && `  maxAge: ${policy.maxAge},`,
    "}),",
  );

const originAmong = ({ origins }: SafePolicy) =>
  `origin: among(${list(origins === "*" ? [] : origins)})`;

export const koa: Stack = {
  id: "koa",
  title: "Koa",
  kind: "framework",
  versions: [
    { of: "@koa/cors", since: "5.0.0" },
    { of: "koa", since: "2.0.0" },
  ],
  snippet: (policy) => ({
    install: "npm install @koa/cors",
    blocks: [
      IMPORT,
      first(
        lines(
          policy.origins !== "*" && `const ORIGINS = ${list(policy.origins)};`,
          policy.origins !== "*" && "const origin = (ctx) => {",
          policy.origins !== "*" && '  const requested = ctx.get("Origin");',
          policy.origins !== "*" && '  return ORIGINS.includes(requested) ? requested : "";',
          policy.origins !== "*" && "};",
          "app.use(",
          indent(handler(policy, "origin"), "  "),
          ");",
        ),
      ),
    ],
  }),
  snippetForPaths: (parts) => ({
    install: "npm install @koa/cors",
    blocks: [
      IMPORT,
      first(
        lines(
          "const among = (origins) => (ctx) => {",
          '  const requested = ctx.get("Origin");',
          '  return origins.includes(requested) ? requested : "";',
          "};",
          "const PARTS = [",
          ...parts.map(({ paths, policy }) =>
            lines(
              "  {",
              `    paths: ${list(paths)},`,
              `    handle: ${indent(handler(policy, originAmong(policy)), "    ").trimStart()}`,
              "  },",
            ),
          ),
          "];",
          "app.use((ctx, next) => {",
          "  const part = PARTS.find(({ paths }) => paths.includes(ctx.path));",
          "  return part === undefined ? next() : part.handle(ctx, next);",
          "});",
        ),
      ),
    ],
  }),
  remove: ['ctx.set("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "app.use(authenticate)",
      shows: preflightUnauthenticated,
    },
    {
      id: "cors-after-routes",
      kind: "after-routes",
      code: "app.use(cors())",
      shows: successesAreBare,
    },
  ],
  docs: ["https://github.com/koajs/cors"],
};
