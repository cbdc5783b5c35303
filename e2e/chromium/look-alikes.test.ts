import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { accountOfFrame, FRAMES, isShown, serveFrame, showFrame } from "../lab/frames.ts";
import { MIXED_SOCKET, opensSocket } from "../lab/handshakes.ts";
import { extensionWithRules } from "../lab/other-extension.ts";
import { startSecureOrigin, TRUST_THE_LAB } from "../lab/secure-origin.ts";
import { rewrittenIn, serveUntouched, UNTOUCHED } from "../lab/untouched.ts";
import { exportHarWhen } from "./exports.ts";
import { WITH_THIRD_PARTY_COOKIES } from "./profile.ts";
import { exchangeOf, fetchIn, type Setting, tells, useSetting } from "./setting.ts";

/** Makes the call with the panel open, so that the probe works, and waits until the report is as expected. */
async function expectAccount(
  { browser }: Setting,
  page: Page,
  url: string,
  wanted: object,
  call: () => Promise<unknown> = () => fetchIn(page, url),
): Promise<CorsHar> {
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await page.reload();
  await call();
  const har = await exportHarWhen(panel, tells(url, wanted));
  await browser.closePanel(panel);
  expect(exchangeOf(har, url)).toMatchObject(wanted);
  return har;
}

const OPEN = [["Access-Control-Allow-Origin", "*"]] as const;

describe("what looks like CORS: certificates and mixed content", () => {
  let secure: Awaited<ReturnType<typeof startSecureOrigin>>;
  beforeAll(async () => {
    secure = await startSecureOrigin();
  });
  afterAll(() => secure?.close());

  describe("without trust in the certificate", () => {
    const setting = useSetting();

    it("a bad certificate is a TLS error", async () => {
      const url = `https://127.0.0.1:${secure.port}/`;
      await expectAccount(setting, setting.page, url, {
        outcome: "failed",
        cause: { code: "tls-error", family: "network" },
        certainty: "certain",
        reachedServer: false,
        remedy: null,
        lanes: { chromium: { name: "net::ERR_CERT_AUTHORITY_INVALID" } },
      });
    });
  });

  describe("with it", () => {
    const setting = useSetting({
      args: [TRUST_THE_LAB, "--host-resolver-rules=MAP *.test 127.0.0.1"],
    });
    const goToSecurePage = () => setting.page.goto(`https://app.test:${secure.port}/`);

    it("http from an https page is mixed content; its twin over https passes", async () => {
      const { lab, page } = setting;
      await goToSecurePage();
      lab.respond("mixed", { response: { headers: OPEN } });
      const url = `http://api.test:${lab.servers.apiA.port}/_/mixed`;
      await expectAccount(setting, page, url, {
        outcome: "blocked",
        cause: { code: "mixed-content", family: "policy", stage: "request" },
        reachedServer: false,
      });
      const twin = `https://api.test:${secure.port}/`;
      await expectAccount(setting, page, twin, { outcome: "allowed" });
    });

    it.each([
      [{}, { outcome: "allowed", cause: null }],
      [
        { credentials: "include" },
        { outcome: "blocked", cause: { code: "wildcard-origin-not-allowed" }, reachedServer: true },
      ],
    ] as const)(
      "http that the page's policy upgrades to https is not: %j",
      async (init, wanted) => {
        const { page } = setting;
        await goToSecurePage();
        const sent = `https://api.test:${secure.port}/${wanted.outcome}`;
        const called = sent.replace("https:", "http:");
        const har = await expectAccount(setting, page, sent, wanted, async () => {
          await page.evaluate(() => {
            const policy = document.createElement("meta");
            policy.httpEquiv = "Content-Security-Policy";
            policy.content = "upgrade-insecure-requests";
            document.head.append(policy);
          });
          await fetchIn(page, called, init);
        });
        expect(exchangeOf(har, called)).toBeUndefined();
      },
    );

    it("a WebSocket of an https page without TLS is mixed content", async () => {
      const { lab, page } = setting;
      await goToSecurePage();
      const url = `ws://api.test:${lab.servers.apiA.port}/_/mixed`;
      await expectAccount(setting, page, url, MIXED_SOCKET, () => page.evaluate(opensSocket, url));
    });
  });
});

