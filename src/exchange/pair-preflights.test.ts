import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { preflightLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Browser } from "../observation/observation.ts";
import { anExchange, type HeadersInit } from "./exchange.test-builder.ts";
import type { Hop } from "./exchange.ts";
import { type PairableHop, pairableHops, pairPreflights } from "./pair-preflights.ts";
import { type RequestEvents, readTrace, withObservation } from "./request-events.ts";

const URL = "https://api.test/";

function preflightFor(headers: string, { requestId = "2", url = URL, at = 10, step = 1 } = {}) {
  let trace: RequestEvents | undefined;
  for (const observation of preflightLife({
    facts: someFacts({ requestId }),
    ...{ url, method: "OPTIONS", requests: "GET", at, step },
    requestHeaders: [["Access-Control-Request-Headers", headers]],
  })) {
    trace = withObservation(trace, observation);
  }
  return { requestId, read: readTrace(trace as RequestEvents) };
}

// Firefox 153 lists Content-Type in the preflight of the GET that a redirect made of a POST, and removes it.
it.each([
  ["gecko", 1, "content-type", true],
  ["gecko", 0, "content-type", false],
  ["gecko", 1, "x-custom", false],
  ["gecko", 1, "x-content-id", false],
  ["chromium", 1, "content-type", false],
] as const)(
  "in %s a GET of hop %i without %s may belong to the preflight: %s",
  (browser, index, header, isPair) => {
    const [hop] = anExchange({ url: URL, requestHeaders: {} }).hops;
    const of = {
      requestId: "1",
      index,
      hop: { ...(hop as Hop), startedAt: 9, sentAt: 20, response: null },
    };
    const pairing = pairPreflights(
      [{ ...of, since: 9, endedAt: null, wasAborted: false }],
      [preflightFor(header)],
      browser,
    );
    expect(pairing.has("2")).toBe(isPair);
  },
);

// https://fetch.spec.whatwg.org/#cors-preflight-fetch : a preflight lists the unsafe headers of its request.
it.each<[Browser, string, HeadersInit | null, boolean]>([
  ["chromium", "x-a", { "X-A": "1" }, true],
  ["chromium", "x-a,x-b", { "X-A": "1" }, false],
  ["chromium", "x-a", {}, false],
  ["chromium", "x-a", null, true],
  ["chromium", "authorization", {}, true],
  ["gecko", "x-a,x-b", { "X-A": "1", "X-B": "2" }, true],
])(
  "in %s a preflight that lists %s may be of a request with %j: %s",
  (browser, names, requestHeaders, isPair) => {
    const [hop] = anExchange({ url: URL, requestHeaders, response: null }).hops;
    const of = { ...(hop as Hop), startedAt: 9, sentAt: requestHeaders === null ? null : 20 };
    const pairing = pairPreflights(
      [{ requestId: "1", index: 0, hop: of, since: 9, endedAt: null, wasAborted: false }],
      [preflightFor(names)],
      browser,
    );
    expect(pairing.has("2")).toBe(isPair);
  },
);

interface Waiting {
  readonly at: number;
  readonly sentAt?: number;
  readonly failedAt?: number;
  readonly abortedAt?: number;
  readonly url?: string;
}

const aHop = (
  requestId: string,
  { at, sentAt, failedAt, abortedAt, url }: Waiting,
): PairableHop => {
  const [hop] = anExchange({ url: url ?? URL, requestHeaders: null, response: null }).hops;
  return {
    ...{ requestId, index: 0, since: at, endedAt: failedAt ?? abortedAt ?? null },
    hop: { ...(hop as Hop), startedAt: at, sentAt: sentAt ?? null },
    wasAborted: abortedAt !== undefined,
  };
};

/** The hop of each preflight, in the order of the preflights. */
function owners(
  hops: readonly Waiting[],
  preflights: readonly { readonly at: number; readonly step?: number; readonly url?: string }[],
): (number | null)[] {
  const pairing = pairPreflights(
    hops.map((one, i) => aHop(`${i}`, one)),
    preflights.map((one, i) => preflightFor("", { requestId: `p${i}`, ...one })),
    "chromium",
  );
  return preflights.map((_, i) => {
    const owner = pairing.get(`p${i}`);
    return owner === undefined ? null : Number(owner.requestId);
  });
}

