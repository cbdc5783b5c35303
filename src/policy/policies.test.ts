import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { asRecorded, predict, responseKey, type WhatIfEdit } from "../verdict/predict.ts";
import { policiesFor, policyFor } from "./policies.ts";
import type { Policy, ServerPolicy } from "./policy.ts";
import { respond } from "./respond.ts";

const APP = "https://app.test";
const TWO = "https://two.test";
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

interface Requested {
  readonly id?: string;
  readonly origin?: string;
  readonly url?: string;
  readonly method?: string;
  readonly names?: readonly string[];
  readonly credentials?: "omit" | "same-origin" | "include";
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
}

/** A blocked call; the preflight is blocked where there is one. */
function requested(one: Requested = {}, more: ExchangeInit = {}): Judged {
  const { method = "GET", names = [], url = "https://api.test/items", origin = APP } = one;
  const simple = ["GET", "POST", "HEAD"].includes(method) && names.length === 0;
  const exchange = anExchange({
    ...{ id: one.id ?? "1", url, method, initiatorOrigin: origin, ending: FAILED },
    call: aCall({ url, method, credentials: one.credentials ?? "omit", headerNames: [...names] }),
    ...(simple
      ? { response: { status: one.status ?? 200, headers: one.headers ?? {} } }
      : {
          requestHeaders: null,
          response: null,
          preflight: {
            status: one.status ?? 204,
            headers: one.headers ?? {},
            requestHeaders: [
              ["Origin", origin],
              ["Access-Control-Request-Method", method],
              ...(names.length > 0
                ? [["Access-Control-Request-Headers", names.join(",")] as const]
                : []),
            ],
          },
        }),
    ...more,
  });
  return { exchange, verdict: judge(exchange) };
}

const only = (all: readonly Judged[]): ServerPolicy => {
  const [first, ...rest] = policiesFor(all);
  expect(rest).toEqual([]);
  return first as ServerPolicy;
};

