import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../judge.ts";
import { CHROMIUM } from "../lanes/chromium.ts";
import { wouldPass } from "./remedy.ts";
import { sharedRemedy } from "./shared-remedy.ts";

const ORIGIN = "https://app.test";
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

/** A call whose preflight requested some headers and failed with this response. */
function requesting(
  method: string,
  names: readonly string[],
  headers: Readonly<Record<string, string>>,
  more: ExchangeInit = {},
) {
  const exchange = anExchange({
    ...{ method, ending: FAILED, requestHeaders: null, response: null },
    call: aCall({ method, credentials: "omit", headerNames: [...names] }),
    preflight: {
      requestHeaders: [
        ["Origin", ORIGIN],
        ["Access-Control-Request-Method", method],
        ["Access-Control-Request-Headers", names.join(",")],
      ],
      headers: { "Access-Control-Allow-Origin": ORIGIN, ...headers },
    },
    ...more,
  });
  return { exchange, verdict: judge(exchange) };
}

const METHODS = "Access-Control-Allow-Methods";
const HEADERS = "Access-Control-Allow-Headers";
const ALLOW_ORIGIN = "Access-Control-Allow-Origin";
const ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";

/** A simple GET to a public server that was blocked by its response. */
function responded(credentials: "omit" | "include", headers: Readonly<Record<string, string>>) {
  const exchange = anExchange({
    ...{ url: "https://api.test/items", ending: FAILED, response: { headers } },
    ...{ requestHeaders: [["Origin", ORIGIN]], call: aCall({ credentials }) },
  });
  return { exchange, verdict: judge(exchange) };
}

describe("the shared change", () => {
  it("allows what any of the requests needs", () => {
    const both = sharedRemedy([
      requesting("GET", ["x-a", "x-b"], {}),
      requesting("GET", ["x-b", "x-c"], {}, { url: "https://api.test/2" }),
    ]);
    const [preflight] = both ?? [];
    expect(preflight?.targets).toEqual([
      "OPTIONS https://api.test/items",
      "OPTIONS https://api.test/2",
    ]);
    expect(preflight?.set).toEqual([{ name: HEADERS, value: "x-a, x-b, x-c" }]);
  });

  // One list has only invalid names and could be removed, but the other request needs a name in it.
  it("never sets and removes the same header", () => {
    const all = [
      requesting("GET", ["x-a"], { [METHODS]: "(", [HEADERS]: "x-a" }),
      requesting("PUT", [], { [METHODS]: "(" }),
    ];
    expect(all[0]?.verdict.remedy?.[0]?.remove).toEqual([METHODS]);
    for (const rows of [all, [...all].reverse()]) {
      const preflight = sharedRemedy(rows)?.find(({ stage }) => stage === "preflight");
      expect(preflight).toMatchObject({ set: [{ name: METHODS, value: "PUT" }], remove: [] });
    }
  });

  // https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches : naming an origin needs `Vary`.
  it("names the origin where only some of the responses may be public", () => {
    const anybodys = responded("omit", { "Cache-Control": "public, max-age=60" });
    expect(anybodys.verdict.remedy?.[0]?.set).toEqual([{ name: ALLOW_ORIGIN, value: "*" }]);
    const rows = [anybodys, responded("include", { Vary: "Accept" })];
    for (const all of [rows, [...rows].reverse()]) {
      const [response, ...others] = sharedRemedy(all) ?? [];
      expect(others).toEqual([]);
      expect(response?.set).toContainEqual({ name: ALLOW_ORIGIN, value: ORIGIN });
      expect(response?.set).toContainEqual({ name: ALLOW_CREDENTIALS, value: "true" });
      const vary = response?.set.find(({ name }) => name === "Vary")?.value.split(", ");
      expect(vary?.sort()).toEqual(["Accept", "Origin"]);
    }
  });

  // https://www.rfc-editor.org/rfc/rfc9110#field.vary : the value that is set replaces the server's own.
  it.each([
    [["Accept"], "Accept, Origin"],
    [["Accept", "Accept-Encoding"], "Accept, Accept-Encoding, Origin"],
    [["Accept", "origin"], "Accept, origin"],
  ])("keeps the responses' Vary: %s", (varies, wanted) => {
    const rows = varies.map((vary) =>
      responded("omit", { Vary: vary, "Cache-Control": "public, max-age=60" }),
    );
    const [response] = sharedRemedy([...rows, responded("include", {})]) ?? [];
    expect(response?.set).toContainEqual({ name: "Vary", value: wanted });
  });

  it.each<[string, Parameters<typeof sharedRemedy>[0]]>([
    [
      "one request cannot be fixed",
      [requesting("PUT", [], {}), { ...requesting("PUT", [], {}), ...unmendable() }],
    ],
    [
      "the requests have different origins",
      ["https://a.test", "https://b.test"].map((origin) =>
        requesting("PUT", [], {}, { initiatorOrigin: origin }),
      ),
    ],
  ])("is null where %s", (_name, all) => {
    expect(sharedRemedy(all)).toBeNull();
  });

  function unmendable() {
    const verdict = { ...requesting("PUT", [], {}).verdict, remedy: null };
    return { verdict };
  }

  const list = fc
    .array(fc.constantFrom("*", "PUT", "x-a", "X-B", "GET PUT", "(", ""), { maxLength: 3 })
    .map((names) => names.join(", "));
  const one = fc
    .record({
      method: fc.constantFrom("GET", "PUT", "patch"),
      names: fc.subarray(["authorization", "x-a", "x-b"]),
      methods: fc.option(list),
      headers: fc.option(list),
      status: fc.constantFrom(204, 404),
    })
    .map(({ method, names, methods, headers, status }) =>
      requesting(method, names, {
        ...(methods === null ? {} : { [METHODS]: methods }),
        ...(headers === null ? {} : { [HEADERS]: headers }),
        ...(status === 404 ? { "X-Status": "404" } : {}),
      }),
    )
    .filter(({ verdict }) => verdict.remedy !== null);

  it("lets each request pass, and sets or removes each header at most once", () => {
    let shared = 0;
    fc.assert(
      fc.property(fc.array(one, { minLength: 2, maxLength: 4 }), (all) => {
        const remedy = sharedRemedy(all);
        if (remedy === null) return;
        shared++;
        for (const { set, remove } of remedy) {
          const names = [...set.map(({ name }) => name), ...remove].map((n) => n.toLowerCase());
          expect(new Set(names).size).toBe(names.length);
        }
        for (const { exchange, verdict } of all) {
          const changes = (verdict.remedy ?? []).map((own) => ({
            ...own,
            ...remedy.find(({ stage }) => stage === own.stage),
          }));
          const modes = { mode: "cors", credentials: "omit" } as const;
          expect(wouldPass(exchange, changes, modes, CHROMIUM)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
    expect(shared).toBeGreaterThan(100);
  });
});
