import { lines, list } from "../code.ts";
import { headerObjects } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { preflightNotRouted, successIsBare } from "../symptoms.ts";

export const sveltekit: Stack = {
  id: "sveltekit",
  title: "SvelteKit",
  kind: "framework",
  versions: [{ of: "@sveltejs/kit", since: "2.0.0" }],
  snippet: (policy) => {
    const { allow, preflight } = headerObjects(policy);
    const isAny = policy.origins === "*";
    return {
      install: null,
      blocks: [
        {
          file: "src/hooks.server.js",
          place: "top",
          language: "javascript",
          code: lines(
            policy.origins !== "*" && `const ORIGINS = new Set(${list(policy.origins)});`,
            policy.origins !== "*" && "",
            "export async function handle({ event, resolve }) {",
            "  const { request } = event;",
            !isAny && '  const origin = request.headers.get("Origin");',
            isAny ? "  const allowed = {" : "  const allowed = ORIGINS.has(origin) && {",
            `    "Access-Control-Allow-Origin": ${isAny ? '"*"' : "origin"},`,
            ...allow.map((line) => `    ${line}`),
            "  };",
            '  const isPreflight = request.headers.has("Access-Control-Request-Method");',
            '  if (request.method === "OPTIONS" && isPreflight) {',
            "    const headers = {",
            "      ...allowed,",
            ...preflight.map((line) => `      ${line}`),
            !isAny && '      Vary: "Origin",',
            "    };",
            "    return new Response(null, { status: 204, headers });",
            "  }",
            "  const response = await resolve(event);",
            "  for (const [name, value] of Object.entries(allowed)) response.headers.set(name, value);",
            !isAny && '  response.headers.append("Vary", "Origin");',
            "  return response;",
            "}",
          ),
        },
      ],
    };
  },
  remove: ['setHeaders({ "Access-Control-Allow-Origin": … })'],
  mistakes: [
    {
      id: "page-without-headers",
      kind: "path-not-covered",
      code: "setHeaders(…)",
      shows: successIsBare,
    },
    {
      id: "endpoint-without-options",
      kind: "options-not-routed",
      code: "export function OPTIONS()",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://svelte.dev/docs/kit/hooks#Server-hooks-handle"],
};
