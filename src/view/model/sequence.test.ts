import { describe, expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { encodeUtf8 } from "../../http/isomorphic.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { aJudgement, aVerdict } from "../../verdict/verdict.test-builder.ts";
import { describeSequence, sequenceOf } from "./sequence.ts";
import { layOut } from "./sequence-layout.ts";

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

const pictureOf = (exchange: Exchange) => sequenceOf(exchange, judge(exchange));

const reported = (exchange: Exchange) =>
  pictureOf(exchange).arrows.map(
    ({ direction, label, note, state, server }) =>
      `${direction === "out" ? "→" : "←"}${server} ${label} | ${note ?? ""} | ${state}`,
  );

describe("the diagram of an exchange", () => {
  it("shows the request and the response", () => {
    expect(reported(anExchange())).toEqual([
      "→1 GET /items | Origin: https://app.test | done",
      "←1 200 |  | done",
    ]);
  });

  it("stops at the preflight, and shows the request that was never sent", () => {
    const exchange = anExchange({
      method: "PUT",
      preflight: { headers: {} },
      requestHeaders: null,
      response: null,
      ending: FAILED,
    });
    expect(reported(exchange)).toEqual([
      "→1 OPTIONS /items | Origin: https://app.test | done",
      "←1 204 | blocked by the browser here | stopped",
      "→1 PUT /items | never sent | never-sent",
    ]);
  });

  it.each([
    ["allowed", true, "service worker responded | served"],
    ["opaque", true, "service worker responded | served"],
    ["allowed", null, "no request on the network | served"],
    ["aborted", null, "never sent | never-sent"],
    ["unknown", null, "never sent | never-sent"],
  ] as const)("of what was %s without a request, by a worker: %s", (outcome, byWorker, end) => {
    const exchange = anExchange({
      ending: { kind: "not-sent" },
      call: aCall(),
      callResult: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
      answeredByWorker: byWorker,
    });
    const { arrows } = sequenceOf(exchange, aVerdict(aJudgement(outcome)));
    expect(arrows.map(({ label, note, state }) => `${label} | ${note} | ${state}`)).toEqual([
      `GET /items | ${end}`,
    ]);
  });

  it("shows where the origin turns null", () => {
    const exchange = anExchange({
      hops: [
        { url: "https://a.test/1" },
        { url: "https://b.test/2", requestHeaders: { Origin: "null" } },
      ],
      ending: FAILED,
    });
    const { actors, arrows } = pictureOf(exchange);
    expect(actors.map(({ label }) => label)).toEqual(["app.test", "a.test", "b.test"]);
    expect(arrows.map(({ turnsNull }) => turnsNull)).toEqual([false, false, true, false]);
    expect(reported(exchange)[1]).toBe("←1 302 | redirects to https://b.test/2 | done");
  });

  it("shows a redirect that was not followed", () => {
    const exchange = anExchange({
      response: { status: 302, headers: { Location: "https://b.test/2" } },
      ending: FAILED,
    });
    expect(reported(exchange).slice(1)).toEqual([
      "←1 302 | blocked by the browser here | stopped",
      "→2 GET /2 | never sent | never-sent",
    ]);
  });

  it("shows a pending response", () => {
    const exchange = anExchange({ response: null, ending: { kind: "pending" } });
    expect(reported(exchange)).toEqual([
      "→1 GET /items | Origin: https://app.test | done",
      "←1 waiting for the response |  | waiting",
    ]);
  });

  it("shows a preflight that the cache allowed", () => {
    const exchange = anExchange({ method: "PUT" });
    expect(reported(exchange)[0]).toBe("→1 OPTIONS | preflight result cached | cached");
  });

  it("shows the server's values as text, not as bytes", () => {
    const exchange = anExchange({
      hops: [
        {
          response: {
            status: 302,
            statusText: encodeUtf8("déplacé"),
            headers: { "Access-Control-Allow-Origin": "*", Location: encodeUtf8("/café → 日本") },
          },
        },
        { url: "https://api.test/caf%C3%A9%20%E2%86%92%20%E6%97%A5%E6%9C%AC" },
      ],
    });
    expect(reported(exchange)[1]).toBe("←1 302 déplacé | redirects to /café → 日本 | done");
    expect(describeSequence(pictureOf(exchange))).toContain("/café → 日本");
  });

  it("shows the target of a redirect that was not followed, as parsed by the browser", () => {
    const headers = { Location: encodeUtf8("https://b.test/café") };
    const exchange = anExchange({ response: { status: 302, headers }, ending: FAILED });
    expect(reported(exchange)[2]).toBe("→2 GET /caf%C3%A9 | never sent | never-sent");
  });

  it("shows the scheme of a redirect to an app", () => {
    const headers = { Location: "myapp://callback?code=1" };
    const exchange = anExchange({ response: { status: 302, headers }, ending: FAILED });
    expect(pictureOf(exchange).actors[2]?.label).toBe("myapp:");
    expect(reported(exchange)[2]).toBe("→2 GET myapp://callback?code=1 | never sent | never-sent");
  });

  it("is described in words", () => {
    expect(describeSequence(pictureOf(anExchange()))).toBe(
      "app.test to api.test: GET /items (Origin: https://app.test). api.test to app.test: 200.",
    );
  });
});

describe("its layout", () => {
  const sequence = pictureOf(
    anExchange({ hops: [{ url: "https://a.test/1" }, { url: "https://b.test/2" }] }),
  );

  it.each([
    [300, "compact"],
    [574, "compact"],
    [575, "wide"],
    [1600, "wide"],
  ] as const)("at %d pixels is %s and stays inside", (width, kind) => {
    const layout = layOut(sequence, width);
    expect(layout.kind).toBe(kind);
    for (const { box, from, to, y } of layout.arrows) {
      expect(Math.min(from, to, box.left)).toBeGreaterThanOrEqual(0);
      expect(Math.max(from, to, box.left + box.width)).toBeLessThanOrEqual(width);
      expect(box.width).toBeGreaterThan(150);
      expect(y).toBeLessThan(layout.height);
    }
    // A host name is up to 190 pixels wide, centred above its lifeline.
    const last = layout.lifelines.at(-1)?.x ?? 0;
    if (kind === "wide") expect(last + 95).toBeLessThanOrEqual(width);
    const tops = layout.arrows.map(({ box }) => box.top);
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
  });
});