describe("what looks like CORS: another extension", () => {
  const setting = useSetting({
    otherExtensions: [
      extensionWithRules("blocker", [
        {
          action: { type: "block" },
          condition: { urlFilter: "please-block", resourceTypes: ["xmlhttprequest"] },
        },
        {
          action: {
            type: "modifyHeaders",
            responseHeaders: [
              { header: "Access-Control-Allow-Origin", operation: "set", value: "*" },
            ],
          },
          condition: { urlFilter: "please-rewrite", resourceTypes: ["xmlhttprequest"] },
        },
        {
          action: {
            type: "modifyHeaders",
            responseHeaders: [{ header: "Access-Control-Allow-Origin", operation: "remove" }],
          },
          condition: { urlFilter: "please-strip" },
        },
      ]),
    ],
  });

  it("that blocks is named as what it is", async () => {
    const { lab, page } = setting;
    lab.respond("please-block", { response: { headers: OPEN } });
    const url = lab.url("apiA", "please-block");
    await expectAccount(setting, page, url, {
      outcome: "blocked",
      cause: { code: "blocked-by-client", family: "client" },
      certainty: "certain",
      reachedServer: false,
      lanes: { chromium: { name: "net::ERR_BLOCKED_BY_CLIENT" } },
    });
  });

  it("that adds the header makes it pass by luck only", async () => {
    const { lab, page } = setting;
    lab.respond("please-rewrite", { response: { headers: [] } });
    const url = lab.url("apiA", "please-rewrite");
    const rewritten = expect.objectContaining({ code: "headers-rewritten-by-extension" });
    await expectAccount(setting, page, url, {
      outcome: "allowed",
      findings: expect.arrayContaining([rewritten]),
    });
  });

  it("that removes the header from a preflight response is the cause", async () => {
    const { lab, page } = setting;
    const allowed = [...OPEN, ["Access-Control-Allow-Methods", "*"]] as const;
    lab.respond("please-strip", {
      preflight: { status: 204, headers: allowed },
      response: { headers: OPEN },
    });
    const url = lab.url("apiA", "please-strip");
    const call = () => fetchIn(page, url, { method: "PUT" });
    const wanted = {
      outcome: "blocked",
      cause: { code: "missing-allow-origin", stage: "preflight" },
      diagnosis: [
        expect.objectContaining({ code: "headers-rewritten-by-extension", side: "browser" }),
        expect.objectContaining({ code: "missing-allow-origin" }),
      ],
    };
    await expectAccount(setting, page, url, wanted, call);
  });

  it("that does neither is not accused", async () => {
    const { lab, page } = setting;
    lab.respond("left-alone", { response: { headers: OPEN } });
    const url = lab.url("apiA", "left-alone");
    const wanted = { outcome: "allowed", certainty: "certain", findings: [] };
    await expectAccount(setting, page, url, wanted);
  });
});

describe("what looks like CORS: a browser that was started so as not to enforce it", () => {
  const setting = useSetting({ withoutWebSecurity: true });

  it("is believed, and not its headers", async () => {
    const { lab, page } = setting;
    lab.respond("not-enforced", { response: { headers: [] } });
    const url = lab.url("apiA", "not-enforced");
    const wanted = { outcome: "allowed", cause: null, rule: "passed-against-the-rules" };
    await expectAccount(setting, page, url, wanted);
  });
});

describe("headers that no extension rewrote", () => {
  const setting = useSetting();

  let panel: Page;

  beforeAll(async () => {
    const { browser, page } = setting;
    panel = await browser.openPanel(await browser.tabIdOf(page));
  });

  it.each(UNTOUCHED)("are not said to be rewritten: %s", async (...one) => {
    const { lab, page } = setting;
    const { url, init, times } = serveUntouched(lab, one);
    for (let time = 0; time < times; time++) await fetchIn(page, url, init);
    const har = await exportHarWhen(panel, tells(url, { outcome: "allowed" }));
    expect(exchangeOf(har, url)).toMatchObject({ outcome: "allowed" });
    expect(rewrittenIn(har, one[0])).toEqual([]);
  });
});

describe("what looks like CORS: frames", () => {
  // With third-party cookies, Sec-Fetch-Storage-Access rules out a frame with the attribute
  // "credentialless".
  const setting = useSetting({ preferences: WITH_THIRD_PARTY_COOKIES });

  let panel: Page;

  beforeAll(async () => {
    const { browser, page } = setting;
    panel = await browser.openPanel(await browser.tabIdOf(page));
  });

  it.each(FRAMES)("$name: $code", async (one) => {
    const { lab, page } = setting;
    const urls = serveFrame(lab, one);
    await page.goto(urls.page);
    await page.evaluate(showFrame, urls.shown);
    const wanted = accountOfFrame(one.code);
    const har = await exportHarWhen(panel, tells(urls.frame, wanted));
    expect(exchangeOf(har, urls.frame)).toMatchObject(wanted);
    if (one.code === null) await page.waitForFunction(isShown);
    else expect(await page.evaluate(isShown)).toBe(false);
  });
});

