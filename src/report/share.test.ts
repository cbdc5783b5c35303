import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AC,
  AO,
  JSON_TYPE,
  PAGE,
  put,
  type ReportedRequest,
  reported,
} from "../diagnosis/case.test-builder.ts";
import { surroundingsAmong } from "../diagnosis/surroundings.ts";
import { anExchange, anOtherRequester, withFields } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { HeaderLine } from "../http/header-list.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { aVerdict } from "../verdict/verdict.test-builder.ts";
import { SHARE_STEPS, share, shareAll, shareChanges } from "./redact.ts";

/** A secret only by the text before it. */
const SECRET = "q7Zx2L";
const SECRET_URL = `https://api.test/?token=${SECRET}`;
const SHOWN_URL = "https://api.test/?token=redacted";

const shown = (exchange: Exchange) => share({ exchange }, false).exchange;

describe("a shared exchange", () => {
  it("keeps ids that connect its parts, and hides foreign text in an id consistently", () => {
    const named = (id: string, other: string) =>
      shown(
        anExchange({
          ...{ id, documentId: id, cachedFrom: { exchange: other, origin: null } },
          requesters: [anOtherRequester({ exchange: other })],
          preflight: { requestId: other },
        }),
      );
    const idsOf = ({ id, documentId, cachedFrom, requesters, hops }: Exchange) => [
      ...[id, documentId, cachedFrom?.exchange],
      ...[requesters[0]?.exchange, hops[0]?.preflight?.requestId],
    ];
    const [plain, other] = ["element:0:D1.2-3_4+5 6", "12"];
    expect(idsOf(named(plain, other))).toEqual([plain, plain, other, other, other]);
    const [one, two] = [`call:${SECRET_URL}`, `call:${SECRET_URL}x`];
    const ids = idsOf(named(one, two));
    expect(ids).toEqual([ids[0], ids[0], ids[2], ids[2], ids[2]]);
    expect(ids[0]).not.toBe(ids[2]);
    // FNV-1a, so that equal ids also match across reports.
    expect(ids[0]).toBe("id-463acf62");
    for (const id of ids) expect(id).toMatch(/^id-[\da-f]{1,8}$/);
  });

  it("keeps a browser's word of up to 40 letters, and redacts longer text", () => {
    const lifecycle = (documentLifecycle: string) =>
      shown(anExchange({ documentLifecycle })).documentLifecycle;
    const random = "q7Zx2LmV9tRb4KpW8nYc".repeat(2);
    expect(lifecycle("pending_deletion-2")).toBe("pending_deletion-2");
    expect(lifecycle(random)).toBe(random);
    expect(lifecycle(`${random}x`)).toBe("[redacted]");
    expect(lifecycle(`token=${SECRET}`)).toBe("token=[redacted]");
    expect(lifecycle("two words")).toBe("two words");
  });

  it("keeps of each stack only the frame that the panel names", () => {
    const place = `at ${SHOWN_URL}:3:4`;
    const own = `    at load (${SECRET_URL}:3:4)`;
    const stack = `Error\n    at request (https://api.test/api.js:1:2)\n${own}\n    at x (https://api.test/y.js:5:6)`;
    const { stack: shownStack, call } = shown(
      anExchange({ stack: own, call: aCall({ stack: own }) }),
    );
    expect([shownStack, call?.stack]).toEqual([place, place]);
    const wrapped = shown(anExchange({ stack, call: aCall({ stack: null }) }));
    expect(wrapped.stack).toMatch(/^at \S+:\d+:\d+$/);
    expect(wrapped.call?.stack).toBeNull();
    const none = shown(anExchange({ stack: "Error\n  at <anonymous>" }));
    expect(none.stack).toBeNull();
  });

  it("loses the secrets of every field with a URL, an origin or a text", () => {
    const headers: HeaderLine[] = [
      ["X-Custom", `token=${SECRET}`],
      ["Location", SECRET_URL],
    ];
    const redirect = { url: SECRET_URL, internal: false };
    const response = { statusText: `token=${SECRET}`, headers, rewrittenHeaders: headers };
    const ending = { kind: "failed", error: `token=${SECRET}` } as const;
    const preflight = { url: SECRET_URL, requestHeaders: headers, response, redirect, ending };
    const exchange = withFields(
      anExchange({
        hops: [{ url: SECRET_URL, requestHeaders: headers, preflight, response, redirect }],
        ending,
        initiatorOrigin: SECRET_URL,
        cachedFrom: { exchange: "1", origin: SECRET_URL },
        requesters: [anOtherRequester({ origin: SECRET_URL, allowOrigin: SECRET_URL })],
        ancestorOrigins: [SECRET_URL, null],
        documentOrigins: [SECRET_URL],
        topOrigin: SECRET_URL,
        workerScript: SECRET_URL,
        violation: {
          ...{ effectiveDirective: "img-src", blockedUrl: SECRET_URL, disposition: "enforce" },
        },
        element: anElement({ url: SECRET_URL }),
      }),
      { call: aCall({ url: SECRET_URL, method: `a token=${SECRET}` }) },
    );
    const { hops, ...rest } = shown(exchange);
    const lines = [
      ["X-Custom", "token=[redacted]"],
      ["Location", SHOWN_URL],
    ];
    const text = "token=[redacted]";
    const shownResponse = { statusText: text, headers: lines, rewrittenHeaders: lines };
    expect(hops).toMatchObject([
      {
        ...{ url: SHOWN_URL, requestHeaders: lines, response: shownResponse },
        redirect: { url: SHOWN_URL, internal: false },
        preflight: {
          ...{ url: SHOWN_URL, requestHeaders: lines, response: shownResponse },
          ...{ redirect: { url: SHOWN_URL }, ending: { kind: "failed", error: text } },
        },
      },
    ]);
    expect(rest).toMatchObject({
      ending: { kind: "failed", error: text },
      initiatorOrigin: SHOWN_URL,
      cachedFrom: { exchange: "1", origin: SHOWN_URL },
      requesters: [{ origin: SHOWN_URL, allowOrigin: SHOWN_URL }],
      ancestorOrigins: [SHOWN_URL, null],
      documentOrigins: [SHOWN_URL],
      topOrigin: SHOWN_URL,
      workerScript: SHOWN_URL,
      violation: { effectiveDirective: "img-src", blockedUrl: SHOWN_URL, disposition: "enforce" },
      element: { url: SHOWN_URL },
      call: { url: SHOWN_URL, method: `a ${text}` },
    });
    expect(JSON.stringify([hops, rest])).not.toContain(SECRET);
  });

  it("redacts each header line by its own name, also if repeated", () => {
    const headers: HeaderLine[] = [
      ["X-Key", SECRET],
      ["X-Kind", SECRET],
      ["X-Key", SECRET],
      ["X-Kind", SECRET],
    ];
    for (let time = 0; time < 2; time++) {
      expect(shown(anExchange({ response: { headers } })).hops[0]?.response?.headers).toEqual([
        ["X-Key", "[redacted]"],
        ["X-Kind", SECRET],
        ["X-Key", "[redacted]"],
        ["X-Kind", SECRET],
      ]);
    }
  });

  // https://fetch.spec.whatwg.org/#cors-safelisted-request-header : judged by its length and its unsafe
  // bytes.
  it.each([
    ["Accept", `a/b;token=${SECRET}`, "r/e;dacte=dredac"],
    ["accept-language", `de, token=${SECRET}`, "re, dacte=dredac"],
    ["Content-Type", `text/plain; a=npm_${SECRET}`, "text/plain; r=eda_ctedre"],
    ["Content-Type", `npm_${SECRET}/x`, "red_actedr/e"],
    ["Content-Type", `npm_${SECRET};a`, "red_actedr;e"],
    ["Accept", `(token="${SECRET}" é)`, '(redac="tedred" ÿ)'],
    ["X-Custom", `token=${SECRET}`, "token=[redacted]"],
    ["Accept", "text/html, */*", "text/html, */*"],
  ])("masks only letters and digits of headers that CORS reads: %s: %s", (name, value, wanted) => {
    const { hops } = shown(anExchange({ requestHeaders: [[name, value]] }));
    expect(hops[0]?.requestHeaders).toEqual([[name, wanted]]);
  });

  it("is unchanged, with its verdict, where secrets are included", () => {
    const exchange = anExchange({ url: SECRET_URL, stack: "Error\n  at a (https://a.test/b:1:2)" });
    const verdict = aVerdict({ initiatorOrigin: "https://other.test" });
    const given = share({ exchange, verdict }, true);
    expect(given).toMatchObject({ exchange, verdict });
    expect(given.verdict).toBe(verdict);
    expect(share({ exchange }, true).verdict).toEqual(judge(exchange));
    // Otherwise the verdict is made from the redacted exchange.
    expect(share({ exchange, verdict }, false).verdict).toEqual(judge(shown(exchange)));
  });
});

