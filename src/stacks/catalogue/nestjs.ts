import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightNotRouted, preflightUnauthenticated } from "../symptoms.ts";

export const nestjs: Stack = {
  id: "nestjs",
  title: "NestJS",
  kind: "framework",
  layers: ["nestjs", "express"],
  versions: [{ of: "@nestjs/core", since: "8.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "src/main.ts",
        place: "first",
        language: "typescript",
        code: lines(
          "app.enableCors({",
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
  remove: ['@Header("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "enabled-after-listen",
      kind: "after-routes",
      code: "await app.listen(3000); app.enableCors();",
      shows: preflightNotRouted,
    },
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "app.use(authenticate)",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://docs.nestjs.com/security/cors"],
};
