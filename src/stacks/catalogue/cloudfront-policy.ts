import { corsHeaders, lines, list } from "../code.ts";
import type { SafePolicy } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
import { addedTwice, any, preflightNotRouted, refused, successIsBare } from "../symptoms.ts";

const items = (values: readonly string[]) =>
  `{ "Quantity": ${values.length}, "Items": ${list(values)} }`;

/** The lines of a preflight response: name and JavaScript expression. */
function allow(policy: SafePolicy): (readonly [name: string, value: string])[] {
  return [
    ["access-control-allow-origin", policy.origins === "*" ? '"*"' : "origin"],
    // Scripts cannot read preflight responses.
    ...corsHeaders({ ...policy, exposedHeaders: [] }).map(
      ({ name, value }) => [name.toLowerCase(), `"${value}"`] as const,
    ),
  ];
}

export const cloudfrontPolicy: Stack = {
  id: "cloudfront-policy",
  title: "CloudFront",
  kind: "cdn",
  // The server behind CloudFront may be the one that has to be configured.
  layers: ["cloudfront"],
  versions: [{ of: "cloudfront-js", since: "2.0" }],
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "response-headers-policy.json",
        place: "file",
        language: "json",
        code: lines(
          "{",
          '  "Name": "cors",',
          '  "CorsConfig": {',
          `    "AccessControlAllowOrigins": ${items(policy.origins === "*" ? ["*"] : policy.origins)},`,
          `    "AccessControlAllowMethods": ${items(policy.methods)},`,
          `    "AccessControlAllowHeaders": ${items(policy.requestHeaders.length > 0 ? policy.requestHeaders : ["content-type"])},`,
          policy.exposedHeaders.length > 0 &&
            `    "AccessControlExposeHeaders": ${items(policy.exposedHeaders)},`,
          policy.maxAge !== null && `    "AccessControlMaxAgeSec": ${policy.maxAge},`,
          `    "AccessControlAllowCredentials": ${policy.credentials},`,
          '    "OriginOverride": true',
          "  }",
          "}",
        ),
      },
      {
        file: "viewer-request.js",
        place: "file",
        language: "javascript",
        code: lines(
          policy.origins !== "*" && `const ORIGINS = ${list(policy.origins)};`,
          policy.origins !== "*" && "",
          "function handler(event) {",
          "  const { request } = event;",
          '  const isPreflight = request.headers["access-control-request-method"] !== undefined;',
          '  if (request.method !== "OPTIONS" || !isPreflight) return request;',
          policy.origins !== "*" && '  const origin = request.headers.origin?.value ?? "";',
          '  const headers = { vary: { value: "Origin" } };',
          policy.origins !== "*" && "  if (ORIGINS.includes(origin)) {",
          ...allow(policy).map(([name, value]) => `    headers["${name}"] = { value: ${value} };`),
          policy.origins !== "*" && "  }",
          '  return { statusCode: 204, statusDescription: "No Content", headers };',
          "}",
        ),
      },
      {
        file: "Terminal",
        place: "settings",
        language: "shell",
        code: "aws cloudfront create-response-headers-policy --response-headers-policy-config file://response-headers-policy.json",
      },
    ],
  }),
  remove: ["CustomHeadersConfig: Access-Control-Allow-Origin"],
  mistakes: [
    {
      id: "origin-not-forwarded",
      kind: "no-vary",
      code: "Managed-CORS-S3Origin",
      shows: successIsBare,
    },
    {
      id: "options-not-allowed",
      kind: "options-not-routed",
      code: "AllowedMethods: [GET, HEAD]",
      shows: any(preflightNotRouted, refused(403)),
    },
    {
      id: "added-twice",
      kind: "added-twice",
      code: "CustomHeadersConfig",
      shows: addedTwice,
    },
  ],
  docs: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
  ],
};
