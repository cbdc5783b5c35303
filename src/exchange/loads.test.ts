import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "./exchange.test-builder.ts";
import { type Load, loadOf, unseenLoad } from "./loads.ts";

const LOADS: readonly Load[] = [
  { at: 1_000, url: "https://app.test/", documentId: "A" },
  { at: 2_000, url: "https://app.test/", documentId: "B" },
  { at: 3_000, url: "https://app.test/", documentId: "A" },
];

describe("the load of an exchange", () => {
  it.each<[string, ExchangeInit, number]>([
    ["is the last load that began before it", { documentId: null, startedAt: 2_500 }, 1],
    ["is the load that began at the same time", { documentId: null, startedAt: 2_000 }, 1],
    ["is -1 where no load had begun", { documentId: null, startedAt: 999 }, -1],
    ["is the frame's load, by time", { documentId: "frame", startedAt: 1_500 }, 0],
    [
      "is its document's load, also for a request sent while unloading",
      { documentId: "B", startedAt: 3_001 },
      1,
    ],
    ["is its document's load, whatever the time", { documentId: "B", startedAt: 1_999 }, 1],
    ["is the later load of a document that was restored", { documentId: "A", startedAt: 3_500 }, 2],
    [
      "is the earlier load of such a document before that",
      { documentId: "A", startedAt: 1_500 },
      0,
    ],
    [
      "is the load that the navigation starts",
      { documentId: null, resourceType: "main_frame", documentShown: true, startedAt: 1_900 },
      1,
    ],
    [
      "is the load on which a download began",
      { documentId: null, resourceType: "main_frame", startedAt: 1_900 },
      0,
    ],
    [
      "is the load on which the navigation failed",
      {
        documentId: null,
        resourceType: "main_frame",
        startedAt: 1_900,
        ending: { kind: "failed", error: "net::ERR_ABORTED" },
      },
      0,
    ],
    [
      "is the page's load for a frame's navigation",
      { documentId: null, resourceType: "sub_frame", frameId: 4, startedAt: 1_900 },
      0,
    ],
  ])("%s", (_name, init, expected) => {
    expect(loadOf(anExchange(init), LOADS)).toBe(expected);
  });

  it("is -1 where no load is known", () => expect(loadOf(anExchange(), [])).toBe(-1));
});

describe("the load before the first known one", () => {
  const ofPage = { initiatorOrigin: "https://app.test", documentId: "P" };
  it.each<[string, ExchangeInit[], Pick<Load, "url" | "documentId">]>([
    [
      "has the origin of the page's requests",
      [ofPage],
      { url: "https://app.test", documentId: "P" },
    ],
    [
      "does not have the origin of a frame's requests",
      [{ ...ofPage, frameId: 4 }],
      { url: "", documentId: null },
    ],
    [
      "does not have the origin that navigated to the page",
      [{ ...ofPage, resourceType: "main_frame" }],
      { url: "", documentId: null },
    ],
  ])("%s", (_name, [first = {}], expected) => {
    const exchanges = [
      anExchange({ ...first, startedAt: 900 }),
      anExchange({ frameId: 7, startedAt: 800 }),
    ];
    expect(unseenLoad(exchanges)).toEqual({ at: 800, ...expected });
  });
});
