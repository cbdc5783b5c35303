import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { any, credentialsRefused, refused, successIsBare } from "../symptoms.ts";

export const socketIo: Stack = {
  id: "socket-io",
  title: "Socket.IO",
  kind: "framework",
  versions: [{ of: "socket.io", since: "3.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "server.js",
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
  remove: ['io.origins("*:*")', 'res.setHeader("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "not-configured",
      kind: "path-not-covered",
      code: "new Server(httpServer)",
      shows: any(successIsBare, refused(400)),
    },
    {
      id: "star-with-credentials",
      kind: "no-credentials",
      code: 'cors: { origin: "*" }',
      shows: credentialsRefused,
    },
  ],
  docs: ["https://socket.io/docs/v4/handling-cors/"],
};
