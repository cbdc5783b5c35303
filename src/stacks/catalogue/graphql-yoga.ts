import { lines, list } from "../code.ts";
import { headerObjects } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import { any, preflightNotRouted, successIsBare } from "../symptoms.ts";

export const graphqlYoga: Stack = {
  id: "graphql-yoga",
  title: "GraphQL Yoga",
  kind: "framework",
  versions: [{ of: "graphql-yoga", since: "5.0.0" }],
  snippet: (policy) => {
    const { allow, preflight } = headerObjects(policy);
    const isAny = policy.origins === "*";
    return {
      install: null,
      blocks: [
        {
          file: "server.js",
          place: "top",
          language: "javascript",
          code: lines(
            policy.origins !== "*" && `const ORIGINS = new Set(${list(policy.origins)});`,
            policy.origins !== "*" && "",
            "const allowed = (request) => {",
            !isAny && '  const origin = request.headers.get("Origin");',
            isAny ? "  return {" : "  return ORIGINS.has(origin) && {",
            isAny
              ? '    "Access-Control-Allow-Origin": "*",'
              : '    "Access-Control-Allow-Origin": origin,',
            ...allow.map((line) => `    ${line}`),
            "  };",
            "};",
            "const cors = {",
            "  onRequest({ request, fetchAPI, endResponse }) {",
            '    const isPreflight = request.headers.has("Access-Control-Request-Method");',
            '    if (request.method !== "OPTIONS" || !isPreflight) return;',
            "    const headers = {",
            ...preflight.map((line) => `      ${line}`),
            "    };",
            "    endResponse(new fetchAPI.Response(null, { status: 204, headers }));",
            "  },",
            "  onResponse({ request, response }) {",
            "    for (const [name, value] of Object.entries(allowed(request))) {",
            "      response.headers.set(name, value);",
            "    }",
            !isAny && '    response.headers.append("Vary", "Origin");',
            "  },",
            "};",
          ),
        },
        {
          file: "server.js",
          place: "options",
          language: "javascript",
          code: lines("cors: false,", "plugins: [cors],"),
        },
      ],
    };
  },
  remove: ["cors: { … }"],
  mistakes: [
    {
      id: "switched-off",
      kind: "path-not-covered",
      code: "cors: false",
      // One switch: its GET responses have no CORS headers, and nothing responds to OPTIONS.
      shows: any(successIsBare, preflightNotRouted),
    },
  ],
  docs: ["https://the-guild.dev/graphql/yoga-server/docs/features/cors"],
};
