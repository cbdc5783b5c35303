import { withCors } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, errorsAreBare, preflightNotRouted, successIsBare } from "../symptoms.ts";

export const vercelFunctions: Stack = {
  id: "vercel-functions",
  title: "Vercel Functions",
  kind: "platform",
  // Vercel also serves static files and whole frameworks.
  layers: ["vercel"],
  versions: [{ of: "vercel", since: "48.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      { file: "api/index.js", place: "top", language: "javascript", code: withCors(policy) },
      {
        file: "api/index.js",
        place: "around",
        language: "javascript",
        code: "export default { fetch: withCors(handler) };",
      },
    ],
  }),
  remove: ['vercel.json: { "headers": [ … ] }'],
  mistakes: [
    {
      id: "configured-twice",
      kind: "added-twice",
      code: 'vercel.json: { "headers": [ … ] }',
      shows: addedTwice,
    },
    {
      id: "errors",
      kind: "errors-without-headers",
      code: 'new Response(…, { headers: { "Access-Control-Allow-Origin": … } })',
      shows: errorsAreBare,
    },
    {
      id: "no-options",
      kind: "options-not-routed",
      code: 'if (request.method === "OPTIONS")',
      shows: preflightNotRouted,
    },
    {
      id: "headers-for-files-only",
      kind: "path-not-covered",
      code: 'vercel.json: { "headers": [ … ] }',
      shows: successIsBare,
    },
  ],
  docs: ["https://vercel.com/docs/functions/functions-api-reference"],
};
