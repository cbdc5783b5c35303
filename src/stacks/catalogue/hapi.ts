import { corsHeaders, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { all, header, onlyPreflightIsBare, preflightNotRouted } from "../symptoms.ts";

export const hapi: Stack = {
  id: "hapi",
  title: "hapi",
  kind: "framework",
  versions: [{ of: "@hapi/hapi", since: "20.0.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const by = isAny ? "  " : "    ";
    const set = (name: string, value: string) => `${by}headers["${name}"] = "${value}";`;
    return {
      install: null,
      blocks: [
        {
          file: "server.js",
          place: "first",
          language: "javascript",
          code: lines(
            policy.origins !== "*" && `const ORIGINS = new Set(${list(policy.origins)});`,
            policy.origins !== "*" && "",
            "const allowed = (request) => {",
            "  const headers = {};",
            !isAny && "  const { origin } = request.headers;",
            !isAny && "  if (ORIGINS.has(origin)) {",
            isAny
              ? set("Access-Control-Allow-Origin", "*")
              : '    headers["Access-Control-Allow-Origin"] = origin;',
            ...corsHeaders(policy).map(({ name, value }) => set(name, value)),
            !isAny && "  }",
            "  return headers;",
            "};",
            'server.ext("onRequest", (request, h) => {',
            '  const isPreflight = request.headers["access-control-request-method"] !== undefined;',
            '  if (request.method !== "options" || !isPreflight) return h.continue;',
            "  return h.response().code(204).takeover();",
            "});",
            'server.ext("onPreResponse", (request, h) => {',
            "  const { response } = request;",
            "  const { headers } = response.isBoom ? response.output : response;",
            "  Object.assign(headers, allowed(request));",
            !isAny && '  headers.vary = [headers.vary, "Origin"].filter(Boolean).join(", ");',
            "  return h.continue;",
            "});",
          ),
        },
      ],
    };
  },
  remove: ["routes: { cors: true }"],
  mistakes: [
    {
      id: "header-not-listed",
      kind: "headers-by-default",
      code: "additionalHeaders: […]",
      shows: all(onlyPreflightIsBare, header("Content-Type", /json/)),
    },
    {
      id: "cors-of-routes",
      kind: "path-not-covered",
      code: "routes: { cors: { … } }",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://hapi.dev/api/#-routeoptionscors"],
};
