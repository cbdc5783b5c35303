import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import {
  credentialsRefused,
  headerNotListed,
  methodNotListed,
  successIsBare,
} from "../symptoms.ts";

export const elasticsearch: Stack = {
  id: "elasticsearch",
  title: "Elasticsearch",
  kind: "application",
  versions: [{ of: "elasticsearch", since: "7.0.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "elasticsearch.yml",
        place: "settings",
        language: "yaml",
        code: lines(
          "http.cors.enabled: true",
          `http.cors.allow-origin: "${policy.origins === "*" ? "*" : policy.origins.join(",")}"`,
          `http.cors.allow-methods: "${policy.methods.join(",")}"`,
          policy.requestHeaders.length > 0 &&
            `http.cors.allow-headers: "${policy.requestHeaders.join(",")}"`,
          policy.exposedHeaders.length > 0 &&
            `http.cors.expose-headers: "${policy.exposedHeaders.join(",")}"`,
          policy.credentials && "http.cors.allow-credentials: true",
          policy.maxAge !== null && `http.cors.max-age: ${policy.maxAge}`,
        ),
      },
    ],
  }),
  remove: [],
  mistakes: [
    {
      id: "method-not-listed",
      kind: "methods-by-default",
      code: "http.cors.allow-methods",
      shows: methodNotListed,
    },
    {
      id: "header-not-listed",
      kind: "headers-by-default",
      code: "http.cors.allow-headers",
      shows: headerNotListed,
    },
    {
      id: "credentials-off",
      kind: "no-credentials",
      code: "http.cors.allow-credentials",
      shows: credentialsRefused,
    },
    {
      id: "not-enabled",
      kind: "origin-not-listed",
      code: "http.cors.enabled",
      shows: successIsBare,
    },
  ],
  docs: [
    "https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/networking-settings",
  ],
};
