import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { parseUrl } from "../http/origin.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { toHar } from "./har.ts";
import { toMarkdown } from "./markdown.ts";
import { share } from "./redact.ts";
import { redactHeaderValue, redactText, redactUrl } from "./redact-text.ts";

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

describe("redactUrl", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["https://api.test/items?page=2&sort=name",            "https://api.test/items?page=2&sort=name"],
    ["https://api.test/?token=abc&page=2",                 "https://api.test/?token=redacted&page=2"],
    ["https://api.test/?access_token=abc",                 "https://api.test/?access_token=redacted"],
    ["https://api.test/?API-KEY=abc",                      "https://api.test/?API-KEY=redacted"],
    ["https://api.test/?key=a1b2c3",                        "https://api.test/?key=redacted"],
    ["https://api.test/?X-Amz-Signature=abc&X-Amz-Date=1", "https://api.test/?X-Amz-Signature=redacted&X-Amz-Date=1"],
    ["https://blob.test/?sv=2020&sig=a%2Bb",               "https://blob.test/?sv=2020&sig=redacted"],
    ["https://api.test/?user[password]=abc",               "https://api.test/?user[password]=redacted"],
    ["https://api.test/?%74oken=abc",                      "https://api.test/?%74oken=redacted"],
    ["https://api.test/?code=a1b2c3&state=1",               "https://api.test/?code=redacted&state=1"],
    ["https://api.test/?author=Bob",                       "https://api.test/?author=Bob"],
    ["https://api.test/?country_code=de",                  "https://api.test/?country_code=de"],
    ["https://api.test/cb#access_token=abc&x=1",           "https://api.test/cb#access_token=redacted&x=1"],
    [`https://api.test/verify/${JWT}`,                     "https://api.test/verify/redacted"],
    [`https://api.test/?x=${JWT}`,                         "https://api.test/?x=redacted"],
    ["https://bob:s3cret@api.test/a",                      "https://redacted:redacted@api.test/a"],
    ["https://bob@api.test/a",                             "https://redacted@api.test/a"],
    ["https://b@b:p@api.test/a",                           "https://redacted:redacted@api.test/a"],
    ["//bob:s3cret@api.test/a",                            "//redacted:redacted@api.test/a"],
    ["https:bob:s3cret@api.test/a",                        "https:redacted:redacted@api.test/a"],
    ["https://api.test/@bob/items",                        "https://api.test/@bob/items"],
    ["/login?next=https%3A%2F%2Fapi.test%2F%3Ftoken%3Dabc", "/login?next=https%3A%2F%2Fapi.test%2F%3Ftoken%3Dredacted"],
    ["/login?next=/a?token=abc",                           "/login?next=/a?token=redacted"],
    ["https://api.test/?a=1;token=abc",                    "https://api.test/?a=1;token=redacted"],
    ["https:\t//bob:s3cret@api.test/a",                     "https://redacted:redacted@api.test/a"],
    ["https://sk-prod01.api.test/sk-aB3dE5fG7hJ9",            "https://sk-prod01.api.test/redacted"],
    ["ht\ntps://bob@api.test/a",                            "https://redacted@api.test/a"],
    ["",                                                   ""],
    ["not a url",                                          "not a url"],
  ])("%s", (url, wanted) => {
    expect(redactUrl(url)).toBe(wanted);
  });

  it("still parses, with the same host, path and userinfo or none", () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.boolean(),
        (url, login) => {
          const full = login ? url.replace("://", "://user:pass@") : url;
          const before = parseUrl(full);
          const after = parseUrl(redactUrl(full));
          expect(after?.host).toBe(before?.host);
          expect(Boolean(after?.username)).toBe(Boolean(before?.username));
          expect(Boolean(after?.password)).toBe(Boolean(before?.password));
        },
      ),
    );
  });
});

describe("redactHeaderValue", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["Cookie",                       "a=1",                          "[redacted]"],
    ["set-cookie",                   "a=1",                          "[redacted]"],
    ["set-cookie",                   "a=1; Secure",                  "[redacted]; Secure"],
    ["Set-Cookie",                   "a=1;Path=/me;SameSite=lax",    "[redacted]; SameSite=lax"],
    ["Set-Cookie",                   "a=1; SameSite=s3cr3t; s3cr3t", "[redacted]"],
    ["Authorization",                "Bearer x",                     "[redacted]"],
    ["Proxy-Authorization",          "Basic x",                      "[redacted]"],
    ["X-Api-Key",                    "abc",                          "[redacted]"],
    ["x-csrf-token",                 "abc",                          "[redacted]"],
    ["X-Amz-Security-Token",         "abc",                          "[redacted]"],
    ["X-Session-Id",                 "abc",                          "[redacted]"],
    ["Location",                     "https://u:p@h/?code=a1b2c3",   "https://redacted:redacted@h/?code=redacted"],
    ["Referer",                      "https://app.test/?token=1",    "https://app.test/?token=redacted"],
    ["X-Debug",                      `Bearer ${JWT}`,                "Bearer [redacted]"],
    ["Link",                         "<https://h/?token=1>; rel=x",  "<https://h/?token=redacted>; rel=x"],
    ["WWW-Authenticate",             'Basic realm="x"',              'Basic realm="x"'],
    ["WWW-Authenticate",             "Negotiate YIIJvw==",           "Negotiate [redacted]"],
    ["WWW-Authenticate",             "Negotiate   YIIJvw==, Basic",  "Negotiate   [redacted], Basic"],
    ["Content-Type",                 "text/html; charset=utf-8",     "text/html; charset=utf-8"],
    ["Access-Control-Allow-Headers", "authorization, x-api-key",     "authorization, x-api-key"],
    ["Access-Control-Allow-Origin",  "https://app.test",             "https://app.test"],
    ["Origin",                       "https://app.test",             "https://app.test"],
    ["Sec-Fetch-Mode",               "cors",                         "cors"],
    ["Vary",                         "Origin, Cookie",               "Origin, Cookie"],
    ["Cache-Control",                "max-age=60, private",          "max-age=60, private"],
  ])("%s: %s", (name, value, wanted) => {
    expect(redactHeaderValue(name, value)).toBe(wanted);
  });
});

