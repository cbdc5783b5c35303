import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { explain } from "../explain.ts";

const frame = (init: ExchangeInit) => {
  const exchange = anExchange({ resourceType: "sub_frame", ...init });
  const { title, because, fix } = explain(exchange, judge(exchange));
  return { title, because: because.join(" "), fix: fix.join(" ") };
};
const failed = (error: string) => ({ kind: "failed", error }) as const;

// https://w3c.github.io/webappsec-csp/#frame-ancestors-navigation-response : all ancestors count.
describe("the explanation of a frame that refuses to be framed", () => {
  const ancestorOrigins = ["https://app.test", "https://top.test"];
  const csp = { "Content-Security-Policy": "frame-ancestors https://app.test" };

  it.each([
    ["chromium", { kind: "completed" } as const],
    ["gecko", failed("NS_ERROR_CSP_FRAME_ANCESTOR_VIOLATION")],
  ] as const)("names the header and everybody around it, in %s", (browser, ending) => {
    const said = frame({ browser, ending, ancestorOrigins, response: { headers: csp } });
    expect(said.title).toMatch(/^Allow https:\/\/app\.test to embed GET \/items in a frame/);
    expect(said.because).toContain("Content-Security-Policy: frame-ancestors https://app.test");
    expect(said.because).toContain("https://app.test and https://top.test");
    expect(said.fix).toContain("add https://app.test https://top.test to frame-ancestors");
  });

  it("does not advise to list an opaque origin", () => {
    const headers = { "X-Frame-Options": "SAMEORIGIN" };
    const said = frame({ ancestorOrigins: ["null", "https://top.test"], response: { headers } });
    expect(said.because).toContain("X-Frame-Options: SAMEORIGIN");
    expect(said.because).toContain("opaque origin");
    expect(said.fix).toContain("allow-same-origin");
    expect(said.fix).not.toContain("name null");
  });
});

it("names the script of a worker in a page with an embedder policy, not a frame", () => {
  const said = frame({
    ...{
      resourceType: "script",
      embedderPolicy: "require-corp",
      initiatorOrigin: "https://app.test",
    },
    url: "https://app.test/worker.js",
    requestHeaders: { "Sec-Fetch-Dest": "worker", "Sec-Fetch-Mode": "same-origin" },
    ending: failed("net::ERR_ABORTED"),
  });
  expect(said.because).toContain("the scripts of its workers, such as https://app.test/worker.js");
  expect(said.fix).toContain("send Cross-Origin-Embedder-Policy: require-corp");
  expect(said.because + said.fix).not.toMatch(/frame/);
});

// Seen in Chromium 156 and Firefox 153: the service worker's own request for a navigation. Redirect mode "follow"
// would make the navigation fail.
it.each([
  ["chromium", "navigate", failed("net::ERR_ABORTED"), "https://app.test/b"],
  ["gecko", "same-origin", { kind: "completed" }, null],
] as const)(
  "changes nothing where a service worker passed a navigation on, in %s",
  (browser, mode, ending, to) => {
    const said = (headers: Readonly<Record<string, string>>) =>
      frame({
        ...{ browser, ending, resourceType: "xmlhttprequest", documentId: null },
        initiatorOrigin: "https://app.test",
        hops: [
          {
            url: "https://app.test/a",
            requestHeaders: { "Sec-Fetch-Mode": mode, ...headers },
            response: { status: 302, headers: { Location: "https://app.test/b" } },
            redirect: to === null ? null : { url: to, internal: false },
          },
        ],
      });
    const passed = said({ "Upgrade-Insecure-Requests": "1" });
    expect(passed.title).toBe(
      "Nothing to change: the browser follows the redirect of GET /a itself",
    );
    expect(passed.because).toContain("A service worker passed a navigation on");
    expect(passed.fix).toBe("");
    expect(said({}).fix).toContain('Remove redirect: "manual"');
  },
);

// https://w3c.github.io/ServiceWorker/#update-algorithm
it("names the redirect of a service worker's script, which no option allows", () => {
  const said = frame({
    ...{
      resourceType: "script",
      url: "https://app.test/sw.js",
      initiatorOrigin: "https://app.test",
    },
    requestHeaders: { "Sec-Fetch-Dest": "serviceworker", "Sec-Fetch-Mode": "same-origin" },
    response: { status: 302, headers: { Location: "/b.js" } },
    ending: failed("net::ERR_ABORTED"),
  });
  expect(said.because).toContain("A service worker's script must not be redirected");
  expect(said.fix).toContain("serve the script at the registered URL");
  expect(said.fix).not.toContain("let the request follow");
});

describe("the explanation of a frame in a page with an embedder policy", () => {
  const embedderPolicy = "require-corp";
  const ancestorOrigins = ["https://app.test"];

  it("advises nothing that a frame cannot do", () => {
    const requestHeaders = { "Sec-Fetch-Storage-Access": "active" };
    const headers = { "Cross-Origin-Resource-Policy": "same-origin" };
    const said = frame({ embedderPolicy, ancestorOrigins, requestHeaders, response: { headers } });
    expect(said.because).not.toContain("no-cors");
    expect(said.fix).not.toContain("crossorigin");
    expect(said.fix).toContain("Cross-Origin-Resource-Policy: cross-origin");
  });

  // https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy
  it.each([
    [{}, "send Cross-Origin-Embedder-Policy: require-corp"],
    [{ "Cross-Origin-Embedder-Policy": "unsafe-none" }, "send Cross-Origin-Embedder-Policy"],
    // The document sends the header already; without a secure context it has no effect.
    [{ "Cross-Origin-Embedder-Policy": "require-corp" }, "over HTTPS"],
  ])("sent with %j", (headers, fix) => {
    const ending = failed("NS_ERROR_DOM_COEP_FAILED");
    const said = frame({
      browser: "gecko",
      embedderPolicy,
      ancestorOrigins,
      ending,
      response: { headers },
    });
    expect(said.fix).toContain(fix);
  });
});
