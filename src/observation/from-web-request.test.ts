import { describe, expect, it } from "vitest";
import { fromWebRequest, type RawDetails } from "./from-web-request.ts";

const details: RawDetails = {
  requestId: "1",
  url: "https://cdn.test/a",
  method: "GET",
  tabId: 1,
  frameId: 0,
  parentFrameId: -1,
  type: "image",
  timeStamp: 0,
};

describe("fromWebRequest", () => {
  // https://drafts.csswg.org/css-values/#fetch-a-style-resource : the document makes the request, not the
  // style sheet.
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["image",          "https://cdn.test/x.css", "https://app.test/page", "https://app.test"],
    ["stylesheet",     "https://cdn.test/x.css", "https://app.test/page", "https://app.test"],
    ["font",           "https://app.test/page",  "https://app.test/page", "https://app.test"],
    ["image",          "https://cdn.test/x.css", undefined,               "https://cdn.test"],
    ["xmlhttprequest", "https://api.test/",      "https://app.test/page", "https://api.test"],
    ["image",          undefined,                undefined,               null],
  ])("in Gecko a %s of %s in %s has the initiator %s", (type, originUrl, documentUrl, requested) => {
    const { initiator } = fromWebRequest("started", { ...details, type, originUrl, documentUrl }, "gecko");
    expect(initiator).toBe(requested);
  });

  // In Firefox 153 a document's requests always have its id, and a worker's requests have none.
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["https://app.test/w.js?v=1#f", "xmlhttprequest", undefined, "https://app.test/w.js?v=1"],
    ["https://app.test/",           "xmlhttprequest", undefined, undefined],
    ["https://app.test",            "xmlhttprequest", undefined, undefined],
    [undefined,                     "xmlhttprequest", undefined, undefined],
    ["https://app.test/page",       "xmlhttprequest", "D1",      undefined],
    ["https://app.test/page",       "sub_frame",      undefined, undefined],
  ])("of %s, a %s of document %s, takes %s for the worker's script", (originUrl, type, documentId, script) => {
    const requested = { ...details, type, originUrl, documentUrl: originUrl, documentId };
    expect(fromWebRequest("started", requested, "gecko").workerScript).toBe(script);
  });

  it.each([
    ["gecko", null, true],
    ["gecko", "127.0.0.1", false],
    ["chromium", "127.0.0.1", true],
  ] as const)("in %s takes what came by %s for stored: %s", (browser, ip, fromCache) => {
    const reported = { ...details, fromCache: true, ip };
    expect(fromWebRequest("completed", reported, browser)).toMatchObject({ fromCache });
  });

  const reported = { ...details, documentId: "D", documentLifecycle: "active" };
  const event = {
    requestId: "1",
    tabId: 1,
    frameId: 0,
    parentFrameId: -1,
    documentId: "D",
    documentLifecycle: "active",
    resourceType: "image",
    initiator: null,
    timeStamp: 0,
    url: "https://cdn.test/a",
    method: "GET",
  };
  const lines = [{ name: "Vary", value: "Origin" }];
  const headers = [["Vary", "Origin"]];
  const came = { fromCache: false, ip: "1.2.3.4" };

  // https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/webRequest#life_cycle
  it.each<[Parameters<typeof fromWebRequest>[0], Partial<RawDetails>, object]>([
    ["started", {}, {}],
    ["headers-sent", { requestHeaders: lines }, { headers }],
    ["headers-sent", {}, { headers: [] }],
    [
      "headers-received",
      { statusCode: 404, statusLine: "HTTP/1.1 404 Not Found", responseHeaders: lines },
      { status: 404, statusText: "Not Found", headers },
    ],
    ["headers-received", {}, { status: 0, statusText: "", headers: [] }],
    [
      "redirected",
      { redirectUrl: "https://b.test/#x", statusCode: 302, responseHeaders: lines, ip: "1.2.3.4" },
      { ...came, redirectUrl: "https://b.test/#x", status: 302, headers },
    ],
    ["redirected", {}, { fromCache: false, ip: null, redirectUrl: "", status: 0, headers: null }],
    [
      "completed",
      { statusCode: 200, responseHeaders: lines, ip: "1.2.3.4" },
      { ...came, status: 200, headers },
    ],
    ["completed", { ip: null }, { fromCache: false, ip: null, status: 0, headers: null }],
    [
      "failed",
      { error: "net::ERR_FAILED" },
      { fromCache: false, ip: null, error: "net::ERR_FAILED" },
    ],
    ["failed", {}, { fromCache: false, ip: null, error: "" }],
  ])("makes an observation of %s: %o", (kind, more, wanted) => {
    expect(fromWebRequest(kind, { ...reported, ...more }, "chromium")).toEqual({
      kind,
      ...event,
      ...wanted,
    });
  });

  it.each([
    ["https://cdn.test/a#b", "https://cdn.test/a"],
    ["https://cdn.test/a?b#c#d", "https://cdn.test/a?b"],
    ["https://cdn.test/a", "https://cdn.test/a"],
    ["#", ""],
  ])("removes the fragment of %s", (url, wanted) => {
    expect(fromWebRequest("started", { ...details, url }, "chromium").url).toBe(wanted);
  });

  it("takes the initiator that Chromium reports", () => {
    const requested = { ...details, initiator: "null", originUrl: "https://b.test/" };
    expect(fromWebRequest("started", requested, "chromium").initiator).toBe("null");
  });

  // https://infra.spec.whatwg.org/#isomorphic-decode : one code unit per byte.
  it.each<[string, RawDetails["responseHeaders"], string]>([
    ["ASCII", [{ name: "A", value: "a b" }], "a b"],
    ["text beyond ASCII", [{ name: "A", value: "\u00e9\u20ac" }], "\u00c3\u00a9\u00e2\u0082\u00ac"],
    ["bytes in an array", [{ name: "A", binaryValue: [0x61, 0xe9] }], "a\u00e9"],
    [
      "bytes in a buffer",
      [{ name: "A", binaryValue: new Uint8Array([0xff, 0x62]).buffer }],
      "\u00ffb",
    ],
    ["nothing", [{ name: "A" }], ""],
  ])("reads a header that is %s byte by byte", (_what, responseHeaders, value) => {
    const { headers } = fromWebRequest(
      "completed",
      { ...details, responseHeaders },
      "chromium",
    ) as {
      headers: unknown;
    };
    expect(headers).toEqual([["A", value]]);
  });

  // Measured in 153: the byte E9 comes as U+00E9, and UTF-8 as one code unit per byte.
  it.each([
    ["caf\u00e9", "caf\u00e9"],
    ["caf\u00c3\u00a9", "caf\u00c3\u00a9"],
    ["\u20ac", "\u00e2\u0082\u00ac"],
  ])("reads Gecko's %o as its bytes", (value, bytes) => {
    const raw = { ...details, responseHeaders: [{ name: "A", value }] };
    expect(fromWebRequest("completed", raw, "gecko")).toMatchObject({ headers: [["A", bytes]] });
  });

  it.each([
    ["HTTP/1.1 200 OK", "OK"],
    ["HTTP/2 404 ", ""],
    ["HTTP/1.1 200", ""],
    ["HTTP/1.1 418 I'm a teapot  ", "I'm a teapot  "],
    ["garbage", ""],
  ])("reads the reason of %s", (statusLine, statusText) => {
    const received = { ...details, statusLine };
    expect(fromWebRequest("headers-received", received, "gecko")).toMatchObject({ statusText });
  });

  it("accepts details with missing members", () => {
    const { tabId: _tab, frameId: _frame, parentFrameId: _parent, ...rest } = details;
    expect(fromWebRequest("started", rest as RawDetails, "gecko")).toMatchObject({
      ...{ tabId: -1, frameId: -1, parentFrameId: -1 },
      ...{ documentId: null, documentLifecycle: null, initiator: null },
    });
  });
});

// `npm run fuzz -- --seed 81` produced a list.
it.each([[undefined], [null], [[]], [["#"]], [{}], [7]])(
  "ignores an event whose URL is %j",
  (url) => {
    const junk = { ...details, url } as unknown as RawDetails;
    for (const browser of ["chromium", "gecko"] as const) {
      expect(() => fromWebRequest("started", junk, browser)).toThrow(TypeError);
    }
  },
);

it.each([
  ["started", "initiator"],
  ["started", "method"],
  ["started", "type"],
  ["started", "documentId"],
  ["started", "documentLifecycle"],
  ["redirected", "redirectUrl"],
  ["completed", "ip"],
  ["failed", "error"],
] as const)(
  "where the browser reports a text, another type is no event: %s, %s",
  (kind, member) => {
    const junk = { ...details, [member]: -1 } as unknown as RawDetails;
    expect(() => fromWebRequest(kind, junk, "chromium")).toThrow(TypeError);
    const without = { ...details, [member]: undefined };
    expect(() => fromWebRequest(kind, without, "chromium")).not.toThrow();
  },
);
