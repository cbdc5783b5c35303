import { lines, list } from "../code.ts";
import { headerObjects } from "../fetch-handler.ts";
import type { Stack } from "../stack.ts";
import {
  any,
  errorsAreBare,
  otherOrigin,
  preflightRedirected,
  successIsBare,
} from "../symptoms.ts";

export const nextjs: Stack = {
  id: "nextjs",
  title: "Next.js",
  kind: "framework",
  versions: [{ of: "next", since: "16.0.0" }],
  snippet: (policy) => {
    const { allow, preflight } = headerObjects(policy);
    const isAny = policy.origins === "*";
    return {
      install: null,
      blocks: [
        {
          file: "proxy.js",
          place: "file",
          language: "javascript",
          code: lines(
            'import { NextResponse } from "next/server";',
            "",
            policy.origins !== "*" && `const ORIGINS = new Set(${list(policy.origins)});`,
            policy.origins !== "*" && "",
            "export function proxy(request) {",
            '  const isPreflight = request.headers.has("Access-Control-Request-Method");',
            "  const response =",
            '    request.method === "OPTIONS" && isPreflight',
            "      ? new NextResponse(null, { status: 204 })",
            "      : NextResponse.next();",
            !isAny && '  response.headers.append("Vary", "Origin");',
            !isAny && '  const origin = request.headers.get("Origin");',
            !isAny && "  if (!ORIGINS.has(origin)) return response;",
            "  const headers = {",
            isAny
              ? '    "Access-Control-Allow-Origin": "*",'
              : '    "Access-Control-Allow-Origin": origin,',
            ...[...allow, ...preflight].map((line) => `    ${line}`),
            "  };",
            "  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);",
            "  return response;",
            "}",
          ),
        },
      ],
    };
  },
  remove: ["headers() { … } in next.config.js", "middleware.js"],
  mistakes: [
    {
      id: "constant-in-config",
      kind: "origin-not-listed",
      code: "async headers() { … }",
      shows: otherOrigin,
    },
    {
      id: "not-configured",
      kind: "path-not-covered",
      code: "export function proxy(request)",
      shows: any(successIsBare, errorsAreBare),
    },
    {
      id: "trailing-slash",
      kind: "redirects-preflight",
      code: "trailingSlash: true",
      shows: preflightRedirected,
    },
  ],
  docs: ["https://nextjs.org/docs/app/api-reference/file-conventions/proxy"],
};
