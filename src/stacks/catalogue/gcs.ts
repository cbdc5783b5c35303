import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { headerNotListed, successIsBare } from "../symptoms.ts";

export const gcs: Stack = {
  id: "gcs",
  title: "Google Cloud Storage",
  kind: "platform",
  versions: [{ of: "gcloud", since: "410.0.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "cors.json",
        place: "file",
        language: "json",
        code: lines(
          "[",
          "  {",
          `    "origin": ${policy.origins === "*" ? '["*"]' : list(policy.origins)},`,
          // One list contains both the allowed request headers and the exposed response headers.
          `    "responseHeader": ${list([...policy.requestHeaders, ...policy.exposedHeaders])},`,
          policy.maxAge !== null && `    "maxAgeSeconds": ${policy.maxAge},`,
          `    "method": ${list(policy.methods)}`,
          "  }",
          "]",
        ),
      },
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: 'gcloud storage buckets update "gs://$BUCKET" --cors-file=cors.json',
      },
    ],
    unsupported: policy.credentials ? ["credentials"] : [],
  }),
  remove: ["gcloud storage buckets update --clear-cors"],
  mistakes: [
    {
      id: "header-not-listed",
      kind: "headers-by-default",
      code: '"responseHeader": […]',
      shows: headerNotListed,
    },
    {
      id: "origin-not-listed",
      kind: "origin-not-listed",
      code: '"origin": […]',
      shows: successIsBare,
    },
  ],
  docs: ["https://cloud.google.com/storage/docs/cross-origin"],
};
