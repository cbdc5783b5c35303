import { expect, it } from "vitest";
import { isOnSourceList, type SourceReading } from "./source-list.ts";

const SELF = "http://a.test:8080";
const READING: SourceReading = {
  wasRedirected: false,
  upgradesPortsWithSchemes: false,
  sourcePaths: "strict",
};

// https://w3c.github.io/webappsec-csp/#match-url-to-source-expression
// biome-ignore format: a table is read by its columns.
it.each([
  ["*",                      "https://b.test",       true],
  ["*",                      "chrome-extension://x", false],
  ["*",                      "null",                 false],
  ["'self'",                 SELF,                   true],
  ["'SELF'",                 SELF,                   true],
  ["'self'",                 "http://a.test:8081",   false],
  ["http:",                  "http://b.test",        true],
  ["HTTP:",                  "https://b.test",       true],
  ["https:",                 "http://b.test",        false],
  // Neither browser matches this source; the standard does.
  ["ws:",                    "http://b.test",        false],
  ["data:",                  "http://b.test",        false],
  ["http://b.test",          "http://b.test",        true],
  ["http://B.test",          "http://b.test",        true],
  ["http://b.test",          "https://b.test",       true],
  ["https://b.test",         "http://b.test",        false],
  ["http://b.test",          "http://c.b.test",      false],
  ["http://*.b.test",        "http://c.b.test",      true],
  ["http://*.b.test",        "http://b.test",        false],
  ["http://b.test",          "http://b.test:81",     false],
  ["http://b.test:81",       "http://b.test:81",     true],
  ["http://b.test:*",        "http://b.test:81",     true],
  ["http://b.test:80",       "https://b.test",       true],
  ["http://b.test:80",       "http://b.test",        true],
  ["http://b.test:443",      "https://b.test",       true],
  ["http://b.test:443",      "http://b.test",        false],
  ["http://b.test:80",       "http://b.test:443",    true],
  ["http://b.test:443",      "http://b.test:80",     false],
  ["https://b.test:443",     "https://b.test",       true],
  ["https://b.test:80",      "https://b.test",       true],
  ["https://b.test:80",      "https://b.test:81",    false],
  ["http://b.test:81",       "http://b.test:443",    false],
  ["http://a.b.c.test",      "http://a.b.c.test",    true],
  ["http://*.b.c.test",      "http://a.b.c.test",    true],
  ["http://b.test.",         "http://b.test.",       true],
  ["http://b..test",         "http://b..test",       false],
  ["*:*",                    "http://b.test:81",     true],
  ["*:1",                    "http://b.test:81",     false],
  ["b.test",                 "http://b.test",        true],
  ["b.test:81",              "https://b.test:81",    true],
  ["http://b.test/",         "http://b.test",        true],
  ["http://b.test/path",     "http://b.test",        false],
  ["http://b.test?query",    "http://b.test",        false],
  ["http://[::1]:81",        "http://[::1]:81",      true],
  ["http://[",               "http://b.test",        false],
  ["self",                   SELF,                   false],
  ["'unsafe-inline'",        SELF,                   false],
  ["nonsense://",            SELF,                   false],
])("%s matches %s: %s", (source, origin, matches) => {
  expect(isOnSourceList([source], origin, SELF, READING)).toBe(matches);
});

// Measured in Chromium 156; in the standard and in Firefox 153, all rows match.
it.each([
  ["http://b.test:81", "https://b.test:81", false],
  ["b.test:81", "https://b.test:81", false],
  ["HTTPS://b.test:81", "https://b.test:81", true],
  ["http://b.test:*", "https://b.test:81", true],
  ["http://b.test", "https://b.test", true],
  ["http://b.test:80", "https://b.test", true],
  ["http://b.test:443", "https://b.test", false],
  ["https://b.test:80", "https://b.test", false],
  ["http://b.test:80", "http://b.test:443", false],
  ["http:", "https://b.test:81", true],
  ["*", "https://b.test:81", true],
])("where ports are upgraded along with schemes, %s matches %s: %s", (source, origin, matches) => {
  const reading = { ...READING, upgradesPortsWithSchemes: true };
  expect(isOnSourceList([source], origin, SELF, reading)).toBe(matches);
  expect(isOnSourceList([source], origin, SELF, READING)).toBe(true);
});

// https://w3c.github.io/webappsec-csp/#match-schemes : the default scheme is that of the policy's own URL.
it("gives a source without a scheme the policy's scheme", () => {
  expect(isOnSourceList(["b.test"], "http://b.test", "https://a.test", READING)).toBe(false);
});

it("matches 'self' on the upgraded host only at the default ports", () => {
  expect(isOnSourceList(["'self'"], "https://a.test", "http://a.test", READING)).toBe(true);
  expect(isOnSourceList(["'self'"], "http://a.test", "https://a.test", READING)).toBe(false);
  expect(isOnSourceList(["'self'"], "https://a.test:8080", SELF, READING)).toBe(false);
});

// https://w3c.github.io/webappsec-csp/#path-part-match : an ancestor's URL has the path "/". "lenient" and
// "ignored" as measured in Chromium 156, without and after a redirect, and in Firefox 153.
// biome-ignore format: a table is read by its columns.
it.each([
  // source                         strict lenient redirected ignored
  ["http://b.test",                 true,  true,   true,      true],
  ["http://b.test/",                true,  true,   true,      true],
  ["http://b.test/path",            false, false,  true,      true],
  ["http://b.test//path",           false, false,  true,      false],
  ["http://b.test/%2Fpath",         false, false,  true,      true],
  ["http://b.test/?query",          false, true,   true,      true],
  ["http://b.test/#hash",           false, true,   true,      true],
  ["http://b.test/path?query",      false, false,  true,      true],
  ["http://b.test?query",           false, false,  false,     true],
  ["http://b.test#hash",            false, false,  false,     true],
  ["b.test/path",                   false, false,  true,      true],
  ["http://other.test/path",        false, false,  false,     false],
  ["'self'/path",                   false, false,  false,     false],
  ["http:///path",                  false, false,  false,     false],
] as const)("the path of %s matches: %s, %s, %s, %s", (source, strict, lenient, redirected, ignored) => {
  const matches = (reading: Partial<SourceReading>) =>
    isOnSourceList([source], "http://b.test", SELF, { ...READING, ...reading });
  expect(matches({ sourcePaths: "strict" })).toBe(strict);
  expect(matches({ sourcePaths: "strict", wasRedirected: true })).toBe(strict);
  expect(matches({ sourcePaths: "lenient" })).toBe(lenient);
  expect(matches({ sourcePaths: "lenient", wasRedirected: true })).toBe(redirected);
  expect(matches({ sourcePaths: "ignored" })).toBe(ignored);
});
