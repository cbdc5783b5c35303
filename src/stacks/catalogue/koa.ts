import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightUnauthenticated, successesAreBare } from "../symptoms.ts";

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
      {
        file: "app.js",
        place: "imports",
        language: "javascript",
        code: 'import cors from "@koa/cors";',
      },
      {
        file: "app.js",
        place: "first",
        language: "javascript",
        code: lines(
          policy.origins !== "*" && `const ORIGINS = ${list(policy.origins)};`,
          policy.origins !== "*" && "const origin = (ctx) => {",
          policy.origins !== "*" && '  const requested = ctx.get("Origin");',
          policy.origins !== "*" && '  return ORIGINS.includes(requested) ? requested : "";',
          policy.origins !== "*" && "};",
          "app.use(",
          "  cors({",
          policy.origins === "*" ? '    origin: "*",' : "    origin,",
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
