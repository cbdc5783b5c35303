import { beforeAll, describe, expect } from "vitest";
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
import { extensionWithListeners, extensionWithRules } from "../lab/other-extension.ts";
import { UNTOUCHED_CALLS } from "../lab/untouched.ts";
import type { Document } from "./document.ts";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, type Setting, useSetting } from "./setting.ts";

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

/** Opens a panel for the page of a `describe`. */
function usePanel(setting: Setting): Place {
  const opened: { panel?: Document } = {};
  beforeAll(async () => {
    const { browser, page } = setting;
    opened.panel = await browser.openPanel(await browser.tabIdOf(page));
  });
  return {
    get lab() {
      return setting.lab;
    },
    load: (url) => setting.page.leaveFor(url),
    fetch: (url, init) => fetchIn(setting.page, url, init),
    exportHarWhen: (complete) => exportHarWhen(setting.browser, opened.panel as Document, complete),
  };
}

const blank = (lab: Lab) => `${lab.origins.page}/blank`;

interface How {
  /** Default OPEN. */
  readonly response?: Parameters<Lab["respond"]>[1];
  /** The request's method; default GET. */
  readonly method?: string;
}

/** Serves a response at an origin. */
function serveAt(
  originOf: (servers: Lab["servers"]) => string,
  id: string,
  { response = OPEN, method = "GET" }: How = {},
): Call["serve"] {
  return (lab) => {
    lab.respond(id, response);
    return { url: `${originOf(lab.servers)}/_/${id}`, init: { method } };
  };
}

describe("what looks like CORS in Firefox", () => {
  const setting = useSetting({ prefs: { ...HOSTS, ...TRACKERS } });
  const place = usePanel(setting);

  describe("a request", () => {
    itReports(place, blank, [
      {
        what: "with a certificate that nobody vouches for ends in a TLS error",
        serve: serveAt(({ apiA }) => apiA.secureAt("localhost"), "secure"),
        wanted: {
          outcome: "failed",
          cause: { code: "tls-error", family: "network", stage: "request" },
          certainty: "certain",
          reachedServer: false,
          remedy: null,
        },
      },
      {
        what: "without TLS, its twin, passes",
        serve: serveAt(({ apiA }) => apiA.at("localhost"), "secure"),
        wanted: PASSES,
      },
      {
        what: "to a listed host is stopped by tracking protection",
        serve: serveAt(({ apiA }) => apiA.at("tracker.test"), "tracker"),
        wanted: {
          outcome: "blocked",
          cause: { code: "blocked-by-client", family: "client", stage: "request" },
          certainty: "certain",
          reachedServer: false,
          lanes: { gecko: { name: "NS_ERROR_TRACKING_URI" } },
        },
      },
      {
        what: "to another host, its twin, passes",
        serve: serveAt(({ apiA }) => apiA.at("app.test"), "tracker"),
        wanted: PASSES,
      },
      ...UNTOUCHED_CALLS,
    ]);
  });

  describe.each(FRAMING_PAGES)("a frame in a page %s", (_name, headers, frames) => {
    itReports(
      place,
      (lab) => serveFramingPage(lab, headers),
      frames.map((one): Call => {
        const { name, code, inFirefox = code } = one;
        return {
          what: name,
          serve: (lab) => serveFrame(lab, one),
          make: (source) => setting.page.evaluate(showFrame, source),
          wanted: accountOfFrame(inFirefox),
          also: async (_har, url) => {
            if (inFirefox === null) await setting.page.waitFor(isShown, url);
            else expect(await setting.page.evaluate(isShown, url)).toBe(false);
          },
        };
      }),
    );
  });
});

