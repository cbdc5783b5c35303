import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { aCause, aReason, aVerdict } from "../verdict/verdict.test-builder.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { curlForPreflight, curlForRequest } from "./curl.ts";
import { share } from "./redact.ts";

const asIs = (exchange: Exchange, verdict: Verdict) => share({ exchange, verdict }, true);

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

describe("curlForPreflight", () => {
  it("sends what the browser sent", () => {
    const exchange = anExchange({
      method: "PUT",
      url: "https://api.test/items/42?a=1&b=2",
      requestHeaders: null,
      response: null,
      ending: FAILED,
      preflight: {
        status: 403,
        requestHeaders: {
          Origin: "https://app.test",
          "Access-Control-Request-Method": "PUT",
          "Access-Control-Request-Headers": "content-type,x-api-key",
        },
      },
    });
    expect(curlForPreflight(asIs(exchange, judge(exchange)))).toBe(
      [
        "curl -i -X OPTIONS 'https://api.test/items/42?a=1&b=2'",
        "-H 'Origin: https://app.test'",
        "-H 'Access-Control-Request-Method: PUT'",
        "-H 'Access-Control-Request-Headers: content-type,x-api-key'",
      ].join(" \\\n  "),
    );
  });

  it("constructs a preflight that the cache made unnecessary", () => {
    const exchange = anExchange({ method: "DELETE" });
    const verdict = aVerdict({
      preflight: {
        needed: true,
        because: [
          aReason("method DELETE"),
          aReason("header x-a"),
          aReason("header x-b (its value)"),
        ],
        seen: "cached",
      },
    });
    const curl = curlForPreflight(asIs(exchange, verdict));
    expect(curl).toContain("Access-Control-Request-Method: DELETE");
    expect(curl).toContain("Access-Control-Request-Headers: x-a,x-b");
  });

  const NEEDED = { needed: true, because: [aReason("method DELETE")], seen: "cached" } as const;
  const toApi = { url: "https://api.test/a", method: "DELETE" };
  const urlOf = (exchange: Exchange, verdict: Verdict) =>
    /https?:\/\/\S+/.exec(curlForPreflight(asIs(exchange, verdict)) ?? "")?.[0];

  it("constructs it for the first cross-origin hop", () => {
    const own = { url: "https://app.test/a", method: "DELETE" };
    const originPerHop = ["https://app.test", "https://app.test"];
    const redirected = anExchange({ hops: [own, toApi] });
    expect(urlOf(redirected, aVerdict({ preflight: NEEDED, originPerHop }))).toBe(toApi.url);
    const direct = anExchange({ hops: [toApi, { ...toApi, url: "https://b.test/" }] });
    expect(urlOf(direct, aVerdict({ preflight: NEEDED, originPerHop }))).toBe(toApi.url);
    // An opaque origin is same-origin with no URL.
    const sandboxed = aVerdict({ preflight: NEEDED, originPerHop: ["null"] });
    expect(urlOf(anExchange(own), sandboxed)).toBe(own.url);
  });

  it("is the failing hop's preflight, otherwise the first recorded one", () => {
    const hops = [
      { ...toApi, preflight: {} },
      { url: "https://b.test/", method: "DELETE", preflight: { status: 403 } },
      { url: "https://c.test/", method: "DELETE" },
    ];
    const exchange = anExchange({ hops });
    const because = (hop: number) =>
      aVerdict({
        ...{ outcome: "blocked", preflight: NEEDED, originPerHop: [] },
        cause: aCause("missing-allow-origin", { hop }),
      });
    expect(urlOf(exchange, because(1))).toBe("https://b.test/");
    expect(urlOf(exchange, because(2))).toBe(toApi.url);
    expect(urlOf(exchange, aVerdict())).toBe(toApi.url);
  });

  it("lists the unsafe headers where its own headers were not recorded", () => {
    const exchange = anExchange({ method: "PUT", preflight: { requestHeaders: null } });
    const because = [aReason("header x-a"), aReason("upload listener or stream body")];
    const curl = curlForPreflight(
      asIs(exchange, aVerdict({ preflight: { needed: true, because, seen: "sent" } })),
    );
    expect(curl).toContain("-H 'Origin: https://app.test'");
    expect(curl).toContain("-H 'Access-Control-Request-Method: PUT'");
    expect(curl).toContain("-H 'Access-Control-Request-Headers: x-a'");
    const none = curlForPreflight(
      asIs(exchange, aVerdict({ preflight: { needed: true, because: [], seen: "sent" } })),
    );
    expect(none).not.toContain("Access-Control-Request-Headers");
  });

  it("lists no header where the browser listed none", () => {
    const requestHeaders = { "Access-Control-Request-Headers": "" };
    const exchange = anExchange({ method: "PUT", preflight: { requestHeaders } });
    expect(curlForPreflight(asIs(exchange, aVerdict()))).toBe(
      [
        "curl -i -X OPTIONS https://api.test/items",
        "-H 'Origin: https://app.test'",
        "-H 'Access-Control-Request-Method: PUT'",
      ].join(" \\\n  "),
    );
  });

  it("is null where no preflight is needed", () => {
    expect(curlForPreflight(asIs(anExchange(), aVerdict()))).toBeNull();
  });
});

