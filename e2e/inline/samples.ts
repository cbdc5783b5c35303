import { withFields } from "../../src/exchange/exchange.test-builder.ts";
import type { Ending, Exchange, Hop, Preflight, Response } from "../../src/exchange/exchange.ts";
import type { HeaderList } from "../../src/http/header-list.ts";
import { originOf } from "../../src/http/origin.ts";

const PAGE = "https://app.shop.test";
const STARTED_AT = Date.UTC(2026, 6, 31, 14, 25, 1);
const COMPLETED: Ending = { kind: "completed" };
const CORS_FAILED: Ending = { kind: "failed", error: "net::ERR_FAILED" };

type SampleResponse = Partial<Response> & { headers?: HeaderList };

function aResponse(response: SampleResponse): Response {
  return {
    status: 200,
    statusText: "OK",
    headers: [],
    linesSeen: false,
    rewrittenHeaders: null,
    receivedAt: STARTED_AT + 60,
    fromCache: false,
    ip: "192.0.2.7",
    ...response,
  };
}

interface HopSample {
  url: string;
  method?: string;
  origin?: string | null;
  headers?: HeaderList;
  sent?: boolean;
  response?: SampleResponse;
  redirect?: string;
  preflight?: { requestHeaders: HeaderList; response: SampleResponse | null; ending?: Ending };
}

function aHop({
  url,
  method = "GET",
  origin = PAGE,
  headers = [],
  sent = true,
  ...rest
}: HopSample): Hop {
  const originHeader: HeaderList = origin === null ? [] : [["Origin", origin]];
  return {
    url,
    origin: originOf(url),
    method,
    startedAt: STARTED_AT,
    requestHeaders: sent
      ? [["Host", new URL(url).host], ...originHeader, ["Sec-Fetch-Mode", "cors"], ...headers]
      : null,
    sentAt: sent ? STARTED_AT + 20 : null,
    preflight: rest.preflight === undefined ? null : aPreflight(url, method, rest.preflight),
    response: rest.response === undefined ? null : aResponse(rest.response),
    redirect: rest.redirect === undefined ? null : { url: rest.redirect, internal: false },
  };
}

function aPreflight(
  url: string,
  method: string,
  { requestHeaders, response, ending = COMPLETED }: NonNullable<HopSample["preflight"]>,
): Preflight {
  return {
    requestId: "preflight",
    url,
    startedAt: STARTED_AT + 1,
    endedAt: STARTED_AT + 15,
    requestHeaders: [
      ["Origin", PAGE],
      ["Access-Control-Request-Method", method],
      ...requestHeaders,
    ],
    response: response === null ? null : aResponse(response),
    redirect: null,
    ending,
  };
}

/** As Chromium reports a blocked response: without the server's address. */
function withheld(hop: Hop): Hop {
  return { ...hop, response: hop.response && { ...hop.response, ip: null } };
}

let lastId = 0;

function anExchange(
  hops: HopSample[],
  ending: Ending = COMPLETED,
  more: Parameters<typeof withFields>[1] = {},
): Exchange {
  lastId++;
  const plain: Exchange = {
    kind: "requested",
    id: `sample-${lastId}`,
    browser: "chromium",
    tabId: 1,
    frameId: 0,
    parentFrameId: -1,
    documentId: "document",
    documentLifecycle: "active",
    resourceType: "xmlhttprequest",
    initiatorOrigin: PAGE,
    startedAt: STARTED_AT + lastId * 40,
    endedAt: ending.kind === "pending" ? null : STARTED_AT + lastId * 40 + 90,
    hops: hops.map(aHop).map((hop) => (ending === CORS_FAILED ? withheld(hop) : hop)),
    ending,
    completeness: "complete",
    cachedFrom: null,
    requesters: [],
    embedderPolicy: null,
    ancestorOrigins: [],
    documentShown: false,
    documentOrigins: [],
    topOrigin: null,
    stack: more.call?.stack ?? null,
    call: null,
    callResult: null,
    violation: null,
    element: null,
    elementFailed: false,
    timedStatus: null,
    answeredByWorker: null,
  };
  return withFields(plain, more);
}

const API = "https://api.shop.test";

