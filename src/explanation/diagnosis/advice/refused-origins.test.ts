import { it } from "vitest";
import { JSON_TYPE, put } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { allowed, passed } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  // Refused because of the origin.
  [
    "Spring refuses a request without preflight",
    [
      {
        response: [
          403,
          "Vary: Origin",
          "Vary: Access-Control-Request-Method",
          "Vary: Access-Control-Request-Headers",
          "Content-Type: text/plain",
        ],
      },
    ],
    "likely server origin-not-listed",
    /Add https:\/\/shop\.example to the allowed origins.*refused the request with 403.*setAllowedOrigins/s,
  ],
  [
    "403 after the preflight passed: the user may lack the right",
    [{ ...put, preflight: [204, ...allowed], response: [403, "Vary: Origin"] }],
    "ambiguous server forbidden",
    /The reason can be this user/,
  ],
  [
    "403 where an earlier request passed: not the list of origins",
    [passed, { response: [403, "Vary: Origin"] }],
    "ambiguous server forbidden",
    /An earlier request/,
  ],
  // A CDN's setting does not help where the CDN forwarded the response.
  ...(
    [
      ["Cloudflare", ["Server: cloudflare", "CF-RAY: 1"]],
      ["CloudFront", ["X-Cache: Miss from cloudfront", "X-Amz-Cf-Id: a"]],
    ] as const
  ).map(
    ([name, lines]): AdviceRow => [
      `a list of origins behind ${name}`,
      [{ response: [200, JSON_TYPE, "Vary: Origin", ...lines] }],
      "likely server origin-not-listed",
      /The list must contain it exactly/,
      new RegExp(`In ${name}`),
    ],
  ),
  // The page's origin.
  [
    "a page without an origin",
    [{ page: "null", response: [200] }],
    "likely page missing-allow-origin",
    /opaque origin/,
    /for null/,
  ],
  [
    "a page without an origin, and a local model",
    [{ page: "null", url: "http://localhost:11434/api/tags", response: [200] }],
    "likely page missing-allow-origin",
    /opaque origin/,
    /OLLAMA_ORIGINS/,
  ],
  [
    "a sandboxed frame, and a server that refuses its origin with 403",
    [{ page: "null", response: [403, "Vary: Origin"] }],
    "likely page missing-allow-origin",
    /Give the page an origin/,
    /refuses this user|allowed origins/,
  ],
  [
    "a packed app is refused",
    [{ page: "http://tauri.localhost", response: [403, "Vary: Origin"] }],
    "likely server origin-not-listed",
    /packaged apps/,
  ],
  [
    "a packed app",
    [{ page: "tauri://localhost", response: [200, "Vary: Origin"] }],
    "likely server origin-not-listed",
    /packaged apps/,
  ],
  [
    "a browser extension's page",
    [{ page: "chrome-extension://abc", response: [200] }],
    "ambiguous server host-without-cors",
    /A browser extension needs host permission for https:\/\/api\.other\.example/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