describe("curlForRequest", () => {
  it("sends the page's headers, but not curl's own", () => {
    const exchange = anExchange({
      requestHeaders: {
        Host: "api.test",
        Origin: "https://app.test",
        "Sec-Fetch-Mode": "cors",
        Accept: "*/*",
        "X-Empty": "",
      },
    });
    expect(curlForRequest(asIs(exchange, judge(exchange)))).toBe(
      ["curl -i https://api.test/items", "-H 'Origin: https://app.test'", "-H 'X-Empty;'"].join(
        " \\\n  ",
      ),
    );
  });

  it.each([
    ["x-key", "# replace <token> with the real value"],
    ["x-key,content-type", "# replace <token> and <value> with the real values"],
  ])("marks unrecorded headers: %s", (names, note) => {
    const exchange = anExchange({
      method: "POST",
      requestHeaders: null,
      response: null,
      ending: FAILED,
      preflight: {
        status: 403,
        requestHeaders: {
          Origin: "https://app.test",
          "Access-Control-Request-Method": "POST",
          "Access-Control-Request-Headers": names,
        },
      },
    });
    const curl = curlForRequest(asIs(exchange, judge(exchange)));
    expect(curl).toMatch(/^# .*the body was not recorded/);
    expect(curl).toContain("-H 'x-key: <token>'");
    expect(curl.split("; ", 1)).toEqual([note]);
  });

  it("omits headers that the browser sets, and keeps the page's", () => {
    const requestHeaders = {
      Origin: "https://app.test",
      "User-Agent": "Mozilla/5.0",
      Accept: "application/json",
      "Accept-Language": "de",
      Referer: "https://app.test/",
      "Cache-Control": "no-cache",
      "X-A": "1",
    };
    const names = (exchange: Exchange) =>
      [...curlForRequest(asIs(exchange, judge(exchange))).matchAll(/-H '([\w-]+)/g)].map(
        (m) => m[1],
      );
    // Without the probe, only the page can have set an unusual Accept.
    expect(names(anExchange({ requestHeaders }))).toEqual(["Origin", "Accept", "X-A"]);
    expect(names(anExchange({ requestHeaders, resourceType: "font" }))).toEqual(["Origin", "X-A"]);
    const call = aCall({ headerNames: ["accept-language", "x-a"] });
    expect(names(anExchange({ requestHeaders, call }))).toEqual([
      "Origin",
      "Accept-Language",
      "X-A",
    ]);
    const preflight = { requestHeaders: { "Access-Control-Request-Headers": "cache-control,x-a" } };
    expect(names(anExchange({ requestHeaders, preflight }))).toContain("Cache-Control");
  });

  // Headers that curl itself sends, or that only matter from a browser.
  it("omits headers that curl sends itself, but no similar names", () => {
    const own = [
      ...[":authority", "Host", "Connection", "Content-Length", "Transfer-Encoding"],
      ...["Accept-Encoding", "Upgrade", "TE", "Keep-Alive", "DNT", "Priority"],
      ...["Upgrade-Insecure-Requests", "Sec-Fetch-Site", "sec-ch-ua", "Proxy-Connection"],
    ];
    const others = ["X-Host", "Host-X", "Teapot", "Secret-Santa", "X-Sec-A", "Proxied", "X-TE"];
    const requestHeaders = Object.fromEntries([...own, ...others].map((name) => [name, "1"]));
    const curl = curlForRequest(asIs(anExchange({ requestHeaders }), aVerdict()));
    expect([...curl.matchAll(/-H '([\w-]+)/g)].map((match) => match[1])).toEqual([
      "Origin",
      ...others,
    ]);
  });

  it.each([
    ["*/*", false],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", false],
    ["text/css,*/*;q=0.1", false],
    ["image/avif,image/webp,*/*;q=0.8", false],
    ["image/avif,image/webp,*/*;q=.5", false],
    ["text/html", true],
    ["text/html,application/xml", true],
    ["application/json, text/plain, */*", true],
    ["text/plain,*/*", true],
    ["application/json,*/*;q=0.8", true],
    ["x/*/*", true],
    ["*/*;q=0.5,text/x", true],
  ])("knows without a probe that Accept: %s can only be the page's: %s", (accept, isKept) => {
    const exchange = anExchange({ requestHeaders: { Accept: accept } });
    expect(curlForRequest(asIs(exchange, aVerdict())).includes("-H 'Accept:")).toBe(isKept);
  });

  it.each([
    ["GET", "curl -i https", false],
    ["HEAD", "curl -i --head https", false],
    ["DELETE", "curl -i -X DELETE https", false],
    ["OPTIONS", "curl -i -X OPTIONS https", false],
    ["POST", "curl -i -X POST https", true],
    ["PUT", "curl -i -X PUT https", true],
    ["PATCH", "curl -i -X PATCH https", true],
    ["XPUT", "curl -i -X XPUT https", false],
    ["PUTS", "curl -i -X PUTS https", false],
  ])("for a %s is %s…, and notes that a body was not recorded: %s", (method, begins, hasBody) => {
    const curl = curlForRequest(asIs(anExchange({ method }), aVerdict()));
    expect(curl.split("\n").some((line) => line.startsWith(begins))).toBe(true);
    expect(curl.includes("the body was not recorded")).toBe(hasBody);
  });

  it("sends no Origin where the browser did not, within one origin", () => {
    const exchange = anExchange({ url: "https://app.test/a", requestHeaders: { "X-A": "1" } });
    const curl = curlForRequest(asIs(exchange, aVerdict({ crossOrigin: false })));
    expect(curl).toBe("curl -i https://app.test/a \\\n  -H 'X-A: 1'");
    const sent = anExchange({ url: "https://app.test/a", method: "POST" });
    expect(curlForRequest(asIs(sent, aVerdict({ crossOrigin: false })))).toContain("-H 'Origin");
  });

  it("sends the failing hop's request, with its Origin", () => {
    const exchange = anExchange({
      hops: [{}, { url: "https://b.test/", requestHeaders: null, response: null }],
      ending: FAILED,
    });
    const verdict = aVerdict({
      ...{ outcome: "blocked", cause: aCause("missing-allow-origin", { hop: 1 }) },
      originPerHop: ["https://app.test", "null"],
    });
    expect(curlForRequest(asIs(exchange, verdict))).toBe(
      "curl -i https://b.test/ \\\n  -H 'Origin: null'",
    );
  });

  it("has a placeholder for each omitted value", () => {
    const requestHeaders = { Authorization: "Bearer abcdef123456", "X-A": "1" };
    const exchange = anExchange({ requestHeaders });
    const curl = curlForRequest(share({ exchange, verdict: aVerdict() }, false));
    expect(curl).toMatch(/^# replace \[redacted\] with the real value\n/);
    expect(curlForRequest(asIs(exchange, aVerdict()))).toMatch(/^curl/);
    const unseen = anExchange({ method: "DELETE", requestHeaders: null, response: null });
    const because = ["x-token", "x-a", "x-b"].map((name) => aReason(`header ${name}`));
    const made = curlForRequest(
      asIs(unseen, aVerdict({ preflight: { needed: true, because, seen: "unknown" } })),
    );
    expect(made.split("\n")[0]).toBe("# replace <token> and <value> with the real values");
    expect(made).toContain("-H 'x-token: <token>'");
    expect(made).toContain("-H 'x-b: <value>'");
  });

  it("omits a form's boundary, which curl adds", () => {
    const exchange = anExchange({
      method: "POST",
      requestHeaders: {
        Origin: "https://app.test",
        "Content-Type": "multipart/form-data; boundary=x",
      },
    });
    const curl = curlForRequest(asIs(exchange, judge(exchange)));
    expect(curl).not.toContain("boundary");
    expect(curl).toMatch(/^# the form's fields were not recorded: add -F name=value for each\n/);
  });

  it("keeps a type that is not a form's", () => {
    const exchange = anExchange({
      method: "POST",
      requestHeaders: { "Content-Type": "x-multipart/form-data; boundary=x" },
    });
    expect(curlForRequest(asIs(exchange, judge(exchange)))).toContain("boundary=x");
  });

  it("prevents curl from interpreting brackets and dots of a URL", () => {
    expect(
      curlForRequest(asIs(anExchange({ url: "https://api.test/a/../b?x[1]={2}" }), aVerdict())),
    ).toMatch(/^curl -i --globoff --path-as-is '/);
  });
});

describe("curl commands", () => {
  it("run only curl, with only headers, for any exchange", () => {
    const commands = fc.sample(anyHostileExchange(), 300).flatMap((exchange) => {
      const verdict = judge(exchange);
      return [
        curlForPreflight(asIs(exchange, verdict)),
        curlForRequest(asIs(exchange, verdict)),
      ].filter((one) => one !== null);
    });
    // Replaces curl: prints each word that it gets, and a mark between calls.
    const script = `curl() { printf '%s\\0' "$@"; printf 'END\\0'; }\n${commands.join("\n")}`;
    const out = execFileSync("bash", ["-c", script], { stdio: ["ignore", "pipe", "inherit"] });
    const calls = out
      .toString("utf8")
      .split("END\0")
      .slice(0, -1)
      .map((call) => call.split("\0").slice(0, -1));
    expect(calls).toHaveLength(commands.length);
    for (const call of calls) {
      const words = call.filter((_, index) => call[index - 1] !== "-H" && call[index - 1] !== "-X");
      const options = words.filter((word) => word.startsWith("-"));
      expect(
        options.every((word) =>
          ["-i", "-H", "-X", "--head", "--globoff", "--path-as-is"].includes(word),
        ),
      ).toBe(true);
      expect(words).toHaveLength(options.length + 1);
      call.forEach((word, index) => {
        if (call[index - 1] === "-H")
          expect(word).toMatch(/^[!#$%&'*+\-.^_`|~\w]+(?:;$|: [^\r\n]*$)/);
      });
    }
  });
});
