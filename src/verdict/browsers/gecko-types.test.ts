import { expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { firstHop } from "../../exchange/exchange.ts";
import { isBlockedByOrb } from "./gecko-types.ts";

const NOSNIFF = { "X-Content-Type-Options": "nosniff" };

// https://github.com/annevk/orb as implemented in Firefox 153, whose console names the reasons.
it.each([
  ["image", "image/png", 200, {}, false],
  ["image", "image/png", 404, {}, false],
  ["image", "application/json", 200, {}, true],
  ["image", "application/ld+json", 200, {}, true],
  ["image", "text/html", 200, {}, true],
  ["image", "image/svg+xml", 200, {}, false],
  ["image", "image/png", 206, {}, true],
  ["image", "image/png", 206, { "Content-Range": "bytes 0-69/70" }, false],
  ["image", "image/png", 206, { "Content-Range": "bytes 5-69/70" }, true],
  ["image", "image/svg+xml", 206, {}, false],
  ["script", "text/javascript", 206, {}, false],
  ["image", "text/csv", 200, {}, true],
  ["image", "application/zip", 200, {}, true],
  ["image", "application/gzip", 200, {}, true],
  ["image", "application/vnd.ms-excel", 200, {}, true],
  ["image", "text/plain", 200, {}, false],
  ["image", "text/plain", 200, NOSNIFF, true],
  ["image", "text/html-not", 200, {}, false],
  ["script", "text/javascript", 404, {}, false],
  ["media", "video/mp4", 200, {}, false],
  ["media", "video/mp4", 206, {}, false],
  ["media", "video/mp4", 404, {}, true],
  ["media", "text/css", 404, {}, false],
  ["media", "application/x-javascript", 404, {}, false],
  ["media", "x-text/css", 404, {}, true],
  ["xmlhttprequest", "application/json", 200, {}, false],
] as const)("of %s, %s with status %s and %j: %s", (resourceType, type, status, more, blocked) => {
  const headers = { "Content-Type": type, ...more };
  const exchange = anExchange({ resourceType, response: { status, headers } });
  expect(isBlockedByOrb(exchange, firstHop(exchange).response)).toBe(blocked);
});

// https://fetch.spec.whatwg.org/#determine-nosniff
it.each([
  ["nosniff", true],
  ["NoSniff", true],
  ["nosniff , other", true],
  ["other, nosniff", false],
  ["xnosniff", false],
  ["nosniff-not", false],
  ["nosniff; other", false],
])("a text with X-Content-Type-Options '%s' is blocked: %s", (value, blocked) => {
  const headers = { "Content-Type": "text/plain", "X-Content-Type-Options": value };
  const exchange = anExchange({ resourceType: "image", response: { headers } });
  expect(isBlockedByOrb(exchange, firstHop(exchange).response)).toBe(blocked);
});

it("does not block a response that was not recorded", () => {
  expect(isBlockedByOrb(anExchange({ resourceType: "image" }), null)).toBe(false);
});
