import { withCors } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, successIsBare } from "../symptoms.ts";

export const supabase: Stack = {
  id: "supabase",
  title: "Supabase Edge Functions",
  kind: "platform",
  versions: [{ of: "deno", since: "1.45.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "supabase/functions/api/index.ts",
        place: "top",
        language: "javascript",
        code: withCors(policy),
      },
      {
        file: "supabase/functions/api/index.ts",
        place: "around",
        language: "javascript",
        code: "Deno.serve(withCors(handler));",
      },
    ],
  }),
  remove: ["Deno.serve(handler);", "import { corsHeaders } from …"],
  mistakes: [
    {
      id: "errors-outside",
      kind: "errors-without-headers",
      code: "return new Response(body, { headers: corsHeaders })",
      shows: errorsAreBare,
    },
    {
      id: "options-like-get",
      kind: "options-not-routed",
      code: 'if (req.method === "OPTIONS")',
      shows: successIsBare,
    },
  ],
  docs: ["https://supabase.com/docs/guides/functions/cors"],
};
