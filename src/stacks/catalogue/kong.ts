import { indent, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightNotRouted } from "../symptoms.ts";

export const kong: Stack = {
  id: "kong",
  title: "Kong Gateway",
  kind: "gateway",
  versions: [{ of: "kong", since: "2.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "kong.yml",
        place: "top",
        language: "yaml",
        code: lines(
          "plugins:",
          "  - name: cors",
          "    config:",
          indent(
            lines(
              `origins: ${policy.origins === "*" ? '["*"]' : list(policy.origins)}`,
              `methods: ${list(policy.methods)}`,
              policy.requestHeaders.length > 0 && `headers: ${list(policy.requestHeaders)}`,
              policy.exposedHeaders.length > 0 && `exposed_headers: ${list(policy.exposedHeaders)}`,
              `credentials: ${policy.credentials}`,
              policy.maxAge !== null && `max_age: ${policy.maxAge}`,
              "preflight_continue: false",
            ),
            "      ",
          ),
        ),
      },
    ],
  }),
  remove: ["response-transformer: add.headers: Access-Control-Allow-Origin: …"],
  mistakes: [
    {
      id: "route-without-options",
      kind: "options-not-routed",
      code: 'methods: ["GET", "PUT"]',
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://developer.konghq.com/plugins/cors/"],
};
