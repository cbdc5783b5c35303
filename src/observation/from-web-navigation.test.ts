import { expect, it } from "vitest";
import { fromWebNavigation } from "./from-web-navigation.ts";

const committed = (url: string, more: object = {}) =>
  fromWebNavigation({ tabId: 7, frameId: 0, timeStamp: 5, url, ...more });

it("has null for members that Firefox does not report", () => {
  expect(committed("https://app.test/")).toEqual({
    kind: "navigated",
    ...{ tabId: 7, frameId: 0, parentFrameId: -1, timeStamp: 5, url: "https://app.test/" },
    ...{ documentId: null, parentDocumentId: null, documentLifecycle: null },
  });
});

it("has Chromium's documents", () => {
  const known = {
    ...{ frameId: 3, parentFrameId: 2, documentId: "D", parentDocumentId: "P" },
    documentLifecycle: "prerender",
  };
  expect(committed("https://app.test/", known)).toMatchObject(known);
});

it.each([["documentId"], ["parentDocumentId"], ["documentLifecycle"], ["timeStamp"], ["url"]])(
  "is no navigation where the type of %s is wrong",
  (member) => {
    expect(() => committed("https://app.test/", { [member]: {} })).toThrow(TypeError);
  },
);

const LONG = "x".repeat(10_000);
it.each([
  ["https://app.test/a#b#c", "https://app.test/a"],
  ["about:blank#x", "about:blank"],
  [`https://app.test/${LONG}`, `https://app.test/${LONG}`],
  [`HTTP://app.test/${LONG}`, `HTTP://app.test/${LONG}`],
  [`data:text/html,${LONG}`, `data:text/html,${LONG}`.slice(0, 200)],
  [`xhttp:${LONG}`, `xhttp:${LONG}`.slice(0, 200)],
])("keeps of %s only the parts that identify the document", (url, kept) => {
  expect(committed(url).url).toBe(kept);
});
