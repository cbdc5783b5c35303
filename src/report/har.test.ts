import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import {
  anyHostileExchange,
  FAILING,
  FAILING_CODES,
} from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { type CorsHar, type HarOptions, harText, toHar } from "./har.ts";
import { harProblems } from "./har-validator.test-helper.ts";
import { share } from "./redact.ts";

const OPTIONS: HarOptions = {
  includeSecrets: false,
  dropped: 3,
  creatorVersion: "0.1.0",
  browser: { name: "Chromium", version: "156" },
};

/** The members of a finding in the report format. */
const FINDING_MEMBERS = ["code", "evidence", "hop", "parameter", "severity", "stage"];

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

function harOf(exchanges: readonly Exchange[], options: Partial<HarOptions> = {}) {
  const all = { ...OPTIONS, ...options };
  const shown = exchanges.map((exchange) =>
    share({ exchange, verdict: judge(exchange) }, all.includeSecrets),
  );
  return toHar(shown, all);
}

const preflightFailed = anExchange({
  id: "preflight failed",
  method: "PUT",
  requestHeaders: null,
  response: null,
  preflight: { status: 403, headers: {} },
  ending: FAILED,
});

const redirected = anExchange({
  id: "redirected",
  hops: [{ url: "https://api.test/a" }, { url: "https://api.test/b" }],
});

