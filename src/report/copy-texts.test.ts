import { describe, expect, it } from "vitest";
import { callingLine, shortLine } from "../exchange/calling-line.ts";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { explain } from "../explanation/explain.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { COPY_KINDS, type CopyKind, copyText } from "./copy-texts.ts";
import { toHar } from "./har.ts";
import { toMarkdown } from "./markdown.ts";
import { share } from "./redact.ts";

const OPTIONS = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "1",
  browser: { name: "Chromium", version: "156" },
};

const copied = (kind: CopyKind, exchange: Exchange, more: Partial<typeof OPTIONS> = {}) =>
  copyText(kind, { exchange, verdict: judge(exchange) }, { ...OPTIONS, ...more });

describe("copied as fetch", () => {
  it("is one line where nothing is special", () => {
    expect(copied("fetch", anExchange())).toBe('await fetch("https://api.test/items");');
  });

  it("has the method, credentials and the page's headers, without secrets", () => {
    const exchange = anExchange({
      method: "PUT",
      requestHeaders: {
        Origin: "https://app.test",
        Cookie: "sid=1",
        "User-Agent": "x",
        Authorization: "Bearer abcdefghijklmnop",
        "X-Plain": "1",
      },
      response: {
        headers: {
          "Access-Control-Allow-Origin": "https://app.test",
          "Access-Control-Allow-Credentials": "true",
        },
      },
    });
    expect(copied("fetch", exchange)).toBe(
      [
        'await fetch("https://api.test/items", {',
        '  method: "PUT",',
        '  credentials: "include",',
        "  headers: {",
        '    "Authorization": "[redacted]",',
        '    "X-Plain": "1",',
        "  },",
        "  // The body was not recorded.",
        "});",
      ].join("\n"),
    );
    expect(copied("fetch", exchange, { includeSecrets: true })).toContain("Bearer abc");
  });

  // https://fetch.spec.whatwg.org/#dom-requestinit-mode : a non-default mode makes a different request.
  it.each([
    ["no-cors", "omit"],
    ["same-origin", "include"],
  ] as const)("says mode %s and credentials %s", (mode, credentials) => {
    const exchange = anExchange({
      ...{ url: "https://app.test/x", requestHeaders: { "Sec-Fetch-Mode": mode } },
      call: aCall({ url: "https://app.test/x", mode, credentials }),
    });
    expect(copied("fetch", exchange)).toBe(
      [
        'await fetch("https://app.test/x", {',
        `  mode: "${mode}",`,
        `  credentials: "${credentials}",`,
        "});",
      ].join("\n"),
    );
  });

  // https://fetch.spec.whatwg.org/#forbidden-request-header , and headers that browsers send by themselves.
  it("omits headers that a page may not set or a browser adds, but no similar names", () => {
    const own = [
      ...[":path", "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Connection"],
      ...["Access-Control-Request-Method", "Content-Length", "Cookie", "Cookie2", "Date", "DNT"],
      ...["Expect", "Host", "Keep-Alive", "Origin", "Priority", "Referer", "TE", "Trailer"],
      ...["Transfer-Encoding", "Upgrade", "Upgrade-Insecure-Requests", "User-Agent", "Via"],
      ...["Proxy-Connection", "Sec-Fetch-Mode", "Cache-Control", "Pragma"],
    ];
    const others = ["Accept-Version", "X-Host", "Hosted", "X-Via", "Secret", "X-Cookie", "Dated"];
    const requestHeaders = Object.fromEntries([...own, ...others].map((name) => [name, "1"]));
    const namesOf = (exchange: Exchange) =>
      [...copied("fetch", exchange).matchAll(/^ {4}"([^"]+)":/gm)].map((match) => match[1]);
    expect(namesOf(anExchange({ requestHeaders }))).toEqual(others);
    // With the probe's report, the page set exactly the reported headers.
    const call = aCall({ headerNames: ["accept", "x-via"] });
    expect(namesOf(anExchange({ requestHeaders, call }))).toEqual(["Accept", "X-Via"]);
    expect(namesOf(anExchange({ requestHeaders, call: aCall({ headerNames: [] }) }))).toEqual(
      others,
    );
  });

  it.each([
    ["GET", false],
    ["HEAD", false],
    ["DELETE", false],
    ["POST", true],
    ["PUT", true],
    ["PATCH", true],
    ["XPOST", false],
    ["POSTS", false],
  ])("notes for a %s that a body was not recorded: %s", (method, says) => {
    const text = copied("fetch", anExchange({ method }));
    expect(text.includes("// The body was not recorded.")).toBe(says);
    expect(text.includes("method:")).toBe(method !== "GET");
  });

  it("removes the user name only from the URL, and notes that", () => {
    const urlOf = (url: string) =>
      copied("fetch", anExchange({ url }), { includeSecrets: true }).split("\n");
    const [first, note] = urlOf("https://bob:s3cret@api.test/a?b=@");
    expect(first).toBe('await fetch("https://api.test/a?b=@", {');
    expect(note).toMatch(/^ {2}\/\/ /);
    expect(urlOf("https://bob@api.test/a")[0]).toContain('"https://api.test/a"');
    expect(urlOf("https://api.test/a?b=@")).toHaveLength(1);
  });

  it("hides nothing and escapes its quotes", () => {
    const url = 'https://api.test/"+alert(1)+"\u202e';
    const text = copied("fetch", anExchange({ url }));
    expect(text).toBe('await fetch("https://api.test/\\"+alert(1)+\\"\\u202e");');
  });
});

