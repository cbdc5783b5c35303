import { withCors } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, successIsBare } from "../symptoms.ts";

export const workers: Stack = {
  id: "workers",
  title: "Cloudflare Workers",
  kind: "platform",
  layers: ["workers", "cloudflare"],
  versions: [{ of: "workerd", since: "1.20230518.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      { file: "src/index.js", place: "top", language: "javascript", code: withCors(policy) },
      {
        file: "src/index.js",
        place: "around",
        language: "javascript",
        code: "export default { fetch: withCors(handler) };",
      },
    ],
  }),
  remove: ["export default { fetch: handler };"],
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
  docs: ["https://developers.cloudflare.com/workers/examples/cors-header-proxy/"],
};
