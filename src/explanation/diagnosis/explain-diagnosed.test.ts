import { expect, it } from "vitest";
import { reported } from "../../diagnosis/case.test-builder.ts";
import { diagnose } from "../../diagnosis/diagnose.ts";
import type { DiagnosisCode } from "../../diagnosis/diagnosis.ts";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { aBlock, aFinding } from "../../verdict/verdict.test-builder.ts";
import { ENTRIES } from "./entries.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

const words = (
  code: DiagnosisCode,
  isStored: boolean,
  certainty: "likely" | "ambiguous" = "likely",
) =>
  explainDiagnosed(
    anExchange({ response: { headers: {} } }),
    aBlock(aFinding("missing-allow-origin"), {
      findings: isStored ? [aFinding("response-from-cache")] : [],
    }),
    [
      {
        ...{ code, side: "server", certainty, stage: "response", hop: 0 },
        ...{ parameter: "x-a", evidence: [], exchanges: [] },
      },
    ],
  );

// A browser that caches a response withheld by CORS serves it again after the server was fixed.
it.each(Object.keys(ENTRIES) as (keyof typeof ENTRIES)[])(
  "mentions first that a response came from a cache, whatever its cause: %s",
  (code) => {
    const { because, fix } = words(code, true);
    expect(because[0]).toMatch(/came from the browser's cache/);
    expect(fix[0]).toMatch(/^First reload without the cache/);
    expect(words(code, false).fix.join()).not.toMatch(/First reload without the cache/);
  },
);

// Ordinary servers cause the same: a title with advice has to leave that open.
it.each([
  "shared-cache-other-origin",
  "shared-cache-without-cors",
  "cookie-not-sent",
  "third-party-without-cors",
] as const)("marks an uncertain cause in the title, and offers the other change: %s", (code) => {
  const open = words(code, false, "ambiguous");
  expect(open.title).not.toBe(words(code, false).title);
  expect(open.title).toMatch(/^(?:Check whether|If) |, or request /);
});

it.each<[string, number, string, string]>([
  ["expects the missing header of an error", 1, "404", "X-A: 1"],
  ["expects no header where none helps", 0, "403", "Cf-Mitigated: challenge"],
])("%s", (_name, count, status, line) => {
  const exchange = reported({ response: [Number(status), line] });
  const verdict = judge(exchange);
  const { evidence } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(evidence).toHaveLength(count);
});

it("adds a question mark to the side if another side may be at fault", () => {
  const names = (["likely", "ambiguous"] as const).map(
    (certainty) => words("wildcard-beside-own-origin", false, certainty).side?.name,
  );
  expect(names).toEqual(["server", "server?"]);
});

// RFC 8446, 5.1: bytes that are not TLS records cause a protocol error; a certificate arrives in such
// records.
it.each([
  ["net::ERR_SSL_PROTOCOL_ERROR", true],
  ["net::ERR_CERT_DATE_INVALID", false],
])("advises http where the server does not speak TLS: %s", (error, isHttp) => {
  const exchange = anExchange({
    ...{
      initiatorOrigin: "http://localhost:3000",
      url: "https://localhost:5001/api",
      response: null,
    },
    ending: { kind: "failed", error },
  });
  const verdict = judge(exchange);
  const { fix } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(/must begin with http\./.test(fix.join("\n"))).toBe(isHttp);
});

// https://html.spec.whatwg.org/multipage/workers.html#fetch-a-classic-worker-script: the mode is "same-origin".
it("names the redirect that takes a worker's script to another origin", () => {
  const url = "https://cdn.other.example/worker.js";
  const exchange = anExchange({
    ...{ browser: "gecko", initiatorOrigin: "https://app.test", resourceType: "script" },
    ending: { kind: "failed", error: "NS_ERROR_CORRUPTED_CONTENT" },
    url: "https://app.test/worker.js",
    requestHeaders: { "Sec-Fetch-Dest": "worker", "Sec-Fetch-Mode": "same-origin" },
    response: { status: 302, headers: { Location: url } },
  });
  const verdict = judge(exchange);
  const { title, because } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(title).toBe("Load the worker's script from https://app.test");
  expect(because[0]).toMatch(/redirects to https:\/\/cdn\.other\.example\..*after a redirect/);
});

// Error pages are HTML, XML or JSON: the browser discards them for that, but a correct type would not help.
it.each<[string, ExchangeInit, string]>([
  [
    "net::ERR_BLOCKED_BY_ORB",
    { resourceType: "image" },
    "GET api.test/a returns 404: fix that first",
  ],
  [
    "NS_ERROR_CORRUPTED_CONTENT",
    { browser: "gecko", resourceType: "script" },
    "GET api.test/a returns 404: fix that first",
  ],
  [
    "net::ERR_BLOCKED_BY_ORB",
    { resourceType: "image", response: { status: 200, headers: { "Content-Type": "text/html" } } },
    "Respond to GET /a with the expected content (image)",
  ],
])("begins with the status of an error page that ended in %s: %o", (error, init, wanted) => {
  const exchange = anExchange({
    ...{ url: "https://api.test/a", requestHeaders: { "Sec-Fetch-Mode": "no-cors" } },
    response: { status: 404, headers: { "Content-Type": "text/html" } },
    ...{ ending: { kind: "failed", error }, ...init },
  });
  const verdict = judge(exchange);
  const { title, because, fix } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(title).toBe(wanted);
  expect(because.join(" ")).toContain("has Content-Type: text/html");
  expect(fix.join(" ")).not.toContain("CORS headers");
});

// Cloudflare Access and the like: https://developer.mozilla.org/docs/Web/Progressive_web_apps/Manifest#deploying_a_manifest
it("sends the session with a manifest, which is requested without cookies", () => {
  const to = "https://idp.test/login?redirect_url=x";
  const exchange = anExchange({
    ...{ resourceType: "other", initiatorOrigin: "https://app.test" },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
    hops: [
      {
        url: "https://app.test/m.json",
        requestHeaders: { "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "manifest" },
        response: { status: 302, headers: { Location: to } },
        redirect: { url: to, internal: false },
      },
      { url: to, response: { headers: { "Content-Type": "text/html" } } },
    ],
  });
  const verdict = judge(exchange);
  const { fix } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(fix.join(" ")).toContain('crossorigin="use-credentials" on the element');
});
