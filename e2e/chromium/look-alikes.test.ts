import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { type Call, itReports, type Place } from "../both/it-reports.ts";
import {
  accountOfFrame,
  FRAMING_PAGES,
  isShown,
  serveFrame,
  serveFramingPage,
  showFrame,
} from "../lab/frames.ts";
import { MIXED_SOCKET, opensSocket } from "../lab/handshakes.ts";
import type { Lab } from "../lab/lab.ts";
import { extensionWithRules } from "../lab/other-extension.ts";
import { startSecureOrigin, TRUST_THE_LAB } from "../lab/secure-origin.ts";
import { UNTOUCHED_CALLS } from "../lab/untouched.ts";
import { exportHarWhen } from "./exports.ts";
import type { GroundTruth } from "./ground-truth.ts";
import { WITH_THIRD_PARTY_COOKIES } from "./profile.ts";
import { exchangeOf, fetchIn, type Setting, useSetting } from "./setting.ts";

/** Opens a panel for the page of a `describe`, and closes it after it. */
function usePanel(setting: Setting): Place {
  const opened: { panel?: Page } = {};
  beforeAll(async () => {
    const { browser, page } = setting;
    opened.panel = await browser.openPanel(await browser.tabIdOf(page));
  });
  afterAll(async () => {
    if (opened.panel) await setting.browser.closePanel(opened.panel);
  });
  return {
    get lab() {
      return setting.lab;
    },
    load: (url) => setting.page.goto(url),
    fetch: (url, init) => fetchIn(setting.page, url, init),
    exportHarWhen: (complete) => exportHarWhen(opened.panel as Page, complete),
  };
}

const blank = (lab: Lab) => `${lab.origins.page}/blank`;

const OPEN = [["Access-Control-Allow-Origin", "*"]] as const;

/** Serves a response by API A. */
function served(
  id: string,
  script: Parameters<Lab["respond"]>[1] = { response: { headers: OPEN } },
  init: RequestInit = {},
): Call["serve"] {
  return (lab) => {
    lab.respond(id, script);
    return { url: lab.url("apiA", id), init };
  };
}

let secure: Awaited<ReturnType<typeof startSecureOrigin>>;
beforeAll(async () => {
  secure = await startSecureOrigin();
});
afterAll(() => secure?.close());

describe("what looks like CORS", () => {
  const setting = useSetting();

  describe("with the panel open", () => {
    itReports(usePanel(setting), blank, [
      {
        what: "a bad certificate is a TLS error",
        serve: () => ({ url: `https://127.0.0.1:${secure.port}/` }),
        wanted: {
          outcome: "failed",
          cause: { code: "tls-error", family: "network" },
          certainty: "certain",
          reachedServer: false,
          remedy: null,
          lanes: { chromium: { name: "net::ERR_CERT_AUTHORITY_INVALID" } },
        },
      },
      ...UNTOUCHED_CALLS,
      {
        what: "nothing is said of a request that is under way",
        serve: served("under-way", { response: "hang" }),
        make: (url) => setting.page.evaluate((target) => void fetch(target), url),
        wanted: { outcome: "pending", rule: "pending" },
      },
    ]);
  });

  describe("a response stored for a no-cors request", () => {
    const IDS = ["varies", "does-not-vary", "cleared"] as const;
    const urlOf = (id: (typeof IDS)[number]) => setting.lab.url("apiA", id);
    const fetchTwice = async (id: (typeof IDS)[number]) => {
      await fetchIn(setting.page, urlOf(id), { mode: "no-cors" });
      return (await fetchIn(setting.page, urlOf(id))).outcome;
    };
    const seen: Partial<Record<(typeof IDS)[number], string>> = {};
    let isMended = false;
    let panel: Page;
    let har: CorsHar;

    beforeAll(async () => {
      const { lab, browser, page } = setting;
      await page.goto(blank(lab));
      for (const id of IDS) {
        lab.respond(id, (request) => {
          const isCors = request.headers.some(([name]) => name.toLowerCase() === "origin");
          const varies = id === "varies" || (id === "cleared" && isMended);
          return {
            headers: [
              ["Cache-Control", "max-age=600"],
              ...(id === "cleared" ? [] : [["X-Request-Id", `${lab.requests.length}`] as const]),
              ...(varies ? [["Vary", "Origin"] as const] : []),
              ...(isCors ? [["Access-Control-Allow-Origin", lab.origins.page] as const] : []),
            ],
          };
        });
        seen[id] = await fetchTwice(id);
      }
      panel = await browser.openPanel(await browser.tabIdOf(page));
      const isReported = (id: (typeof IDS)[number]) => (one: CorsHar) =>
        one.log._cors.exchanges.filter((e) => e.url === urlOf(id) && e.outcome !== "pending")
          .length === 2;
      har = await exportHarWhen(panel, (one) => IDS.every((id) => isReported(id)(one)));
    });

    it.each([
      ["varies", "allowed"],
      ["does-not-vary", "blocked"],
    ] as const)("that %s by the origin", async (id, outcome) => {
      expect(seen[id]).toBe(outcome === "blocked" ? "rejected" : "allowed");
      const [first, second] = har.log._cors.exchanges.filter(({ url }) => url === urlOf(id));
      expect([first?.outcome, second?.outcome]).toEqual(["opaque", outcome]);
      const named = second?.findings.find(
        (finding) => finding.code === "cached-for-another-request",
      );
      expect(named?.parameter).toBe(outcome === "blocked" ? first?.id : undefined);
    });

    it("is named in the panel, and the request that filled the cache", async () => {
      await panel.getByRole("option").filter({ hasText: "does-not-vary" }).last().click();
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
    });

    it("has to be cleared, as we say, before the server's change helps", async () => {
      const { page } = setting;
      expect(seen.cleared).toBe("rejected");
      await panel.getByRole("option").filter({ hasText: "cleared" }).last().click();
      const detail = panel.getByRole("region", { name: "Request in detail" });
      const advice = detail.filter({ hasText: "cleared" }).getByText("Then clear the cache once");
      await advice.first().waitFor();
      isMended = true;
      expect((await fetchIn(page, urlOf("cleared"))).outcome).toBe("rejected");
      const session = await page.context().newCDPSession(page);
      await session.send("Network.clearBrowserCache");
      await session.detach();
      expect(await fetchTwice("cleared")).toBe("allowed");
    });
  });
});

