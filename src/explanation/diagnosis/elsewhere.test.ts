import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCause, aVerdict, type VerdictInit } from "../../verdict/verdict.test-builder.ts";
import { elsewhere } from "./elsewhere.ts";

const INCLUDE = { credentials: { value: "include", basis: "observed" } } as const;
const LOOPBACK = { url: "http://localhost:3000/a" };
const cross = { url: "https://api.other.test/a", requestHeaders: {} };
const BLOCKED = { outcome: "blocked", cause: aCause("missing-allow-origin") } as const;

// Measured in WebKitGTK 2.50: it also blocks http from https on loopback, except for images and media
// (https://bugs.webkit.org/show_bug.cgi?id=171934), and sends no cookies to other sites.
it.each<[string, ExchangeInit, VerdictInit, "loopback" | "cookies" | "both" | ""]>([
  ["http on loopback from https", LOOPBACK, {}, "loopback"],
  ["http on loopback from https, blocked", LOOPBACK, BLOCKED, "loopback"],
  ["http on 127.0.0.1 from https", { url: "http://127.0.0.1/" }, {}, "loopback"],
  [
    "a WebSocket on loopback",
    { url: "ws://localhost/", resourceType: "websocket" },
    {},
    "loopback",
  ],
  [
    "a WebSocket on loopback with TLS",
    { url: "wss://localhost/", resourceType: "websocket" },
    {},
    "",
  ],
  ["https on loopback", { url: "https://localhost/" }, {}, ""],
  ["an image on loopback", { ...LOOPBACK, resourceType: "image" }, {}, ""],
  ["http on loopback from http", LOOPBACK, { initiatorOrigin: "http://app.test" }, ""],
  ["http on another host", { url: "http://api.test/" }, {}, ""],
  ["http on loopback, same-origin", LOOPBACK, { crossOrigin: false }, ""],
  ["a pending request", LOOPBACK, { outcome: "pending", cause: null }, ""],
  ["a failed request", LOOPBACK, { outcome: "failed", cause: aCause("connection-refused") }, ""],
  ["cookies of another site", cross, INCLUDE, "cookies"],
  ["cookies of another site, blocked", cross, { ...BLOCKED, ...INCLUDE }, "cookies"],
  ["no cookies", cross, {}, ""],
  [
    "cookies that are only assumed to be included",
    cross,
    { credentials: { value: "include", basis: "assumed" } },
    "",
  ],
  [
    "cookies of the page's own site",
    { url: "https://api.app.test/", requestHeaders: {} },
    INCLUDE,
    "",
  ],
  ["cookies of a local machine", { url: "https://nas.local/a", requestHeaders: {} }, INCLUDE, ""],
  [
    "cookies after a redirect to another site",
    { hops: [{ url: "https://api.app.test/", requestHeaders: {} }, cross] },
    INCLUDE,
    "cookies",
  ],
])("predicts Safari's behaviour where it is known: %s", (_name, init, verdict, wanted) => {
  const said = elsewhere(anExchange(init), aVerdict(verdict)).map((one) =>
    /cookie/i.test(one) ? "cookies" : "loopback",
  );
  expect(said).toEqual(wanted === "" ? [] : [wanted]);
});
