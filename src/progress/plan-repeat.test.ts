import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { planRepeat } from "./plan-repeat.ts";

function planOf(init: ExchangeInit = {}) {
  const exchange = anExchange(init);
  return planRepeat({ exchange, verdict: judge(exchange) });
}

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

describe("a repeated request", () => {
  it("is the same call, with the headers that the page set", () => {
    const plan = planOf({
      method: "PUT",
      requestHeaders: {
        Origin: "https://app.test",
        "User-Agent": "x",
        "X-Key": "1",
        "Content-Type": "application/json",
      },
      call: aCall({
        method: "PUT",
        credentials: "include",
        redirect: "error",
        headerNames: ["x-key", "content-type"],
        body: "plain",
      }),
    });
    expect(plan).toEqual({
      call: {
        frameId: 0,
        origin: "https://app.test",
        url: "https://api.test/items",
        via: "fetch",
        init: {
          method: "PUT",
          mode: "cors",
          credentials: "include",
          redirect: "error",
          cache: "reload",
          headers: [
            ["X-Key", "1"],
            ["Content-Type", "application/json"],
          ],
        },
      },
      isSafe: false,
      unseenValues: [],
      lacksBody: true,
    });
  });

  it("has a placeholder for each value that was not recorded", () => {
    const plan = planOf({
      requestHeaders: null,
      preflight: { status: 404 },
      response: null,
      ending: FAILED,
      call: aCall({ headerNames: ["authorization", "content-type"] }),
    });
    expect(plan).toMatchObject({
      unseenValues: ["authorization", "content-type"],
      isSafe: true,
      call: {
        init: {
          headers: [
            ["authorization", "crosscheck"],
            ["content-type", "application/json"],
          ],
        },
      },
    });
  });

  it.each<[string, ExchangeInit, object]>([
    ["a call without a report", {}, { via: "fetch" }],
    ["an event source", { call: aCall({ api: "event-source" }) }, { via: "event-source" }],
    ["an image", { resourceType: "image" }, { via: "image" }],
    ["a call of a frame", { frameId: 7 }, { frameId: 7 }],
    ["a URL with a password", { url: "https://me:pw@api.test/" }, { url: "https://api.test/" }],
    // The response in the browser's cache was the problem.
    [
      "a response of another request",
      { cachedFrom: { exchange: "0", origin: null } },
      { init: { cache: "default" } },
    ],
  ])("is %s", (_name, init, expected) => {
    expect(planOf(init)?.call).toMatchObject(expected);
  });

  it.each<[string, ExchangeInit]>([
    ["the page itself", { resourceType: "main_frame" }],
    ["a frame's document", { resourceType: "sub_frame" }],
    ["a script, which would run again", { resourceType: "script" }],
    ["a style sheet", { resourceType: "stylesheet" }],
    ["a request of a worker without a tab", { tabId: -1 }],
    ["a request without a frame", { frameId: -1 }],
    ["an upload with a listener", { call: aCall({ uploadListener: true }) }],
    ["an only-if-cached call", { call: aCall({ onlyIfCached: true }) }],
    ["a worker that could not be created", { call: aCall({ api: "worker" }) }],
    ["another scheme", { url: "ftp://api.test/" }],
  ])("is not %s", (_name, init) => expect(planOf(init)).toBeNull());

  // https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
  it.each([
    ["GET", true],
    ["HEAD", true],
    ["OPTIONS", true],
    ["POST", false],
    ["DELETE", false],
    ["QUERY", false],
    ["get", false],
  ])("requires a confirmation before it sends %s unless that is safe", (method, isSafe) => {
    expect(planOf({ method })?.isSafe).toBe(isSafe);
  });
});
