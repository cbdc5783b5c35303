import { describe, expect, it } from "vitest";
import { BEHIND_CODES, type BehindCode } from "../diagnosis/diagnosis.ts";
import {
  anExchange,
  type ExchangeInit,
  type ResponseInit,
} from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import type { ElementRequest } from "../observation/page-call.ts";
import { type CauseCode, CODES } from "../verdict/codes.ts";
import { judge } from "../verdict/judge.ts";
import { aBlock, aFinding, type BlockInit } from "../verdict/verdict.test-builder.ts";
import type { Stage } from "../verdict/verdict.ts";
import { tableOf } from "../words/languages.test-helper.ts";
import { explainDiagnosed } from "./diagnosis/explain-diagnosed.ts";
import { explain } from "./explain.ts";

const URL = "https://api.test/items";
const anElement = (resourceType: string): ElementRequest => ({
  ...{ url: URL, resourceType, mode: "cors", credentials: "include" },
  ...{ hasIntegrity: false, served: false, answered: null },
});
const called = (api: "fetch" | "xhr" | "event-source" | "beacon") => ({
  call: { ...aCall({ url: URL }), api },
});

interface Kind {
  readonly exchange: ExchangeInit;
  readonly destination?: string;
  /** Advice that this caller cannot follow. */
  readonly never: RegExp;
}

const OF_FETCH =
  /credentials: "|mode: "|mode "|AbortController|cache: "|redirect: "|redirect option/;
const OF_XHR = /withCredentials|xhr\.upload|abort\(\)/;
const OF_ELEMENTS = /crossorigin|the element/;
const OF_HEADERS =
  /[Rr]emove the headers? from the request|Remove it from your code|Send the (?:request header|Content-Type)|in the Authorization header|Remove the Content-Type header/;

const any = (...patterns: readonly RegExp[]) => new RegExp(patterns.map((p) => p.source).join("|"));

/** A pattern that matches no message would not forbid anything. */
it.each([OF_FETCH, OF_XHR, OF_ELEMENTS, OF_HEADERS].map(({ source }) => source))(
  "is in the catalogue: %s",
  (source) => {
    const texts = Object.values(tableOf("en")).map(({ message }) => message);
    for (const pattern of alternatives(source)) {
      expect(texts.some((text) => new RegExp(pattern).test(text))).toBe(true);
    }
  },
);

/** The alternatives of a pattern; bracketed parts are not split. */
function alternatives(source: string): string[] {
  return source.split(/\|(?![^(]*\))/);
}

