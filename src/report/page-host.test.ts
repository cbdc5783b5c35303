import { describe, expect, test } from "vitest";
import { aRow } from "../view/model/row.test-builder.ts";
import { pageHost } from "./page-host.ts";
import { reportFileName } from "./report-file-name.ts";

describe("pageHost", () => {
  test("of the newest navigation", () => {
    const old = aRow({ resourceType: "main_frame", url: "https://old.test/" });
    const current = aRow({ resourceType: "main_frame", url: "https://new.test:8443/x" });
    expect(pageHost([old, aRow(), current, aRow()])).toBe("new.test:8443");
  });
  test("else of who asked", () => expect(pageHost([aRow()])).toBe("app.shop.test"));
  test("null when nothing tells", () => expect(pageHost([])).toBeNull());
});

test.each([
  ["app.shop.test", "crosscheck-app.shop.test-20260731-140501.har"],
  ["localhost:3000", "crosscheck-localhost_3000-20260731-140501.har"],
  ["../..\u202e", "crosscheck-.._.._-20260731-140501.har"],
  [null, "crosscheck-tab-20260731-140501.har"],
])("reportFileName of %j", (host, name) => {
  expect(reportFileName(host, new Date(2026, 6, 31, 14, 5, 1), "har")).toBe(name);
});
