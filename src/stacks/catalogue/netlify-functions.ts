import { withCors } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, errorsAreBare, preflightNotRouted, successIsBare } from "../symptoms.ts";

export const netlifyFunctions: Stack = {
  id: "netlify-functions",
  title: "Netlify Functions",
  kind: "platform",
  // Netlify also serves static files and whole frameworks.
  layers: ["netlify"],
  versions: [{ of: "@netlify/functions", since: "2.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "netlify/functions/api.mjs",
        place: "top",
        language: "javascript",
        code: withCors(policy),
      },
      {
        file: "netlify/functions/api.mjs",
        place: "around",
        language: "javascript",
        code: "export default withCors(handler);",
      },
    ],
  }),
  remove: ["_headers: Access-Control-Allow-Origin: …"],
  mistakes: [
    {
      id: "configured-twice",
      kind: "added-twice",
      code: "_headers: Access-Control-Allow-Origin: …",
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
      code: "_headers: Access-Control-Allow-Origin: …",
      shows: successIsBare,
    },
  ],
  docs: ["https://docs.netlify.com/build/functions/api/"],
};
