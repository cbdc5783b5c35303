import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderLine, HeaderList } from "../http/header-list.ts";
import { completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { RequestObservation } from "../observation/observation.ts";
import { type RequestEvents, readTrace, withObservation } from "./request-events.ts";

const COOKIE: HeaderLine = ["Set-Cookie", "a=1"];
const TYPE: HeaderLine = ["Content-Type", "text/plain"];
const ALLOW: HeaderLine = ["Access-Control-Allow-Origin", "*"];

/** The response of a request whose last event has the given headers. */
function responseAfter(received: HeaderList, last: HeaderList, statuses = [200, 200]) {
  const life = completedLife({
    facts: someFacts({}),
    url: "https://api.test/",
    method: "GET",
    at: 1,
  });
  let trace: RequestEvents | undefined;
  for (const event of life) {
    const hasHeaders = event.kind === "headers-received" || event.kind === "completed";
    const [headers, status = 200] =
      event.kind === "completed" ? [last, statuses[1]] : [received, statuses[0]];
    trace = withObservation(trace, hasHeaders ? { ...event, headers, status } : event);
  }
  return readTrace(trace as RequestEvents).hops[0]?.response;
}

describe("the headers of the last event", () => {
  it.each<[string, HeaderList, HeaderList]>([
    ["are the same", [COOKIE, TYPE], [COOKIE, TYPE]],
    ["have a line moved", [COOKIE, TYPE], [TYPE, COOKIE]],
    ["have a name in another case", [TYPE], [["content-type", "text/plain"]]],
  ])("are not attributed to an extension where they %s", (_name, received, last) => {
    expect(responseAfter(received, last)).toMatchObject({
      headers: received,
      rewrittenHeaders: null,
    });
  });

  it("are the stored response's after a 304", () => {
    expect(responseAfter([ALLOW], [ALLOW, TYPE], [304, 200])).toMatchObject({
      headers: [ALLOW, TYPE],
      rewrittenHeaders: null,
    });
    // The response to the page's own conditional request is the 304 itself.
    expect(responseAfter([ALLOW], [ALLOW, TYPE], [304, 304])?.rewrittenHeaders).toEqual([
      ALLOW,
      TYPE,
    ]);
  });

  it.each<[string, HeaderList, HeaderList]>([
    ["added", [TYPE], [TYPE, ALLOW]],
    ["removed", [TYPE, ALLOW], [TYPE]],
    ["set", [["Access-Control-Allow-Origin", "https://a.test"]], [ALLOW]],
    ["doubled", [ALLOW], [ALLOW, ALLOW]],
    [
      "put before another line of its name",
      [COOKIE, ["Set-Cookie", "b"]],
      [["Set-Cookie", "b"], COOKIE],
    ],
  ])("are attributed to another extension where a line was %s", (_name, received, last) => {
    expect(responseAfter(received, last)).toMatchObject({
      headers: received,
      rewrittenHeaders: last,
    });
  });
});

// Gecko's clock counts whole milliseconds: a redirect and the next event may share one.
it("sorts events of one millisecond in the order of a request's life", () => {
  const [a, b] = ["https://a.test/", "https://b.test/"];
  const at = { ...someFacts({}), method: "GET", timeStamp: 5 };
  const received = { kind: "headers-received", ...at, statusText: "" } as const;
  const life: RequestObservation[] = [
    { kind: "started", ...at, url: a },
    { kind: "headers-sent", ...at, url: a, headers: [["Sent", "a"]] },
    { ...received, url: a, status: 302, headers: [["Location", b]] },
    {
      ...{ kind: "redirected", ...at, url: a, redirectUrl: b, status: 302 },
      ...{ fromCache: false, ip: null, headers: [["Location", b]] },
    },
    { kind: "headers-sent", ...at, url: b, headers: [["Sent", "b"]] },
    { ...received, url: b, status: 200, headers: [TYPE] },
    {
      ...{ kind: "completed", ...at, url: b, status: 200 },
      ...{ fromCache: false, ip: null, headers: [TYPE] },
    },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(life, { minLength: life.length }), (shuffled) => {
      let trace: RequestEvents | undefined;
      for (const event of shuffled) trace = withObservation(trace, event);
      const { hops, ending } = readTrace(trace as RequestEvents);
      expect(ending).toEqual({ kind: "completed" });
      expect(
        hops.map((hop) => [hop.url, hop.requestHeaders?.[0]?.[1], hop.response?.status]),
      ).toEqual([
        [a, "a", 302],
        [b, "b", 200],
      ]);
    }),
  );
});

// An upgrade to HTTPS, or another extension's redirect, happens without a response of the server.
it.each([
  ["the server, with its response", true, false],
  ["the browser, without a response", false, true],
])("knows a redirect by %s", (_name, hasResponse, internal) => {
  const at = { ...someFacts({}), method: "GET", url: "http://api.test/", timeStamp: 5 };
  const headers: HeaderList = [["Location", "https://api.test/"]];
  const life: RequestObservation[] = [
    { kind: "started", ...at },
    { kind: "headers-received", ...at, statusText: "", status: 307, headers },
    {
      ...{ kind: "redirected", ...at, redirectUrl: "https://api.test/", status: 307, headers },
      ...{ fromCache: false, ip: null },
    },
  ];
  let trace: RequestEvents | undefined;
  for (const event of life) {
    if (hasResponse || event.kind !== "headers-received") trace = withObservation(trace, event);
  }
  const { hops } = readTrace(trace as RequestEvents);
  expect(hops[0]?.redirect).toEqual({ url: "https://api.test/", internal });
});

// Browsers omit some facts in some events: the others fill them in.
it.each([
  [{ documentId: null }, {}],
  [{ initiator: null }, {}],
  [{}, { documentId: null }],
  [{}, { initiator: null }],
  [{ documentId: null }, { initiator: null }],
])("knows all facts of a request whose first event lacks %j and its next %j", (first, next) => {
  const life = completedLife({
    facts: someFacts(),
    url: "https://api.test/",
    method: "GET",
    at: 1,
  });
  let trace: RequestEvents | undefined;
  for (const [index, event] of life.entries()) {
    trace = withObservation(trace, { ...event, ...(index === 0 ? first : next) });
  }
  const { documentId, initiator } = someFacts();
  expect(trace?.facts).toMatchObject({ documentId, initiator });
});
