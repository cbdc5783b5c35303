import fc from "fast-check";
import { anExchange } from "./exchange.test-builder.ts";
import type { Exchange } from "./exchange.ts";

const HEADER_NAMES = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Location",
  "Vary",
  "Content-Type",
  "Set-Cookie",
  "Server",
];

/** Values that break things: markup, shell, control and bidirectional characters, near misses. */
const SPITEFUL = [
  "",
  "*",
  "null",
  "https://app.test",
  "https://app.test/",
  "http://app.test",
  "app.test",
  "true",
  "True",
  "```\n# owned\n",
  "` `` ``` ````",
  "| a | b |",
  "<script>alert(1)</script>",
  "![x](https://evil.test/)",
  "$(touch /tmp/x)",
  "'; rm -rf / #",
  "\\",
  "\r\nX-Evil: 1",
  "\u202egnp.exe",
  "\ud800",
  "\0",
  "%",
  "%zz",
  "-->",
  "https://[",
  "https://u:p@h/?token=abc",
  "data:text/html,x",
  "javascript:alert(1)",
  "//evil.test",
];

/** Text that breaks things, or any at all. */
export const hostileValue = () =>
  fc.oneof(fc.constantFrom(...SPITEFUL), fc.string({ unit: "binary", maxLength: 40 }), fc.string());

const headers = () =>
  fc.array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...HEADER_NAMES), fc.string({ maxLength: 10 })),
      hostileValue(),
    ),
    { maxLength: 6 },
  );

const response = () =>
  fc.option(
    fc.record({
      status: fc.constantFrom(0, 200, 204, 301, 302, 304, 401, 403, 404, 405, 500, 502),
      statusText: hostileValue(),
      headers: headers(),
      fromCache: fc.boolean(),
      ip: fc.option(fc.oneof(fc.constantFrom("1.2.3.4", "::1", "999.1.1.1"), fc.string())),
      rewrittenHeaders: fc.option(headers()),
    }),
  );

const url = () =>
  fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: false }),
    fc.constantFrom(
      "https://app.test/same",
      "https://api.test/?a=`|b",
      "http://[::1]:8080/x[y]?{z}|",
      "https://u:p@api.test/",
      "about:blank",
    ),
    fc.string().map((text) => {
      try {
        const { href } = new URL(text, "https://api.test/");
        return /^https?:/.test(href) ? href : "https://api.test/";
      } catch {
        return "https://api.test/";
      }
    }),
  );

const method = () => fc.constantFrom("GET", "POST", "PUT", "patch", "DELETE", "HEAD", "M`|x");

const ending = () =>
  fc.oneof(
    fc.constant({ kind: "pending" } as const),
    fc.constant({ kind: "completed" } as const),
    fc
      .constantFrom(
        "net::ERR_FAILED",
        "net::ERR_CONNECTION_REFUSED",
        "net::ERR_ABORTED",
        "NS_ERROR_DOM_BAD_URI",
        "net::ERR_BLOCKED_BY_CLIENT",
        "<b>|`",
      )
      .map((error) => ({ kind: "failed", error }) as const),
  );

const hop = () =>
  fc.record({
    url: url(),
    method: method(),
    requestHeaders: fc.option(headers()),
    response: response(),
    preflight: fc.option(fc.record({ response: response(), requestHeaders: fc.option(headers()) })),
  });

/** Any exchange, its values chosen by somebody who wishes us ill. */
export function hostileExchange(): fc.Arbitrary<Exchange> {
  return fc
    .record({
      browser: fc.constantFrom("chromium", "gecko"),
      resourceType: fc.constantFrom(
        "xmlhttprequest",
        "image",
        "font",
        "main_frame",
        "websocket",
        "script",
      ),
      completeness: fc.constantFrom("complete", "headless", "orphan-preflight"),
      initiatorOrigin: fc.option(
        fc.constantFrom("https://app.test", "null", "http://localhost:3000"),
      ),
      documentId: fc.option(fc.constantFrom("D1", "D2")),
      tabId: fc.constantFrom(-1, 7),
      ending: ending(),
      hops: fc.array(hop(), { minLength: 1, maxLength: 3 }),
    })
    .map((init) => anExchange(init as Parameters<typeof anExchange>[0]));
}
