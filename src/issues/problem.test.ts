import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { issueKeyOf } from "./issue.ts";
import { isProblem, isRelevant } from "./problem.ts";

const NAVIGATION = { "Sec-Fetch-Mode": "navigate" };
const REFUSED = { headers: { "X-Frame-Options": "DENY" } };
const LOST = { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" } as const;
const HERE = "https://api.test";
const FRAME: ExchangeInit = {
  resourceType: "sub_frame",
  requestHeaders: NAVIGATION,
  ancestorOrigins: ["https://app.test"],
};

// Chrome's Issues panel lists refused embedded documents, but not navigations of a tab.
describe("a document", () => {
  it.each<[string, ExchangeInit, boolean, boolean]>([
    ["of a frame, refused by its headers", { ...FRAME, response: REFUSED }, true, true],
    ["of a frame, allowed by its headers", { ...FRAME, response: { headers: {} } }, false, false],
    [
      "of a frame, refused only by its embedder's policy",
      {
        ...FRAME,
        embedderPolicy: "require-corp",
        response: { headers: { "Cross-Origin-Resource-Policy": "cross-origin" } },
      },
      true,
      true,
    ],
    [
      "of a frame of the page's own origin, refused by its headers",
      { ...FRAME, initiatorOrigin: HERE, ancestorOrigins: [HERE], response: REFUSED },
      true,
      true,
    ],
    ["of a frame whose server is down", { ...FRAME, ending: LOST }, true, true],
    [
      "of a frame of the page's own server, which is down",
      { ...FRAME, initiatorOrigin: HERE, ending: LOST },
      false,
      false,
    ],
    [
      "of the tab, whose server is down",
      { resourceType: "main_frame", requestHeaders: NAVIGATION, ending: LOST },
      false,
      false,
    ],
    [
      "of the tab, with headers that refuse framing",
      { resourceType: "main_frame", requestHeaders: NAVIGATION, response: REFUSED },
      false,
      false,
    ],
  ])("%s", (_name, init, problem, relevant) => {
    const exchange = anExchange(init);
    const verdict = judge(exchange);
    expect([isProblem(verdict), isRelevant(verdict)]).toEqual([problem, relevant]);
    expect(issueKeyOf({ exchange, verdict }) !== null).toBe(problem);
  });
});
