import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { any, refused, successIsBare } from "../symptoms.ts";

export const vite: Stack = {
  id: "vite",
  title: "Vite (development server)",
  kind: "framework",
  versions: [{ of: "vite", since: "6.0.9" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "vite.config.js",
        place: "options",
        language: "javascript",
        code: lines(
          "cors: {",
          `  origin: ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
          `  methods: ${list(policy.methods)},`,
          `  allowedHeaders: ${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `  exposedHeaders: ${list(policy.exposedHeaders)},`,
          policy.credentials && "  credentials: true,",
          policy.maxAge !== null && `  maxAge: ${policy.maxAge},`,
          "},",
        ),
      },
    ],
  }),
  remove: ["server: { cors: false }", 'server: { headers: { "Access-Control-Allow-Origin": … } }'],
  mistakes: [
    {
      id: "localhost-by-default",
      kind: "origin-not-listed",
      code: "server: { cors: … }",
      shows: any(successIsBare, refused(404, 405)),
    },
  ],
  docs: ["https://vite.dev/config/server-options#server-cors"],
};
