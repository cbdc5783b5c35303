import { corsHeaders, lines, list } from "../code.ts";
import type { SafePart } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
import { preflightRedirected, preflightUnauthenticated } from "../symptoms.ts";

/** django-cors-headers has one policy for all paths, so a separate middleware handles the parts. */
function forPaths(parts: readonly SafePart[]): string {
  return lines(
    "from django.http import HttpResponse",
    "from django.utils.cache import patch_vary_headers",
    "",
    "PARTS = [",
    ...parts.map(({ paths, policy }) =>
      lines(
        "    {",
        `        "paths": ${list(paths)},`,
        `        "origins": ${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
        '        "headers": {',
        ...corsHeaders(policy).map(({ name, value }) => `            "${name}": "${value}",`),
        "        },",
        "    },",
      ),
    ),
    "]",
    "",
    "def cors(get_response):",
    "    def middleware(request):",
    '        part = next((one for one in PARTS if request.path in one["paths"]), None)',
    "        if part is None:",
    "            return get_response(request)",
    '        is_preflight = "Access-Control-Request-Method" in request.headers',
    '        if request.method == "OPTIONS" and is_preflight:',
    "            response = HttpResponse(status=204)",
    "        else:",
    "            response = get_response(request)",
    '        patch_vary_headers(response, ["Origin"])',
    '        origin = "*" if part["origins"] == "*" else request.headers.get("Origin")',
    '        if origin == "*" or origin in part["origins"]:',
    '            response["Access-Control-Allow-Origin"] = origin',
    '            for name, value in part["headers"].items():',
    "                response[name] = value",
    "        return response",
    "",
    "    return middleware",
  );
}

export const django: Stack = {
  id: "django",
  title: "Django",
  kind: "framework",
  layers: ["django", "gunicorn"],
  versions: [{ of: "django-cors-headers", since: "3.5.0" }],
  snippet: (policy) => ({
    install: "pip install django-cors-headers",
    blocks: [
      {
        file: "settings.py",
        place: "settings",
        language: "python",
        code: lines(
          'INSTALLED_APPS = [*INSTALLED_APPS, "corsheaders"]',
          'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]',
          policy.origins === "*"
            ? "CORS_ALLOW_ALL_ORIGINS = True"
            : `CORS_ALLOWED_ORIGINS = ${list(policy.origins)}`,
          `CORS_ALLOW_METHODS = ${list(policy.methods)}`,
          `CORS_ALLOW_HEADERS = ${list(policy.requestHeaders)}`,
          policy.exposedHeaders.length > 0 &&
            `CORS_EXPOSE_HEADERS = ${list(policy.exposedHeaders)}`,
          policy.credentials && "CORS_ALLOW_CREDENTIALS = True",
          policy.maxAge !== null && `CORS_PREFLIGHT_MAX_AGE = ${policy.maxAge}`,
        ),
      },
    ],
  }),
  snippetForPaths: (parts) => ({
    install: null,
    blocks: [
      { file: "cors.py", place: "file", language: "python", code: forPaths(parts) },
      {
        file: "settings.py",
        place: "settings",
        language: "python",
        code: 'MIDDLEWARE = ["cors.cors", *MIDDLEWARE]',
      },
    ],
  }),
  remove: ['response["Access-Control-Allow-Origin"] = …'],
  mistakes: [
    {
      id: "middleware-last-redirects",
      kind: "redirects-preflight",
      code: 'MIDDLEWARE = […, "corsheaders.middleware.CorsMiddleware"]',
      shows: preflightRedirected,
    },
    {
      id: "middleware-last",
      kind: "authentication-first",
      code: 'MIDDLEWARE = […, "corsheaders.middleware.CorsMiddleware"]',
      shows: preflightUnauthenticated,
    },
  ],
  docs: ["https://github.com/adamchainz/django-cors-headers"],
};
