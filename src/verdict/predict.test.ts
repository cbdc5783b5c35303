import { describe, expect, it } from "vitest";
import { factsOf } from "../browsers/facts-of.ts";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { type Exchange, type Hop, type Response, withHops } from "../exchange/exchange.ts";
import { encodeUtf8 } from "../http/isomorphic.ts";
import { aCall, REJECTED, RESOLVED } from "../observation/page-call.test-builder.ts";
import { canPredict } from "./can-predict.ts";
import { judge } from "./judge.ts";
import { rulesOf } from "./lanes/observed.ts";
import {
  asRecorded,
  type Prediction,
  predict,
  readHeaders,
  readOrigin,
  responseKey,
  type WhatIfEdit,
  withRemedy,
} from "./predict.ts";

/** The error in which Firefox ends both a request and the preflight that blocked it. */
const REFUSED = { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" } as const;
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const ALLOWED = "Access-Control-Allow-Origin: https://app.test";

const PUT_ALLOWED = {
  "Access-Control-Allow-Origin": "https://app.test",
  "Access-Control-Allow-Methods": "PUT",
};

const bare = anExchange({ response: { headers: {} }, ending: FAILED });
const blockedPut = anExchange({
  method: "PUT",
  preflight: { headers: { "Access-Control-Allow-Origin": "https://app.test" } },
  requestHeaders: null,
  response: null,
  ending: FAILED,
});

function supposing(exchange: Exchange, edit: (observed: WhatIfEdit) => Partial<WhatIfEdit>) {
  const verdict = judge(exchange);
  const before = asRecorded(exchange, verdict);
  return predict(exchange, verdict, { ...before, ...edit(before) });
}

const responding =
  (key: string, headers: string, status = 200) =>
  (before: WhatIfEdit) => ({
    responses: { ...before.responses, [key]: { status, headers } },
  });

const RESPONSE = responseKey(0, "request");
const PREFLIGHT = responseKey(0, "preflight");

// `blockedPut` does not show its credentials, so the cause in another browser would be open.
const seenPut = { ...blockedPut, call: aCall({ method: "PUT", credentials: "omit" }) } as Exchange;

const refusedPut = {
  ...anExchange({
    method: "PUT",
    preflight: { status: 401, headers: { "WWW-Authenticate": "Bearer" } },
    requestHeaders: null,
    response: null,
  }),
  call: aCall({ method: "PUT", credentials: "omit" }),
} as Exchange;

const inFirefox = (exchange: Exchange): Exchange =>
  ({
    ...exchange,
    browser: "gecko",
    ending: REFUSED,
    hops: exchange.hops.map(({ preflight, ...hop }) => ({
      ...hop,
      preflight: preflight && { ...preflight, ending: REFUSED },
    })),
  }) as Exchange;

describe("what if", () => {
  it.each<[string, Exchange, string, string | null]>([
    ["a pass", anExchange(), "allowed", null],
    ["a block", bare, "blocked", "missing-allow-origin"],
    ["a block at the preflight", seenPut, "blocked", "method-disallowed"],
    ["a block at the preflight in Firefox", inFirefox(seenPut), "blocked", "method-disallowed"],
    [
      "a failed preflight status in Firefox",
      inFirefox(refusedPut),
      "blocked",
      "missing-allow-origin",
    ],
  ])("nothing were changed: %s stays", (_name, exchange, outcome, code) => {
    const { lanes, verdict } = supposing(exchange, () => ({}));
    const judged = judge(exchange).lanes;
    for (const name of ["spec", "chromium", "gecko"] as const) {
      expect([lanes[name].outcome, lanes[name].cause?.code ?? null]).toEqual([outcome, code]);
      // The cause has the same family, stage, hop and parameter.
      expect(lanes[name].cause).toEqual(judged[name].cause);
    }
    expect([verdict.outcome, verdict.cause?.code ?? null]).toEqual([outcome, code]);
  });

  it("the header were there: it passes, although the browser blocked it", () => {
    const { lanes, verdict } = supposing(bare, responding(RESPONSE, ALLOWED));
    expect(lanes.chromium.outcome).toBe("allowed");
    expect(verdict).toMatchObject({ outcome: "allowed", certainty: "certain" });
  });

  it("the header were gone: it is blocked, although the browser let it pass", () => {
    const { lanes, verdict } = supposing(anExchange(), responding(RESPONSE, ""));
    expect(lanes.gecko.cause?.code).toBe("missing-allow-origin");
    expect(verdict.cause?.code).toBe("missing-allow-origin");
  });

  it.each(["chromium", "gecko"] as const)(
    "the response were another than the page saw in %s: the verdict is the prediction",
    (browser) => {
      const call = aCall();
      const { completesWithheld } = factsOf(browser);
      const ending = completesWithheld ? ({ kind: "completed" } as const) : FAILED;
      const refused = anExchange({
        ...{ browser, call, callResult: REJECTED, timedStatus: 0, ending },
        response: { headers: {} },
      });
      const fixed = supposing(refused, responding(RESPONSE, ALLOWED));
      expect(fixed.lanes[rulesOf(browser).lane].outcome).toBe("allowed");
      expect(fixed.verdict).toMatchObject({ outcome: "allowed", cause: null });

      const passed = anExchange({
        ...{ browser, call, callResult: RESOLVED, timedStatus: 200 },
        response: { headers: { "Access-Control-Allow-Origin": "https://app.test" } },
      });
      const broken = supposing(passed, responding(RESPONSE, ""));
      expect(broken.lanes[rulesOf(browser).lane].outcome).toBe("blocked");
      expect(broken.verdict).toMatchObject({
        outcome: "blocked",
        cause: { code: "missing-allow-origin" },
      });
    },
  );

  it("only the preflight passed: the response to the request decides, and is not known", () => {
    const headers = `${ALLOWED}\nAccess-Control-Allow-Methods: PUT`;
    const { lanes, open } = supposing(blockedPut, responding(PREFLIGHT, headers, 204));
    expect([lanes.chromium.outcome, open]).toEqual(["open", "response"]);
  });

  it("the preflight failed after all: the request is not sent", () => {
    const put = anExchange({ method: "PUT", preflight: {} });
    const { verdict } = supposing(put, responding(PREFLIGHT, "", 404));
    expect(verdict).toMatchObject({ outcome: "blocked", cause: { stage: "preflight" } });
    expect(verdict.reachedServer).toBe(false);
  });

  it("the request came from another origin", () => {
    const { lanes } = supposing(anExchange(), () => ({ origin: "https://other.test" }));
    expect(lanes.spec.cause?.code).toBe("allow-origin-mismatch");
  });

  it("credentials were included", () => {
    const open = anExchange({ response: { headers: { "Access-Control-Allow-Origin": "*" } } });
    const { lanes } = supposing(open, () => ({ credentials: "include" }));
    expect(lanes.chromium.cause?.code).toBe("wildcard-origin-not-allowed");
  });

  // https://fetch.spec.whatwg.org/#cors-preflight-cache : entries are keyed by origin and credentials.
  it.each<[string, Partial<WhatIfEdit>, Prediction["open"]]>([
    ["nothing else", {}, null],
    ["another origin", { origin: "https://other.test" }, "preflight"],
    ["other credentials", { credentials: "include" }, "preflight"],
  ])("a PUT with a cached preflight were repeated, with %s", (_name, edit, open) => {
    const headers = { "Access-Control-Allow-Origin": edit.origin ?? "https://app.test" };
    const cached = anExchange({
      ...{ method: "PUT", call: aCall({ method: "PUT", credentials: "omit" }) },
      response: { headers: { ...headers, "Access-Control-Allow-Credentials": "true" } },
    });
    expect(supposing(cached, () => edit).open).toBe(open);
  });

  it("the mode were no-cors: the response is opaque", () => {
    const { lanes, verdict } = supposing(bare, () => ({ mode: "no-cors" }));
    expect(lanes.chromium).toMatchObject({ outcome: "opaque", cause: { code: "opaque-no-cors" } });
    expect(verdict.outcome).toBe("opaque");
  });

  it("the response redirected elsewhere: the response there is unknown", () => {
    const headers = `${ALLOWED}\nLocation: https://b.test/`;
    expect(supposing(anExchange(), responding(RESPONSE, headers, 302)).open).toBe("redirect");
  });

  // https://www.rfc-editor.org/rfc/rfc9110#section-15 : a reason phrase describes its own status code
  it.each([
    ["another status", 404, ""],
    ["the same status", 403, "Forbidden"],
  ])("a response were changed, with %s: its text is that of the status", (_name, status, text) => {
    const [hop] = bare.hops as [Hop];
    const seen = { ...(hop.response as Response), status: 403, statusText: "Forbidden" };
    const forbidden = withHops(bare, [{ ...hop, response: seen }]);
    const { exchange } = supposing(forbidden, responding(RESPONSE, ALLOWED, status));
    expect(exchange.hops[0]?.response?.statusText).toBe(text);
  });

  it("an unrecorded response had arrived: it has only a status", () => {
    const { exchange } = supposing(blockedPut, responding(PREFLIGHT, ALLOWED, 405));
    const unseen = supposing(anExchange({ response: null }), responding(RESPONSE, "", 405));
    expect(exchange.hops[0]?.preflight?.response).toMatchObject({ status: 405, statusText: "" });
    expect(unseen.exchange.hops[0]?.response).toMatchObject({ status: 405, statusText: "" });
  });

  it("a redirect were an ordinary response: later hops do not count", () => {
    const redirected = anExchange({
      hops: [
        { url: "https://a.test/1" },
        { url: "https://b.test/2", response: { headers: {} }, requestHeaders: { Origin: "null" } },
      ],
      ending: FAILED,
    });
    const { lanes, exchange } = supposing(redirected, responding(RESPONSE, ALLOWED));
    expect([lanes.chromium.outcome, exchange.hops.length]).toEqual(["allowed", 1]);
  });

  it("the last response of a redirect chain were blocked: what came before stays as recorded", () => {
    const redirected = anExchange({
      hops: [
        { url: "https://a.test/1" },
        { url: "https://a.test/2", requestHeaders: { Origin: "https://app.test" } },
      ],
    });
    const last = responseKey(1, "request");
    const { exchange, lanes } = supposing(redirected, responding(last, ""));
    expect(lanes.chromium.cause).toMatchObject({ code: "missing-allow-origin", hop: 1 });
    expect(exchange.hops[0]).toEqual(redirected.hops[0]);
  });

  it("one response were changed: the others keep their recorded bytes", () => {
    const preflight = { headers: { ...PUT_ALLOWED, "X-Name": "\xff" } };
    const put = anExchange({ method: "PUT", preflight });
    const { exchange } = supposing(put, responding(RESPONSE, ""));
    expect(exchange.hops[0]?.preflight?.response).toEqual(put.hops[0]?.preflight?.response);
  });

  it.each([
    ["bare", bare],
    ["blocked PUT", blockedPut],
  ])("the remedy were applied: %s passes", (_name, exchange) => {
    const verdict = judge(exchange);
    const before = asRecorded(exchange, verdict);
    const after = withRemedy(before, verdict.remedy ?? []);
    expect(predict(exchange, verdict, after).lanes.chromium.outcome).toBe("allowed");
  });

  it("a header of text beyond ASCII is edited as text, and judged as its bytes", () => {
    const origin = encodeUtf8("https://café.test");
    const exchange = anExchange({ response: { headers: { "X-Name": origin } }, ending: FAILED });
    const verdict = judge(exchange);
    const before = asRecorded(exchange, verdict);
    const text = before.responses[RESPONSE]?.headers ?? "";
    expect(text).toBe("X-Name: https://café.test");
    expect(readHeaders(text).headers).toEqual([["X-Name", origin]]);
    const remedy = withRemedy(before, verdict.remedy ?? []);
    expect(remedy.responses[RESPONSE]?.headers).toContain("X-Name: https://café.test");
  });

  it("is not offered where the network failed", () => {
    const refused = { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" } as const;
    expect(canPredict(judge(bare))).toBe(true);
    expect(canPredict(judge(anExchange({ response: null, ending: refused })))).toBe(false);
  });
});

it("header lines are parsed, and invalid lines are named", () => {
  expect(readHeaders("A: 1\n\n b :2:3\nnonsense\n: x\nbad name: y")).toEqual({
    headers: [
      ["A", "1"],
      ["b", "2:3"],
    ],
    unread: ["nonsense", ": x", "bad name: y"],
  });
});

it.each([
  ["https://a.test/path", "https://a.test"],
  ["a.test:8080", "https://a.test:8080"],
  ["localhost", "https://localhost"],
  ["null", "null"],
  ["", null],
])("%j as an origin is %j", (text, expected) => {
  expect(readOrigin(text)).toBe(expected);
});
