import { withCors } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, successIsBare } from "../symptoms.ts";

export const bun: Stack = {
  id: "bun",
  title: "Bun",
  kind: "framework",
  versions: [{ of: "bun", since: "1.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      { file: "index.ts", place: "top", language: "javascript", code: withCors(policy) },
      {
        file: "index.ts",
        place: "around",
        language: "javascript",
        code: "Bun.serve({ fetch: withCors(handler) });",
      },
    ],
  }),
  remove: ["Bun.serve({ fetch: handler });"],
  mistakes: [
    {
      id: "errors-outside",
      kind: "errors-without-headers",
      code: "error(error) { … }",
      shows: errorsAreBare,
    },
    {
      id: "options-like-get",
      kind: "options-not-routed",
      code: 'if (request.method === "OPTIONS")',
      shows: successIsBare,
    },
  ],
  docs: ["https://bun.com/docs/runtime/http/server"],
};
