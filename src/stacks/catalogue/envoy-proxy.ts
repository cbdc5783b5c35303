import { indent, lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightNotRouted, preflightUnauthenticated } from "../symptoms.ts";

export const envoyProxy: Stack = {
  id: "envoy-proxy",
  title: "Envoy",
  kind: "proxy",
  // Istio and others add the same name to forwarded responses, and are configured differently.
  layers: ["envoy"],
  versions: [{ of: "envoy", since: "1.27.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "envoy.yaml",
        place: "first",
        language: "yaml",
        code: lines(
          "http_filters:",
          "  - name: envoy.filters.http.cors",
          "    typed_config:",
          '      "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors',
        ),
      },
      {
        file: "envoy.yaml",
        place: "server",
        language: "yaml",
        code: lines(
          "typed_per_filter_config:",
          "  envoy.filters.http.cors:",
          '    "@type": type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy',
          indent(
            lines(
              "allow_origin_string_match:",
              ...(policy.origins === "*"
                ? ['  - safe_regex: { regex: ".*" }']
                : policy.origins.map((origin) => `  - exact: "${origin}"`)),
              `allow_methods: "${policy.methods.join(", ")}"`,
              policy.requestHeaders.length > 0 &&
                `allow_headers: "${policy.requestHeaders.join(", ")}"`,
              policy.exposedHeaders.length > 0 &&
                `expose_headers: "${policy.exposedHeaders.join(", ")}"`,
              policy.credentials && "allow_credentials: true",
              policy.maxAge !== null && `max_age: "${policy.maxAge}"`,
              "forward_not_matching_preflights: false",
            ),
            "    ",
          ),
        ),
      },
    ],
  }),
  remove: ["response_headers_to_add: [{ header: { key: Access-Control-Allow-Origin … } }]"],
  mistakes: [
    {
      id: "after-authentication",
      kind: "authentication-first",
      code: "http_filters: [jwt_authn, cors, router]",
      shows: preflightUnauthenticated,
    },
    {
      id: "filter-without-policy",
      kind: "options-not-routed",
      code: "envoy.filters.http.cors",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/cors_filter"],
};