describe("what looks like CORS in Firefox: mixed content and local network access", () => {
  // For Firefox the server of some pages is public. Other pages and the API are on this machine.
  const setting = useSetting(({ servers: { page } }) => ({
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
  const place = usePanel(setting);

  describe.each(["GET", "PUT"])("a page that came over https, requesting by %s", (method) => {
    const id = `mixed-${method}`;
    const at = (originOf: (api: Lab["servers"]["apiA"]) => string) =>
      serveAt(({ apiA }) => originOf(apiA), id, { method });
    const socket: Call = {
      what: "may not open a WebSocket without TLS",
      serve: at((api) => api.at("api.test").replace(/^http/, "ws")),
      make: (url) => setting.page.evaluate(opensSocket, url),
      wanted: MIXED_SOCKET,
    };
    itReports(place, ({ servers }) => `${servers.outside.secureAt("app.test")}/blank`, [
      {
        what: "may not use http",
        serve: at((api) => api.at("api.test")),
        wanted: {
          outcome: "blocked",
          cause: { code: "mixed-content", family: "policy", stage: "request" },
          certainty: "certain",
          reachedServer: false,
          remedy: null,
        },
      },
      ...(method === "GET" ? [socket] : []),
      { what: "may use https", serve: at((api) => api.secureAt("api.test")), wanted: PASSES },
      {
        what: "may use http on the same machine",
        serve: at((api) => api.at("localhost")),
        wanted: PASSES,
      },
    ]);
  });

  describe.each(["secureAt", "at"] as const)("a page of a public server, %s", (at) => {
    const requestBy = (method: string, stage: string): Call[] => {
      const id = `local-${method}-${at}`;
      return [
        {
          what: `may not request by ${method} from this machine`,
          serve: serveAt(({ apiA }) => apiA[at]("api.test"), id, { method }),
          wanted: {
            outcome: "blocked",
            cause: { code: "local-network-access-denied", family: "policy", stage },
            certainty: "certain",
            reachedServer: false,
            remedy: null,
            lanes: { gecko: { name: "NS_ERROR_LOCAL_NETWORK_ACCESS_DENIED" } },
          },
          also: () => {
            const arrived = setting.lab.requests.filter(({ server }) => server === "apiA");
            expect(arrived.some(({ target }) => target.includes(id))).toBe(false);
          },
        },
        {
          what: `may request by ${method} from a public server`,
          serve: serveAt(({ page }) => page[at]("api.test"), id, { method }),
          wanted: PASSES,
        },
      ];
    };
    itReports(place, ({ servers }) => `${servers.page[at]("app.test")}/blank`, [
      ...requestBy("GET", "request"),
      ...requestBy("PUT", "preflight"),
    ]);
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
  const setting = useSetting({ otherExtensions: [rules, listeners] });
  const place = usePanel(setting);
  const CLOSED = { response: { headers: [] } } as const;
  const BY_CLIENT = {
    outcome: "blocked",
    cause: { code: "blocked-by-client", family: "client" },
    certainty: "certain",
    remedy: null,
    lanes: { gecko: { name: "NS_ERROR_ABORT" } },
  };
  const REWRITTEN = expect.arrayContaining([
    expect.objectContaining({ code: "headers-rewritten-by-extension" }),
  ]);
  const LED_ELSEWHERE = {
    outcome: "blocked",
    cause: { code: "preflight-disallowed-redirect", stage: "preflight" },
    lanes: { gecko: { name: "CORSExternalRedirectNotAllowed" } },
  };
  // Sometimes Firefox ends a blocked response in an error, and no longer reports its headers.
  const TAKEN_AWAY_OR_OPEN = expect.toBeOneOf([
    expect.objectContaining({
      outcome: "blocked",
      cause: expect.objectContaining({ code: "missing-allow-origin" }),
      findings: REWRITTEN,
    }),
    expect.objectContaining({ outcome: "unknown", cause: null, certainty: "ambiguous" }),
  ]);

  const CALLS: [string, string, string, Parameters<Lab["respond"]>[1], object][] = [
    ["blocks", "rule-block", "GET", OPEN, { ...BY_CLIENT, reachedServer: false }],
    ["blocks", "listener-block", "PUT", OPEN, { ...BY_CLIENT, reachedServer: false }],
    ["keeps the response", "listener-keep", "GET", OPEN, { ...BY_CLIENT, reachedServer: true }],
    ["leads the preflight elsewhere", "listener-lead", "PUT", OPEN, LED_ELSEWHERE],
    ["adds the header", "listener-open", "GET", CLOSED, { ...PASSES, findings: REWRITTEN }],
    // Firefox shows headers that a rule changed as if they had been received that way.
    ["adds the header", "rule-open", "GET", CLOSED, { ...PASSES, findings: [] }],
    ["does nothing", "left-alone", "GET", OPEN, { ...PASSES, findings: [] }],
  ];
  const served = (id: string, how?: How) => serveAt(({ apiA }) => apiA.origin, id, how);
  itReports(place, blank, [
    ...CALLS.map(([what, id, method, response, wanted]) => ({
      what: `that ${what} is known for it: ${id} ${method}`,
      serve: served(id, { response, method }),
      wanted,
    })),
    {
      what: "that takes the header away is known for it, or nothing is",
      serve: served("listener-close"),
      wanted: TAKEN_AWAY_OR_OPEN,
    },
  ]);
});
