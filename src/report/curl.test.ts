import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { aReason, aVerdict } from "../verdict/verdict.test-builder.ts";
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

  it("makes up a preflight that the cache spared", () => {
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

  it("is null where none is needed", () => {
    expect(curlForPreflight(asIs(anExchange(), aVerdict()))).toBeNull();
  });
});

describe("curlForRequest", () => {
  it("sends the page's headers and leaves curl its own", () => {
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

  it("marks what was not seen", () => {
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
          "Access-Control-Request-Headers": "x-key",
        },
      },
    });
    const curl = curlForRequest(asIs(exchange, judge(exchange)));
    expect(curl).toMatch(/^# .*the body was not recorded/);
    expect(curl).toContain("-H 'x-key: <token>'");
    expect(curl).toMatch(/^# replace <token> with the real value; the body was not recorded/);
  });

  it("leaves out what the browser sets, and keeps what the page set", () => {
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
    // Without the probe an unusual Accept can only be the page's.
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

  it("leaves the boundary of a form to curl", () => {
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

  it("keeps a type that is none of a form", () => {
    const exchange = anExchange({
      method: "POST",
      requestHeaders: { "Content-Type": "x-multipart/form-data; boundary=x" },
    });
    expect(curlForRequest(asIs(exchange, judge(exchange)))).toContain("boundary=x");
  });

  it("keeps brackets and dots of a URL from curl's own ideas", () => {
    expect(
      curlForRequest(asIs(anExchange({ url: "https://api.test/a/../b?x[1]={2}" }), aVerdict())),
    ).toMatch(/^curl -i --globoff --path-as-is '/);
  });
});

describe("curl commands", () => {
  it("run nothing but curl, with nothing but headers, whatever the exchange holds", () => {
    const commands = fc.sample(anyHostileExchange(), 300).flatMap((exchange) => {
      const verdict = judge(exchange);
      return [
        curlForPreflight(asIs(exchange, verdict)),
        curlForRequest(asIs(exchange, verdict)),
      ].filter((one) => one !== null);
    });
    // Stands for curl: prints each word it was given, and a mark between calls.
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