describe("the code that is copied as fetch", () => {
  const run = (code: string) => {
    let sent: Request | null = null;
    const fetch = (...args: ConstructorParameters<typeof Request>) => {
      sent = new Request(...args);
    };
    new Function("fetch", code.replace(/^await /, ""))(fetch);
    return sent as unknown as Request;
  };
  const unseen = {
    method: "PUT",
    requestHeaders: null,
    response: null,
    ending: { kind: "failed", error: "net::ERR_FAILED" },
    preflight: {
      status: 403,
      requestHeaders: {
        Origin: "https://app.test",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,x-plain",
      },
    },
  } as const;

  it.each([
    ["headers that were not recorded", anExchange(unseen)],
    ["a URL with a user name", anExchange({ url: "https://bob:s3cret@api.test/a" })],
    ["a navigation", anExchange({ resourceType: "sub_frame" })],
    ["header values beyond ASCII", anExchange({ requestHeaders: { "X-A": "caf\xc3\xa9 \xff" } })],
  ])("does not throw for %s", (_, exchange) => {
    for (const includeSecrets of [false, true]) {
      expect(run(copied("fetch", exchange, { includeSecrets })).url).toContain("api.test");
    }
  });

  it("sends a header's exact bytes, and notes what to fill in", () => {
    const exchange = anExchange({ requestHeaders: { "X-A": "caf\xc3\xa9" } });
    expect(run(copied("fetch", exchange)).headers.get("X-A")).toBe("caf\xc3\xa9");
    const { headers } = run(copied("fetch", anExchange(unseen)));
    expect([headers.get("authorization"), headers.get("x-plain")]).toEqual(["<token>", "<value>"]);
  });

  it("is a socket where it was one", () => {
    const exchange = anExchange({ url: "wss://api.test/live", resourceType: "websocket" });
    expect(copied("fetch", exchange)).toBe('new WebSocket("wss://api.test/live");');
  });
});

describe("text beyond ASCII", () => {
  // "café ラ" as stored: one code unit per byte.
  const BYTES = "caf\xc3\xa9 \xe3\x83\xa9";
  const GARBLED = /\xc3|\xe3/;
  const exchange = anExchange({
    requestHeaders: { Origin: "https://app.test", "X-A": BYTES },
    response: {
      statusText: BYTES,
      headers: { "Access-Control-Allow-Origin": `https://${BYTES}.test`, "X-B": BYTES },
    },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });

  // A summary contains no header values.
  const withValues = COPY_KINDS.filter((kind) => !/preflight$|^fetch$|^summary$/.test(kind));
  it.each(withValues)("reads as it was written, copied as %s", (kind) => {
    const text = copied(kind, exchange);
    expect(text).toContain("café ラ");
    expect(text).not.toMatch(GARBLED);
  });

  it("is readable in reports and sentences", () => {
    const shared = [share({ exchange, verdict: judge(exchange) }, false)];
    for (const text of [JSON.stringify(toHar(shared, OPTIONS)), toMarkdown(shared, OPTIONS)]) {
      expect(text).toContain("café ラ");
      expect(text).not.toMatch(GARBLED);
    }
    expect(explain(exchange, judge(exchange)).because.join()).not.toMatch(/\xc3|\xe3|\ufffd/);
  });
});

