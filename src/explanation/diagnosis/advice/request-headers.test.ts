import { it } from "vitest";
import { AH, AM, AO } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { post, withHeaders } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  // Headers that a library adds.
  [
    "Datadog beside W3C headers",
    [withHeaders("x-datadog-trace-id", "x-datadog-origin", "traceparent", "tracestate")],
    "likely page library-adds-headers",
    /Datadog/,
    /OpenTelemetry/,
  ],
  [
    "New Relic",
    [withHeaders("newrelic", "traceparent", "tracestate")],
    "likely page library-adds-headers",
    /New Relic/,
  ],
  [
    "Application Insights",
    [withHeaders("request-id", "request-context", "traceparent")],
    "likely page library-adds-headers",
    /Application Insights/,
  ],
  [
    "an unknown tracer",
    [withHeaders("traceparent", "tracestate", "baggage")],
    "likely page library-adds-headers",
    /A tracing library, such as/,
  ],
  [
    "two tracers",
    [withHeaders("sentry-trace", "x-datadog-trace-id")],
    "likely page library-adds-headers",
    /A tracing library/,
  ],
  ["X-Ray", [withHeaders("x-amzn-trace-id")], "likely page library-adds-headers", /X-Ray/],
  [
    "baggage alone: no sign of a tracing library",
    [withHeaders("baggage")],
    "certain server header-disallowed",
    /baggage/,
  ],
  [
    "Supabase, with a key that all kinds of clients send",
    [withHeaders("apikey", "authorization", "x-client-info")],
    "likely server library-adds-headers",
    /Supabase, not your own code, probably adds apikey and x-client-info/,
  ],
  [
    "MCP",
    [withHeaders("mcp-session-id", "last-event-id")],
    "likely server library-adds-headers",
    /reads Mcp-Session-Id/,
  ],
  [
    "gRPC-Web",
    [withHeaders("x-grpc-web", "x-user-agent", "content-type")],
    "likely server library-adds-headers",
    /gRPC-Web/,
  ],
  ...(
    [
      [["x-posthog-session-id", "x-posthog-distinct-id"], "page", /PostHog/],
      [["adrum"], "page", /AppDynamics/],
      [["request-id", "traceparent"], "page", /Application Insights/],
      [["x-launchdarkly-user-agent"], "server", /LaunchDarkly/],
      [["x-ms-client-request-id", "x-ms-version"], "server", /Azure SDK/],
      [["x-okta-user-agent-extended"], "server", /Okta SDK/],
      [["apikey", "x-client-info", "prefer"], "server", /Supabase/],
    ] as const
  ).map(
    ([names, side, says]): AdviceRow => [
      `a library adds ${names.join(", ")}`,
      [
        {
          headers: Object.fromEntries(names.map((name) => [name, "1"])),
          preflight: [204, `${AO}: *`, `${AH}: x-other`],
        },
      ],
      `likely ${side} library-adds-headers`,
      says,
    ],
  ),
  // Headers that the page should not send.
  [
    "a response header that the page sends",
    [withHeaders("Access-Control-Allow-Origin")],
    "certain page response-header-in-request",
    /Remove access-control-allow-origin from the request/,
    /send Access-Control-Allow-Headers:/,
  ],
  [
    "a response header that the page sends, as the only reason for a preflight",
    [{ headers: { "Access-Control-Allow-Origin": "*" }, preflight: [405] }],
    "likely page response-header-in-request",
    /response header/,
  ],
  [
    "a response header that the page sends by PUT: the preflight is needed anyway",
    [{ method: "PUT", headers: { "Access-Control-Allow-Origin": "*" }, preflight: [405] }],
    "certain server preflight-not-routed",
    /405/,
  ],
  [
    "a GET with a Content-Type",
    [withHeaders("Content-Type")],
    "likely page content-type-without-body",
    /no body/,
  ],
  [
    "a POST with a Content-Type: it has a body",
    [{ ...post, preflight: [204, `${AO}: *`, `${AH}: x-other`] }],
    "certain server header-disallowed",
    /content-type/,
  ],
  [
    "a header for caches",
    [
      {
        headers: { "Cache-Control": "no-cache", Pragma: "no-cache" },
        preflight: [204, `${AO}: *`, `${AH}: content-type`],
      },
    ],
    "certain server header-disallowed",
    /cache: "no-store"/,
  ],
  [
    "a header for caches beside the page's own: both must be allowed",
    [
      {
        headers: { "Cache-Control": "no-cache", "X-Mine": "1" },
        preflight: [204, `${AO}: *`, `${AH}: content-type`],
      },
    ],
    "certain server header-disallowed",
    /x-mine/,
    /no-store/,
  ],
  // Default lists of platforms.
  [
    "the list of ingress-nginx today",
    [
      {
        headers: { "X-Tenant": "1" },
        preflight: [
          204,
          `${AO}: *`,
          `${AH}: DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization`,
        ],
      },
    ],
    "ambiguous proxy platform-default-headers",
    /cors-allow-headers/,
  ],
  [
    "the list of django-cors-headers",
    [
      {
        headers: { "X-Tenant": "1" },
        preflight: [
          200,
          `${AO}: *`,
          `${AH}: accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with`,
        ],
      },
    ],
    "ambiguous server platform-default-headers",
    /CORS_ALLOW_HEADERS/,
  ],
  [
    "the list of API Gateway",
    [
      {
        headers: { "X-Tenant": "1" },
        preflight: [
          200,
          `${AO}: *`,
          `${AH}: Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token`,
        ],
      },
    ],
    "ambiguous proxy platform-default-headers",
    /API Gateway/,
  ],
  // Methods.
  [
    "a method in lower case that no list has",
    [{ method: "patch", preflight: [204, `${AO}: *`, `${AM}: GET, POST`] }],
    "certain page method-disallowed",
    /Access-Control-Allow-Methods: GET, POST, PATCH/,
    /The server needs no change/,
  ],
  [
    "a list in lower case",
    [{ method: "PATCH", preflight: [204, `${AO}: *`, `${AM}: get, post, patch`] }],
    "certain server method-disallowed",
    /in lower case/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
