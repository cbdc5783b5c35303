import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  includesCredentials,
  isHttpScheme,
  isLocalHost,
  isPotentiallyTrustworthy,
  maySameSite,
  originOf,
  parseLocation,
  parseUrl,
  sameOrigin,
  schemeOf,
  withoutUserinfo,
} from "./origin.ts";

// https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
// https://datatracker.ietf.org/doc/html/draft-ietf-dnsop-let-localhost-be-localhost
describe("isPotentiallyTrustworthy", () => {
  it.each([
    ["https://app.test/", true],
    ["wss://app.test/", true],
    ["http://app.test/", false],
    ["ws://app.test/", false],
    ["http://localhost/", true],
    ["http://localhost:3000/x", true],
    ["http://LOCALHOST/", true],
    ["http://a.b.localhost/", true],
    ["http://localhost.test/", false],
    ["http://notlocalhost/", false],
    ["http://127.0.0.1/", true],
    ["http://127.0.0.2:81/", true],
    ["http://127.255.255.255/", true],
    ["http://127.1/", true],
    ["http://2130706433/", true],
    ["http://126.0.0.1/", false],
    ["http://128.0.0.1/", false],
    ["http://10.127.0.1/", false],
    ["http://127.0.0.1.test/", false],
    ["http://[::1]/", true],
    ["http://[::2]/", false],
    ["http://[::ffff:127.0.0.1]/", false],
    ["http://0.0.0.0/", false],
    ["https://[", false],
    ["", false],
  ])("%s: %s", (url, wanted) => {
    expect(isPotentiallyTrustworthy(url)).toBe(wanted);
  });
});

// https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
describe("originOf", () => {
  it.each([
    ["https://app.test/a?b#c", "https://app.test"],
    ["https://app.test:443/", "https://app.test"],
    ["http://app.test:8080/", "http://app.test:8080"],
    ["https://u:p@app.test/", "https://app.test"],
    ["blob:https://app.test/1-2", "https://app.test"],
    ["data:text/plain,x", "null"],
    ["about:blank", "null"],
    ["no URL", "null"],
  ])("of %s is %s", (url, wanted) => {
    expect(originOf(url)).toBe(wanted);
  });

  it("is the whole URL's origin, however it begins", () => {
    const piece = fc.constantFrom(
      ...[
        "http:",
        "https:",
        "blob:",
        "/",
        "//",
        "\\",
        "a.test",
        "B",
        "0x7f.1",
        "[::1]",
        ":443",
        ":x",
      ],
      ...["u:p@", "@", "?", "#", "%", "\t", "\n", " ", "é", "a".repeat(250)],
    );
    const url = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(""));
    const wholeOf = (text: string) => parseUrl(text)?.origin ?? "null";
    const isOfWhole = (text: string) => void expect(originOf(text)).toBe(wholeOf(text));
    fc.assert(fc.property(url, isOfWhole), { numRuns: 2_000 });
  });
});

// https://html.spec.whatwg.org/#same-origin : an opaque origin is never the same as another.
it.each([
  ["https://a.test", "https://a.test", true],
  ["https://a.test", "http://a.test", false],
  ["https://a.test", "https://a.test:8443", false],
  ["null", "null", false],
])("sameOrigin(%s, %s) is %s", (one, other, wanted) => {
  expect(sameOrigin(one, other)).toBe(wanted);
});

// https://html.spec.whatwg.org/#same-site , without a public suffix list: "may" where the list would decide.
it.each([
  ["https://a.test", "https://a.test", true],
  ["https://a.test", "http://a.test:8080", true],
  ["https://a.test", "https://api.a.test", true],
  ["https://x.y.a.test", "https://b.a.test", true],
  ["https://a.test", "https://b.test", false],
  ["https://a.co.test", "https://b.co.test", true],
  ["https://a.test", "https://a.example", false],
  ["https://nota.test", "https://a.test", false],
  ["http://localhost", "http://localhost:3000", true],
  ["http://localhost", "http://app.test", false],
  ["null", "null", false],
  ["null", "https://a.test", false],
  ["https://a.test", "null", false],
])("%s and %s may be same-site: %s", (one, other, may) => {
  expect(maySameSite(one, other)).toBe(may);
});

