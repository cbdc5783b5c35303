import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactHeaderValue, redactText, redactUrl } from "./redact-text.ts";
import {
  HARMLESS_HEADERS,
  HARMLESS_PARAMETERS,
  HARMLESS_PATHS,
  SECRET_HEADERS,
  SECRET_PARAMETERS,
  SECRET_PATHS,
  SECRET_TEXTS,
  SHAPES,
} from "./secrets.test-table.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const letters = (units: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...units), minLength: length, maxLength: length });
/** Like keys and tokens: base62 or hex. */
const random = fc.noShrink(
  fc.oneof(letters(alphabet, 24), letters(alphabet, 32), letters("0123456789abcdef", 32)),
);
/** Like secrets of people and tests: at least a letter and a digit. */
const short = fc
  .tuple(
    letters("bcdfghjkmnpqrstvwxz", 3),
    fc.integer({ min: 10, max: 9999 }),
    // Not letters that could be part of an escape such as %3F.
    letters("GHJKMQXZ", 2),
  )
  .map(([a, n, b]) => `${a}${n}${b}`);

/** Fails if even half of a secret remains. */
function expectGone(shown: string, secret: string, whence: string): void {
  const half = secret.slice(0, Math.ceil(secret.length / 2));
  const left = [half, secret.slice(half.length)].filter((part) => shown.includes(part));
  // Hundreds of thousands of expectations would take longer than the redaction.
  if (left.length > 0) expect(left, `${whence} → ${shown}`).toEqual([]);
}

const of = (secrets: fc.Arbitrary<string>, check: (secret: string) => void) =>
  fc.assert(fc.property(secrets, check), { numRuns: 20 });

describe("a secret is removed", () => {
  it("for more than 200 kinds of secrets", () => {
    const kinds = [SECRET_PARAMETERS, SECRET_HEADERS, SHAPES, SECRET_PATHS, SECRET_TEXTS];
    expect(new Set(kinds.flat()).size).toBeGreaterThan(300);
  });

  it.each(SECRET_PARAMETERS)("in the parameter %s", (name) => {
    of(fc.oneof(random, short), (secret) => {
      for (const url of [
        `https://api.test/a?x=1&${name}=${secret}&y=2`,
        `/a?${name}=${secret}#f`,
        `https://app.test/cb#${name}=${secret}&x=1`,
        `https://app.test/#/route?${name}=${secret}`,
        `https://api.test/go?next=${encodeURIComponent(`https://b.test/?${name}=${secret}`)}`,
      ]) {
        expectGone(redactUrl(url), secret, url);
        expectGone(redactText(`see ${url} there`), secret, url);
      }
      for (const text of [
        `${name}=${secret}`,
        JSON.stringify({ [name]: secret, a: [1] }),
        `a=1; ${name}=${secret}`,
      ]) {
        expectGone(redactHeaderValue("X-Custom", text), secret, text);
        const url = `https://api.test/?q=${encodeURIComponent(text)}`;
        expectGone(redactUrl(url), secret, url);
      }
    });
  });

  it.each(SECRET_HEADERS)("in the header %s", (name) => {
    of(fc.oneof(random, short), (secret) => {
      expectGone(redactHeaderValue(name, secret), secret, name);
      expectGone(redactHeaderValue(name.toLowerCase(), `v1 ${secret}`), secret, name);
    });
  });

  // Short secrets, which only the text before them identifies.
  it.each(SHAPES)("by the prefix in %s, each of several", (prefixed) => {
    const [one, other] = ["Zk3PqW8x", "Yk4QrX9w"] as const;
    const made = (secret: string) => prefixed.replaceAll("§", secret);
    const text = `it is ${made(one)}, and (${made(other)})`;
    for (const secret of [one, other]) expectGone(redactText(text), secret, text);
    expect(redactText(`it is ${one}`)).toContain(one);
  });

  it.each(SHAPES)("by its shape %s, wherever it stands", (shape) => {
    of(letters(alphabet, 24), (secret) => {
      const value = shape.replaceAll("§", secret);
      for (const url of [
        `https://api.test/${value}/x`,
        `https://api.test/a?q=${value}`,
        `https://api.test/a?${value}`,
        `https://api.test/a#${value}`,
      ]) {
        expectGone(redactUrl(url), secret, url);
      }
      for (const text of [value, `it is ${value}.`, `["${value}"]`, `x;${value}`]) {
        for (const name of [
          "X-Custom",
          "Server",
          "Access-Control-Allow-Origin",
          "ETag",
          "Location",
        ]) {
          expectGone(redactHeaderValue(name, text), secret, `${name}: ${text}`);
        }
      }
    });
  });

  it.each(SECRET_PATHS)("in the path %s", (path) => {
    of(fc.oneof(random, short), (secret) => {
      const url = `https://hooks.test${path.replaceAll("§", secret)}`;
      expectGone(redactUrl(url), secret, url);
      expectGone(
        redactHeaderValue("Location", url.slice("https://hooks.test".length)),
        secret,
        url,
      );
      expectGone(redactText(`at f (${url}:1:2)`), secret, url);
      const inside = `https://api.test/?u=${encodeURIComponent(url)}`;
      expectGone(redactUrl(inside), secret, inside);
    });
  });

  it.each(SECRET_TEXTS)("in the text %s", (text) => {
    of(fc.oneof(random, short), (secret) => {
      const value = text.replaceAll("§", secret);
      expectGone(redactText(value), secret, value);
      for (const name of ["X-Custom", "Server", "X-Debug-Info", "ETag"]) {
        expectGone(redactHeaderValue(name, value), secret, `${name}: ${value}`);
      }
    });
  });

  it.each([
    ["Access-Control-Allow-Origin", "https://bob:§@app.test"],
    ["Access-Control-Allow-Origin", "https://app.test/?token=§"],
    ["Access-Control-Allow-Origin", "https://a.test, https://bob:§@b.test"],
    ["Origin", "https://bob:§@app.test"],
    ["Location", "//bob:§@app.test/x"],
    ["Referer", "https://app.test/reset/§"],
    ["Link", "<https://bob:§@h.test/>; rel=x"],
    ["Refresh", "0; url=https://h.test/?token=§"],
    ["WWW-Authenticate", "Negotiate §"],
    ["WWW-Authenticate", "Whatever §=="],
    ["WWW-Authenticate", 'Basic realm="x", NTLM §'],
    ["WWW-Authenticate", 'Digest realm="x", nonce="§", opaque="§"'],
    ["Proxy-Authenticate", "NTLM §"],
    ["Sec-WebSocket-Protocol", "bearer, §"],
    ["Sec-WebSocket-Protocol", "graphql-ws, §"],
    ["Sec-WebSocket-Protocol", "base64url.bearer.authorization.k8s.io.§, v4.channel.k8s.io"],
    ["Baggage", "token=§,region=eu"],
    ["X-Forwarded-Uri", "/cb?code=§"],
    ["X-Original-URL", "/invite/§"],
    ["Content-Security-Policy", "report-uri https://r.test/?sentry_key=§"],
    ["Report-To", '{"endpoints":[{"url":"https://r.test/?token=§"}]}'],
  ])("in %s: %s", (name, value) => {
    of(fc.oneof(random, short), (secret) => {
      expectGone(redactHeaderValue(name, value.replaceAll("§", secret)), secret, value);
    });
  });

  it("only because of its form", () => {
    of(random, (secret) => {
      for (const url of [
        `https://api.test/a/${secret}/b`,
        `https://api.test/a/${secret}`,
        `https://api.test/?q=${secret}`,
        `https://api.test/?${secret}`,
        `https://api.test/?list=a,${secret}`,
      ]) {
        expectGone(redactUrl(url), secret, url);
      }
      for (const value of [
        secret,
        `a, ${secret}`,
        `x (${secret})`,
        `{"a":["${secret}"]}`,
        `v1|${secret}`,
      ]) {
        expectGone(redactHeaderValue("X-Whatever", value), secret, value);
      }
    });
  });

  it("in each member of a list separately", () => {
    for (const [list, shown] of [
      ["/a?token=q7Zx2LmV,/b/c", "/a?token=redacted,/b/c"],
      ["/a?x=1,/b?token=q7Zx2LmV", "/a?x=1,/b?token=redacted"],
      ["/a,https://b.test/?token=q7Zx2LmV,/c", "/a,https://b.test/?token=redacted"],
      [
        "https://a.test/?token=q7Zx2LmV,https://b.test/c",
        "https://a.test/?token=redacted,https://b.test/c",
      ],
    ] as const) {
      expect(redactHeaderValue("X-Custom", list)).toBe(shown);
    }
  });

  it("in digits where digits are secrets", () => {
    for (const pair of [
      "otp=123456",
      "pin=4711",
      "password=12345678",
      "code=482913",
      "token=123456",
    ]) {
      expect(redactUrl(`/a?${pair}`)).toBe(`/a?${pair.replace(/\d+/, "redacted")}`);
    }
    expect(redactHeaderValue("X-Custom", '{"otp":123456}')).toBe('{"otp":"[redacted]"}');
  });
});