describe("the preflight of a request that was aborted", () => {
  // Chromium 156 begins preflights after their requests ended, the later the more there are.
  it.each<[string, readonly Waiting[], readonly number[], readonly (number | null)[]]>([
    ["may come a little late", [{ at: 0, abortedAt: 1 }], [4], [0]],
    ["may come late among thousands", [{ at: 0, abortedAt: 1 }], [3000], [0]],
    [
      "is not one that belongs to another request by then",
      [{ at: 0, abortedAt: 1 }],
      [9000],
      [null],
    ],
    [
      "is not taken by the next request",
      [
        { at: 0, abortedAt: 1 },
        { at: 2, sentAt: 30 },
      ],
      [4, 6],
      [0, 1],
    ],
    [
      "may be missing",
      [
        { at: 0, abortedAt: 1 },
        { at: 2, sentAt: 30 },
      ],
      [6],
      [1],
    ],
    [
      "may come among others",
      [{ at: 0, sentAt: 9 }, { at: 2, abortedAt: 3 }, { at: 10 }],
      [1, 4, 11],
      [0, 1, 2],
    ],
    [
      "of a request that failed by itself may not come late",
      [{ at: 0, failedAt: 1 }],
      [800],
      [null],
    ],
  ])("%s", (_what, hops, at, expected) => {
    expect(
      owners(
        hops,
        at.map((one) => ({ at: one })),
      ),
    ).toEqual(expected);
  });
});

// A request that began before the worker started is first seen by a later event.
it.each([
  ["from its beginning", 0, "", [0]],
  ["from its response on", 1, "", [null]],
  ["from its response on, and of its redirect", 1, "redirected", [null, 4]],
])("of a request that was recorded %s may have begun before it", (_name, missed, kind, since) => {
  const facts = someFacts();
  const event = { ...facts, url: URL, method: "GET", ip: null, status: 307, fromCache: false };
  let trace: RequestEvents | undefined;
  const all = [
    { kind: "started", ...event, timeStamp: 0 },
    { kind: "headers-received", ...event, timeStamp: 2, statusText: "", headers: [] },
    { kind: "redirected", ...event, timeStamp: 3, redirectUrl: `${URL}next`, headers: [] },
    { kind: "started", ...event, url: `${URL}next`, timeStamp: 4 },
  ] as const;
  const heard = all.slice(missed, kind === "" ? 2 : 4);
  for (const observation of heard) trace = withObservation(trace, observation);
  const hops = pairableHops("1", readTrace(trace as RequestEvents));
  expect(hops.map((hop) => (hop.since < hop.hop.startedAt ? null : hop.since))).toEqual(since);
});

it("is not one that was pending when the request was sent", () => {
  expect(owners([{ at: 0, sentAt: 5 }], [{ at: 4, step: 10 }])).toEqual([null]);
  expect(owners([{ at: 0, sentAt: 34 }], [{ at: 4, step: 10 }])).toEqual([0]);
});

// Chromium 156 omits user name and password in preflights, Firefox 153 does not. In Chromium's a URL with
// them is impossible:
// https://fetch.spec.whatwg.org/#cors-preflight-fetch
it.each([
  ["https://u:p@api.test/", URL, 0],
  ["https://u:p@api.test/", "https://u:p@api.test/", 0],
  [URL, "https://u:p@api.test/", null],
  ["https://u:p@api.test/x@y", URL, null],
])("of %s may be one of %s", (url, preflight, owner) => {
  expect(owners([{ at: 0, url }], [{ at: 1, url: preflight }])).toEqual([owner]);
});

it("is of the request that has waited longest, whichever is reported first", () => {
  for (const hops of [
    [{ at: 0 }, { at: 2 }],
    [{ at: 2 }, { at: 0 }],
  ]) {
    const inOrder = [...hops.keys()].sort((a, b) => (hops[a]?.at ?? 0) - (hops[b]?.at ?? 0));
    expect(owners(hops, [{ at: 3 }])).toEqual(inOrder.slice(0, 1));
    expect(owners(hops, [{ at: 3 }, { at: 4 }])).toEqual(inOrder);
    expect(owners(hops, [{ at: 4 }, { at: 3 }])).toEqual(inOrder.toReversed());
  }
});

it("pairs no request with two preflights, and no preflight with a later request, in any order", () => {
  const someHop = fc.record({
    at: fc.nat(20),
    end: fc.constantFrom("sentAt", "failedAt", "abortedAt", "none"),
    after: fc.nat(20),
  });
  fc.assert(
    fc.property(
      fc.array(someHop, { maxLength: 5 }),
      fc.array(fc.nat(40), { maxLength: 5 }),
      (hops, preflights) => {
        const waiting = hops.map(({ at, end, after }): Waiting => ({ at, [end]: at + after }));
        const begun = preflights.map((at) => ({ at }));
        const found = owners(waiting, begun);
        const owned = found.filter((one) => one !== null);
        expect(new Set(owned).size).toBe(owned.length);
        for (const [i, owner] of found.entries()) {
          if (owner === null) continue;
          const { at, sentAt } = waiting[owner] as Waiting;
          expect(begun[i]?.at).toBeGreaterThanOrEqual(at);
          expect(begun[i]?.at).toBeLessThanOrEqual(sentAt ?? Number.POSITIVE_INFINITY);
        }
      },
    ),
  );
});
