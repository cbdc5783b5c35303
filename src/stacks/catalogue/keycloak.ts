import { list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { successIsBare } from "../symptoms.ts";

export const keycloak: Stack = {
  id: "keycloak",
  title: "Keycloak",
  kind: "application",
  versions: [{ of: "keycloak", since: "17.0.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: `kcadm.sh update "clients/$CLIENT" -r "$REALM" -s 'webOrigins=${
          policy.origins === "*" ? '["*"]' : list(policy.origins)
        }'`,
      },
    ],
    unsupported: [
      "methods",
      "requestHeaders",
      ...(policy.credentials ? [] : (["credentials"] as const)),
      "exposedHeaders",
      "maxAge",
    ],
  }),
  remove: [],
  mistakes: [
    {
      id: "web-origin-not-listed",
      kind: "origin-not-listed",
      code: '"webOrigins": […]',
      shows: successIsBare,
    },
  ],
  docs: ["https://www.keycloak.org/docs/latest/server_admin/#_oidc_clients"],
};