it("has its content in the other kinds", () => {
  const exchange = anExchange({ method: "PUT", preflight: {} });
  expect(copied("curl-preflight", exchange)).toContain("-X OPTIONS");
  expect(copied("curl-request", exchange)).toContain("-X PUT");
  for (const shell of ["cmd", "powershell"] as const) {
    expect(copied(`${shell}-preflight`, exchange)).toContain("OPTIONS");
    expect(copied(`${shell}-request`, exchange)).toContain("PUT");
    expect(copied(`${shell}-request`, exchange)).not.toContain("OPTIONS");
  }
  expect(copied("headers", exchange)).toContain("HTTP 204\nAccess-Control-Allow-Origin: ");
  expect(copied("markdown", exchange)).toContain("https://api.test/items");
});

it("is in the headers of each message as sent, with a note on messages that were not", () => {
  const preflight = {
    response: { status: 403, statusText: "Forbidden", headers: { "X-A": "1" } },
    requestHeaders: { Origin: "https://app.test" },
  };
  const exchange = anExchange({
    ...{ method: "PUT", preflight, requestHeaders: null, response: null },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });
  expect(copied("headers", exchange).split("\n")).toEqual([
    "OPTIONS https://api.test/items",
    "Origin: https://app.test",
    "",
    "HTTP 403 Forbidden",
    "X-A: 1",
    "",
    "PUT https://api.test/items",
    expect.stringMatching(/^\(.+\)$/),
    "",
    expect.stringMatching(/^\(.+\)$/),
    "",
  ]);
  const changed = { statusText: "", headers: { "X-A": "1" }, rewrittenHeaders: { "X-A": "2" } };
  expect(copied("headers", anExchange({ response: changed }))).toContain("HTTP 200\nX-A: 2\n");
});

describe("the calling line", () => {
  it.each([
    ["    at load (https://a.test/js/cart.js?v=1:118:5)\n    at x (https://a.test/b.js:1:1)"],
    ["    at async https://a.test/js/cart.js?v=1:118:5"],
    ["load@https://a.test/js/cart.js?v=1:118:5\n@https://a.test/b.js:1:1"],
    [
      "    at <anonymous>\n    at Array.map (<anonymous>)\nload@https://a.test/js/cart.js?v=1:118:5",
    ],
  ])("is read from %j", (stack) => {
    const line = callingLine(stack);
    expect(line).toEqual({ url: "https://a.test/js/cart.js?v=1", line: 118, column: 5 });
    expect(line && shortLine(line)).toBe("cart.js:118");
  });

  it.each([null, "", "Error", "at <anonymous>:1:1"])("is unknown for %j", (stack) => {
    expect(callingLine(stack)).toBeNull();
  });
});

it("summarises a request in three lines, like the list", () => {
  const preflight = { response: { status: 401, headers: { "WWW-Authenticate": "Bearer" } } };
  const exchange = anExchange({
    hops: [
      {
        url: "https://api.test/items?token=s3cr3t-value",
        method: "PUT",
        requestHeaders: null,
        sentAt: null,
        preflight,
        response: null,
      },
    ],
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });
  const lines = copied("summary", exchange).split("\n");
  expect(lines).toEqual([
    expect.stringMatching(/^PUT https:\/\/api\.test\/items\?token=/),
    "Blocked by the preflight · request not sent: preflight requires authentication",
    "Exempt OPTIONS /items from authentication",
    "",
  ]);
  expect(lines[0]).not.toContain("s3cr3t");
  expect(copied("summary", { ...exchange, trial: true } as Exchange)).toBe(
    `${lines.join("\n")}Crosscheck changed response headers of this request.\n`,
  );
});
