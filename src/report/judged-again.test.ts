import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnose } from "../diagnosis/diagnose.ts";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { isToken } from "../http/field-values.ts";
import type { HeaderLine } from "../http/header-list.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { share } from "./redact.ts";
import { SECRET_PARAMETERS, SECRET_PATHS, SECRET_TEXTS, SHAPES } from "./secrets.test-table.ts";

/** A verdict and its diagnosis, without untrusted text. */
function outline(exchange: Exchange): string {
  const verdict = judge(exchange);
  const said = { verdict, diagnosis: diagnose(exchange, verdict) };
  return JSON.stringify(said, (key, value) => {
    if (key === "parameter" || key === "got" || key === "wanted" || key === "value") {
      return typeof value === "string" ? "text" : value;
    }
    if (["values", "exposedHeaders", "because", "originPerHop"].includes(key)) return value.length;
    return key === "url" ? "url" : value;
  });
}

const redacted = (exchange: Exchange) =>
  share({ exchange, verdict: judge(exchange) }, false).exchange;

const SECRET = "A7bQ2kXv9LmZ4tRw8YcN3pHs";
const fill = (template: string) => template.replaceAll("§", SECRET);

/** URLs with a secret in each possible place, and one without. */
const secretUrl = (origin: string) =>
  fc.oneof(
    fc.constant(`${origin}/items`),
    fc.constantFrom(...SECRET_PATHS).map((path) => `${origin}${fill(path)}`),
    fc.constantFrom(...SHAPES).map((shape) => `${origin}/a/${fill(shape)}?q=${fill(shape)}`),
    fc.constantFrom(...SECRET_PARAMETERS).map((name) => `${origin}/a?x=1&${name}=${SECRET}`),
    fc.constant(`${origin.replace("//", `//bob:${SECRET}@`)}/a`),
  );

const origins = fc.constantFrom("https://app.test", "https://api.test", "http://b.test:8080");
const secretText = fc.oneof(
  fc.constantFrom(...SECRET_TEXTS).map(fill),
  fc.constantFrom(...SHAPES).map(fill),
);

/**
 * Request headers that CORS judges by value, with a secret in the value; it decides whether they are
 * safelisted.
 */
const callerHeader: fc.Arbitrary<HeaderLine> = fc
  .tuple(
    fc.constantFrom(
      "Accept",
      "Accept-Language",
      "Content-Language",
      "Content-Type",
      "Range",
      "DPR",
    ),
    fc.constantFrom("", "text/plain;boundary=", "application/json;token=", "bytes=0-", "en, "),
    secretText,
    fc.integer({ min: 1, max: 8 }),
  )
  .map(([name, before, text, times]) => [name, before + text.repeat(times)]);

const responseHeader: fc.Arbitrary<HeaderLine> = fc.oneof(
  origins.map((origin): HeaderLine => ["Access-Control-Allow-Origin", origin]),
  origins.chain(secretUrl).map((url): HeaderLine => ["Access-Control-Allow-Origin", url]),
  secretText.map((text): HeaderLine => ["Access-Control-Allow-Headers", `x-a, ${text}`]),
  secretText.map((text): HeaderLine => ["Cache-Control", `max-age=60, private="${text}"`]),
  origins
    .chain(secretUrl)
    .map((url): HeaderLine => ["Content-Security-Policy", `frame-ancestors ${url} 'self'`]),
  fc.constantFrom<HeaderLine>(
    ["Access-Control-Allow-Credentials", "true"],
    ["X-Frame-Options", "DENY"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    ["Vary", "Origin, Authorization"],
    ["Set-Cookie", `sid=${SECRET}; SameSite=Lax; Path=/`],
    ["Set-Cookie", `sid=${SECRET}; SameSite=None; Secure`],
    ["WWW-Authenticate", `Bearer realm="${SECRET}"`],
    ["Server", "nginx/1.2"],
  ),
);

/** Exchanges whose every text contains a secret, each with the same effect after redaction. */
const secretExchange: fc.Arbitrary<Exchange> = fc
  .record({
    browser: fc.constantFrom("chromium" as const, "gecko" as const),
    method: fc.constantFrom("GET", "PUT", "POST"),
    urls: fc.array(origins.chain(secretUrl), { minLength: 1, maxLength: 3 }),
    isRelative: fc.boolean(),
    callerHeaders: fc.array(callerHeader, { maxLength: 3 }),
    headers: fc.array(responseHeader, { maxLength: 5 }),
    resourceType: fc.constantFrom("xmlhttprequest", "sub_frame", "image", "font"),
    status: fc.constantFrom(200, 204, 302, 404),
    ending: fc.constantFrom(
      { kind: "completed" } as const,
      { kind: "failed", error: "net::ERR_FAILED" } as const,
      { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" } as const,
    ),
    requested: fc.boolean(),
    called: fc.boolean(),
  })
  .map(({ urls, callerHeaders, headers, isRelative, requested, called, status, ...init }) =>
    anExchange({
      ...init,
      call: called
        ? aCall({
            url: urls[0] as string,
            method: init.method,
            headerNames: callerHeaders.map(([name]) => name.toLowerCase()),
          })
        : null,
      hops: urls.map((url, index) => {
        const next = urls[index + 1];
        const location =
          next === undefined
            ? []
            : ([
                ["Location", isRelative ? next.replace(/^https?:/, "") : next],
              ] satisfies HeaderLine[]);
        return {
          url,
          requestHeaders: [["Origin", "https://app.test"], ...callerHeaders] satisfies HeaderLine[],
          preflight: requested ? { response: { headers, status } } : null,
          response: {
            status: next === undefined ? status : 302,
            headers: [...headers, ...location],
          },
          redirect: next === undefined ? null : { url: new URL(next, url).href, internal: false },
        };
      }),
    } as Parameters<typeof anExchange>[0]),
  );

describe("a redacted exchange", () => {
  it.each([
    ["whatever it was", anyHostileExchange(), 400],
    ["with secrets where CORS looks", secretExchange, 600],
  ])("is judged like the original: %s", (_name, exchanges, numRuns) => {
    fc.assert(
      fc.property(exchanges, (exchange) => {
        expect(outline(redacted(exchange))).toBe(outline(exchange));
      }),
      { numRuns },
    );
  });

  it("is unchanged when it is redacted again", () => {
    fc.assert(
      fc.property(fc.oneof(anyHostileExchange(), secretExchange), (exchange) => {
        const once = redacted(exchange);
        expect(redacted(once)).toEqual(once);
      }),
      { numRuns: 400 },
    );
  });

  // Redacting a name that looks like a key would yield an invalid token, and so an invalid call.
  const names = [...SHAPES, "X-bLvuOFlLxqvs-70s6y", "X-§"].map(fill).filter(isToken);
  it.each(names)("was not made for the same reason, with a header or a method %s", (name) => {
    for (const call of [aCall({ headerNames: [name] }), aCall({ method: name })]) {
      for (const errorName of ["AbortError", "TypeError"]) {
        const exchange = anExchange({
          method: call.method,
          requestHeaders: null,
          response: null,
          ending: { kind: "not-sent" },
          call,
          callResult: { result: "thrown", responseType: null, status: null, errorName },
        });
        expect(outline(redacted(exchange))).toBe(outline(exchange));
      }
    }
  });

  it.each([
    ["Accept", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", false],
    ["Accept", `Bearer ${"eyJhbGciOiJIUzI1NiJ9".repeat(8)}.eyJzdWIiOiIxIn0.c2ln`, true],
    ["Accept", "(token=A7bQ2kXv9LmZ4tRw8YcN3pHs)", true],
    ["Content-Type", "text/plain;token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", false],
    [
      "Content-Type",
      `text/plain;token=${"eyJhbGciOiJIUzI1NiJ9".repeat(8)}.eyJzdWIiOiIxIn0.c2ln`,
      true,
    ],
  ])("needs a preflight for %s: %s as before: %s", (name, value, needed) => {
    const exchange = anExchange({
      requestHeaders: { Origin: "https://app.test", [name]: value },
    });
    const shared = redacted(exchange);
    expect(JSON.stringify(shared)).not.toMatch(/eyJhbG|A7bQ2k/);
    for (const one of [exchange, shared]) {
      expect(judge(one).preflight.needed).toBe(needed);
    }
  });
});
