import { withCors } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, successIsBare } from "../symptoms.ts";

export const deno: Stack = {
  id: "deno",
  title: "Deno",
  kind: "framework",
  versions: [{ of: "deno", since: "1.35.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      { file: "main.ts", place: "top", language: "javascript", code: withCors(policy) },
      {
        file: "main.ts",
        place: "around",
        language: "javascript",
        code: "Deno.serve(withCors(handler));",
      },
    ],
  }),
  remove: ["Deno.serve(handler);"],
  mistakes: [
    {
      id: "errors-outside",
      kind: "errors-without-headers",
      code: "return new Response(body, { headers })",
      shows: errorsAreBare,
    },
    {
      id: "options-like-get",
      kind: "options-not-routed",
      code: 'if (request.method === "OPTIONS")',
      shows: successIsBare,
    },
  ],
  docs: ["https://docs.deno.com/api/deno/~/Deno.serve"],
};
