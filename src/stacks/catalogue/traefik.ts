import { indent, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightUnauthenticated, refused } from "../symptoms.ts";

export const traefik: Stack = {
  id: "traefik",
  title: "Traefik",
  kind: "proxy",
  versions: [{ of: "traefik", since: "2.2.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "dynamic.yml",
        place: "top",
        language: "yaml",
        code: lines(
          "http:",
          "  middlewares:",
          "    cors:",
          "      headers:",
          indent(
            lines(
              `accessControlAllowOriginList: ${policy.origins === "*" ? '["*"]' : list(policy.origins)}`,
              `accessControlAllowMethods: ${list(policy.methods)}`,
              policy.requestHeaders.length > 0 &&
                `accessControlAllowHeaders: ${list(policy.requestHeaders)}`,
              policy.exposedHeaders.length > 0 &&
                `accessControlExposeHeaders: ${list(policy.exposedHeaders)}`,
              policy.credentials && "accessControlAllowCredentials: true",
              policy.maxAge !== null && `accessControlMaxAge: ${policy.maxAge}`,
              policy.origins !== "*" && "addVaryHeader: true",
            ),
            "        ",
          ),
        ),
      },
      {
        file: "dynamic.yml",
        place: "first",
        language: "yaml",
        code: lines("http:", "  routers:", "    api:", '      middlewares: ["cors@file"]'),
      },
    ],
  }),
  remove: ["customResponseHeaders: { Access-Control-Allow-Origin: … }"],
  mistakes: [
    {
      id: "after-authentication",
      kind: "authentication-first",
      code: 'middlewares: ["auth", "cors"]',
      shows: preflightUnauthenticated,
    },
    {
      id: "not-on-the-router",
      kind: "options-not-routed",
      code: "rule: Method(`GET`)",
      shows: refused(404, 405),
    },
  ],
  docs: ["https://doc.traefik.io/traefik/middlewares/http/headers/#cors-headers"],
};
