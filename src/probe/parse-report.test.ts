import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProbeReport } from "../observation/page-call.ts";
import {
  MAX_HEADER_NAMES,
  MAX_STACK,
  MAX_TIMED,
  MAX_TIMED_URL,
  MAX_URL,
  MAX_WORD,
} from "./channel.ts";
import { parseReport } from "./parse-report.ts";

const STARTED = {
  kind: "call-started",
  callId: "1",
  timeStamp: 1_700_000_000_000,
  call: {
    api: "fetch",
    url: "https://api.test/things",
    method: "PUT",
    mode: "cors",
    credentials: "include",
    redirect: "follow",
    onlyIfCached: false,
    hasIntegrity: false,
    served: false,
    headerNames: ["x-custom"],
    body: "plain",
    uploadListener: false,
    keepalive: false,
    targetAddressSpace: null,
    stack: "    at page (https://app.test/:1:2)",
  },
} as const satisfies ProbeReport;
const ENDED = {
  kind: "call-ended",
  callId: "1",
  timeStamp: 1_700_000_000_001,
  outcome: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
} as const satisfies ProbeReport;
const VIOLATED = {
  kind: "policy-violated",
  timeStamp: 1_700_000_000_002,
  violation: {
    effectiveDirective: "connect-src",
    blockedUrl: "https://api.test/",
    disposition: "enforce",
  },
} as const satisfies ProbeReport;

const TIMED = {
  kind: "resources-timed",
  timeStamp: 1_700_000_000_003,
  resources: [
    {
      url: "https://api.test/font",
      status: 200,
      byWorker: true,
      startedAt: 1_700_000_000_000.5,
      endedAt: 1.7e12 + 2,
    },
    { url: "https://api.test/image", status: 0, byWorker: false, startedAt: 0, endedAt: 0 },
  ],
} as const satisfies ProbeReport;

const FRAMED = {
  kind: "element-requested",
  timeStamp: 1_700_000_000_004,
  element: {
    url: "https://api.test/frame",
    resourceType: "other",
    mode: null,
    credentials: null,
    hasIntegrity: false,
    served: false,
    answered: null,
    credentialless: true,
  },
} as const satisfies ProbeReport;

/** A report as it is sent: the bridge's own are not JSON. */
const crossing = (value: unknown) =>
  isOfBridge(value) ? structuredClone(value) : JSON.stringify(value);
const isOfBridge = (value: unknown) =>
  /^(?:policy|element)-/.test(String((value as { kind?: unknown } | null)?.kind));
const parse = (value: unknown) => parseReport(crossing(value));

test.each([STARTED, ENDED, VIOLATED, TIMED, FRAMED])(
  "reads the probe's report: $kind",
  (report) => {
    expect(parse(report)).toEqual(report);
  },
);

const ELEMENT = {
  kind: "element-failed",
  timeStamp: 1,
  element: {
    ...{ url: "https://api.test/", resourceType: "image", mode: "cors", credentials: null },
    ...{ hasIntegrity: false, served: false, answered: null },
  },
} as const satisfies ProbeReport;

test.each([
  STARTED,
  ENDED,
  TIMED,
  VIOLATED,
  FRAMED,
  ELEMENT,
  { ...ELEMENT, kind: "element-loaded" },
])("accepts $kind only from the script that can know it", (report) => {
  expect(parse(report)).toEqual(report);
  expect(parseReport(isOfBridge(report) ? JSON.stringify(report) : report)).toBeNull();
});

// https://w3c.github.io/webappsec-csp/#dom-securitypolicyviolationevent-disposition
test.each(["enforce", "report"] as const)("takes a violation to %s", (disposition) => {
  const report = { ...VIOLATED, violation: { ...VIOLATED.violation, disposition } };
  expect(parse(report)).toEqual(report);
});

test("drops members that are not part of a report", () => {
  const more = { ...STARTED, tabId: 1, call: { ...STARTED.call, secret: "x", __proto__: {} } };
  expect(parse(more)).toEqual(STARTED);
});

