import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall, REJECTED } from "../../observation/page-call.test-builder.ts";
import { judge } from "../judge.ts";
import type { RuleId } from "./rule-id.ts";
import { RULES } from "./rules.ts";

const failed = (error: string) => ({ kind: "failed", error }) as const;
const ACAO = { "Access-Control-Allow-Origin": "https://app.test" };
const redirectTo = (location: string) => ({
  hops: [
    {
      response: { status: 302, headers: { ...ACAO, Location: location } },
      redirect: { url: location, internal: false },
    },
  ],
});
const FRAME: ExchangeInit = {
  resourceType: "sub_frame",
  requestHeaders: { "Sec-Fetch-Mode": "navigate" },
  response: { headers: { "X-Frame-Options": "DENY" } },
};
const ELEMENT = {
  resourceType: "script",
  requestHeaders: { Origin: "https://app.test", "Sec-Fetch-Mode": "cors" },
  response: { headers: ACAO },
} as const;
const UNSENT: ExchangeInit = {
  ending: { kind: "not-sent" },
  call: aCall(),
  callResult: REJECTED,
  requestHeaders: null,
  response: null,
};

/**
 * One case for each rule: the shortest exchange that it decides, and the result. Without its rule, each
 * exchange would get another verdict or be decided by another rule.
 */
const DECIDED: Readonly<Record<RuleId, readonly [ExchangeInit, string]>> = {
  "orphan-preflight": [{ completeness: "orphan-preflight" }, "unknown null ambiguous"],
  "part-missed": [{ completeness: "partial" }, "unknown null ambiguous"],
  "frame-shown": [{ ...FRAME, documentShown: true }, "allowed null certain"],
  "frame-refused": [FRAME, "blocked frame-not-allowed certain"],
  "page-gave-up": [
    {
      call: aCall(),
      callResult: { ...REJECTED, errorName: "AbortError" },
      response: { headers: ACAO },
    },
    "aborted aborted certain",
  ],
  "opaque-redirect": [
    {
      call: aCall({ redirect: "manual" }),
      callResult: { ...REJECTED, result: "resolved", responseType: "opaqueredirect" },
      ...redirectTo("https://b.test/"),
    },
    "opaque opaque-redirect certain",
  ],
  "redirect-to-unreported-scheme": [
    { ending: { kind: "pending" }, call: aCall(), ...redirectTo("foo:bar") },
    "blocked cors-disabled-scheme certain",
  ],
  "redirect-stopped-in-renderer": [
    {
      ending: failed("net::ERR_ABORTED"),
      call: aCall({ redirect: "error" }),
      callResult: REJECTED,
      ...redirectTo("https://b.test/"),
    },
    "blocked redirect-mode-error certain",
  ],
  "gecko-redirect-not-followed": [
    {
      browser: "gecko",
      ending: failed("NS_BINDING_FAILED"),
      response: { status: 302, headers: { ...ACAO, Location: "https://b.test/" } },
    },
    "blocked redirect-mode-error certain",
  ],
  pending: [{ ending: { kind: "pending" }, response: null }, "pending null certain"],
  "never-sent": [{ ...UNSENT, method: "TRACE" }, "blocked forbidden-method certain"],
  "service-worker": [
    { ...UNSENT, call: aCall({ served: true }) },
    "blocked service-worker-error likely",
  ],
  "never-sent-unexplained": [UNSENT, "unknown null ambiguous or blocked-by-client or csp"],
  "chromium-aborted": [
    { ending: failed("net::ERR_ABORTED"), response: null },
    "aborted aborted certain",
  ],
  "chromium-named-error": [
    { ending: failed("net::ERR_NAME_NOT_RESOLVED"), response: null },
    "failed name-not-resolved certain",
  ],
  "gecko-named-error": [
    { browser: "gecko", ending: failed("NS_ERROR_UNKNOWN_HOST"), response: null },
    "failed name-not-resolved certain",
  ],
  "response-without-request": [
    {
      call: aCall(),
      callResult: { ...REJECTED, result: "resolved", responseType: "opaque", errorName: null },
      requestHeaders: null,
      response: null,
    },
    "opaque opaque-no-cors certain",
  ],
  // Chromium reports no response.
  "websocket-refused": [
    {
      resourceType: "websocket",
      url: "wss://api.test/ws",
      ending: failed("net::ERR_FAILED"),
      response: null,
    },
    "failed network-error likely",
  ],
  "passed-against-the-rules": [{ call: aCall(), response: { headers: {} } }, "allowed null likely"],
  "failed-before-response": [
    {
      ending: failed("net::ERR_FAILED"),
      call: aCall({ targetAddressSpace: "local" }),
      callResult: REJECTED,
      response: null,
    },
    "blocked invalid-local-network-access likely",
  ],
  "aborted-after-response": [
    { ending: failed("net::ERR_FAILED"), response: { headers: ACAO, ip: "10.0.0.1" } },
    "aborted aborted certain",
  ],
  "no-hypothesis-fits": [
    { ending: failed("net::ERR_FAILED"), call: aCall(), response: { headers: ACAO, ip: null } },
    "unknown null ambiguous or network-error",
  ],
  "rejected-after-pass": [
    { call: aCall({ hasIntegrity: true }), callResult: REJECTED, response: { headers: ACAO } },
    "blocked integrity certain",
  ],
  "element-hash-mismatch": [
    {
      ...ELEMENT,
      element: {
        url: "https://api.test/items",
        resourceType: "script",
        mode: "cors",
        credentials: "same-origin",
        hasIntegrity: true,
        served: false,
        answered: null,
      },
      elementFailed: true,
    },
    "blocked integrity likely",
  ],
  "unreadable-after-pass": [
    { browser: "gecko", resourceType: "font", response: { headers: ACAO }, timedStatus: 0 },
    "blocked network-error ambiguous",
  ],
  "by-hypotheses": [
    {
      ending: failed("net::ERR_FAILED"),
      call: aCall(),
      callResult: REJECTED,
      response: { headers: {} },
    },
    "blocked missing-allow-origin certain",
  ],
};

