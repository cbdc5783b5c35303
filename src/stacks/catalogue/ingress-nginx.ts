import { indent, lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { headerNotListed, preflightUnauthenticated, successIsBare } from "../symptoms.ts";

export const ingressNginx: Stack = {
  id: "ingress-nginx",
  title: "ingress-nginx (Kubernetes)",
  kind: "proxy",
  layers: ["nginx"],
  versions: [{ of: "ingress-nginx", since: "1.0.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "ingress.yaml",
        place: "settings",
        language: "yaml",
        code: lines(
          "metadata:",
          "  annotations:",
          indent(
            [
              ["enable-cors", "true"],
              ["cors-allow-origin", policy.origins === "*" ? "*" : policy.origins.join(", ")],
              ["cors-allow-methods", policy.methods.join(", ")],
              // The default of ingress-nginx lists other headers.
              ["cors-allow-headers", policy.requestHeaders.join(", ")],
              ["cors-expose-headers", policy.exposedHeaders.join(", ")],
              ["cors-allow-credentials", String(policy.credentials)],
              ["cors-max-age", policy.maxAge === null ? "" : String(policy.maxAge)],
            ]
              .filter(([, value]) => value !== "")
              .map(([name, value]) => `nginx.ingress.kubernetes.io/${name}: "${value}"`)
              .join("\n"),
            "    ",
          ),
        ),
      },
    ],
  }),
  remove: ["nginx.ingress.kubernetes.io/configuration-snippet: add_header …"],
  mistakes: [
    {
      id: "header-not-in-the-list",
      kind: "headers-by-default",
      code: "nginx.ingress.kubernetes.io/cors-allow-headers",
      shows: headerNotListed,
    },
    {
      id: "external-authentication",
      kind: "authentication-first",
      code: "nginx.ingress.kubernetes.io/auth-url",
      shows: preflightUnauthenticated,
    },
    {
      id: "invalid-value",
      kind: "origin-not-listed",
      code: "nginx.ingress.kubernetes.io/cors-allow-origin",
      shows: successIsBare,
    },
  ],
  docs: [
    "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors",
  ],
};
