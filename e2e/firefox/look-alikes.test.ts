import { beforeAll, describe, expect, it } from "vitest";
import { exchangeOf, tells } from "../chromium/setting.ts";
import { accountOfFrame, FRAMES, isShown, serveFrame, showFrame } from "../lab/frames.ts";
import { MIXED_SOCKET, opensSocket } from "../lab/handshakes.ts";
import type { Lab } from "../lab/lab.ts";
import { extensionWithListeners, extensionWithRules } from "../lab/other-extension.ts";
import { rewrittenIn, serveUntouched, UNTOUCHED } from "../lab/untouched.ts";
import type { Document } from "./document.ts";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

const OPEN = {
  preflight: {
    status: 204,
    headers: [
      ["Access-Control-Allow-Origin", "*"],
      ["Access-Control-Allow-Methods", "*"],
    ],
  },
  response: { headers: [["Access-Control-Allow-Origin", "*"]] },
} as const;
const HOSTS = { "network.dns.localDomains": "app.test,api.test,tracker.test" };
const TRACKERS = {
  "privacy.trackingprotection.enabled": true,
  "urlclassifier.trackingTable": "moztest-track-simple",
  "urlclassifier.trackingTable.testEntries": "tracker.test",
};
const PASSES = { outcome: "allowed", cause: null, certainty: "certain", reachedServer: true };

/** Starts Firefox for a `describe`, with a panel for its page. */
function usePanel(options: Parameters<typeof useSetting>[0] = {}) {
  const setting = useSetting(options);
  const opened: { panel?: Document } = {};
  beforeAll(async () => {
    const { browser, page } = setting;
    opened.panel = await browser.openPanel(await browser.tabIdOf(page));
  });
  return { setting, opened };
}

/** Has a page with the probe make the call, and waits until the report is as expected. */
async function expectAccount(
  { setting: { browser, page }, opened: { panel } }: ReturnType<typeof usePanel>,
  pageUrl: string,
  url: string,
  wanted: object,
  call: () => Promise<unknown> = () => fetchIn(page, url),
): Promise<void> {
  await page.goto(pageUrl);
  await call();
  const har = await exportHarWhen(browser, panel as Document, tells(url, wanted));
  expect(exchangeOf(har, url)).toMatchObject(wanted);
}

describe("what looks like CORS in Firefox", () => {
  const used = usePanel({ prefs: { ...HOSTS, ...TRACKERS } });
  const { setting } = used;

  it("a certificate that nobody vouches for is a TLS error; its twin without TLS passes", async () => {
    const { lab } = setting;
    lab.respond("secure", OPEN);
    const { apiA } = lab.servers;
    const url = `${apiA.secureAt("localhost")}/_/secure`;
    await expectAccount(used, lab.origins.page, url, {
      outcome: "failed",
      cause: { code: "tls-error", family: "network", stage: "request" },
      certainty: "certain",
      reachedServer: false,
      remedy: null,
    });
    const twin = `${apiA.at("localhost")}/_/secure`;
    await expectAccount(used, lab.origins.page, twin, PASSES);
  });

  it.each(UNTOUCHED)("headers that no extension rewrote are not said to be: %s", async (...one) => {
    const { lab, page, browser } = setting;
    const { url, init, times } = serveUntouched(lab, one);
    for (let time = 0; time < times; time++) await fetchIn(page, url, init);
    const panel = used.opened.panel as Document;
    const har = await exportHarWhen(browser, panel, tells(url, { outcome: "allowed" }));
    expect(exchangeOf(har, url)).toMatchObject({ outcome: "allowed" });
    expect(rewrittenIn(har, one[0])).toEqual([]);
  });

  it("tracking protection stops a request to a listed host; its twin to another passes", async () => {
    const { lab } = setting;
    lab.respond("tracker", OPEN);
    const { apiA } = lab.servers;
    const expectJudged = (host: string, wanted: object) =>
      expectAccount(used, lab.origins.page, `${apiA.at(host)}/_/tracker`, wanted);
    await expectJudged("tracker.test", {
      outcome: "blocked",
      cause: { code: "blocked-by-client", family: "client", stage: "request" },
      certainty: "certain",
      reachedServer: false,
      lanes: { gecko: { name: "NS_ERROR_TRACKING_URI" } },
    });
    await expectJudged("app.test", PASSES);
  });

  it.each(FRAMES)("a frame: $name", async (one) => {
    const { lab, browser } = setting;
    const urls = serveFrame(lab, one);
    // A separate tab: a frame's error page may come late, and if the tab is navigating by then, Firefox
    // rejects that navigation.
    const page = await browser.newPage();
    await page.goto(urls.page);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const { code, inFirefox = code } = one;
    const show = () => page.evaluate(showFrame, urls.shown);
    const wanted = accountOfFrame(inFirefox);
    const inTab = { setting: { ...setting, page }, opened: { panel } };
    await expectAccount(inTab, urls.page, urls.frame, wanted, show);
    if (inFirefox === null) await page.waitFor(isShown);
    else expect(await page.evaluate(isShown)).toBe(false);
    await panel.close();
    await page.close();
  });
});

