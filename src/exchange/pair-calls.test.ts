import { expect, it } from "vitest";
import { aCall } from "../observation/page-call.test-builder.ts";
import type { CallTrace } from "./call-trace.ts";
import { type PairableRequest, pairCalls } from "./pair-calls.ts";

const aTrace = (keepalive: boolean): CallTrace => ({
  callKey: "call",
  tabId: 1,
  frameId: 0,
  documentId: "D",
  origin: "https://app.test",
  isInitialDocument: false,
  call: aCall({ keepalive }),
  startedAt: 100,
  result: null,
  endedAt: null,
});
const aRequest = (overrides: Partial<PairableRequest>): PairableRequest => ({
  requestId: "1",
  frameId: 0,
  documentId: null,
  initiator: "https://app.test",
  resourceType: "xmlhttprequest",
  method: "GET",
  startedAt: 101,
  endedAt: null,
  ...overrides,
});

// A preload of the same URL that was over before the call is not the call's, if there is another.
it.each([
  [[{ startedAt: 80, endedAt: 90 }, { startedAt: 102 }], "2"],
  [[{ startedAt: 80, endedAt: 100 }, { startedAt: 102 }], "1"],
  [[{ startedAt: 80, endedAt: 90 }], "1"],
])("pairs a call made at 100 with the one of %o that it can be", (requests, id) => {
  const all = requests.map((one, i) =>
    aRequest({ requestId: `${i + 1}`, documentId: "D", ...one }),
  );
  expect(pairCalls([aTrace(false)], all).get("call")).toBe(id);
});

// Firefox 153 tells no documentId of a fetch that is to outlive its document.
it.each([
  [true, {}, "1"],
  [false, {}, undefined],
  [true, { frameId: 7 }, undefined],
  [true, { documentId: "another" }, undefined],
] as const)("pairs a call, keepalive %s, with a request of no document %o", (keepalive, of, id) => {
  expect(pairCalls([aTrace(keepalive)], [aRequest(of)]).get("call")).toBe(id);
});
