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
    ["of a frame that its headers refuse", { ...FRAME, response: REFUSED }, true, true],
    ["of a frame that its headers let pass", { ...FRAME, response: { headers: {} } }, false, false],
    [
      "of a frame that only its embedder's policy refuses",
      {
        ...FRAME,
        embedderPolicy: "require-corp",
        response: { headers: { "Cross-Origin-Resource-Policy": "cross-origin" } },
      },
      true,
      true,
    ],
    [
      "of a frame of the page's own origin that refuses it",
      { ...FRAME, initiatorOrigin: HERE, ancestorOrigins: [HERE], response: REFUSED },
      true,
      true,
    ],
    ["of a frame whose server is not there", { ...FRAME, ending: LOST }, true, true],
    [
      "of a frame of the page's own server that is not there",
      { ...FRAME, initiatorOrigin: HERE, ending: LOST },
      false,
      false,
    ],
    [
      "of the tab, whose server is not there",
      { resourceType: "main_frame", requestHeaders: NAVIGATION, ending: LOST },
      false,
      false,
    ],
    [
      "of the tab, which no frame may show",
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