// https://url.spec.whatwg.org/#include-credentials
it.each([
  ["https://u:p@a.test/x", true, "https://a.test/x"],
  ["https://u@a.test/x", true, "https://a.test/x"],
  ["https://:p@a.test/", true, "https://a.test/"],
  ["https://@a.test/", false, "https://a.test/"],
  ["https://a.test/@x", false, "https://a.test/@x"],
  ["https://a.test/?q=@", false, "https://a.test/?q=@"],
  ["https://a.test/", false, "https://a.test/"],
  ["https://a.test?@x", false, "https://a.test?@x"],
  ["https://a.test#@x", false, "https://a.test#@x"],
  ["https://u:p@a.test/?q=u@x", true, "https://a.test/?q=u@x"],
  ["HTTPS://u:p%40@a.test", true, "HTTPS://a.test"],
  ["mailto:u@a.test", false, "mailto:u@a.test"],
  ["https://a.test/?next=https://u:p@b.test/", false, "https://a.test/?next=https://u:p@b.test/"],
  ["@", false, "@"],
])("%s includes credentials: %s", (url, included, without) => {
  expect(includesCredentials(url)).toBe(included);
  expect(withoutUserinfo(url)).toBe(without);
});

it.each([
  ["HTTPS://a.test/", "https", true],
  ["  http://a.test/", "http", true],
  ["data:,x", "data", false],
  ["data:,http:", "data", false],
  ["data:,https:", "data", false],
  ["web+foo:x", "web+foo", false],
  ["//a.test", "", false],
  ["httpsx://a.test", "httpsx", false],
  ["a1.b-c:x", "a1.b-c", false],
  ["1a:x", "", false],
  ["/a:x", "", false],
  ["a b:x", "", false],
  ["http", "", false],
  ["chrome-extension://abc/", "chrome-extension", false],
])("the scheme of %s is %s", (url, scheme, isHttp) => {
  expect(schemeOf(url)).toBe(scheme);
  expect(isHttpScheme(scheme)).toBe(isHttp);
});

// Chromium's HttpResponseHeaders::IsRedirect (EscapeNonASCII), Gecko's nsHttpChannel (esc_OnlyNonASCII).
describe("parseLocation", () => {
  it.each([
    ["/caf\xc3\xa9", "https://app.test/caf%C3%A9"],
    ["/caf\xe9?\xe9", "https://app.test/caf%E9?%E9"],
    ["https://caf\xc3\xa9.test/", "https://xn--caf-dma.test/"],
    ["/plain?a=%C3%A9", "https://app.test/plain?a=%C3%A9"],
    ["https://[", undefined],
  ])("%o: %s", (location, wanted) => {
    expect(parseLocation(location, "https://app.test/a")?.href).toBe(wanted);
  });
});

// https://www.rfc-editor.org/rfc/rfc1918 , RFC 3927, RFC 4193, RFC 6762 and RFC 8375: the user's own machine
// or network
it.each([
  ["http://localhost:3000", true],
  ["http://127.0.0.1", true],
  ["http://0.0.0.0:8000", true],
  ["http://host.docker.internal", true],
  ["http://10.0.0.1", true],
  ["http://110.0.0.1", false],
  ["http://192.168.1.1", true],
  ["http://192.169.1.1", false],
  ["http://169.254.1.1", true],
  ["http://172.15.0.1", false],
  ["http://172.16.0.1", true],
  ["http://172.31.0.1", true],
  ["http://172.32.0.1", false],
  ["http://[fd00::1]", true],
  ["http://[fc00::1]", true],
  ["http://[fe00::1]", false],
  ["http://[2001:db8::1]", false],
  ["http://nas.local", true],
  ["http://nas.lan", true],
  ["http://nas.home", true],
  ["http://nas.internal", true],
  ["http://nas.localdomain", true],
  ["http://host.docker.internal.test", false],
  ["http://100.0.0.1", false],
  ["http://10a.test", false],
  ["http://1.10.0.1", false],
  ["http://1.192.168.1", false],
  ["http://172.20.0.1", true],
  ["http://172.30.0.1", true],
  ["http://172.3.0.1", false],
  ["http://168.254.1.1", false],
  ["http://[::1]", true],
  ["http://fc.test", false],
  ["http://local.test", false],
  ["http://nas.local.test", false],
  ["http://nas.locals", false],
  ["http://nas", true],
  ["http://app.test", false],
  ["null", false],
  ["", false],
])("%s is in the reader's own network: %s", (origin, is) => {
  expect(isLocalHost(origin)).toBe(is);
});
