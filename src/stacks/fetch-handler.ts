import { corsHeaders, lines, list, type PolicyHeader } from "./code.ts";
import type { SafePolicy } from "./safe-policy.ts";

/** The headers of a policy in JavaScript: `allow` for every response, `preflight` in addition. */
export function headerObjects(policy: SafePolicy): { allow: string[]; preflight: string[] } {
  const members = (isWanted: (header: PolicyHeader) => boolean) =>
    corsHeaders(policy)
      .filter(isWanted)
      .map(({ name, value }) => `"${name}": "${value}",`);
  return {
    allow: members(({ isForPreflight }) => !isForPreflight),
    preflight: members(({ isForPreflight }) => isForPreflight),
  };
}

/**
 * A wrapper for a Fetch API handler (`Request` in, `Response` out), as in Deno, Bun, Workers and edge
 * functions. The wrapper responds to preflights, and also adds the headers to errors.
 */
export function withCors(policy: SafePolicy): string {
  const { allow, preflight } = headerObjects(policy);
  const isAny = policy.origins === "*";
  return lines(
    policy.origins !== "*" && `const ORIGINS = new Set(${list(policy.origins)});`,
    policy.origins !== "*" && "",
    "function withCors(handler) {",
    "  return async (request, ...rest) => {",
    !isAny && '    const origin = request.headers.get("Origin");',
    isAny ? "    const allowed = {" : "    const allowed = ORIGINS.has(origin) && {",
    isAny
      ? '      "Access-Control-Allow-Origin": "*",'
      : '      "Access-Control-Allow-Origin": origin,',
    ...allow.map((line) => `      ${line}`),
    "    };",
    '    const isPreflight = request.headers.has("Access-Control-Request-Method");',
    '    if (request.method === "OPTIONS" && isPreflight) {',
    "      const headers = {",
    "        ...allowed,",
    ...preflight.map((line) => `        ${line}`),
    !isAny && '        Vary: "Origin",',
    "      };",
    "      return new Response(null, { status: 204, headers });",
    "    }",
    "    let response;",
    "    try {",
    "      response = await handler(request, ...rest);",
    "    } catch (error) {",
    "      console.error(error);",
    '      response = new Response("Internal Server Error", { status: 500 });',
    "    }",
    "    response = new Response(response.body, response);",
    "    for (const [name, value] of Object.entries(allowed)) response.headers.set(name, value);",
    !isAny && '    response.headers.append("Vary", "Origin");',
    "    return response;",
    "  };",
    "}",
  );
}