describe("a policy", () => {
  it("is one for the whole server, with what each request needs", () => {
    const policy = only([
      requested(),
      requested({ method: "PUT", names: ["x-custom"], url: "https://api.test/items/1?q=1" }),
      requested({ method: "POST", names: ["content-type"], credentials: "include" }),
      requested({ method: "PATCH", names: ["authorization", "x-custom"] }),
    ]);
    expect(policy).toEqual({
      server: "https://api.test",
      unmet: [],
      open: [],
      parts: [
        {
          paths: null,
          policy: {
            origins: [APP],
            methods: ["GET", "POST", "PUT", "PATCH"],
            requestHeaders: ["authorization", "content-type", "x-custom"],
            credentials: true,
            exposedHeaders: [],
            maxAge: 600,
            varyOrigin: true,
            errorStatuses: [],
            preflight: true,
          },
        },
      ],
    });
  });

  it("is made for each server", () => {
    const all = [requested(), requested({ url: "https://files.test/a" })];
    expect(policiesFor(all).map(({ server }) => server)).toEqual([
      "https://api.test",
      "https://files.test",
    ]);
    expect(policyFor(all, "https://files.test")?.server).toBe("https://files.test");
    expect(policyFor(all, "https://none.test")).toBeNull();
  });

  it.each<[string, Requested[], Partial<Policy>]>([
    // https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
    ["names the origin for credentials", [{ credentials: "include" }], { origins: [APP] }],
    [
      "keeps * where the server sends it and no request has credentials",
      [{ method: "PUT", headers: { "Access-Control-Allow-Origin": "*" } }],
      { origins: "*", varyOrigin: false },
    ],
    [
      "replaces * where a request has credentials",
      [
        { headers: { "Access-Control-Allow-Origin": "*" }, credentials: "include" },
        { headers: { "Access-Control-Allow-Origin": "*" } },
      ],
      { origins: [APP], varyOrigin: true },
    ],
    ["has * for an opaque origin", [{ origin: "null" }], { origins: "*" }],
    ["keeps the spelling of a method", [{ method: "patch" }], { methods: ["patch"] }],
    [
      "keeps the longest max-age that the server sends",
      [
        { method: "PUT", headers: { "Access-Control-Max-Age": "86400" } },
        { method: "PUT", headers: { "Access-Control-Max-Age": "60" } },
      ],
      { maxAge: 86_400 },
    ],
    ["has no max-age without preflights", [{}], { maxAge: null, preflight: false }],
    [
      "keeps the exposed headers",
      [{ headers: { "Access-Control-Expose-Headers": "X-Total, x-page" } }],
      { exposedHeaders: ["x-page", "x-total"] },
    ],
    [
      "lists the headers that * exposes",
      [{ headers: { "Access-Control-Expose-Headers": "*", "X-Total": "7", Date: "x" } }],
      { exposedHeaders: ["x-total"] },
    ],
    ["notes error statuses", [{ status: 502 }, { status: 401 }], { errorStatuses: [401, 502] }],
  ])("%s", (_name, all, wanted) => {
    expect(only(all.map((one) => requested(one))).parts[0]?.policy).toMatchObject(wanted);
  });

  it("is split where a single one would allow an origin more than it used", () => {
    const { parts } = only([
      requested({ url: "https://api.test/private", credentials: "include" }),
      requested({ url: "https://api.test/private/2", credentials: "include" }),
      requested({ url: "https://api.test/public", origin: TWO }),
    ]);
    expect(parts.map(({ paths, policy }) => [paths, policy.origins, policy.credentials])).toEqual([
      [["/private", "/private/2"], [APP], true],
      [["/public"], [TWO], false],
    ]);
  });

  it("lists what headers cannot allow", () => {
    const { unmet, parts } = only([requested({ id: "9", origin: "null", credentials: "include" })]);
    expect(unmet).toEqual([
      { reason: "opaque-with-credentials", exchange: "9", url: "https://api.test/items" },
    ]);
    expect(parts).toMatchObject([{ policy: { origins: [], credentials: false } }]);
  });

  it.each([
    ["to another address", { Location: "/login" }, ["redirected-preflight"]],
    ["to nowhere", {}, []],
  ])("reports that a preflight is redirected %s", (_name, headers, reasons) => {
    // Chromium has no event for the redirect: only the response shows it.
    const { unmet } = only([requested({ method: "PUT", status: 307, headers })]);
    expect(unmet.map(({ reason }) => reason)).toEqual(reasons);
  });

  it("leaves unknown credentials open, and does not allow them", () => {
    const { open, parts } = only([requested({}, { call: null })]);
    expect(open).toEqual(["credentials"]);
    expect(parts[0]?.policy.credentials).toBe(false);
    expect(only([requested({ credentials: "omit" })]).open).toEqual([]);
  });

  it("covers only CORS requests", () => {
    const own = requested({ origin: "https://api.test" });
    const image = requested({}, { call: null, resourceType: "image", requestHeaders: {} });
    expect(policiesFor([own, image])).toEqual([]);
  });
});

/** The exchange with each response replaced by that of a server with the policy. */
function withPolicies({ exchange, verdict }: Judged, policies: readonly ServerPolicy[]) {
  const recorded = asRecorded(exchange, verdict);
  const responses: Record<string, WhatIfEdit["responses"][string]> = {};
  exchange.hops.forEach((hop, index) => {
    const origin = verdict.originPerHop[index] ?? verdict.initiatorOrigin;
    const policy = partOf(hop.url, policies);
    if (policy === null) return;
    for (const stage of ["preflight", "request"] as const) {
      const isPreflight = stage === "preflight";
      if (isPreflight && hop.preflight === null && !policy.preflight) continue;
      const key = responseKey(index, stage);
      const lines = respond(policy, { origin, isPreflight });
      responses[key] = {
        status: isPreflight ? 204 : (recorded.responses[key]?.status ?? 200),
        headers: lines.map(([name, value]) => `${name}: ${value}`).join("\n"),
      };
    }
  });
  return predict(exchange, verdict, { ...recorded, responses });
}

