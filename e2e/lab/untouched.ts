import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import type { Call, Served } from "../both/it-reports.ts";
import type { Lab } from "./lab.ts";
import type { ResponseSpec } from "./lab-response.ts";
import { headerOf } from "./request-head.ts";
import { isPreflight } from "./scripts.ts";

type Headers = NonNullable<ResponseSpec["headers"]>;

interface Untouched {
  readonly headers?: Headers;
  readonly status?: number;
  readonly body?: Uint8Array;
  /** The headers of the response to a conditional request; by default the same response again. */
  readonly notModified?: Headers;
  /** The request is preflighted; the preflight response has these headers too. */
  readonly inPreflight?: Headers;
  /** The request is redirected first, by a response with these headers. */
  readonly inRedirect?: Headers;
}

const COOKIES: Headers = [
  ["Set-Cookie", "a=1; SameSite=Lax"],
  ["X-Between", "1"],
  ["Set-Cookie", "b=2; SameSite=None; Secure"],
];

/**
 * Responses that were not rewritten on their way, although the browser may report header lines in another
 * order, or other lines, from one event to the next.
 */
const UNTOUCHED: readonly (readonly [name: string, response: Untouched])[] = [
  ["one-cookie", { headers: [["Set-Cookie", "a=1"], ...spread()] }],
  ["cookies-among-other-lines", { headers: [...COOKIES, ...spread()] }],
  ["cookies-of-a-failure", { status: 500, headers: COOKIES }],
  ["obsolete-cookies", { headers: [["Set-Cookie2", "a=1"], ...COOKIES] }],
  [
    "one-name-in-several-places",
    {
      headers: [
        ["Vary", "Origin"],
        ["X-B", "1"],
        ["vary", "Accept"],
        ["VARY", "Cookie"],
        ["x-b", "2"],
      ],
    },
  ],
  ["empty-and-padded-values", { headers: [["X-Empty", ""], ["X-Padded", "  a \t"], ...COOKIES] }],
  ["beyond-ascii", { headers: [["X-Name", "caf\xc3\xa9"], ["X-Bytes", "\xff\xfe"], ...COOKIES] }],
  [
    "transport-security",
    {
      headers: [
        ["Strict-Transport-Security", "max-age=60"],
        ["Clear-Site-Data", '"cache"'],
        ["Public-Key-Pins", "max-age=1"],
        ["Refresh", "600"],
        ...COOKIES,
      ],
    },
  ],
  [
    "authentication",
    {
      status: 401,
      headers: [
        ["WWW-Authenticate", 'Bearer realm="a"'],
        ["Proxy-Authenticate", "Negotiate"],
        ["Authentication-Info", "a=1"],
        ...COOKIES,
      ],
    },
  ],
  [
    "compressed",
    {
      headers: [["Content-Encoding", "gzip"], ["Content-Type", "text/plain"], ...COOKIES],
      body: gzipSync("a".repeat(500)),
    },
  ],
  ["stored", { headers: [["Cache-Control", "max-age=600"], ...COOKIES] }],
  [
    "revalidated",
    {
      headers: [["Cache-Control", "no-cache"], ["ETag", '"1"'], ["X-First", "1"], ...COOKIES],
      notModified: [
        ["Cache-Control", "max-age=0"],
        ["ETag", '"1"'],
        ["X-Later", "1"],
        ["Set-Cookie", "c=3"],
      ],
    },
  ],
  ["preflighted", { headers: COOKIES, inPreflight: COOKIES }],
  ["redirected", { headers: COOKIES, inRedirect: COOKIES }],
];

function spread(): Headers {
  return [
    ["X-Last", "1"],
    ["Cache-Control", "no-store"],
  ];
}

/** A call for each: it is allowed, and no headers are said to be rewritten. */
export const UNTOUCHED_CALLS: readonly Call[] = UNTOUCHED.map(([name, response]) => ({
  what: `headers that no extension rewrote are not said to be: ${name}`,
  serve: (lab) => serveUntouched(lab, name, response),
  wanted: { outcome: "allowed" },
  also: (har) => expect(rewrittenIn(har, name)).toEqual([]),
}));

/** Has an API send the response. */
function serveUntouched(lab: Lab, name: string, response: Untouched): Served {
  const { headers = [], status = 200, body, notModified, inPreflight, inRedirect } = response;
  const open: Headers = [["Access-Control-Allow-Origin", "*"]];
  lab.respond(name, (request) => {
    if (isPreflight(request)) {
      const allowed: Headers = [...open, ["Access-Control-Allow-Headers", "*"]];
      return { status: 204, headers: [...(inPreflight ?? []), ...allowed] };
    }
    const isConditional = headerOf(request, "if-none-match") !== null;
    if (isConditional && notModified) return { status: 304, headers: [...open, ...notModified] };
    return { status, headers: [...headers, ...open], body: body ?? "x" };
  });
  lab.respond(`${name}-first`, {
    response: {
      status: 302,
      headers: [["Location", lab.url("apiA", name)], ...(inRedirect ?? []), ...open],
    },
  });
  return {
    url: lab.url("apiA", inRedirect === undefined ? name : `${name}-first`),
    init: inPreflight === undefined ? {} : { headers: { "X-Preflighted": "1" } },
    times: name === "stored" || name === "revalidated" ? 2 : 1,
  };
}

/** The requests for a response of `serveUntouched` that a report calls rewritten. */
function rewrittenIn({ log }: CorsHar, name: string): string[] {
  return log.entries
    .filter(({ request }) => new RegExp(`/${name}(-first)?$`).test(request.url))
    .filter(({ response }) => "_corsRewrittenHeaders" in response)
    .map(({ request }) => `${request.method} ${request.url}`);
}
