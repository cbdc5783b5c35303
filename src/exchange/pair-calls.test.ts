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
  ...overrides,
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