const CALLERS: Readonly<Record<string, Kind>> = {
  fetch: {
    exchange: called("fetch"),
    never: any(/withCredentials|xhr\.upload|abort\(\)/, OF_ELEMENTS),
  },
  XMLHttpRequest: { exchange: called("xhr"), never: any(OF_FETCH, OF_ELEMENTS) },
  EventSource: {
    exchange: called("event-source"),
    never: any(OF_FETCH, /xhr\.upload|abort\(\)/, OF_ELEMENTS, OF_HEADERS),
  },
  beacon: {
    exchange: called("beacon"),
    // Advice to replace the beacon by fetch is permitted.
    never: any(
      /credentials: "include"|mode: "|AbortController|without credentials/,
      OF_XHR,
      OF_ELEMENTS,
      OF_HEADERS,
    ),
  },
  "beacon, without the probe": {
    exchange: { resourceType: "ping" },
    never: any(
      /credentials: "include"|mode: "|AbortController|without credentials/,
      OF_XHR,
      OF_ELEMENTS,
      OF_HEADERS,
    ),
  },
  image: {
    exchange: { resourceType: "image", element: anElement("image") },
    destination: "image",
    never: any(/credentials: "|AbortController/, OF_XHR, OF_HEADERS),
  },
  font: {
    exchange: { resourceType: "font" },
    destination: "font",
    never: any(
      /credentials: "|AbortController|without credentials/,
      OF_XHR,
      OF_HEADERS,
      OF_ELEMENTS,
    ),
  },
  worker: {
    exchange: { resourceType: "script" },
    destination: "worker",
    never: any(/credentials: "|mode: "|mode "|AbortController/, OF_XHR, OF_HEADERS, OF_ELEMENTS),
  },
  importScripts: {
    exchange: { resourceType: "script", documentId: null },
    destination: "script",
    never: any(/credentials: "|AbortController/, OF_XHR, OF_HEADERS),
  },
  "fetch with keepalive": {
    exchange: { call: { ...aCall({ url: URL }), keepalive: true } },
    never: any(/withCredentials|xhr\.upload|abort\(\)/, OF_ELEMENTS),
  },
  ...Object.fromEntries(
    (
      [
        ["script", "script", "script"],
        ["module script", "script", "script"],
        ["style sheet", "stylesheet", "style"],
        ["audio", "media", "audio"],
        ["video", "media", "video"],
        ["text track", "media", "track"],
        ["preload", "other", "script"],
        ["prefetch", "other", ""],
        ["manifest", "web_manifest", "manifest"],
        ["image set", "imageset", "image"],
      ] as const
    ).map(([name, resourceType, destination]): [string, Kind] => [
      name,
      {
        exchange: { resourceType, element: anElement(resourceType) },
        destination,
        never: any(/credentials: "|AbortController/, OF_XHR, OF_HEADERS),
      },
    ]),
  ),
  // A style sheet has no attribute for the resources that it loads.
  "CSS image": {
    exchange: { resourceType: "image" },
    destination: "image",
    never: any(/credentials: "|AbortController/, OF_XHR, OF_HEADERS),
  },
  frame: {
    exchange: { resourceType: "sub_frame", requestHeaders: { "Sec-Fetch-Mode": "navigate" } },
    destination: "iframe",
    never: any(/credentials: "|AbortController|without credentials/, OF_XHR, OF_HEADERS),
  },
  WebSocket: {
    exchange: { url: "wss://api.test/items", resourceType: "websocket" },
    destination: "websocket",
    never: any(
      /credentials: "|mode "|AbortController|Access-Control/,
      OF_XHR,
      OF_HEADERS,
      OF_ELEMENTS,
    ),
  },
};

/** Causes that only some callers can have. */
const ONLY: Partial<Record<CauseCode, readonly string[]>> = {
  "redirect-mode-error": ["fetch"],
  "opaque-redirect": ["fetch"],
  "opaque-no-cors": ["fetch", "beacon", "beacon, without the probe", "image"],
  "no-cors-redirect-mode-not-follow": ["fetch"],
  "no-cors-method-not-safelisted": ["fetch"],
  "no-cors-stream-body": ["fetch"],
  "only-if-cached-not-same-origin": ["fetch"],
  "disallowed-by-mode": ["fetch", "worker"],
  "invalid-local-network-access": ["fetch"],
  integrity: ["fetch", "image"],
  // Loads without CORS.
  orb: ["fetch", "image"],
  // Scripts and styles only.
  "mime-type": ["image"],
  "service-worker-error": ["fetch"],
  "local-network-access-denied": ["fetch"],
};

const STAGES: readonly Stage[] = ["preflight", "redirect", "response"];

const MODES = [
  ["same-origin", "observed"],
  ["same-origin", "assumed"],
  ["include", "observed"],
  ["include", "assumed"],
] as const;

const CASES = Object.entries(CALLERS).flatMap(([caller, kind]) =>
  (Object.keys(CODES) as CauseCode[])
    .filter((code) => ONLY[code]?.includes(caller) ?? true)
    // The handshake is not a CORS request: https://fetch.spec.whatwg.org/#websocket-opening-handshake
    .filter((code) => caller !== "WebSocket" || CODES[code] !== "cors")
    .map((code) => [caller, code, kind] as const),
);

describe("advice that the caller can follow", () => {
  it.each(CASES)("%s: %s", (_caller, code, { exchange, destination = "", never }) => {
    const response = { status: 413, headers: {} };
    const recorded = anExchange({ preflight: {}, response, ...exchange });
    const texts: string[] = [];
    for (const stage of STAGES) {
      for (const value of ["same-origin", "include"] as const) {
        for (const basis of ["observed", "assumed"] as const) {
          const init: BlockInit = { destination, credentials: { value, basis } };
          const finding = aFinding(code, { stage, parameter: "x-a" });
          const { title, fix } = explain(recorded, aBlock(finding, init));
          texts.push(title, ...fix);
        }
      }
    }
    expect(texts.filter((text) => never.test(text))).toEqual([]);
  });
});

/** Causes behind the verdict that only some callers can have. */
const ONLY_BEHIND: Partial<Record<BehindCode, readonly string[]>> = {
  "beacon-with-credentials": ["beacon", "beacon, without the probe"],
  "worker-cross-origin": ["worker"],
  "websocket-refused": ["WebSocket"],
  "track-without-crossorigin": ["text track"],
  "no-cors-strips-header": ["fetch"],
  "response-header-in-request": ["fetch", "XMLHttpRequest", "fetch with keepalive"],
  "content-type-without-body": ["fetch", "XMLHttpRequest", "fetch with keepalive"],
  "cookie-ignored": ["fetch", "XMLHttpRequest"],
  "headers-not-exposed": ["fetch", "XMLHttpRequest"],
};

/** Causes that the engine itself finds, and for which the diagnosis adds sentences. */
const BESIDE = ["missing-allow-origin", "header-disallowed", "method-disallowed"] as const;

/** Parameters that change the sentences of a cause. */
const PARAMETERS: Partial<Record<BehindCode, readonly string[]>> = {
  "local-server-switch": ["ollama", "lm-studio", "okta", "python-http-server"],
  "bot-challenge": ["Cloudflare", "ngrok", "localtunnel"],
  "service-worker-request": ["missing-allow-origin", "network-error"],
  "cookie-not-sent": ["sid; SameSite=Lax", "sid; third-party", "sid; Domain"],
  "library-adds-headers": ["Sentry", "MCP SDK", "OpenTelemetry"],
  "platform-default-headers": ["API Gateway"],
  "nothing-deployed": ["Vercel", "API Gateway", "AirPlay", "Amazon S3"],
  "bucket-behind-cdn": ["CloudFront; Amazon S3"],
};

const BEHIND_CASES = Object.entries(CALLERS).flatMap(([caller, kind]) => [
  ...BEHIND_CODES.filter(
    (code) => ONLY_BEHIND[code]?.includes(caller) ?? caller !== "WebSocket",
  ).map((code) => [caller, code, kind] as const),
  ...BESIDE.filter(() => caller !== "WebSocket").map((code) => [caller, code, kind] as const),
]);

/** Responses that add sentences. */
const RESPONSES: readonly [ResponseInit, ...ResponseInit[]] = [
  { status: 401, headers: {} },
  { status: 405, headers: { Server: "nginx", Allow: "GET" } },
  { status: 413, headers: { Server: "cloudflare", "X-Vercel-Error": "A" } },
];

describe("advice for a deeper cause that the caller can follow", () => {
  it.each(BEHIND_CASES)("%s: %s", (_caller, code, { exchange, destination = "", never }) => {
    const parameters = PARAMETERS[code as BehindCode] ?? ["x-a"];
    const [first = ""] = parameters;
    const [bare, ...others] = RESPONSES;
    const cause = BESIDE.find((one) => one === code) ?? "missing-allow-origin";
    // Each value is varied separately; the others keep their defaults.
    const variants = [
      ...MODES.flatMap((mode) => [
        { mode, parameter: first, response: bare, certainty: "likely" as const },
        { mode, parameter: first, response: bare, certainty: "ambiguous" as const },
      ]),
      ...others.map((response) => ({ response, parameter: first, mode: MODES[0] })),
      ...parameters.slice(1).map((parameter) => ({ response: bare, parameter, mode: MODES[0] })),
    ];
    const said = STAGES.flatMap((stage) =>
      variants.map(({ mode, parameter, response, ...rest }) => {
        const [value, basis] = mode;
        const { certainty } = { certainty: "likely" as const, ...rest };
        return explainDiagnosed(
          anExchange({ preflight: { response }, response, ...exchange }),
          aBlock(aFinding(cause, { stage, parameter: "cache-control" }), {
            ...{ destination, credentials: { value, basis } },
          }),
          [
            {
              ...{ code, side: "server", certainty, stage, hop: 0, parameter },
              ...{ evidence: [], exchanges: [] },
            },
          ],
        );
      }),
    );
    expect(said.filter(({ because, fix }) => because.length === 0 || fix.length === 0)).toEqual([]);
    const texts = said.flatMap(({ title, fix }) => [title, ...fix]);
    expect(texts.filter((text) => never.test(text))).toEqual([]);
  });
});

// sendBeacon always includes credentials, and needs no preflight for text.
it("advises a beacon only what it can do", () => {
  const finding = aFinding("wildcard-origin-not-allowed", { stage: "preflight" });
  const credentials = { value: "include", basis: "observed" } as const;
  const { fix } = explain(
    anExchange({ ...called("beacon"), preflight: {} }),
    aBlock(finding, { credentials }),
  );
  expect(fix.join("\n")).toMatch(/use fetch with keepalive: true and credentials: "omit"/);
  expect(fix.join("\n")).toMatch(/as a string or as text\/plain/);
});

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const saidOf = (init: ExchangeInit) => {
  const exchange = anExchange({ ending: FAILED, ...init });
  return explain(exchange, judge(exchange));
};

describe("credentials", () => {
  const IF = /^Only if .*Access-Control-Allow-Credentials: true$/;
  const ALSO = "Also send Access-Control-Allow-Credentials: true";
  const allows = { "Access-Control-Allow-Credentials": "true" };
  it.each<[string, ExchangeInit, RegExp | string | null]>([
    ["that nothing reports", { response: { headers: {} } }, IF],
    ["that nothing reports, and are allowed", { response: { headers: allows } }, null],
    ["of a font", { resourceType: "font", response: { headers: {} } }, null],
    [
      "of an EventSource without credentials",
      {
        call: { ...aCall({ url: URL }), api: "event-source", credentials: "same-origin" },
        response: { headers: {} },
      },
      null,
    ],
    [
      "that were sent",
      { requestHeaders: { Origin: "https://app.test", Cookie: "a" }, response: { headers: {} } },
      ALSO,
    ],
    [
      "that were sent and are allowed",
      {
        requestHeaders: { Origin: "https://app.test", Cookie: "a" },
        response: { headers: allows },
      },
      null,
    ],
  ])("%s", (_name, init, wanted) => {
    const reported = saidOf(init).fix.filter((text) =>
      /Access-Control-Allow-Credentials/.test(text),
    );
    if (wanted === null) expect(reported).toEqual([]);
    else expect(reported).toEqual([expect.stringMatching(wanted)]);
  });
});

it("does not propose to fix a redirect that the call refuses", () => {
  const { title, fix } = saidOf({
    call: { ...aCall({ url: URL }), redirect: "error" },
    response: { status: 302, headers: { Location: "https://b.test/x" } },
  });
  expect(title).toBe('Request https://b.test/x directly, or remove redirect: "error"');
  expect(fix.join("\n")).not.toMatch(/Access-Control-Allow-Origin/);
});

it.each([
  ["chromium", /Bypass for network/],
  ["gecko", /unregister it under Service Workers/],
] as const)("goes round a service worker as %s can", (browser, wanted) => {
  const finding = aFinding("service-worker-error", { stage: "request" });
  expect(explain(anExchange({ browser }), aBlock(finding)).fix.at(-1)).toMatch(wanted);
});