describe("what looks like CORS in Firefox: a page that came over https", () => {
  const used = usePanel({ prefs: HOSTS, trustAll: true });
  const { setting } = used;

  it.each(["GET", "PUT"])("may not request over http, as %s", async (method) => {
    const { lab, page } = setting;
    const { apiA } = lab.servers;
    const home = `${lab.servers.page.secureAt("app.test")}/blank`;
    const id = `mixed-${method}`;
    lab.respond(id, OPEN);
    const expectJudged = (url: string, wanted: object) =>
      expectAccount(used, home, url, wanted, () => fetchIn(page, url, { method }));
    await expectJudged(`${apiA.at("api.test")}/_/${id}`, {
      outcome: "blocked",
      cause: { code: "mixed-content", family: "policy", stage: "request" },
      certainty: "certain",
      reachedServer: false,
      remedy: null,
    });
    if (method === "GET") {
      const socket = `${apiA.at("api.test").replace(/^http/, "ws")}/_/${id}`;
      await expectAccount(used, home, socket, MIXED_SOCKET, () =>
        page.evaluate(opensSocket, socket),
      );
    }
    // Allowed over https, and also over http on the same machine.
    for (const origin of [apiA.secureAt("api.test"), apiA.at("localhost")]) {
      await expectJudged(`${origin}/_/${id}`, PASSES);
    }
  });
});

describe("what looks like CORS in Firefox: local network access", () => {
  // For Firefox the pages' server is public, and the API is on this machine.
  const used = usePanel(({ servers: { page } }) => ({
    trustAll: true,
    prefs: {
      ...HOSTS,
      "network.lna.enabled": true,
      "network.lna.blocking": true,
      "network.lna.block_insecure_contexts": true,
      "network.lna.address_space.public.override": `127.0.0.1:${page.port},[::1]:${page.port}`,
      "permissions.default.loopback-network": 2,
    },
  }));
  const { setting } = used;

  it.each([
    ["GET", "secureAt", "request"],
    ["PUT", "secureAt", "preflight"],
    ["GET", "at", "request"],
    ["PUT", "at", "preflight"],
  ] as const)("refuses a %s of a page, %s", async (method, at, stage) => {
    const { lab, page } = setting;
    const home = `${lab.servers.page[at]("app.test")}/blank`;
    const id = `local-${method}-${at}`;
    lab.respond(id, OPEN);
    const expectJudged = (url: string, wanted: object) =>
      expectAccount(used, home, url, wanted, () => fetchIn(page, url, { method }));
    await expectJudged(`${lab.servers.apiA[at]("api.test")}/_/${id}`, {
      outcome: "blocked",
      cause: { code: "local-network-access-denied", family: "policy", stage },
      certainty: "certain",
      reachedServer: false,
      remedy: null,
      lanes: { gecko: { name: "NS_ERROR_LOCAL_NETWORK_ACCESS_DENIED" } },
    });
    expect(lab.requests.some(({ target }) => target.includes(id))).toBe(false);
    // The request to a public server is allowed.
    await expectJudged(`${lab.servers.page[at]("api.test")}/_/${id}`, PASSES);
  });
});