test.each([
  ["ws://api.test/x", "websocket", null],
  ["wss://api.test/x", "websocket", null],
  ["https://api.test/ws:", "worker", "same-origin"],
])("reads a constructor that threw for %s as a %s", (url, api, mode) => {
  const call = { ...STARTED.call, api: "worker", url, mode: "same-origin" };
  expect(parseReport(JSON.stringify({ ...STARTED, call }))).toMatchObject({ call: { api, mode } });
});

describe("null for everything else:", () => {
  const call = (fields: object) => ({ ...STARTED, call: { ...STARTED.call, ...fields } });
  const outcome = (fields: object) => ({ ...ENDED, outcome: { ...ENDED.outcome, ...fields } });
  const violation = (fields: object) => ({
    ...VIOLATED,
    violation: { ...VIOLATED.violation, ...fields },
  });
  const [font] = TIMED.resources;
  const timed = (...resources: unknown[]) => ({ ...TIMED, resources });
  test.each<[string, unknown]>([
    ["no kind", { ...STARTED, kind: undefined }],
    ["another kind", { ...STARTED, kind: "constructor" }],
    ["no id", { ...STARTED, callId: "" }],
    ["a number for an id", { ...STARTED, callId: 1 }],
    ["a long id", { ...STARTED, callId: "1".repeat(MAX_WORD + 1) }],
    ["no time", { ...STARTED, timeStamp: null }],
    ["a negative time", { ...STARTED, timeStamp: -1 }],
    ["no call", { ...STARTED, call: null }],
    ["a list for a call", { ...STARTED, call: [] }],
    ["another API", call({ api: "worklet" })],
    ["a long URL", call({ url: "x".repeat(MAX_URL + 1) })],
    ["an invalid URL", call({ url: {} })],
    ["a long method", call({ method: "M".repeat(MAX_WORD + 1) })],
    ["another mode", call({ mode: "toString" })],
    ["other credentials", call({ credentials: true })],
    ["another redirect mode", call({ redirect: "maybe" })],
    ["a text for names", call({ headerNames: "x" })],
    ["too many names", call({ headerNames: Array(MAX_HEADER_NAMES + 1).fill("x") })],
    ["an invalid name", call({ headerNames: [{ toString: "x" }] })],
    ["another body", call({ body: null })],
    ["a text for a flag", call({ keepalive: "false" })],
    ["an undefined flag", call({ uploadListener: undefined })],
    ["a long stack", call({ stack: "x".repeat(MAX_STACK + 1) })],
    ["a text for an attribute", { ...FRAMED, element: { ...FRAMED.element, credentialless: "" } }],
    ["another result", outcome({ result: "pending" })],
    ["an invalid status", outcome({ status: 1000 })],
    ["a fractional status", outcome({ status: 200.5 })],
    ["a long error", outcome({ errorName: "x".repeat(MAX_WORD + 1) })],
    ["another disposition", violation({ disposition: "ignore" })],
    ["no directive", violation({ effectiveDirective: null })],
    ["no resources", timed()],
    ["too many resources", timed(...Array(MAX_TIMED + 1).fill(font))],
    ["something for a list of resources", { ...TIMED, resources: { 0: font, length: 1 } }],
    ["an invalid resource", timed(font, null)],
    ["a resource's long URL", timed({ ...font, url: "x".repeat(MAX_TIMED_URL + 1) })],
    ["a resource's invalid status", timed({ ...font, status: -1 })],
    ["a resource that ends before it begins", timed({ ...font, endedAt: 1 })],
    ["a resource with an unknown initiator type", timed({ ...font, byWorker: 1 })],
    ["a resource without a time", timed({ ...font, startedAt: null })],
  ])("%s", (_what, value) => {
    expect(parse(value)).toBeNull();
  });

  test.each([undefined, null, 1, {}, STARTED, "", "{", "null", `"${"x".repeat(70_000)}"`])(
    "%j as it is",
    (value) => {
      expect(parseReport(value)).toBeNull();
    },
  );
});