describe("toHar", () => {
  it("is a valid HAR 1.2", () => {
    const har = harOf([anExchange(), preflightFailed, redirected]);
    expect(harProblems(har)).toEqual([]);
    expect(har.log.version).toBe("1.2");
    expect(har.log._cors).toMatchObject({ version: 1, dropped: 3 });
  });

  it("is checked by a validator that can fail", () => {
    const har = harOf([anExchange()]);
    (har.log.entries[0] as { startedDateTime: string }).startedDateTime = "yesterday";
    expect(harProblems(har)).not.toEqual([]);
  });

  const allowed = anExchange({ id: "allowed", method: "PUT", preflight: {} });
  // biome-ignore format: a table is read by its columns.
  it.each([
    { name: "a simple request",      exchange: anExchange(),     wanted: [["request", 200]] },
    { name: "a preflighted request", exchange: allowed,          wanted: [["preflight", 204], ["request", 200]] },
    { name: "a preflight's failure", exchange: preflightFailed,  wanted: [["preflight", 403], ["request", 0]] },
    { name: "a redirect",            exchange: redirected,       wanted: [["redirect", 302], ["request", 200]] },
  ])("has one entry for each message of $name", ({ exchange, wanted }) => {
    const { log } = harOf([exchange]);
    expect(log.entries.map((entry) => [entry._cors.role, entry.response.status])).toEqual(wanted);
    expect(log._cors.exchanges[0]?.entries).toEqual(wanted.map((_, index) => index));
    expect(log.entries.every((entry) => entry._cors.exchange === exchange.id)).toBe(true);
  });

  it("puts a preflight before its request even where the browser reports the request first", () => {
    const gecko = anExchange({
      browser: "gecko",
      hops: [{ method: "PUT", sentAt: 1000, startedAt: 1000, preflight: { startedAt: 1005 } }],
    });
    const { entries } = harOf([gecko]).log;
    expect(entries.map((entry) => entry._cors.role)).toEqual(["preflight", "request"]);
    const times = entries.map((entry) => entry.startedDateTime);
    expect([...times].sort()).toEqual(times);
  });

  it("keeps the wire order across exchanges", () => {
    const late = anExchange({ id: "late", startedAt: 5000 });
    const early = anExchange({ id: "early", startedAt: 1000 });
    const { log } = harOf([late, early]);
    expect(log.entries.map((entry) => entry._cors.exchange)).toEqual(["early", "late"]);
    expect(log._cors.exchanges.map((one) => one.entries)).toEqual([[1], [0]]);
  });

  it("notes what was not recorded", () => {
    const entry = harOf([preflightFailed]).log.entries[1];
    expect(entry?.comment).toMatch(/was not sent/);
    expect(entry?.response.content).toMatchObject({ size: -1, comment: expect.any(String) });
    expect(entry?.request.bodySize).toBe(-1);
  });

  it("redacts unless the user includes secrets", () => {
    const exchange = anExchange({
      url: "https://u:hunter2@api.test/?token=hunter2&page=2",
      requestHeaders: {
        Origin: "https://app.test",
        Cookie: "sid=hunter2",
        Authorization: "hunter2",
      },
      response: { headers: { "Set-Cookie": "sid=hunter2; Path=/" } },
    });
    const text = JSON.stringify(harOf([exchange]));
    expect(text).not.toContain("hunter2");
    const { request } = harOf([exchange]).log.entries[0] ?? {};
    expect(request?.headers.map((header) => header.name)).toEqual([
      "Origin",
      "Cookie",
      "Authorization",
    ]);
    expect(request?.queryString).toEqual([
      { name: "token", value: "redacted" },
      { name: "page", value: "2" },
    ]);
    const open = harOf([exchange], { includeSecrets: true }).log.entries[0];
    expect(open?.request.cookies).toEqual([{ name: "sid", value: "hunter2" }]);
    expect(open?.response.cookies).toEqual([{ name: "sid", value: "hunter2" }]);
  });

  it("has the contract's fields of an exchange, and the outcome's basis", () => {
    const [one] = harOf([preflightFailed]).log._cors.exchanges;
    expect(
      Object.keys(one ?? {})
        .filter((key) => key !== "alternatives")
        .sort(),
    ).toEqual(
      [
        "id",
        "url",
        "method",
        "initiatorOrigin",
        "destination",
        "mode",
        "credentials",
        "outcome",
        "outcomeBasis",
        "rule",
        "cause",
        "certainty",
        "lanes",
        "findings",
        "preflight",
        "reachedServer",
        "exposedHeaders",
        "remedy",
        "diagnosis",
        "stack",
        "trial",
        "entries",
      ].sort(),
    );
  });

  it("has a call's initiator, if that is known", () => {
    // A wrapper of the page itself is not the line that the panel names.
    const wrapper = "at request (https://app.test/api.js:3:1)";
    const stack = `${wrapper}\n    at load (https://app.test/cart.js?token=1:118:5)`;
    const [from, unknown] = harOf([anExchange({ stack }), anExchange()]).log._cors.exchanges;
    expect(from?.calledFrom).toBe("https://app.test/cart.js?token=redacted:118:5");
    expect(unknown).not.toHaveProperty("calledFrom");
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["https://api.test/a|b?x=100%#[c]",   "https://api.test/a%7Cb?x=100%25#%5Bc%5D"],
    ["https://`.{a}.test/",               "https://%60.%7Ba%7D.test/"],
    ["http://[::1]:8080/",                "http://[::1]:8080/"],
  ])("encodes %s by RFC 3986", (url, wanted) => {
    const har = harOf([anExchange({ url })]);
    expect(har.log.entries[0]?.request.url).toBe(wanted);
    expect(harProblems(har)).toEqual([]);
  });

  it("encodes URLs by RFC 3986, and keeps them unchanged in the exchange", () => {
    const url = "https://api.test/a|b?filter[x]=100%";
    const har = harOf([anExchange({ url })]);
    expect(har.log.entries[0]?.request.url).toBe("https://api.test/a%7Cb?filter%5Bx%5D=100%25");
    expect(har.log._cors.exchanges[0]?.url).toBe(url);
    expect(harProblems(har)).toEqual([]);
  });

  const NEVER = { response: null, ending: FAILED } as const;
  const named = (error: string) => ({ response: null, ending: { kind: "failed", error } }) as const;
  it.each<[string, ExchangeInit, string]>([
    ["that was sent", {}, ""],
    ["that failed in the network", named("net::ERR_CONNECTION_RESET"), ""],
    [
      "that the browser itself redirected",
      {
        hops: [
          {
            url: "http://api.test/",
            ...{ requestHeaders: null, response: null },
            redirect: { url: "https://api.test/items", internal: true },
          },
          {},
        ],
      },
      "The browser itself redirected",
    ],
    [
      "that was blocked by its preflight",
      { ...NEVER, method: "PUT", requestHeaders: null, preflight: { status: 403, headers: {} } },
      "Blocked by its preflight",
    ],
    ["without headers", { ...NEVER, requestHeaders: null }, "Blocked before it was sent"],
    [
      "with headers that another extension blocked",
      named("net::ERR_BLOCKED_BY_CLIENT"),
      "Blocked before it was sent",
    ],
  ])("notes whether a request %s was never sent, and why", (_name, init, comment) => {
    const entries = harOf([anExchange(init)]).log.entries.filter(
      ({ request }) => request.method !== "OPTIONS",
    );
    const said = (entries[0]?.comment ?? "").split(": this")[0]?.split(". ")[0];
    expect(/^(?:Blocked|The browser itself)/.test(said ?? "") ? said : "").toMatch(
      comment === "" ? /^$/ : new RegExp(`^${comment}`),
    );
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["93.184.216.34", "93.184.216.34"],
    ["::1",           "::1"],
    ["[::1]",         "::1"],
    ["fe80::1%eth0",  "fe80::1"],
    ["unknown",       undefined],
    [null,            undefined],
  ])("writes the server's address %s as %s", (ip, wanted) => {
    const har = harOf([anExchange({ response: { ip } })]);
    expect(har.log.entries[0]?.serverIPAddress).toBe(wanted);
    expect(harProblems(har)).toEqual([]);
  });

  it("assigns exchanges to the page that the tab showed", () => {
    const har = harOf([
      anExchange({
        id: "nav",
        resourceType: "main_frame",
        documentShown: true,
        url: "https://app.test/",
        documentId: null,
        startedAt: 1,
      }),
      anExchange({ id: "call", documentId: "D1", startedAt: 2 }),
      anExchange({ id: "frame", documentId: "D2", frameId: 3, startedAt: 3 }),
      anExchange({ id: "worker", documentId: null, frameId: -1, tabId: -1, startedAt: 4 }),
      anExchange({
        id: "next",
        resourceType: "main_frame",
        documentShown: true,
        url: "https://app.test/2",
        documentId: null,
        startedAt: 5,
      }),
      anExchange({ id: "late", documentId: "D1", startedAt: 6 }),
      anExchange({ id: "new", documentId: "D3", startedAt: 7 }),
      anExchange({
        id: "download",
        resourceType: "main_frame",
        url: "https://app.test/b.bin",
        documentId: null,
        startedAt: 8,
      }),
      anExchange({ id: "after", documentId: "D3", startedAt: 9 }),
      anExchange({
        id: "refused",
        resourceType: "main_frame",
        url: "https://gone.test/",
        documentId: null,
        startedAt: 10,
        ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" },
      }),
    ]);
    const refs = har.log.entries.map((entry) => [entry._cors.exchange, entry.pageref]);
    expect(Object.fromEntries(refs)).toEqual({
      nav: "page_1",
      call: "page_1",
      frame: "page_1",
      worker: undefined,
      next: "page_2",
      late: "page_1",
      new: "page_2",
      download: "page_2",
      after: "page_2",
      refused: "page_3",
    });
    expect(har.log.pages?.map((page) => page.title)).toEqual([
      "https://app.test/",
      "https://app.test/2",
      "https://gone.test/",
    ]);
  });

  it("does not treat a download as a page where the tab's page was not recorded", () => {
    const download = { id: "download", resourceType: "main_frame", documentId: null } as const;
    const har = harOf([
      anExchange({ ...download, url: "https://files.test/b.bin", startedAt: 1 }),
      anExchange({ id: "call", documentId: "D1", startedAt: 2 }),
    ]);
    expect(har.log.entries.map((entry) => entry.pageref)).toEqual([undefined, "page_1"]);
    expect(har.log.pages?.map((page) => page.title)).toEqual(["https://app.test"]);
  });

  it.each([
    ["1.2.3.4", "1.2.3.4"],
    ["[::1]:443", "::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["1.2.3", undefined],
    ["@&\\:", undefined],
    ["[]", undefined],
    ["[::1]2", undefined],
    ["255.255.255.255", "255.255.255.255"],
    ["256.1.1.1", undefined],
    ["1.2.3.4.5", undefined],
    ["1.2.3.4]", "1.2.3.4"],
    ["1:2", undefined],
    ["x::1", undefined],
    ["::1/a", undefined],
  ])("writes the server's address %s as %s", (ip, reported) => {
    const [entry] = harOf([anExchange({ response: { ip } })]).log.entries;
    expect(entry?.serverIPAddress).toBe(reported);
  });

  it("is valid for any exchanges", () => {
    fc.assert(
      fc.property(
        fc.array(anyHostileExchange(), { maxLength: 3 }),
        fc.boolean(),
        (exchanges, includeSecrets) => {
          const har = harOf(exchanges, { includeSecrets });
          expect(harProblems(har)).toEqual([]);
          // "time" is the sum of all applicable timings.
          for (const { time, timings } of har.log.entries) {
            const applying = Object.values(timings).filter((part) => part !== -1);
            expect(time).toBe(applying.reduce((sum, part) => sum + part, 0));
            expect(Math.min(...applying)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  const entriesOf = (init: ExchangeInit, options?: Partial<HarOptions>) =>
    harOf([anExchange(init)], options).log.entries;

  // http://www.softwareishard.com/blog/har-12-spec/#entries
  it("notes which parts of a message were recorded", () => {
    const [entry] = entriesOf({
      requestHeaders: { Origin: "https://app.test", Cookie: "a=1; b=2;c" },
      response: {
        ...{ status: 404, statusText: "Not Found" },
        headers: { "Content-Type": "text/html", Location: "/x", "Set-Cookie": "d=4=4; Path=/" },
      },
    });
    expect(entry?.request.comment).toBe("Bodies are not recorded.");
    expect(entry?.response).toMatchObject({
      ...{ status: 404, statusText: "Not Found", redirectURL: "" },
      content: { mimeType: "text/html", size: -1, comment: "The body was not recorded." },
    });
    expect(entry).not.toHaveProperty("comment");
    expect(entry?.response).not.toHaveProperty("_corsRewrittenHeaders");
    const [unseen] = entriesOf({ requestHeaders: null, response: null });
    expect(unseen?.request.comment).toBe("Headers were not recorded. Bodies are not recorded.");
    expect(unseen?.request.headers).toEqual([]);
    expect(unseen?.response).toMatchObject({
      ...{ status: 0, statusText: "", redirectURL: "", headers: [], cookies: [] },
      content: { mimeType: "x-unknown", comment: "There was no response." },
    });
  });

  it("contains cookies only where secrets are included, and notes that", () => {
    const init = {
      requestHeaders: { Cookie: "a=1; b=2=3;c" },
      response: { headers: { "Set-Cookie": "d=4=4; Path=/" } },
    };
    const cookiesOf = (includeSecrets: boolean) => {
      const [entry] = entriesOf(init, { includeSecrets });
      return [entry?.request.cookies, entry?.response.cookies];
    };
    expect(cookiesOf(true)).toEqual([
      [
        { name: "a", value: "1" },
        { name: "b", value: "2=3" },
        { name: "", value: "c" },
      ],
      [{ name: "d", value: "4=4" }],
    ]);
    const hidden = [{ name: "[redacted]", value: "[redacted]" }];
    expect(cookiesOf(false)).toEqual([hidden, hidden]);
    expect(harOf([], { includeSecrets: true }).log.comment).toBe(
      "Bodies were not recorded. Secrets are included.",
    );
    expect(harOf([]).log.comment).toBe("Bodies were not recorded. Secrets are redacted.");
  });

  it.each<[string, ExchangeInit, string]>([
    [
      "came from the cache",
      { response: { fromCache: true } },
      "From the browser's cache: nothing was sent.",
    ],
    ["failed", { ending: FAILED }, "The browser ended the request with net::ERR_FAILED."],
    ["is pending", { ending: { kind: "pending" } }, "Pending when this was exported."],
    [
      "came from the cache and failed",
      { response: { fromCache: true }, ending: FAILED },
      "From the browser's cache: nothing was sent. The browser ended the request with net::ERR_FAILED.",
    ],
  ])("notes in a comment that a request %s", (_name, init, comment) => {
    expect(entriesOf(init)[0]?.comment).toBe(comment);
  });

  it("marks a preflight, and notes how it ended", () => {
    const preflightOf = (preflight: object) => entriesOf({ method: "PUT", preflight })[0];
    expect(preflightOf({})).toMatchObject({
      request: { method: "OPTIONS" },
      comment: "CORS preflight.",
    });
    expect(preflightOf({ response: null, ending: FAILED })?.comment).toBe(
      "CORS preflight. The browser ended the request with net::ERR_FAILED.",
    );
    const headers = { Location: "/elsewhere" };
    expect(preflightOf({ status: 301, headers })?.response.redirectURL).toBe("/elsewhere");
    const redirect = { url: "https://api.test/elsewhere", internal: false };
    expect(preflightOf({ status: 301, headers, redirect })?.response.redirectURL).toBe(
      redirect.url,
    );
  });

  it.each([
    [299, ""],
    [300, "/b"],
    [399, "/b"],
    [400, ""],
  ])("has the redirect URL of a status %i: %j", (status, redirectURL) => {
    const [entry] = entriesOf({ response: { status, headers: { Location: "/b" } } });
    expect(entry?.response.redirectURL).toBe(redirectURL);
  });

  // Without its request it is not certain to be a preflight.
  it.each([
    ["a response", {}],
    ["none", { response: null, ending: FAILED }],
  ])("has the request that may be a preflight without its request, with %s", (_what, init) => {
    const seen = entriesOf({ completeness: "orphan-preflight", method: "OPTIONS", ...init });
    expect(seen.map((entry) => entry._cors.role)).toEqual(["request"]);
  });

  it.each([
    ["another extension", {}, /^An extension or a tool changed/],
    ["a trial", { trial: true }, /^A trial of Crosscheck changed/],
  ] as const)("holds the headers that %s put in place of those received", (_who, init, comment) => {
    const [entry] = entriesOf({
      ...init,
      response: { headers: { "X-A": "1" }, rewrittenHeaders: { "X-A": "2" } },
    });
    expect(entry?.response).toMatchObject({
      headers: [{ name: "X-A", value: "1" }],
      _corsRewrittenHeaders: [{ name: "X-A", value: "2" }],
      comment: expect.stringMatching(comment),
    });
  });

  it("marks possible changes of a trial where the browser reports only changed headers", () => {
    const [entry] = entriesOf({ browser: "gecko", trial: true });
    expect(entry?.response.comment).toMatch(/^A trial of Crosscheck may/);
  });

  // https://www.rfc-editor.org/rfc/rfc3986#section-2.1
  it.each([
    ["https://api.test/%7a%7A?%20", "https://api.test/%7a%7A?%20"],
    ["https://api.test/%zz%4", "https://api.test/%25zz%254"],
    ["https://api.test/a#b#c", "https://api.test/a#b%23c"],
    ["https://api.test/-._~:/?@!$&'()*+,;=", "https://api.test/-._~:/?@!$&'()*+,;="],
    ['https://api.test/"<>\\^`{}\x01', "https://api.test/%22%3C%3E%5C%5E%60%7B%7D%01"],
    ["data:,a b", "data:,a%20b"],
  ])("encodes %j as %s", (url, wanted) => {
    expect(entriesOf({ url })[0]?.request.url).toBe(wanted);
  });

  it.each([
    [-1, "1970-01-01T00:00:00.000Z"],
    [Number.NaN, "1970-01-01T00:00:00.000Z"],
    [1e15, "9999-12-31T23:59:59.999Z"],
    [1_700_000_000_000, "2023-11-14T22:13:20.000Z"],
  ])("writes the time %d as a valid HAR date", (at, date) => {
    const hops = [{ sentAt: at, startedAt: at }];
    expect(entriesOf({ hops })[0]?.startedDateTime).toBe(date);
  });

  it("has no duration before an event, or where the clock went back", () => {
    const times = (init: ExchangeInit) => {
      const { wait, receive } = entriesOf({ startedAt: 1000, ...init })[0]?.timings ?? {};
      return [wait, receive];
    };
    expect(times({ response: null, endedAt: null })).toEqual([0, 0]);
    expect(times({ response: null, endedAt: 1050 })).toEqual([40, 0]);
    expect(times({ response: { receivedAt: 1005 }, endedAt: 1002 })).toEqual([0, 0]);
    expect(times({ response: { receivedAt: 1010.12345 }, endedAt: 1012.12345 })).toEqual([
      0.123, 2,
    ]);
  });

  it("has the sum of wait and receive as its duration", () => {
    const { log } = harOf([
      anExchange({ startedAt: 1000, endedAt: 1100, response: { receivedAt: 1040 } }),
    ]);
    // Sent 10 ms after it began.
    expect(log.entries[0]?.timings).toMatchObject({ wait: 30, receive: 60 });
    expect(log.entries[0]?.time).toBe(90);
  });

  it.each(FAILING_CODES)("lists the findings of %s by the members of the contract", (code) => {
    for (const browser of ["chromium", "gecko"] as const) {
      const { log } = harOf([anExchange({ ...FAILING[code]("x"), browser })]);
      for (const finding of log._cors.exchanges[0]?.findings ?? []) {
        expect(Object.keys(finding).sort()).toEqual(FINDING_MEMBERS);
      }
    }
  });

  it("escapes control characters in the file", () => {
    const headers = { "X-A": "\x9b31m \x7f \u2028", "Access-Control-Allow-Origin": "*" };
    const text = harText(harOf([anExchange({ response: { headers } })]));
    expect(text).not.toMatch(/[\u007f-\u009f\u2028]/);
    expect(text).toContain("\\u009b31m \\u007f");
    const { log } = JSON.parse(text) as CorsHar;
    expect(log.entries[0]?.response.headers[0]?.value).toBe("\x9b31m \x7f \u2028");
  });
});
