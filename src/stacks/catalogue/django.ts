import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightRedirected, preflightUnauthenticated } from "../symptoms.ts";

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
