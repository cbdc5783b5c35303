import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, REJECTED } from "../observation/page-call.test-builder.ts";
import { CLAUSES, stepsOf } from "./steps.ts";

const ORIGIN = "https://app.test";
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const PUT = aCall({ method: "PUT", credentials: "include", headerNames: ["x-a"] });
const ANNOUNCED = [
  ["Origin", ORIGIN],
  ["Access-Control-Request-Method", "PUT"],
  ["Access-Control-Request-Headers", "x-a"],
] as const;
const GOOD = {
  "Access-Control-Allow-Origin": ORIGIN,
  "Access-Control-Allow-Credentials": "true",
  "Access-Control-Allow-Methods": "PUT",
  "Access-Control-Allow-Headers": "x-a",
};
const OWN = { Origin: ORIGIN, "x-a": "1" };

/** A PUT with a header and credentials that was sent after its preflight had passed. */
const sent = (init: ExchangeInit = {}): ExchangeInit => ({
  method: "PUT",
  call: PUT,
  preflight: { headers: GOOD, requestHeaders: ANNOUNCED },
  requestHeaders: OWN,
  response: { headers: GOOD },
  ...init,
});

/** The same PUT, blocked by a preflight with this response. */
const stopped = (headers: Record<string, string>, status = 204): ExchangeInit =>
  sent({
    ending: FAILED,
    preflight: { status, headers: { ...GOOD, ...headers }, requestHeaders: ANNOUNCED },
    requestHeaders: null,
    response: null,
  });

const UNSENT = {
  ending: { kind: "not-sent" },
  callResult: REJECTED,
  requestHeaders: null,
  response: null,
} as const;

/** A step in one line: "hop name: result (code) values". */
const inShort = (init: ExchangeInit): string[] =>
  stepsOf(anExchange(init)).map((step) => {
    const { hop, name, result, code, clause: _, ...values } = step;
    const reported = Object.values<unknown>(values)
      .flat()
      .map((one) =>
        one instanceof Object ? Object.values(one).slice(0, 2).join(" ") : (one ?? ""),
      );
    return [`${hop} ${name}: ${result}`, code && `(${code})`, reported.join(" | ")]
      .filter(Boolean)
      .join(" ");
  });

const CROSS = "0 same-origin: info false | https://app.test | https://api.test";
const NEEDED = "0 preflight-needed: info method PUT | header x-a";
const ORIGIN_PASSED = `0 cors-check-origin: passed ${ORIGIN} | ${ORIGIN}`;
const PREFLIGHT_PASSED = [
  "0 preflight-sent: passed PUT | x-a",
  "0 preflight-no-redirect: passed",
  `0 preflight-cors-check-origin: passed ${ORIGIN} | ${ORIGIN}`,
  "0 preflight-cors-check-credentials: passed true",
  "0 preflight-ok-status: passed 204",
  "0 preflight-methods-parse: passed PUT",
  "0 preflight-headers-parse: passed x-a",
  "0 preflight-method-allowed: passed PUT | PUT",
  "0 preflight-headers-allowed: passed x-a | x-a",
];