describe("a shared recording", () => {
  it("is in the order of its exchanges' start, with each step", () => {
    const all = [3, 1, 2].map((at) => ({
      exchange: anExchange({ id: String(at), startedAt: at * 1000 }),
    }));
    let steps = 0;
    const shared = shareAll(new Set(all), false, () => steps++);
    expect(shared.map(({ exchange }) => exchange.id)).toEqual(["1", "2", "3"]);
    expect(steps).toBe(SHARE_STEPS * 3);
  });

  it("is diagnosed with the surrounding requests: an earlier response that allowed the page", () => {
    const passed = anExchange({ id: "1", startedAt: 1000 });
    const blocked = anExchange({
      ...{ id: "2", startedAt: 2000, response: { headers: {} } },
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    });
    const diagnosisOf = (exchanges: readonly Exchange[]) =>
      shareAll(
        exchanges.map((exchange) => ({ exchange })),
        false,
      ).find(({ exchange }) => exchange.id === "2")?.diagnosis;
    expect(diagnosisOf([blocked])?.flatMap(({ exchanges }) => exchanges)).toEqual([]);
    expect(diagnosisOf([blocked, passed])?.flatMap(({ exchanges }) => exchanges)).toContain("1");
  });
});

describe("an exchange that is shared alone", () => {
  const passes = (method: string, ...more: string[]): ReportedRequest => ({
    ...{ method, blocked: false, response: [200, `${AO}: ${PAGE}`, `${AC}: true`, ...more] },
    credentials: "include",
  });
  const refused = (status: number, more: ReportedRequest = {}): ReportedRequest => ({
    ...{ response: [status], credentials: "include", ...more },
  });
  const url = `https://api.other.example/v1/items?token=${SECRET}`;
  const anyRequest = fc
    .tuple(
      fc.constantFrom(
        passes("GET"),
        passes("POST", "Set-Cookie: sid=1; SameSite=Lax"),
        passes("GET", "Set-Cookie: session=abcdefghijklmnop; SameSite=None; Secure"),
        refused(200),
        refused(401),
        refused(403),
        { ...put, preflight: [401] as const },
        { ...put, preflight: [405, JSON_TYPE] as const },
      ),
      fc.constantFrom({}, { url }, { url: "https://api.other.example/v1/items/" }),
    )
    .map(([request, place]): ReportedRequest => ({ ...request, ...place }));

  // A person who receives the copy must read the cause that the panel shows.
  it("has the diagnosis and the lanes that it has in a report of the recording", () => {
    let withOthers = 0;
    fc.assert(
      fc.property(fc.array(anyRequest, { maxLength: 6 }), fc.boolean(), (requests, secrets) => {
        const all = requests.map((request, index) => {
          const exchange = reported(request, index);
          return { exchange, verdict: judge(exchange) };
        });
        const { around } = surroundingsAmong(all);
        const alone = all.map((one) => share(one, secrets, around(one)));
        expect(alone).toEqual(shareAll(all, secrets));
        const others = alone.flatMap(({ exchange, diagnosis }) =>
          diagnosis.filter(({ exchanges }) => exchanges.some((id) => id !== exchange.id)),
        );
        if (others.length > 0) withOthers++;
      }),
    );
    expect(withOthers).toBeGreaterThan(10);
  });
});

it("shares a change without the secrets of its targets and values", () => {
  const change = {
    targets: [`GET ${SECRET_URL}`],
    set: [
      { name: "Access-Control-Allow-Origin", value: SECRET_URL },
      { name: "X-Key", value: SECRET },
    ],
    remove: ["X-A"],
  };
  expect(shareChanges([change], false)).toEqual([
    {
      targets: [`GET ${SHOWN_URL}`],
      set: [
        { name: "Access-Control-Allow-Origin", value: SHOWN_URL },
        { name: "X-Key", value: "[redacted]" },
      ],
      remove: ["X-A"],
    },
  ]);
  expect(shareChanges([change], true)).toEqual([change]);
});
