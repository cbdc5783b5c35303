import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { surroundingsAmong } from "./surroundings.ts";

const PAGE = "https://app.test";
const API = "https://api.test";

const judged = (init: ExchangeInit): Judged => {
  const exchange = anExchange({ initiatorOrigin: PAGE, ...init });
  return { exchange, verdict: judge(exchange) };
};
const page = (startedAt: number) =>
  judged({
    ...{ id: `page ${startedAt}`, url: `${PAGE}/`, resourceType: "main_frame", startedAt },
    response: { receivedAt: startedAt + 1 },
  });
/** A request with a response, with or without a CORS header. */
const request = (startedAt: number, headers: Readonly<Record<string, string>>) =>
  judged({
    ...{ id: `request ${startedAt}`, url: `${API}/${startedAt}`, startedAt },
    ...{ requestHeaders: { Origin: PAGE, "Sec-Fetch-Mode": "cors" }, response: { headers } },
    ending: "Access-Control-Allow-Origin" in headers ? { kind: "completed" } : FAILED,
  });
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const OPEN = { "Access-Control-Allow-Origin": "*" };

const first = [page(0), request(10, {}), request(20, OPEN)];
const second = [page(100), request(110, OPEN), request(120, OPEN)];
const all = [...first, ...second];

const saidTo = (one: Judged, among: readonly Judged[]) => {
  const { responses, withCors } = surroundingsAmong(among).around(one).hostOf(API);
  return { responses, withCors };
};

describe("the responses of a server that explain an exchange", () => {
  it("are those until the tab left the page, including the page's later requests", () => {
    for (const one of first.slice(1))
      expect(saidTo(one, all)).toEqual({ responses: 2, withCors: 1 });
  });

  it("are all of them until then, including those to earlier pages", () => {
    for (const one of second.slice(1))
      expect(saidTo(one, all)).toEqual({ responses: 4, withCors: 3 });
  });

  it("are the same in any order", () => {
    for (const one of all) expect(saidTo(one, [...all].reverse())).toEqual(saidTo(one, all));
  });

  it("grow with new responses, until the tab leaves the page", () => {
    const { add, around } = surroundingsAmong([]);
    const responses = () => first.map((one) => around(one).hostOf(API).responses);
    const grown = all.map((one) => {
      add(one);
      return responses()[1];
    });
    expect(grown).toEqual([0, 1, 2, 2, 2, 2]);
  });
});
