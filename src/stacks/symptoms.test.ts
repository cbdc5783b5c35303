import { expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { successIsBare } from "./symptoms.ts";

const judged = (init: ExchangeInit): Judged => {
  const exchange = anExchange(init);
  return { exchange, verdict: judge(exchange) };
};

const API = "https://api.example";
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const bare = (response: ExchangeInit["response"] = {}, method = "GET") =>
  judged({
    ...{ url: `${API}/items`, initiatorOrigin: "https://app.example", method, ending: FAILED },
    response: { headers: {}, ...response },
  });
const allowed = (path: string, origin: string) =>
  judged({
    ...{ url: `${API}${path}`, initiatorOrigin: origin },
    response: { headers: { "Access-Control-Allow-Origin": origin } },
  });
const OTHER = "https://other.example";

// biome-ignore format: a table is read by its columns.
it.each<[string, Judged, Judged[], boolean]>([
  ["a successful response without CORS headers",          bare(),                                 [],                         true],
  ["an error",                                            bare({ status: 500 }),                  [],                         false],
  ["a response that varies by Origin",                    bare({ headers: { Vary: "Origin" } }),  [],                         false],
  ["a response that was stored for another request",      bare({ fromCache: true }),              [],                         false],
  ["a response of a path that allows another origin",     bare(),                                 [allowed("/items?q", OTHER)], false],
  ["a response beside a path that allows another origin", bare(),                                 [allowed("/users", OTHER)], true],
  ["a response of a path that allowed the same origin",   bare(),                                 [allowed("/items", "https://app.example")], true],
])("shows a path without CORS, or not: %s", (_name, failing, others, shows) => {
  expect(failing.verdict.outcome).toBe("blocked");
  expect(successIsBare({ failing, others })).toBe(shows);
});
