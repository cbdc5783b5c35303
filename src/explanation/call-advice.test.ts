import { describe, expect, it } from "vitest";
import { BEHIND_CODES, type BehindCode } from "../diagnosis/diagnosis.ts";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import type { ElementRequest } from "../observation/page-call.ts";
import { type CauseCode, CODES } from "../verdict/codes.ts";
import { judge } from "../verdict/judge.ts";
import { aBlock, aFinding, type BlockInit } from "../verdict/verdict.test-builder.ts";
import type { Stage } from "../verdict/verdict.ts";
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
  /** What this caller has no means to do. */
  readonly never: RegExp;
}

const OF_FETCH =
  /credentials: "|mode: "|mode "|AbortController|cache: "|redirect: "|redirect option/;
const OF_XHR = /withCredentials|xhr\.upload|abort\(\)/;
const OF_ELEMENTS = /crossorigin|the element/;
const OF_HEADERS = /headers? out of the (?:call|request)/;

const any = (...patterns: readonly RegExp[]) => new RegExp(patterns.map((p) => p.source).join("|"));

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
    // To use fetch in its place is another thing.
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
  // A style sheet has no attribute for what it loads.
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

/** Which callers alone can meet a cause, where not each can. */
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
  // Of scripts and styles.
  "mime-type": ["image"],
  "service-worker-error": ["fetch"],
  "local-network-access-denied": ["fetch"],
};

const STAGES: readonly Stage[] = ["preflight", "redirect", "response"];

const CASES = Object.entries(CALLERS).flatMap(([caller, kind]) =>
  (Object.keys(CODES) as CauseCode[])
    .filter((code) => ONLY[code]?.includes(caller) ?? true)
    // The handshake is no CORS request: https://fetch.spec.whatwg.org/#websocket-opening-handshake
    .filter((code) => caller !== "WebSocket" || CODES[code] !== "cors")
    .map((code) => [caller, code, kind] as const),
);

describe("advice that the caller can follow", () => {
  it.each(CASES)("%s: %s", (_caller, code, { exchange, destination = "", never }) => {
    for (const stage of STAGES) {
      for (const value of ["same-origin", "include"] as const) {
        for (const basis of ["observed", "assumed"] as const) {
          const init: BlockInit = { destination, credentials: { value, basis } };
          const finding = aFinding(code, { stage, parameter: "x-a" });
          const { title, fix } = explain(
            anExchange({ preflight: {}, response: { status: 413, headers: {} }, ...exchange }),
            aBlock(finding, init),
          );
          for (const text of [title, ...fix]) expect(text).not.toMatch(never);
        }
      }
    }
  });
});

/** Which callers alone can meet a cause behind the verdict, where not each can. */
const ONLY_BEHIND: Partial<Record<BehindCode, readonly string[]>> = {
  "beacon-with-credentials": ["beacon", "beacon, without the probe"],
  "worker-cross-origin": ["worker"],
  "websocket-refused": ["WebSocket"],
  "track-without-crossorigin": ["text track"],
  "no-cors-strips-header": ["fetch"],
  "cookie-ignored": ["fetch", "XMLHttpRequest"],
  "headers-not-exposed": ["fetch", "XMLHttpRequest"],
};

const BEHIND_CASES = Object.entries(CALLERS).flatMap(([caller, kind]) =>
  BEHIND_CODES.filter((code) => ONLY_BEHIND[code]?.includes(caller) ?? caller !== "WebSocket").map(
    (code) => [caller, code, kind] as const,
  ),
);

describe("advice on the cause behind it that the caller can follow", () => {
  it.each(BEHIND_CASES)("%s: %s", (_caller, code, { exchange, destination = "", never }) => {
    for (const stage of STAGES) {
      for (const value of ["same-origin", "include"] as const) {
        for (const basis of ["observed", "assumed"] as const) {
          const init: BlockInit = { destination, credentials: { value, basis } };
          const { title, fix, because } = explainDiagnosed(
            anExchange({ preflight: {}, response: { status: 401, headers: {} }, ...exchange }),
            aBlock(aFinding("missing-allow-origin", { stage }), init),
            [
              {
                ...{ code, side: "server", certainty: "likely", stage, hop: 0 },
                parameter: code === "local-server-switch" ? "ollama" : "x-a",
                ...{ evidence: [], exchanges: [] },
              },
            ],
          );
          expect(because.length).toBeGreaterThan(0);
          expect(fix.length).toBeGreaterThan(0);
          for (const text of [title, ...fix]) expect(text).not.toMatch(never);
        }
      }
    }
  });
});

// sendBeacon includes credentials always, and needs no preflight for text.
it("tells a beacon what it can do", () => {
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
    ["which nothing tells", { response: { headers: {} } }, IF],
    ["which nothing tells, and are allowed", { response: { headers: allows } }, null],
    ["of a font", { resourceType: "font", response: { headers: {} } }, null],
    [
      "of an EventSource without them",
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
    const told = saidOf(init).fix.filter((text) => /Access-Control-Allow-Credentials/.test(text));
    if (wanted === null) expect(told).toEqual([]);
    else expect(told).toEqual([expect.stringMatching(wanted)]);
  });
});

it("does not mend a redirect that the call refuses", () => {
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