describe("what looks like CORS: mixed content and local network access", () => {
  // For Chromium the pages' server is public, and the other servers are on this machine.
  const setting = useSetting(({ servers: { page } }) => ({
    args: [
      TRUST_THE_LAB,
      "--host-resolver-rules=MAP *.test 127.0.0.1",
      `--ip-address-space-overrides=127.0.0.1:${page.port}=public,[::1]:${page.port}=public`,
    ],
  }));
  const place = usePanel(setting);
  const securePage = () => `https://app.test:${secure.port}/`;

  describe("an https page", () => {
    const servedAt = (scheme: string) => (lab: Lab) => {
      lab.respond("mixed", { response: { headers: OPEN } });
      return { url: `${scheme}://api.test:${lab.servers.apiA.port}/_/mixed` };
    };
    itReports(place, securePage, [
      {
        what: "may not request over http: it is mixed content",
        serve: servedAt("http"),
        wanted: {
          outcome: "blocked",
          cause: { code: "mixed-content", family: "policy", stage: "request" },
          reachedServer: false,
        },
      },
      {
        what: "may request over https, the twin",
        serve: () => ({ url: `https://api.test:${secure.port}/` }),
        wanted: { outcome: "allowed" },
      },
      {
        what: "may not open a WebSocket without TLS: it is mixed content",
        serve: servedAt("ws"),
        make: (url) => setting.page.evaluate(opensSocket, url),
        wanted: MIXED_SOCKET,
      },
    ]);
  });

  describe("http that the page's policy upgrades to https is not mixed content", () => {
    const upgraded = (init: RequestInit, outcome: string, more: object): Call => {
      const url = () => `https://api.test:${secure.port}/${outcome}`;
      const called = () => url().replace("https:", "http:");
      return {
        what: JSON.stringify(init),
        serve: () => ({ url: url(), called: called(), init }),
        make: async (target) => {
          await setting.page.evaluate(() => {
            const policy = document.createElement("meta");
            policy.httpEquiv = "Content-Security-Policy";
            policy.content = "upgrade-insecure-requests";
            document.head.append(policy);
          });
          await fetchIn(setting.page, target, init);
        },
        wanted: { outcome, ...more },
        also: (har) => expect(exchangeOf(har, called())).toBeUndefined(),
      };
    };
    const cause = { code: "wildcard-origin-not-allowed" };
    itReports(place, securePage, [
      upgraded({}, "allowed", { cause: null }),
      upgraded({ credentials: "include" }, "blocked", { cause, reachedServer: true }),
    ]);
  });

  describe.each([
    [
      "app.test",
      [
        ["insecure-local-network", "InsecureLocalNetwork", { method: "GET" }],
        ["insecure-local-network", "InsecureLocalNetwork", { method: "PUT" }],
      ],
    ],
    [
      "localhost",
      [
        ["local-network-access-denied", "LocalNetworkAccessPermissionDenied", { method: "GET" }],
        ["local-network-access-denied", "LocalNetworkAccessPermissionDenied", { method: "PUT" }],
        [
          "invalid-local-network-access",
          "InvalidLocalNetworkAccess",
          { method: "GET", targetAddressSpace: "local" },
        ],
      ],
    ],
  ] as const)("a page of %s that requests in the local network", (host, requests) => {
    let truth: GroundTruth;
    beforeAll(async () => {
      truth = await setting.browser.groundTruth(setting.page);
    });
    itReports(
      place,
      ({ servers }) => `${servers.page.at(host)}/blank`,
      requests.map(
        ([code, name, init]): Call => ({
          what: `${code}: ${JSON.stringify(init)}`,
          serve: served(
            `${code}-${init.method}`,
            { preflight: { status: 204, headers: OPEN }, response: { headers: OPEN } },
            init as RequestInit,
          ),
          wanted: {
            outcome: "blocked",
            cause: { code, family: "policy" },
            lanes: { chromium: { name } },
            ...("targetAddressSpace" in init && { rule: "failed-before-response" }),
          },
          also: (_har, url) => {
            const end = truth.requests.find((r) => r.urls[0] === url && !r.isPreflight)?.end;
            expect(end).toMatchObject({ corsError: name });
          },
        }),
      ),
    );
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
  const rewritten = { code: "headers-rewritten-by-extension" };

  const place = usePanel(setting);

  itReports(place, blank, [
    {
      what: "that blocks is named as what it is",
      serve: served("please-block"),
      wanted: {
        outcome: "blocked",
        cause: { code: "blocked-by-client", family: "client" },
        certainty: "certain",
        reachedServer: false,
        lanes: { chromium: { name: "net::ERR_BLOCKED_BY_CLIENT" } },
      },
    },
    {
      what: "that adds the header makes it pass by luck only",
      serve: served("please-rewrite", { response: { headers: [] } }),
      wanted: {
        outcome: "allowed",
        findings: expect.arrayContaining([expect.objectContaining(rewritten)]),
      },
    },
    {
      what: "that does neither is not accused",
      serve: served("left-alone"),
      wanted: { outcome: "allowed", certainty: "certain", findings: [] },
    },
  ]);

  describe("that removes the header from a preflight response", () => {
    // Not beside requests to the same server that were allowed: they would be compared.
    itReports(place, blank, [
      {
        what: "is the cause",
        serve: served(
          "please-strip",
          {
            preflight: {
              status: 204,
              headers: [...OPEN, ["Access-Control-Allow-Methods", "*"]],
            },
            response: { headers: OPEN },
          },
          { method: "PUT" },
        ),
        wanted: {
          outcome: "blocked",
          cause: { code: "missing-allow-origin", stage: "preflight" },
          diagnosis: [
            expect.objectContaining({ ...rewritten, side: "browser" }),
            expect.objectContaining({ code: "missing-allow-origin" }),
          ],
        },
      },
    ]);
  });
});

describe("what looks like CORS: a browser that was started so as not to enforce it", () => {
  itReports(usePanel(useSetting({ withoutWebSecurity: true })), blank, [
    {
      what: "is believed, and not its headers",
      serve: served("not-enforced", { response: { headers: [] } }),
      wanted: { outcome: "allowed", cause: null, rule: "passed-against-the-rules" },
    },
  ]);
});

describe("what looks like CORS: frames", () => {
  // With third-party cookies, Sec-Fetch-Storage-Access rules out a frame with the attribute
  // "credentialless".
  const setting = useSetting({ preferences: WITH_THIRD_PARTY_COOKIES });
  const place = usePanel(setting);

  describe.each(FRAMING_PAGES)("in a page %s", (_name, headers, frames) => {
    itReports(
      place,
      (lab) => serveFramingPage(lab, headers),
      frames.map(
        (one): Call => ({
          what: `${one.name}: ${one.code}`,
          serve: (lab) => serveFrame(lab, one),
          make: (source) => setting.page.evaluate(showFrame, source),
          wanted: accountOfFrame(one.code),
          also: async (_har, url) => {
            if (one.code === null) await setting.page.waitForFunction(isShown, url);
            else expect(await setting.page.evaluate(isShown, url)).toBe(false);
          },
        }),
      ),
    );
  });
});
