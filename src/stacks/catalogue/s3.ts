import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { methodNotListed, refused, successIsBare } from "../symptoms.ts";

/** The methods that a rule may name. */
const METHODS = new Set(["GET", "PUT", "POST", "DELETE", "HEAD"]);

export const s3: Stack = {
  id: "s3",
  title: "Amazon S3",
  kind: "platform",
  versions: [{ of: "aws-cli", since: "2.0.0" }],
  hasOnePolicy: true,
  snippet: (policy) => {
    const methods = policy.methods.filter((method) => METHODS.has(method));
    return {
      install: null,
      blocks: [
        {
          file: "cors.json",
          place: "file",
          language: "json",
          code: lines(
            "{",
            '  "CORSRules": [',
            "    {",
            `      "AllowedOrigins": ${policy.origins === "*" ? '["*"]' : list(policy.origins)},`,
            policy.requestHeaders.length > 0 &&
              `      "AllowedHeaders": ${list(policy.requestHeaders)},`,
            policy.exposedHeaders.length > 0 &&
              `      "ExposeHeaders": ${list(policy.exposedHeaders)},`,
            policy.maxAge !== null && `      "MaxAgeSeconds": ${policy.maxAge},`,
            `      "AllowedMethods": ${list(methods)}`,
            "    }",
            "  ]",
            "}",
          ),
        },
        {
          file: "Terminal",
          place: "settings",
          language: "shell",
          code: 'aws s3api put-bucket-cors --bucket "$BUCKET" --cors-configuration file://cors.json',
        },
      ],
      unsupported: [
        ...(methods.length < policy.methods.length ? (["methods"] as const) : []),
        // S3 allows credentials wherever a rule names the origin.
        ...(policy.credentials ? [] : (["credentials"] as const)),
      ],
    };
  },
  remove: ["aws s3api delete-bucket-cors"],
  mistakes: [
    {
      id: "no-rule",
      kind: "origin-not-listed",
      code: '"AllowedOrigins": […]',
      shows: refused(403),
    },
    {
      id: "method-not-listed",
      kind: "methods-by-default",
      code: '"AllowedMethods": […]',
      shows: methodNotListed,
    },
    {
      id: "cached-without-origin",
      kind: "no-vary",
      code: '"AllowedOrigins": […]',
      shows: successIsBare,
    },
  ],
  docs: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html"],
};
