import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightUnauthenticated } from "../symptoms.ts";

export const hono: Stack = {
  id: "hono",
  title: "Hono",
  kind: "framework",
  versions: [{ of: "hono", since: "4.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "app.ts",
        place: "imports",
        language: "typescript",
        code: 'import { cors } from "hono/cors";',
      },
      {
        file: "app.ts",
        place: "first",
        language: "typescript",
        code: lines(
          "app.use(",
          '  "*",',
          "  cors({",
          `    origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
          `    allowMethods: ${list(policy.methods)},`,
          `    allowHeaders: ${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `    exposeHeaders: ${list(policy.exposedHeaders)},`,
          policy.credentials && "    credentials: true,",
          policy.maxAge !== null && `    maxAge: ${policy.maxAge},`,
          "  }),",
          ");",
        ),
      },
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