function partOf(url: string, policies: readonly ServerPolicy[]): Policy | null {
  const { origin, pathname } = new URL(url);
  const parts = policies.find(({ server }) => server === origin)?.parts ?? [];
  const part = parts.find(({ paths }) => paths?.includes(pathname)) ?? parts.find(isForAll);
  return part?.policy ?? null;
}

const isForAll = ({ paths }: ServerPolicy["parts"][number]) => paths === null;

const anyRequested = fc.record({
  origin: fc.constantFrom(APP, TWO, "null"),
  url: fc.constantFrom("https://api.test/items", "https://api.test/b?x=1", "https://files.test/"),
  method: fc.constantFrom("GET", "POST", "PUT", "patch", "X-ODD"),
  names: fc.subarray(["authorization", "content-type", "x-a", "x-B"]),
  credentials: fc.constantFrom<"omit" | "same-origin" | "include">("omit", "include"),
  status: fc.constantFrom(200, 204, 401, 404, 500),
  headers: fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    { "Access-Control-Allow-Origin": "*" },
    { "Access-Control-Allow-Origin": "*, *", "Access-Control-Allow-Methods": "(" },
    { "Access-Control-Allow-Origin": APP, "Access-Control-Expose-Headers": "*" },
  ),
});

describe("a server with the policy", () => {
  it("allows every exchange that the policy was made from", () => {
    let tried = 0;
    fc.assert(
      fc.property(fc.array(anyRequested, { minLength: 1, maxLength: 6 }), (all) => {
        const judged = all.map((one, index) => requested({ ...one, id: String(index) }));
        const policies = policiesFor(judged);
        const unmet = new Set(policies.flatMap((one) => one.unmet.map(({ exchange }) => exchange)));
        for (const one of judged) {
          if (unmet.has(one.exchange.id)) continue;
          const { lanes } = withPolicies(one, policies);
          for (const lane of Object.values(lanes)) expect(lane.outcome).toBe("allowed");
          tried++;
        }
      }),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(500);
  });

  it("allows no unrecorded origin, unless it allows all", () => {
    fc.assert(
      fc.property(fc.array(anyRequested, { minLength: 1, maxLength: 6 }), (all) => {
        for (const { parts } of policiesFor(all.map((one) => requested(one)))) {
          for (const { policy } of parts) {
            const lines = respond(policy, { origin: "https://evil.test", isPreflight: true });
            const allowed = lines.find(([name]) => name === "Access-Control-Allow-Origin")?.[1];
            expect(allowed).toBe(policy.origins === "*" ? "*" : undefined);
            // https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
            expect(policy.origins === "*" && policy.credentials).toBe(false);
          }
        }
      }),
    );
  });

  it("allows credentials for no origin that used none on its paths", () => {
    const pathOf = ({ exchange }: Judged) => new URL(exchange.hops[0]?.url ?? "").pathname;
    const sends = ({ verdict }: Judged) => verdict.credentials.value === "include";
    fc.assert(
      fc.property(fc.array(anyRequested, { minLength: 1, maxLength: 6 }), (all) => {
        const judged = all.map((one) => requested(one));
        for (const { server, parts } of policiesFor(judged)) {
          const here = judged.filter(({ exchange }) => exchange.hops[0]?.origin === server);
          for (const { policy } of parts) {
            if (!policy.credentials || policy.origins === "*") continue;
            for (const origin of policy.origins) {
              const own = here.filter(({ verdict }) => verdict.initiatorOrigin === origin);
              const paths = new Set(own.map(pathOf));
              expect(here.some((one) => sends(one) && paths.has(pathOf(one)))).toBe(true);
            }
          }
        }
      }),
    );
  });
});