describe("what looks like CORS: local network access", () => {
  // For Chromium the pages' server is public, and the API is on this machine.
  const setting = useSetting((lab) => ({
    args: [
      "--host-resolver-rules=MAP *.test 127.0.0.1",
      `--ip-address-space-overrides=127.0.0.1:${lab.servers.page.port}=public,[::1]:${lab.servers.page.port}=public`,
    ],
  }));

  it.each([
    ["insecure-local-network", "app.test", "GET", {}, "InsecureLocalNetwork"],
    ["insecure-local-network", "app.test", "PUT", {}, "InsecureLocalNetwork"],
    ["local-network-access-denied", "localhost", "GET", {}, "LocalNetworkAccessPermissionDenied"],
    ["local-network-access-denied", "localhost", "PUT", {}, "LocalNetworkAccessPermissionDenied"],
    [
      "invalid-local-network-access",
      "localhost",
      "GET",
      { targetAddressSpace: "local" },
      "InvalidLocalNetworkAccess",
    ],
  ] as const)("%s: %s, %s %o", async (code, host, method, init, name) => {
    const { lab, browser, page } = setting;
    await page.goto(lab.servers.page.at(host));
    const truth = await browser.groundTruth(page);
    const id = `${code}-${method}`;
    lab.respond(id, { preflight: { status: 204, headers: OPEN }, response: { headers: OPEN } });
    const url = lab.url("apiA", id);
    const call = () => fetchIn(page, url, { method, ...init } as RequestInit);
    const wanted = {
      outcome: "blocked",
      cause: { code, family: "policy" },
      lanes: { chromium: { name } },
      ...("targetAddressSpace" in init && { rule: "failed-before-response" }),
    };
    await expectAccount(setting, page, url, wanted, call);
    const end = truth.requests.find((r) => r.urls[0] === url && !r.isPreflight)?.end;
    expect(end).toMatchObject({ corsError: name });
  });
});

describe("what looks like CORS: the cache, and what is under way", () => {
  const setting = useSetting();

  it("nothing is said of a request that is under way", async () => {
    const { lab, page } = setting;
    lab.respond("under-way", { response: "hang" });
    const url = lab.url("apiA", "under-way");
    const start = () => page.evaluate((target) => void fetch(target), url);
    await expectAccount(setting, page, url, { outcome: "pending", rule: "pending" }, start);
    await page.reload();
  });

  it.each([
    [true, "allowed"],
    [false, "blocked"],
  ] as const)(
    "a response stored for a no-cors request, Vary: Origin %s",
    async (varies, outcome) => {
      const { lab, browser, page } = setting;
      const id = `stored-${varies}`;
      const vary = varies ? ([["Vary", "Origin"]] as const) : [];
      lab.respond(id, (request) => {
        const isCors = request.headers.some(([name]) => name.toLowerCase() === "origin");
        const stored = [
          ["Cache-Control", "max-age=600"],
          ["X-Request-Id", String(lab.requests.length)],
          ...vary,
        ] as const;
        return {
          headers: isCors ? [...stored, ["Access-Control-Allow-Origin", lab.origins.page]] : stored,
        };
      });
      const url = lab.url("apiA", id);
      await fetchIn(page, url, { mode: "no-cors" });
      const seen = await fetchIn(page, url);
      expect(seen.outcome).toBe(outcome === "blocked" ? "rejected" : "allowed");

      const panel = await browser.openPanel(await browser.tabIdOf(page));
      const isReported = (har: Parameters<typeof exchangeOf>[0]) =>
        har.log._cors.exchanges.filter((e) => e.url === url && e.outcome !== "pending").length ===
        2;
      const har = await exportHarWhen(panel, isReported);
      const [first, second] = har.log._cors.exchanges.filter((exchange) => exchange.url === url);
      expect([first?.outcome, second?.outcome]).toEqual(["opaque", outcome]);
      const named = second?.findings.find(
        (finding) => finding.code === "cached-for-another-request",
      );
      expect(named?.parameter).toBe(outcome === "blocked" ? first?.id : undefined);
      if (outcome === "blocked") {
        await panel.getByRole("option").filter({ hasText: id }).last().click();
        await panel
          .getByRole("heading", { name: /the cached response belongs to another request/ })
          .waitFor();
        await panel.getByRole("button", { name: "Show the request that filled the cache" }).click();
        const selected = panel.getByRole("option", { selected: true });
        await selected.filter({ hasText: "Opaque" }).waitFor();
        const detail = panel.getByRole("region", { name: "Request in detail" });
        await detail.filter({ hasText: "Opaque ·" }).waitFor();
        await expect
          .poll(() => detail.evaluate((element) => element === document.activeElement))
          .toBe(true);
      }
      await panel.close();
    },
  );

  it("has to be cleared, as we say, before the server's change helps", async () => {
    const { lab, browser, page } = setting;
    let isMended = false;
    lab.respond("cleared", (request) => {
      const isCors = request.headers.some(([name]) => name.toLowerCase() === "origin");
      return {
        headers: [
          ["Cache-Control", "max-age=600"],
          ...(isMended ? [["Vary", "Origin"] as const] : []),
          ...(isCors ? [["Access-Control-Allow-Origin", lab.origins.page] as const] : []),
        ],
      };
    });
    const url = lab.url("apiA", "cleared");
    await fetchIn(page, url, { mode: "no-cors" });
    expect((await fetchIn(page, url)).outcome).toBe("rejected");
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await panel.getByRole("option").filter({ hasText: "cleared" }).last().click();
    await panel.getByText("Then clear the cache once").first().waitFor();
    await panel.close();
    isMended = true;
    expect((await fetchIn(page, url)).outcome).toBe("rejected");
    const session = await page.context().newCDPSession(page);
    await session.send("Network.clearBrowserCache");
    await session.detach();
    await fetchIn(page, url, { mode: "no-cors" });
    expect((await fetchIn(page, url)).outcome).toBe("allowed");
  });
});
