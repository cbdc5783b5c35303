import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { allowsSomething, partFor, policyOfServer, serverOf } from "./recorded-server.ts";
import { hostOf, isForConfiguration } from "./server-at-fault.ts";

const judged = (init: ExchangeInit): Judged => {
  const exchange = anExchange(init);
  return { exchange, verdict: judge(exchange) };
};
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const bare = (headers: Readonly<Record<string, string>> = {}, more: ExchangeInit = {}) =>
  judged({ response: { headers }, ending: FAILED, ...more });

// biome-ignore format: a table is read by its columns.
it.each<[string, Readonly<Record<string, string>>, string | null]>([
  ["nothing tells",                       {},                                                 null],
  ["a product's own token",               { Server: "nginx/1.22.1" },                         "nginx"],
  ["an application behind a product",     { Server: "nginx", "X-Powered-By": "Express" },     "express"],
  ["a likely shape",                      { "X-Runtime": "0.1", "X-Request-Id": "a" },        "rails"],
  ["a layer that may run several stacks", { Server: "gunicorn" },                             null],
  ["a layer without a stack",             { "CF-Ray": "1", Server: "cloudflare" },            null],
])("selects the stack by itself where it is certain: %s", (_name, headers, stack) => {
  expect(serverOf(bare(headers)).stack?.id ?? null).toBe(stack);
});

it("makes one server's policy from the requests to it", () => {
  const all = [
    bare({}, { id: "1", url: "https://api.test/a" }),
    bare({}, { id: "2", url: "https://api.test/b" }),
    bare({}, { id: "3", url: "https://files.test/c" }),
  ];
  const { policy, count } = policyOfServer(all, "https://api.test");
  expect(count).toBe(2);
  expect(policy?.server).toBe("https://api.test");
  expect(policyOfServer(all, "https://none.test")).toEqual({ policy: null, count: 0 });
});

it("finds the part of a policy that covers the path of a request", () => {
  const sends = (id: string, path: string, credentials: "include" | "omit", origin: string) =>
    bare(
      {},
      {
        ...{ id, url: `https://api.test${path}`, initiatorOrigin: origin },
        call: aCall({ url: `https://api.test${path}`, credentials }),
      },
    );
  const all = [
    sends("1", "/private", "include", "https://app.test"),
    sends("2", "/private", "include", "https://app.test"),
    sends("3", "/public", "omit", "https://two.test"),
  ];
  const { policy } = policyOfServer(all, "https://api.test");
  if (policy === null) throw new Error("no policy");
  expect(all.map((one) => partFor(one, policy).paths)).toEqual([
    ["/private"],
    ["/private"],
    ["/public"],
  ]);
  for (const { policy: part } of policy.parts) expect(allowsSomething(part)).toBe(true);
});

it("exposes additional headers for one request only", () => {
  const all = ["1", "2"].map((id) => bare({}, { id, url: "https://api.test/a" }));
  const { policy } = policyOfServer(all, "https://api.test", ({ exchange }) =>
    exchange.id === "2" ? ["x-total"] : [],
  );
  expect(policy?.parts.map((part) => part.policy.exposedHeaders)).toEqual([["x-total"]]);
});

describe("a configuration is offered", () => {
  // biome-ignore format: a table is read by its columns.
  it.each<[string, Judged, boolean]>([
    ["where CORS blocked it",           bare(),                                            true],
    ["not where it passed",             judged({}),                                        false],
    ["not where the network failed",    judged({ response: null, ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" } }), false],
  ])("%s", (_name, one, wanted) => {
    expect(isForConfiguration(one)).toBe(wanted);
  });
});

it.each([
  ["https://api.test", "api.test"],
  ["http://localhost:8080", "localhost:8080"],
  ["null", "null"],
])("names the server %s %s", (origin, host) => {
  expect(hostOf(origin)).toBe(host);
});