// Pages may send anything: an invalid member makes the report invalid.
test.each(
  [
    {
      ...STARTED,
      call: { ...STARTED.call, urlLength: 1e4, methodLength: 100, optionsRefused: true },
    },
    ENDED,
    VIOLATED,
    TIMED,
    FRAMED,
  ].flatMap((report) =>
    paths(report).map((path) => [report.kind, path.join("."), report, path] as const),
  ),
)("is null for a %s whose %s is an object, or too long a text", (_kind, _path, report, path) => {
  const values = [{}, [1], "x".repeat(40_000), -1, ...(path[0] === "timeStamp" ? [] : [1.5])];
  for (const value of values) {
    expect(parse(replaced(report, [...path], value)), String(value).slice(0, 20)).toBeNull();
  }
});

test("never throws, and reads its own result again", () => {
  const leaf = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("cors", "fetch", "none", "resolved", "basic"),
  );
  const near = fc
    .constantFrom<object[]>(STARTED, ENDED, VIOLATED, TIMED)
    .chain((report) =>
      fc
        .tuple(fc.constantFrom(...paths(report)), leaf)
        .map(([path, value]) => replaced(report, path, value)),
    );
  fc.assert(
    fc.property(fc.oneof(near, fc.jsonValue(), fc.anything()), (value) => {
      let json: string | undefined;
      try {
        json = JSON.stringify(value);
      } catch {}
      for (const input of [json, value]) {
        const report = parseReport(input);
        if (report !== null) expect(parse(report)).toEqual(report);
      }
    }),
  );
});

/** The paths of an object's values, two levels deep. */
function paths(report: object): string[][] {
  return Object.entries(report).flatMap(([key, value]) => [
    [key],
    ...(typeof value === "object" ? Object.keys(value).map((inner) => [key, inner]) : []),
  ]);
}

function replaced(object: object, [key, ...rest]: string[], value: unknown): object {
  const there = (object as Record<string, object>)[key as string] as object;
  return { ...object, [key as string]: rest.length === 0 ? value : replaced(there, rest, value) };
}

test.each([
  [true, true],
  ["yes", false],
])("accepts only a boolean for refused options: %s", (optionsRefused, isTaken) => {
  const report = { ...STARTED, call: { ...STARTED.call, optionsRefused } };
  expect(parseReport(JSON.stringify(report))).toEqual(isTaken ? report : null);
});

describe("a truncated URL or method", () => {
  const url = `https://api.test/${"x".repeat(MAX_URL - 17)}`;
  test.each<[string, object, boolean]>([
    ["the length of the whole URL", { url, urlLength: MAX_URL + 1 }, true],
    ["no length, for a complete URL", { url }, true],
    ["the length of the beginning itself", { url, urlLength: MAX_URL }, false],
    ["an invalid length", { url, urlLength: "9999" }, false],
    ["the length of the whole method", { method: "M".repeat(MAX_WORD), methodLength: 100 }, true],
    ["a fractional length", { method: "M", methodLength: 2.5 }, false],
  ])("is reported with %s", (_name, cut, isTaken) => {
    const report = { ...STARTED, call: { ...STARTED.call, ...cut } };
    expect(parseReport(JSON.stringify(report))).toEqual(isTaken ? report : null);
  });

  test("has no length for a complete URL and method", () => {
    expect(parseReport(JSON.stringify(STARTED))).toEqual(STARTED);
  });
});

test.each<[string, unknown, boolean]>([
  ["names of APIs", ["fetch", "xhr"], true],
  ["invalid names", [1], false],
  ["no list", "fetch", false],
])("reads unobserved APIs: %s", (_name, apis, isTaken) => {
  const report = { kind: "calls-unheard", timeStamp: 1, apis };
  expect(parseReport(JSON.stringify(report))).toEqual(isTaken ? report : null);
});