const FILES = import.meta.dirname;

// https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element : a script with a
// wrong media type fails for that, whether or not its hash matches.
it.each([
  ["text/css", "integrity likely"],
  ["text/javascript; charset=utf-8", "integrity likely"],
  ["application/x-javascript", "integrity likely"],
  ["Application/ECMAScript ;a=b", "integrity likely"],
  ["", "integrity likely"],
  ["text/javascripture", "integrity ambiguous or network-error"],
  ["x-text/css", "integrity ambiguous or network-error"],
  ["text/html", "integrity ambiguous or network-error"],
])("blames an element's hash for a response of type '%s': %s", (type, wanted) => {
  const [init] = DECIDED["element-hash-mismatch"];
  const response = { headers: { ...ACAO, "Content-Type": type } };
  const { cause, certainty, alternatives } = judge(anExchange({ ...init, response }));
  const others = alternatives.map(({ code }) => ` or ${code}`).join("");
  expect(`${cause?.code ?? "integrity"} ${certainty}${others.replace(" or integrity", "")}`).toBe(
    wanted,
  );
});

it("blames the failed check for a response whose call was rejected", () => {
  const { rule, cause } = judge(
    anExchange({
      ...{ browser: "gecko", call: aCall({ hasIntegrity: true }), callResult: REJECTED },
      response: { headers: {} },
    }),
  );
  expect([rule, cause?.code]).toEqual(["by-hypotheses", "missing-allow-origin"]);
});

// After an update, Chromium does not always report the ending of a request that began before it.
it.each([
  ["headless", "unknown"],
  ["partial", "pending"],
] as const)("does not wait for the ending of a request that is %s: %s", (completeness, wanted) => {
  const exchange = anExchange({ completeness, ending: { kind: "pending" } });
  expect(judge(exchange).outcome).toBe(wanted);
});

describe("the doubts", () => {
  // https://fetch.spec.whatwg.org/#http-fetch : redirect mode "manual", with or without `Location`
  it.each([
    ["gecko", { ...ACAO, Location: "https://b.test/" }, "opaque-redirect or redirect-mode-error"],
    ["gecko", ACAO, "null or opaque-redirect"],
    ["chromium", { ...ACAO, Location: "https://b.test/" }, "opaque-redirect"],
    ["chromium", ACAO, "null or opaque-redirect"],
  ] as const)(
    "do not name a cause twice: a redirect that %s completes, %j",
    (browser, headers, wanted) => {
      const requestHeaders = {
        Origin: "https://app.test",
        "Sec-Fetch-Mode": "cors",
        "Sec-Fetch-Site": "cross-site",
      };
      const response = { status: 302, headers };
      const init: ExchangeInit = { browser, documentId: "D1", requestHeaders, response };
      const { cause, alternatives } = judge(anExchange(init));
      const codes = [cause, ...alternatives].map((one) => one?.code ?? "null");
      expect(codes.join(" or ")).toBe(wanted);
    },
  );
});

describe("the rules of the decision", () => {
  it.each(Object.entries(DECIDED))("%s decides", (id, [init, wanted]) => {
    const { rule, outcome, cause, certainty, alternatives } = judge(anExchange(init));
    const others = alternatives.map(({ code }) => ` or ${code}`).join("");
    expect(`${rule}: ${outcome} ${cause?.code ?? null} ${certainty}${others}`).toBe(
      `${id}: ${wanted}`,
    );
  });

  it("have unique ids, each with a case, in this order", () => {
    expect(RULES.map(({ id }) => id)).toEqual(Object.keys(DECIDED));
  });

  it("are in one file each, named after its id, whose comment explains its position", () => {
    const silent = RULES.filter(({ id }) => {
      const file = join(FILES, `${id}.ts`);
      return !existsSync(file) || !/@before the next rule: \w/.test(readFileSync(file, "utf8"));
    });
    expect(silent).toEqual([]);
  });

  it("are all in the list", () => {
    const listed = new Set(RULES.map(({ id }) => `${id}.ts`));
    const rules = readdirSync(FILES).filter((name) =>
      /:\s*Rule = \{|satisfies Rule;/.test(readFileSync(join(FILES, name), "utf8")),
    );
    expect(rules.filter((name) => !listed.has(name) && !name.endsWith(".test.ts"))).toEqual([]);
  });

  it("apply to the browser in their name", () => {
    const named = RULES.filter(({ id }) => /^(?:chromium|gecko)-/.test(id));
    expect(named.filter(({ id, appliesTo }) => !id.startsWith(appliesTo))).toEqual([]);
  });
});
