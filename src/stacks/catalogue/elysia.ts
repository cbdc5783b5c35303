import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { successIsBare } from "../symptoms.ts";

export const elysia: Stack = {
  id: "elysia",
  title: "Elysia",
  kind: "framework",
  versions: [{ of: "@elysiajs/cors", since: "1.0.0" }],
  snippet: (policy) => ({
    install: "bun add @elysiajs/cors",
    blocks: [
      {
        file: "src/index.ts",
        place: "imports",
        language: "typescript",
        code: 'import { cors } from "@elysiajs/cors";',
      },
      {
        file: "src/index.ts",
        place: "first",
        language: "typescript",
        code: lines(
          ...(policy.origins === "*"
            ? []
            : [
                `const ORIGINS = ${list(policy.origins)};`,
                "app.onRequest(({ set }) => {",
                '  set.headers.vary = "Origin";',
                "});",
              ]),
          "app.use(",
          "  cors({",
          policy.origins === "*"
            ? '    origin: "*",'
            : '    origin: (request) => ORIGINS.includes(request.headers.get("Origin") ?? ""),',
          `    methods: ${list(policy.methods)},`,
          `    allowedHeaders: ${list(policy.requestHeaders)},`,
          `    exposeHeaders: ${list(policy.exposedHeaders)},`,
          `    credentials: ${policy.credentials},`,
          policy.maxAge !== null && `    maxAge: ${policy.maxAge},`,
          "  }),",
          ");",
        ),
      },
    ],
  }),
  remove: ["app.use(cors())"],
  mistakes: [
    {
      id: "not-used",
      kind: "path-not-covered",
      code: "app.use(cors({ … }))",
      shows: successIsBare,
    },
  ],
  docs: ["https://elysiajs.com/plugins/cors"],
};