describe("what looks like CORS in Firefox: another extension", () => {
  const PLEASE = { resourceTypes: ["xmlhttprequest", "other"] };
  const OPENED = { header: "Access-Control-Allow-Origin", operation: "set", value: "*" };
  const rules = extensionWithRules("rules", [
    { action: { type: "block" }, condition: { urlFilter: "rule-block", ...PLEASE } },
    {
      action: { type: "modifyHeaders", responseHeaders: [OPENED] },
      condition: { urlFilter: "rule-open", ...PLEASE },
    },
  ]);
  const listeners = extensionWithListeners("listeners", {
    onBeforeRequest: "({ url }) => ({ cancel: url.includes('listener-block') })",
    onHeadersReceived: `({ url, responseHeaders }) => {
      const others = responseHeaders.filter(({ name }) => !/^access-control-allow-origin$/i.test(name));
      if (url.includes("listener-keep")) return { cancel: true };
      if (url.includes("listener-lead")) return { redirectUrl: url.replace("/_/", "/led/") };
      if (url.includes("listener-close")) return { responseHeaders: others };
      if (!url.includes("listener-open")) return {};
      const opened = { name: "Access-Control-Allow-Origin", value: "*" };
      return { responseHeaders: [...others, opened] };
    }`,
  });
  const used = usePanel({ otherExtensions: [rules, listeners] });
  const { setting } = used;
  const CLOSED = { response: { headers: [] } } as const;
  const BY_CLIENT = {
    outcome: "blocked",
    cause: { code: "blocked-by-client", family: "client" },
    certainty: "certain",
    remedy: null,
    lanes: { gecko: { name: "NS_ERROR_ABORT" } },
  };
  const REWRITTEN = { code: "headers-rewritten-by-extension" };

  it.each<[string, string, string, Parameters<Lab["respond"]>[1], object]>([
    ["blocks", "rule-block", "GET", OPEN, { ...BY_CLIENT, reachedServer: false }],
    ["blocks", "listener-block", "PUT", OPEN, { ...BY_CLIENT, reachedServer: false }],
    ["keeps the response", "listener-keep", "GET", OPEN, { ...BY_CLIENT, reachedServer: true }],
    [
      "leads the preflight elsewhere",
      "listener-lead",
      "PUT",
      OPEN,
      {
        outcome: "blocked",
        cause: { code: "preflight-disallowed-redirect", stage: "preflight" },
        lanes: { gecko: { name: "CORSExternalRedirectNotAllowed" } },
      },
    ],
    [
      "adds the header",
      "listener-open",
      "GET",
      CLOSED,
      { ...PASSES, findings: expect.arrayContaining([expect.objectContaining(REWRITTEN)]) },
    ],
    // Firefox shows headers that a rule changed as if they had been received that way.
    ["adds the header", "rule-open", "GET", CLOSED, { ...PASSES, findings: [] }],
    ["does nothing", "left-alone", "GET", OPEN, { ...PASSES, findings: [] }],
  ])("that %s is known for it: %s %s", async (_what, id, method, response, wanted) => {
    const { lab, page } = setting;
    lab.respond(id, response);
    const url = lab.url("apiA", id);
    const call = () => fetchIn(page, url, { method });
    await expectAccount(used, lab.origins.page, url, wanted, call);
  });

  it("that takes the header away is known for it, or nothing is", async () => {
    const { lab } = setting;
    lab.respond("listener-close", OPEN);
    const url = lab.url("apiA", "listener-close");
    const known = expect.objectContaining({
      outcome: "blocked",
      cause: expect.objectContaining({ code: "missing-allow-origin" }),
      findings: expect.arrayContaining([expect.objectContaining(REWRITTEN)]),
    });
    // Sometimes Firefox ends a blocked response in an error, and no longer reports its headers.
    const open = { outcome: "unknown", cause: null, certainty: "ambiguous" };
    const wanted = expect.toBeOneOf([known, expect.objectContaining(open)]);
    await expectAccount(used, lab.origins.page, url, wanted);
  });
});
