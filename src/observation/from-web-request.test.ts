import { describe, expect, it } from "vitest";
import { fromWebRequest, type RawDetails } from "./from-web-request.ts";

const details: RawDetails = {
  requestId: "1",
  url: "https://cdn.test/a",
  method: "GET",
  tabId: 1,
  frameId: 0,
  parentFrameId: -1,
  type: "image",
  timeStamp: 0,
};

describe("fromWebRequest", () => {
  // https://drafts.csswg.org/css-values/#fetch-a-style-resource : the document asks, not the sheet.
  // biome-ignore format: a table is read by its columns.
  it.each([
    ["image",          "https://cdn.test/x.css", "https://app.test/page", "https://app.test"],
    ["stylesheet",     "https://cdn.test/x.css", "https://app.test/page", "https://app.test"],
    ["font",           "https://app.test/page",  "https://app.test/page", "https://app.test"],
    ["image",          "https://cdn.test/x.css", undefined,               "https://cdn.test"],
    ["xmlhttprequest", "https://api.test/",      "https://app.test/page", "https://api.test"],
    ["image",          undefined,                undefined,               null],
  ])("in Gecko takes a %s of %s in %s for asked by %s", (type, originUrl, documentUrl, asked) => {
    const { initiator } = fromWebRequest("started", { ...details, type, originUrl, documentUrl }, "gecko");
    expect(initiator).toBe(asked);
  });

  it.each([
    ["gecko", null, true],
    ["gecko", "127.0.0.1", false],
    ["chromium", "127.0.0.1", true],
  ] as const)("in %s takes what came by %s for stored: %s", (browser, ip, fromCache) => {
    const told = { ...details, fromCache: true, ip };
    expect(fromWebRequest("completed", told, browser)).toMatchObject({ fromCache });
  });
});
