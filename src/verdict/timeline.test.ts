import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import { judge } from "./judge.ts";

/** The verdict, as "outcome code certainty, basis of the outcome". */
function inShort(init: ExchangeInit): string {
  const { outcome, cause, certainty, outcomeBasis } = judge(anExchange(init));
  return `${outcome} ${cause?.code ?? "-"} ${certainty}, ${outcomeBasis}`;
}

// In a same-site request, no event shows whether an image has credentials.
const IMAGE: ExchangeInit = {
  browser: "gecko",
  resourceType: "image",
  requestHeaders: { Origin: "https://app.test", "Sec-Fetch-Mode": "cors" },
};
const WILDCARD = { headers: { "Access-Control-Allow-Origin": "*" } };
const OPEN = {
  headers: {
    "Access-Control-Allow-Origin": "https://app.test",
    "Access-Control-Allow-Credentials": "true",
  },
};
const CLOSED = { headers: {} };
/** A simple POST to a host that gets no Sec-Fetch-Mode. */
const POST: ExchangeInit = {
  method: "POST",
  url: "http://api.test/",
  initiatorOrigin: "http://app.test",
  requestHeaders: { Origin: "http://app.test" },
};

const REDIRECT = {
  url: "https://api.test/a",
  requestHeaders: { Origin: "https://app.test", "Sec-Fetch-Mode": "cors" },
  response: { ...OPEN, status: 302 },
  redirect: { url: "http://api.test/b", internal: false },
} as const;
const UPGRADE = {
  url: "http://api.test/b",
  requestHeaders: null,
  response: null,
  redirect: { url: "https://api.test/b", internal: true },
} as const;
/** The last hop, for an `Origin` that the server allows. */
const lastFor = (origin: string) => ({
  url: "https://api.test/b",
  requestHeaders: { Origin: origin, "Sec-Fetch-Mode": "cors" },
  response: { headers: { ...OPEN.headers, "Access-Control-Allow-Origin": origin } },
});

describe("the page's timeline for a complete response", () => {
  it.each<[string, ExchangeInit, number | null, string]>([
    [
      "Gecko, not reported",
      { ...IMAGE, response: WILDCARD },
      null,
      "allowed - ambiguous, inferred",
    ],
    ["Gecko, a status", { ...IMAGE, response: WILDCARD }, 200, "allowed - certain, observed"],
    [
      "Gecko, none",
      { ...IMAGE, response: WILDCARD },
      0,
      "blocked wildcard-origin-not-allowed likely, observed",
    ],
    [
      "Gecko, an error status",
      { ...IMAGE, response: { ...WILDCARD, status: 404 } },
      404,
      "allowed - certain, observed",
    ],
    [
      "Gecko, no status where CORS blocked the response",
      { ...IMAGE, response: CLOSED },
      0,
      "blocked missing-allow-origin certain, observed",
    ],
    [
      "Gecko, a status although we find a CORS error",
      { ...IMAGE, response: CLOSED },
      200,
      "allowed - likely, observed",
    ],
    [
      "Gecko, no status for another reason than CORS",
      { ...IMAGE, response: OPEN },
      0,
      "blocked network-error ambiguous, observed",
    ],
    [
      "Gecko, no status after an upgrade at a redirect",
      { ...IMAGE, hops: [REDIRECT, UPGRADE, lastFor("null")] },
      0,
      "allowed - certain, inferred",
    ],
    [
      "Gecko, no status after an upgrade before the request",
      { ...IMAGE, hops: [UPGRADE, lastFor("https://app.test")] },
      0,
      "blocked network-error ambiguous, observed",
    ],
    [
      "Gecko, no status although the element loaded",
      { ...IMAGE, response: OPEN, element: anElement({ resourceType: "image", mode: "cors" }) },
      0,
      "allowed - certain, inferred",
    ],
    [
      "Gecko, no status of media that the element may have given up",
      { ...IMAGE, resourceType: "media", response: WILDCARD },
      0,
      "allowed - ambiguous, inferred",
    ],
    [
      "Gecko, no status of media that failed with its element",
      {
        ...IMAGE,
        resourceType: "media",
        response: WILDCARD,
        element: anElement({ resourceType: "media", mode: "cors", credentials: "include" }),
        elementFailed: true,
      },
      0,
      "blocked wildcard-origin-not-allowed certain, observed",
    ],
    [
      "Chromium, not reported",
      { ...POST, response: WILDCARD },
      null,
      "allowed - ambiguous, observed",
    ],
    ["Chromium, a status", { ...POST, response: WILDCARD }, 200, "allowed - certain, observed"],
    // A closed EventSource has no status either.
    ["Chromium, none", { ...POST, response: WILDCARD }, 0, "allowed - ambiguous, observed"],
  ])("%s", (_name, init, timedStatus, wanted) => {
    expect(inShort({ ...init, timedStatus })).toBe(wanted);
  });

  it("shows nothing about a redirect that may not have been followed", () => {
    const response = { status: 302, headers: { Location: "/b", ...WILDCARD.headers } };
    const call = aCall({ redirect: "error" });
    expect(
      inShort({ ...IMAGE, resourceType: "xmlhttprequest", call, response, timedStatus: 302 }),
    ).toBe("blocked redirect-mode-error certain, inferred");
  });

  it("shows nothing about a failed request", () => {
    const ending = { kind: "failed", error: "NS_ERROR_NET_PARTIAL_TRANSFER" } as const;
    expect(inShort({ ...IMAGE, response: WILDCARD, ending, timedStatus: 200 })).toMatch(/^failed/);
  });
});

describe("a URL that the browser itself changed", () => {
  const led = (sent: string): ExchangeInit => ({
    browser: "gecko",
    resourceType: "image",
    hops: [
      {
        url: "http://api.test/a",
        requestHeaders: null,
        response: null,
        redirect: { url: "https://api.test/a", internal: true },
      },
      {
        url: "https://api.test/a",
        requestHeaders: { Origin: sent, "Sec-Fetch-Mode": "cors" },
        response: { headers: { "Access-Control-Allow-Origin": "https://app.test" } },
      },
    ],
  });

  it("is requested by the page, unless the browser reports another requester", () => {
    expect(judge(anExchange(led("https://app.test"))).outcome).toBe("allowed");
    expect(judge(anExchange(led("null"))).cause?.code).toBe("allow-origin-mismatch");
  });
});