// Each row is in the order of https://fetch.spec.whatwg.org/#http-fetch and of the clauses that it names.
describe("stepsOf", () => {
  it.each<[string, ExchangeInit, readonly string[]]>([
    [
      "a pass without a preflight",
      {},
      [CROSS, "0 request-sent: passed", ORIGIN_PASSED, "0 readable: passed"],
    ],
    [
      "a request to the page's own origin",
      { url: `${ORIGIN}/x` },
      [
        `0 same-origin: info true | ${ORIGIN} | ${ORIGIN}`,
        "0 request-sent: passed",
        "0 readable: passed",
      ],
    ],
    [
      "a request without CORS",
      {
        call: aCall({ mode: "no-cors" }),
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { headers: {} },
      },
      [CROSS, "0 request-sent: passed", "0 mode: info", "0 readable: info"],
    ],
    [
      "a pass with a preflight",
      sent(),
      [
        CROSS,
        NEEDED,
        ...PREFLIGHT_PASSED,
        "0 request-sent: passed",
        ORIGIN_PASSED,
        "0 cors-check-credentials: passed true",
        "0 readable: passed",
      ],
    ],
    [
      "a pass by an earlier preflight",
      sent({ preflight: null }),
      [
        CROSS,
        NEEDED,
        "0 preflight-sent: info",
        "0 request-sent: passed",
        ORIGIN_PASSED,
        "0 cors-check-credentials: passed true",
        "0 readable: passed",
      ],
    ],
    [
      "a response blocked for its origin; a later failing check is named as not reached",
      {
        ending: FAILED,
        call: aCall({ credentials: "include" }),
        response: { headers: { "Access-Control-Allow-Origin": "*" } },
      },
      [
        CROSS,
        "0 request-sent: passed",
        `0 cors-check-origin: failed (wildcard-origin-not-allowed) * | ${ORIGIN}`,
        "0 cors-check-credentials: not-reached (invalid-allow-credentials)",
      ],
    ],
    [
      "a response blocked for its credentials",
      {
        ending: FAILED,
        call: aCall({ credentials: "include" }),
        response: { headers: { ...GOOD, "Access-Control-Allow-Credentials": "True" } },
      },
      [
        CROSS,
        "0 request-sent: passed",
        ORIGIN_PASSED,
        "0 cors-check-credentials: failed (invalid-allow-credentials) True",
      ],
    ],
    [
      "a response blocked after a preflight that passed",
      sent({ ending: FAILED, response: { headers: {} } }),
      [
        CROSS,
        NEEDED,
        ...PREFLIGHT_PASSED,
        "0 request-sent: passed",
        `0 cors-check-origin: failed (missing-allow-origin)  | ${ORIGIN}`,
        "0 cors-check-credentials: not-reached (invalid-allow-credentials)",
      ],
    ],
    [
      "a redirect to a third origin, which taints the origin",
      {
        hops: [
          { url: "https://api.test/a" },
          {
            url: "https://b.test/b",
            requestHeaders: { Origin: "null" },
            response: { headers: { "Access-Control-Allow-Origin": "*" } },
          },
        ],
      },
      [
        CROSS,
        "0 request-sent: passed",
        ORIGIN_PASSED,
        "0 redirect-location: passed https://b.test/b",
        "0 redirect-taints-origin: info",
        "1 same-origin: info false | null | https://b.test",
        "1 request-sent: passed",
        "1 cors-check-origin: passed * | null",
        "1 readable: passed",
      ],
    ],
    [
      "a redirect that CORS forbids",
      {
        ending: FAILED,
        hops: [{ response: { status: 302, headers: { Location: "https://b.test/" } } }],
      },
      [
        CROSS,
        "0 request-sent: passed",
        `0 cors-check-origin: failed (missing-allow-origin)  | ${ORIGIN}`,
        "0 redirect-location: not-reached",
      ],
    ],
    [
      "a redirect to a URL with a password",
      {
        ending: FAILED,
        hops: [
          {
            response: {
              status: 302,
              headers: { "Access-Control-Allow-Origin": "*", Location: "https://u:p@b.test/" },
            },
          },
        ],
      },
      [
        CROSS,
        "0 request-sent: passed",
        `0 cors-check-origin: passed * | ${ORIGIN}`,
        "0 redirect-location: failed (redirect-contains-credentials) https://u:p@b.test/",
      ],
    ],
    [
      "a mode that forbids other origins",
      { ...UNSENT, call: aCall({ mode: "same-origin" }) },
      [CROSS, "0 mode: failed (disallowed-by-mode)", "0 request-sent: not-reached"],
    ],
    [
      "a scheme without CORS",
      { ...UNSENT, url: "ftp://api.test/", call: aCall({ url: "ftp://api.test/" }) },
      [
        `0 same-origin: info false | ${ORIGIN} | ftp://api.test`,
        "0 scheme: failed (cors-disabled-scheme)",
        "0 preflight-needed: not-reached",
        "0 preflight-sent: not-reached",
        "0 request-sent: not-reached",
        "0 cors-check-origin: not-reached",
      ],
    ],
    [
      "a pending request",
      sent({ ending: { kind: "pending" }, response: null }),
      [
        CROSS,
        NEEDED,
        ...PREFLIGHT_PASSED,
        "0 request-sent: passed",
        "0 cors-check-origin: unknown",
      ],
    ],
    [
      "a pending preflight",
      sent({
        ending: { kind: "pending" },
        preflight: { response: null, ending: { kind: "pending" }, requestHeaders: ANNOUNCED },
        requestHeaders: null,
        response: null,
      }),
      [
        CROSS,
        NEEDED,
        "0 preflight-sent: unknown",
        "0 request-sent: unknown",
        "0 cors-check-origin: unknown",
      ],
    ],
  ])("lists the steps of %s", (_name, init, wanted) => {
    expect(inShort(init)).toEqual(wanted);
  });

  const PREFLIGHT_CHECKS = [
    "preflight-sent",
    "preflight-no-redirect",
    "preflight-cors-check-origin",
    "preflight-cors-check-credentials",
    "preflight-ok-status",
    "preflight-methods-parse",
    "preflight-headers-parse",
    "preflight-method-allowed",
    "preflight-headers-allowed",
  ] as const;

  // https://fetch.spec.whatwg.org/#cors-preflight-fetch
  it.each<[(typeof PREFLIGHT_CHECKS)[number], ExchangeInit, string, object]>([
    [
      "preflight-no-redirect",
      stopped({ Location: "/login" }, 302),
      "preflight-disallowed-redirect",
      { location: "/login" },
    ],
    [
      "preflight-cors-check-origin",
      stopped({ "Access-Control-Allow-Origin": "https://b.test" }),
      "allow-origin-mismatch",
      { allowOrigin: "https://b.test", origin: ORIGIN },
    ],
    [
      "preflight-cors-check-credentials",
      stopped({ "Access-Control-Allow-Credentials": "yes" }),
      "invalid-allow-credentials",
      { allowCredentials: "yes" },
    ],
    ["preflight-ok-status", stopped({}, 404), "preflight-invalid-status", { status: 404 }],
    [
      "preflight-methods-parse",
      stopped({ "Access-Control-Allow-Methods": "PUT POST" }),
      "invalid-allow-methods",
      { list: "PUT POST" },
    ],
    [
      "preflight-headers-parse",
      stopped({ "Access-Control-Allow-Headers": "x a" }),
      "invalid-allow-headers",
      { list: "x a" },
    ],
    [
      "preflight-method-allowed",
      stopped({ "Access-Control-Allow-Methods": "POST" }),
      "method-disallowed",
      { method: "PUT", list: "POST" },
    ],
    [
      "preflight-headers-allowed",
      stopped({ "Access-Control-Allow-Headers": "x-b" }),
      "header-disallowed",
      { headerNames: ["x-a"], list: "x-b" },
    ],
  ])("stops at %s", (name, init, code, values) => {
    const steps = stepsOf(anExchange(init));
    const at = PREFLIGHT_CHECKS.indexOf(name);
    const checks = steps.filter((step) =>
      (PREFLIGHT_CHECKS as readonly string[]).includes(step.name),
    );
    expect(checks.map((step) => [step.name, step.result])).toEqual(
      PREFLIGHT_CHECKS.map((check, index) => [
        check,
        index < at ? "passed" : index === at ? "failed" : "not-reached",
      ]),
    );
    expect(steps.find((step) => step.name === name)).toMatchObject({ code, ...values });
    const later = steps.slice(steps.indexOf(checks.at(-1) as (typeof checks)[number]) + 1);
    expect(later.map((step) => [step.name, step.result])).toEqual([
      ["request-sent", "not-reached"],
      ["cors-check-origin", "not-reached"],
    ]);
  });

  it("names the checks that would fail after the one that blocked the request", () => {
    const lists = { "Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "x-b" };
    const steps = stepsOf(anExchange(stopped(lists, 500)));
    expect(
      steps.flatMap(({ name, result, code }) => (code === null ? [] : [[name, result, code]])),
    ).toEqual([
      ["preflight-ok-status", "failed", "preflight-invalid-status"],
      ["preflight-method-allowed", "not-reached", "method-disallowed"],
      ["preflight-headers-allowed", "not-reached", "header-disallowed"],
    ]);
  });

  it("has one check that blocked the request, where the response lacks the same header", () => {
    const { "Access-Control-Allow-Origin": _, ...lacking } = GOOD;
    const steps = stepsOf(
      anExchange({
        ...sent({ ending: FAILED, requestHeaders: null }),
        preflight: { headers: lacking, requestHeaders: ANNOUNCED },
        response: { headers: lacking },
      }),
    );
    const lack = steps.filter(({ code }) => code === "missing-allow-origin");
    expect(lack.map(({ result }) => result)).toEqual(["failed", "not-reached"]);
  });

  it("gives each step its clause", () => {
    for (const { name, clause } of stepsOf(anExchange(sent()))) {
      expect(clause).toBe(CLAUSES[name]);
    }
  });
});

// A same-origin request has no CORS check: it was sent, or its sending was not recorded.
it.each<[string, ExchangeInit, string]>([
  ["got a response", {}, "passed"],
  [
    "got a response, in a browser that did not report its sending",
    { hops: [{ url: `${ORIGIN}/a`, sentAt: null }] },
    "passed",
  ],
  [
    "sent, without a response",
    { hops: [{ url: `${ORIGIN}/a`, response: null }], ending: FAILED },
    "passed",
  ],
  [
    "not reported as sent",
    { hops: [{ url: `${ORIGIN}/a`, sentAt: null, response: null }], ending: FAILED },
    "unknown",
  ],
])("a request to the page's own origin, %s", (_name, init, result) => {
  const steps = stepsOf(anExchange({ url: `${ORIGIN}/a`, ...init }));
  expect(steps.find(({ name }) => name === "request-sent")?.result).toBe(result);
});
