import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightNotRouted, preflightUnauthenticated } from "../symptoms.ts";

export const h3: Stack = {
  id: "h3",
  title: "h3, Nitro, Nuxt",
  kind: "framework",
  layers: ["h3", "nuxt"],
  versions: [{ of: "h3", since: "2.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "server/middleware/cors.ts",
        place: "imports",
        language: "typescript",
        code: 'import { handleCors, onError, onResponse } from "h3";',
      },
      {
        file: "server/middleware/cors.ts",
        place: "first",
        language: "typescript",
        code: lines(
          "const CORS = {",
          `  origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
          `  methods: ${list(policy.methods)},`,
          `  allowHeaders: ${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `  exposeHeaders: ${list(policy.exposedHeaders)},`,
          policy.credentials && "  credentials: true,",
          policy.maxAge !== null && `  maxAge: "${policy.maxAge}",`,
          "  preflight: { statusCode: 204 },",
          "};",
          "app.use((event) => {",
          "  const preflight = handleCors(event, CORS);",
          "  if (preflight !== false) return preflight;",
          "});",
        ),
      },
    ],
  }),
  remove: [
    'setResponseHeader(event, "Access-Control-Allow-Origin", …)',
    "routeRules: { cors: true }",
  ],
  mistakes: [
    {
      id: "result-not-returned",
      kind: "options-not-routed",
      code: "handleCors(event, { … });",
      shows: preflightNotRouted,
    },
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "server/middleware/auth.ts",
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://h3.dev/utils/security#cors"],
};
