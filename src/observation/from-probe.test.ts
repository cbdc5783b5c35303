import { expect, it } from "vitest";
import { fromProbe } from "./from-probe.ts";
import { aCall, anElement } from "./page-call.test-builder.ts";
import type { PageCallResult, PolicyViolation, ProbeReport, TimedResource } from "./page-call.ts";

const from = {
  tabId: 7,
  frameId: 2,
  documentId: "D",
  origin: "https://app.test",
  isInitialDocument: false,
};
const call = aCall();
const outcome: PageCallResult = {
  result: "resolved",
  responseType: "cors",
  status: 200,
  errorName: null,
};
const violation: PolicyViolation = {
  effectiveDirective: "connect-src",
  blockedUrl: "https://api.test/items",
  disposition: "enforce",
};
const element = anElement();
const resource = (endedAt: number) => ({ url: "https://api.test/items", endedAt }) as TimedResource;

it.each<[string, ProbeReport, readonly object[]]>([
  [
    "a call's start",
    { kind: "call-started", callId: "1", timeStamp: 5, call },
    [{ kind: "call-started", ...from, timeStamp: 5, callId: "1", call }],
  ],
  [
    "a call's end",
    { kind: "call-ended", callId: "1", timeStamp: 6, outcome },
    [{ kind: "call-ended", ...from, timeStamp: 6, callId: "1", result: outcome }],
  ],
  [
    "a policy's violation",
    { kind: "policy-violated", timeStamp: 5, violation },
    [{ kind: "policy-violated", ...from, timeStamp: 5, violation }],
  ],
  [
    "an element that failed",
    { kind: "element-failed", timeStamp: 5, element },
    [{ kind: "element-failed", ...from, timeStamp: 5, element }],
  ],
  [
    "an element that loaded",
    { kind: "element-loaded", timeStamp: 5, element },
    [{ kind: "element-loaded", ...from, timeStamp: 5, element }],
  ],
  [
    "a part of the timeline, each entry at its end",
    { kind: "resources-timed", timeStamp: 9, resources: [resource(3), resource(4)] },
    [
      { kind: "resource-timed", ...from, timeStamp: 3, resource: resource(3) },
      { kind: "resource-timed", ...from, timeStamp: 4, resource: resource(4) },
    ],
  ],
  ["an empty part of it", { kind: "resources-timed", timeStamp: 9, resources: [] }, []],
])("makes an observation of %s", (_what, report, wanted) => {
  expect(fromProbe(from, report)).toEqual(wanted);
});