export const SAMPLES: readonly Exchange[] = [
  anExchange([{ url: `${PAGE}/`, origin: null, response: {} }], COMPLETED, {
    resourceType: "main_frame",
    initiatorOrigin: null,
  }),
  anExchange([
    {
      url: `${API}/login`,
      method: "POST",
      headers: [["Content-Type", "application/json"]],
      preflight: {
        requestHeaders: [["Access-Control-Request-Headers", "content-type"]],
        response: {
          status: 204,
          statusText: "No Content",
          headers: [
            ["Access-Control-Allow-Origin", PAGE],
            ["Access-Control-Allow-Headers", "content-type"],
            ["Vary", "Origin"],
          ],
        },
      },
      response: {
        headers: [
          ["Content-Type", "application/json"],
          ["Access-Control-Allow-Origin", PAGE],
          ["Access-Control-Expose-Headers", "X-Request-Id"],
          ["X-Request-Id", "8f14e45f"],
          ["Vary", "Origin"],
        ],
      },
    },
  ]),
  anExchange(
    [
      {
        url: `${API}/items/42`,
        method: "PUT",
        sent: false,
        preflight: {
          requestHeaders: [["Access-Control-Request-Headers", "content-type,x-api-key"]],
          response: {
            status: 204,
            statusText: "No Content",
            headers: [
              ["Access-Control-Allow-Origin", PAGE],
              ["Access-Control-Allow-Methods", "GET, PUT"],
              ["Access-Control-Allow-Headers", "content-type"],
            ],
          },
        },
      },
    ],
    CORS_FAILED,
    {
      call: {
        api: "fetch",
        url: `${API}/items/42`,
        method: "PUT",
        mode: "cors",
        credentials: "same-origin",
        redirect: "follow",
        headerNames: ["content-type", "x-api-key"],
        body: "plain",
        uploadListener: null,
        keepalive: false,
        targetAddressSpace: null,
        onlyIfCached: false,
        hasIntegrity: false,
        served: false,
        stack: `    at save (${PAGE}/js/cart.js:118:9)\n    at HTMLButtonElement.onclick (${PAGE}/:40:3)`,
      },
    },
  ),
  anExchange(
    [
      {
        url: `${API}/me`,
        response: {
          status: 500,
          statusText: "Internal Server Error",
          headers: [["Content-Type", "text/html"]],
        },
      },
    ],
    CORS_FAILED,
  ),
  anExchange(
    [
      {
        url: `${API}/cart`,
        response: { headers: [["Access-Control-Allow-Origin", "http://app.shop.test"]] },
      },
    ],
    CORS_FAILED,
  ),
  anExchange(
    [
      {
        url: `${API}/session`,
        headers: [["Cookie", "sid=1"]],
        response: { headers: [["Access-Control-Allow-Origin", "*"]] },
      },
    ],
    CORS_FAILED,
  ),
  anExchange(
    [
      {
        url: `${API}/orders`,
        method: "DELETE",
        sent: false,
        preflight: {
          requestHeaders: [],
          response: {
            status: 405,
            statusText: "Method Not Allowed",
            headers: [["Allow", "GET, POST"]],
          },
        },
      },
    ],
    CORS_FAILED,
  ),
  anExchange(
    [
      {
        url: `${API}/items`,
        response: {
          status: 301,
          statusText: "Moved Permanently",
          headers: [
            ["Location", "https://cdn.shop.test/items"],
            ["Access-Control-Allow-Origin", PAGE],
          ],
        },
        redirect: "https://cdn.shop.test/items",
      },
      {
        url: "https://cdn.shop.test/items",
        origin: "null",
        response: { headers: [["Access-Control-Allow-Origin", PAGE]] },
      },
    ],
    CORS_FAILED,
  ),
  anExchange([{ url: "http://10.0.0.7/status", sent: false }], {
    kind: "failed",
    error: "net::ERR_CONNECTION_REFUSED",
  }),
  anExchange([{ url: "https://ads.test/track.js", sent: false }], {
    kind: "failed",
    error: "net::ERR_BLOCKED_BY_CLIENT",
  }),
  anExchange([{ url: "https://img.test/a.png", origin: null, response: {} }], COMPLETED, {
    resourceType: "image",
  }),
  anExchange(
    [
      {
        // Markup, a bidi override, control characters, a zero-width space, and a very long URL.
        url: `https://evil.test/${encodeURIComponent("<img src=x onerror=alert(1)>")}?q=\u202egnp.exe\u200b${"long".repeat(300)}`,
        response: {
          headers: [
            [
              "Access-Control-Allow-Origin",
              "https://\u202emoc.live\u202c\u0000\u000a<script>alert(1)</script>",
            ],
            ["X-Long", `start ${"0123456789abcdef".repeat(800)} end`],
            ["X-Markup", '"><img src=x onerror=alert(1)>'],
          ],
        },
      },
    ],
    CORS_FAILED,
  ),
  anExchange([{ url: `${PAGE}/cart.json`, origin: null, response: {} }]),
  anExchange(
    [
      {
        url: "https://search.shop.test/suggest?q=shoes",
        response: {
          headers: [
            ["Access-Control-Allow-Origin", PAGE],
            ["Access-Control-Allow-Origin", "*"],
          ],
        },
      },
    ],
    CORS_FAILED,
    { frameId: 3, parentFrameId: 0 },
  ),
  anExchange([
    { url: `${API}/prices`, response: { headers: [["Access-Control-Allow-Origin", "*"]] } },
  ]),
  anExchange([{ url: `${API}/stream` }], { kind: "pending" }),
];

/** `count` exchanges, the samples repeated. */
export function manyExchanges(count: number): Exchange[] {
  return Array.from({ length: count }, (_, index) => ({
    ...(SAMPLES[index % SAMPLES.length] as Exchange),
    id: `many-${index}`,
  }));
}
