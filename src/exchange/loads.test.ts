import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "./exchange.test-builder.ts";
import { type Load, loadOf } from "./loads.ts";

const LOADS: readonly Load[] = [
  { at: 1_000, url: "https://app.test/", documentId: "A" },
  { at: 2_000, url: "https://app.test/", documentId: "B" },
  { at: 3_000, url: "https://app.test/", documentId: "A" },
];

describe("the load of an exchange", () => {
  it.each<[string, ExchangeInit, number]>([
    ["is the last that began before it", { documentId: null, startedAt: 2_500 }, 1],
    ["is the one that began as it did", { documentId: null, startedAt: 2_000 }, 1],
    ["is none where none had begun", { documentId: null, startedAt: 999 }, -1],
    ["is its frame's by time", { documentId: "frame", startedAt: 1_500 }, 0],
    ["is that of its document, which sends as it goes", { documentId: "B", startedAt: 3_001 }, 1],
    ["is that of its document, whatever the clock", { documentId: "B", startedAt: 1_999 }, 1],
    ["is the later one of a document that came back", { documentId: "A", startedAt: 3_500 }, 2],
    ["is the earlier one of it before that", { documentId: "A", startedAt: 1_500 }, 0],
    [
      "is the page that it brings",
      { documentId: null, resourceType: "main_frame", startedAt: 1_900 },
      1,
    ],
    [
      "is the page on which it failed",
      {
        documentId: null,
        resourceType: "main_frame",
        startedAt: 1_900,
        ending: { kind: "failed", error: "net::ERR_ABORTED" },
      },
      0,
    ],
    [
      "is the page of the frame that it brings",
      { documentId: null, resourceType: "sub_frame", frameId: 4, startedAt: 1_900 },
      0,
    ],
  ])("%s", (_name, init, expected) => {
    expect(loadOf(anExchange(init), LOADS)).toBe(expected);
  });

  it("is none where no load is known", () => expect(loadOf(anExchange(), [])).toBe(-1));
});
