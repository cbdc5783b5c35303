import { expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { destination } from "./destination.ts";

// https://fetch.spec.whatwg.org/#concept-request-destination
it.each([
  ["main_frame", "document"],
  ["sub_frame", "iframe"],
  ["stylesheet", "style"],
  ["script", "script"],
  ["image", "image"],
  ["imageset", "image"],
  ["font", "font"],
  ["object", "object"],
  ["media", "video"],
  ["csp_report", "report"],
  ["xslt", "xslt"],
  ["web_manifest", "manifest"],
  ["websocket", ""],
  ["xmlhttprequest", ""],
  ["beacon", ""],
  ["other", ""],
])("webRequest's %s has the destination '%s'", (resourceType, wanted) => {
  expect(destination(anExchange({ resourceType, requestHeaders: {} }))).toBe(wanted);
});

// https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-dest-header
it.each([
  ["track", "track"],
  ["empty", ""],
])("Sec-Fetch-Dest takes precedence over webRequest's type: %s", (dest, wanted) => {
  const hops = [
    { requestHeaders: null, redirect: { url: "https://api.test/items", internal: true } },
    { requestHeaders: { "Sec-Fetch-Dest": dest } },
  ];
  expect(destination(anExchange({ resourceType: "media", hops }))).toBe(wanted);
});