describe("redactText", () => {
  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => void redactText(redactUrl(text))),
    );
  });

  // https://url.spec.whatwg.org/#special-scheme : slashes after these may be missing or lean either way.
  it.each(["http", "https", "ws", "wss", "ftp"])("removes userinfo after %s", (scheme) => {
    for (const slashes of ["//", "", "/", "\\\\", "///"]) {
      const text = `from ${scheme}:${slashes}joe:hunter2@a.test/x on`;
      const left = redactText(text);
      expect(left).not.toMatch(/joe|hunter2/);
      expect(left).toMatch(/^from .*redacted@a\.test\/x on$/);
    }
  });

  // Eight times the length takes eight times as long if linear, 64 times if quadratic.
  it.each(["eyJ", "?a=", "https://", "%25"])(
    "takes time proportional to the text's length: %s",
    (part) => {
      const fastest = (text: string) =>
        Math.min(
          ...Array.from({ length: 3 }, () => {
            // CPU time excludes other processes on the core.
            const before = process.cpuUsage();
            redactText(redactUrl(text));
            return process.cpuUsage(before).user / 1_000;
          }),
        );
      const [short, long] = [8_000, 64_000].map((times) => fastest(part.repeat(times)));
      // Shorter times measure the clock and the compiler.
      expect((long as number) / Math.max(short as number, 2)).toBeLessThan(32);
    },
  );
});

describe("reports", () => {
  const SECRET = "hunter2hunter2";
  const OPTIONS = {
    includeSecrets: false,
    dropped: 0,
    creatorVersion: "1",
    browser: { name: "B", version: "1" },
  };
  const secretUrl = fc.constantFrom(
    `https://user:${SECRET}@api.test/a`,
    `https://${SECRET}@api.test/a`,
    `https://api.test/a?token=${SECRET}`,
    `https://api.test/a?x=1&client_secret=${SECRET}#id_token=${SECRET}`,
    `https://api.test/a?next=${encodeURIComponent(`https://b.test/?session=${SECRET}`)}`,
    `https://api.test/a/eyJhbGciOiJIUzI1NiJ9.${SECRET}.${SECRET}`,
  );
  const secretHeader = fc.constantFrom<[string, string]>(
    ["Cookie", `sid=${SECRET}`],
    ["Set-Cookie", `sid=${SECRET}`],
    ["authorization", `Bearer ${SECRET}`],
    ["Proxy-Authorization", SECRET],
    ["X-Auth-Token", SECRET],
    ["Referer", `https://app.test/?password=${SECRET}`],
    ["Location", `https://u:${SECRET}@b.test/`],
  );

  it("contain no secret", () => {
    fc.assert(
      fc.property(
        fc.array(secretUrl, { minLength: 1, maxLength: 3 }),
        fc.array(secretHeader, { maxLength: 5 }),
        fc.boolean(),
        fc.constantFrom(200, 302, 401, 500),
        (urls, headers, blocked, status) => {
          const exchange = anExchange({
            stack: urls.map((url) => `at f (${url}:1:1)`).join("\n"),
            hops: urls.map((url) => ({
              url,
              requestHeaders: [["Origin", "https://app.test"], ...headers],
              preflight: { requestHeaders: headers, response: { headers, status } },
              response: { headers, status, statusText: `see ${url}`, rewrittenHeaders: headers },
            })),
            ending: blocked ? { kind: "failed", error: "net::ERR_FAILED" } : { kind: "completed" },
          });
          const judged = [share({ exchange, verdict: judge(exchange) }, false)];
          expect(JSON.stringify(toHar(judged, OPTIONS))).not.toContain(SECRET);
          expect(toMarkdown(judged, OPTIONS)).not.toContain(SECRET);
        },
      ),
    );
  });

  it("are judged the same after redaction", () => {
    fc.assert(
      fc.property(anyHostileExchange(), (exchange) => {
        const verdict = judge(exchange);
        const again = judge(share({ exchange, verdict }, false).exchange);
        expect(again.outcome).toBe(verdict.outcome);
        expect(again.cause?.code).toBe(verdict.cause?.code);
        expect(again.cause?.stage).toBe(verdict.cause?.stage);
      }),
      { numRuns: 500 },
    );
  });
});
