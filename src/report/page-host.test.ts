import { describe, expect, test } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { aRow } from "../view/model/row.test-builder.ts";
import { pageHost } from "./page-host.ts";
import { reportFileName } from "./report-file-name.ts";

/** A navigation of the tab. */
const navigation = (init: ExchangeInit) => {
  const exchange = anExchange({ resourceType: "main_frame", ...init });
  return { exchange, verdict: judge(exchange) };
};
const failed = (error: string) => ({ kind: "failed", error }) as const;

describe("pageHost", () => {
  test("of the newest navigation", () => {
    const old = navigation({ documentShown: true, url: "https://old.test/" });
    const current = navigation({ documentShown: true, url: "https://new.test:8443/x" });
    expect(pageHost([old, aRow(), current, aRow()])).toBe("new.test:8443");
  });
  test.each<[string, string, ExchangeInit]>([
    ["new.test", "that failed", { ending: failed("net::ERR_CONNECTION_REFUSED") }],
    ["new.test", "that failed in Firefox", { ending: failed("NS_ERROR_CONNECTION_REFUSED") }],
    ["old.test", "that was a download", {}],
    ["old.test", "that is under way", { ending: { kind: "pending" } }],
    ["old.test", "that was given up", { ending: failed("net::ERR_ABORTED") }],
    ["old.test", "that was given up in Firefox", { ending: failed("NS_BINDING_ABORTED") }],
  ])("%s after a navigation %s", (host, _how, init) => {
    const old = navigation({ documentShown: true, url: "https://old.test/" });
    const next = navigation({ url: "https://new.test/b.bin", ...init });
    expect(pageHost([old, next])).toBe(host);
  });
  test("null for a download without other evidence", () =>
    expect(pageHost([navigation({})])).toBeNull());
  test("of the requesting page otherwise", () => expect(pageHost([aRow()])).toBe("app.shop.test"));
  test("null without evidence", () => expect(pageHost([])).toBeNull());
});

test.each([
  ["app.shop.test", "crosscheck-app.shop.test-20260731-140501.har"],
  ["localhost:3000", "crosscheck-localhost_3000-20260731-140501.har"],
  ["../..\u202e", "crosscheck-.._.._-20260731-140501.har"],
  [null, "crosscheck-tab-20260731-140501.har"],
])("reportFileName of %j", (host, name) => {
  expect(reportFileName(host, new Date(2026, 6, 31, 14, 5, 1), "har")).toBe(name);
});