describe("harmless text is kept", () => {
  it("in more than 60 parameters", () => {
    expect(HARMLESS_PARAMETERS.length).toBeGreaterThan(100);
  });

  it.each(HARMLESS_PARAMETERS)("%s", (pair) => {
    for (const url of [
      `https://api.test/a?${pair}`,
      `/a?x=1&${pair}&y=2`,
      `https://app.test/#/r?${pair}`,
    ]) {
      expect(redactUrl(url)).toBe(url);
      expect(redactText(url)).toBe(url);
    }
    const encoded = `https://api.test/?next=${encodeURIComponent(`/a?${pair}`)}`;
    expect(redactUrl(encoded)).toBe(encoded);
    const [name = "", value = ""] = pair.split(/=(.*)/);
    const json = JSON.stringify({ [name]: value.replaceAll("+", " ") });
    expect(redactHeaderValue("X-Custom", json)).toBe(json);
  });

  it.each(HARMLESS_PATHS)("%s", (path) => {
    expect(redactUrl(`https://api.test${path}`)).toBe(`https://api.test${path}`);
    expect(redactHeaderValue("Location", path)).toBe(path);
    expect(redactText(`GET ${path} failed`)).toBe(`GET ${path} failed`);
  });

  // https://url.spec.whatwg.org/#special-authority-slashes-state : browsers accept them too.
  it.each([
    "https:d111111abcdef8x9q2.cloudfront.net/a?b=1",
    "wss:d111111abcdef8x9q2.cloudfront.net/a",
    "https:@h.test/a",
  ])("the host in %s", (url) => {
    expect(redactUrl(url)).toBe(url);
  });

  it.each(HARMLESS_HEADERS)("%s: %s", (name, value) => {
    expect(redactHeaderValue(name, value)).toBe(value);
  });

  it.each([
    "The access token expired",
    "Bearer token is missing",
    "Basic authentication required",
    "net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep",
    "NS_ERROR_DOM_CORP_FAILED",
    "header content-type (its value)",
    "Not Found",
    "Password must have 8 characters",
  ])("the sentence: %s", (sentence) => {
    expect(redactText(sentence)).toBe(sentence);
  });
});
