import { indent, lines, list } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Block, Stack } from "../stack.ts";
import { preflightUnauthenticated } from "../symptoms.ts";

const IMPORT: Block = {
  file: "app.ts",
  place: "imports",
  language: "typescript",
  code: 'import { cors } from "hono/cors";',
};

const first = (code: string): Block => ({
  file: "app.ts",
  place: "first",
  language: "typescript",
  code,
});

/** The middleware for one path, or for all paths with `"*"`. */
const use = (path: string, policy: SafePolicy) =>
  lines(
    "app.use(",
    `  ${path},`,
    "  cors({",
    `    origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
    `    allowMethods: ${list(policy.methods)},`,
    `    allowHeaders: ${list(policy.requestHeaders)},`,
    policy.exposedHeaders.length > 0 && `    exposeHeaders: ${list(policy.exposedHeaders)},`,
    policy.credentials && "    credentials: true,",
    policy.maxAge !== null && `    maxAge: ${policy.maxAge},`,
    "  }),",
    ");",
  );

export const hono: Stack = {
  id: "hono",
  title: "Hono",
  kind: "framework",
  versions: [{ of: "hono", since: "4.0.0" }],
  snippet: (policy) => ({ install: null, blocks: [IMPORT, first(use('"*"', policy))] }),
  snippetForPaths: (parts) => ({
    install: null,
    blocks: [
      IMPORT,
      first(
        lines(
          ...parts.map(({ paths, policy }) =>
            lines(`for (const path of ${list(paths)}) {`, indent(use("path", policy), "  "), "}"),
          ),
        ),
      ),
    ],
  }),
  remove: ['c.header("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "app.use(bearerAuth(…))",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://hono.dev/docs/middleware/builtin/cors"],
};
