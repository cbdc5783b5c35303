import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import { aNavigation, completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Browser, Observation, RequestObservation } from "../observation/observation.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";
import { loadOf } from "./loads.ts";

const APP = "https://app.test/";
const API = "https://api.test/items";

function logOf(observations: readonly Observation[], browser: Browser = "chromium"): ExchangeLog {
  const log = new ExchangeLog(browser);
  for (const observation of observations) log.apply(observation);
  return log;
}

const coep = (policy: string): HeaderList => [["Cross-Origin-Embedder-Policy", policy]];

/** A request for a document; neither browser gives it a document id. */
function bringing(
  requestId: string,
  url: string,
  at: number,
  more: { headers?: HeaderList; status?: number; frame?: number } = {},
): RequestObservation[] {
  const { headers = [], status = 200, frame = 0 } = more;
  const facts = someFacts({
    requestId,
    resourceType: frame === 0 ? "main_frame" : "sub_frame",
    ...{ frameId: frame, parentFrameId: frame === 0 ? -1 : 0 },
    ...{ documentId: null, initiator: frame === 0 ? null : "https://app.test" },
  });
  return completedLife({ facts, url, method: "GET", at, status, responseHeaders: headers });
}

/** A call by a document. */
function requested(
  requestId: string,
  at: number,
  facts: Partial<ReturnType<typeof someFacts>> = {},
) {
  const of = someFacts({ requestId, ...facts });
  return completedLife({ facts: of, url: API, method: "GET", at });
}

/** The documents around an exchange. */
const contextOf = (log: ExchangeLog, id: string) => {
  const { documentOrigins, embedderPolicy, topOrigin } = log.exchange(1, id) ?? {};
  return { documentOrigins, embedderPolicy, topOrigin };
};

const PAGE = [
  ...bringing("p", APP, 100, { headers: coep("require-corp") }),
  aNavigation({ timeStamp: 110, documentId: "D1" }),
];
const OF_PAGE = {
  documentOrigins: ["https://app.test"],
  embedderPolicy: "require-corp",
  topOrigin: "https://app.test",
};

describe("the shown document", () => {
  const elsewhere = "http://else.test/x";
  // https://html.spec.whatwg.org/multipage/browsing-the-web.html#loading-a-document
  it.each<[string, Observation[]]>([
    ["a pending navigation", bringing("n", elsewhere, 200).slice(0, 2)],
    ["a navigation with its response", bringing("n", elsewhere, 200).slice(0, 3)],
    ["status 204", bringing("n", elsewhere, 200, { status: 204 })],
    ["status 205", bringing("n", elsewhere, 200, { status: 205 })],
    [
      "a download",
      bringing("n", elsewhere, 200, { headers: [["Content-Disposition", "attachment"]] }),
    ],
    [
      "a failed navigation",
      [
        ...bringing("n", elsewhere, 200).slice(0, 1),
        { ...failure("n", elsewhere), timeStamp: 201 },
      ],
    ],
    ["a download of its own URL", bringing("n", APP, 200, { headers: coep("credentialless") })],
  ])("stays the page's own after %s", (_name, observations) => {
    const log = logOf([...PAGE, ...observations, ...requested("1", 210)]);
    expect(contextOf(log, "1")).toEqual(OF_PAGE);
  });

  // https://www.rfc-editor.org/rfc/rfc6266#section-4.2 : an attachment is saved, not shown.
  it.each<[string, object, string | null]>([
    ["of attachment", { headers: [["Content-Disposition", "attachment"]] }, null],
    [
      "of Attachment; filename=a",
      { headers: [["Content-Disposition", "Attachment;filename=a"]] },
      null,
    ],
    [
      "of inline",
      { headers: [["Content-Disposition", "inline; filename=attachment"]] },
      "require-corp",
    ],
    ["with status 204", { status: 204 }, null],
    ["with status 205", { status: 205 }, null],
    ["with status 404", { status: 404 }, "require-corp"],
  ])("came or did not come in a response %s: %o, its policy %s", (_name, more, policy) => {
    const response: { headers?: HeaderList; status?: number } = more;
    const headers = [...coep("require-corp"), ...(response.headers ?? [])];
    const log = logOf([
      ...bringing("p", APP, 100, { ...response, headers }),
      aNavigation({ timeStamp: 110 }),
      ...requested("1", 120),
    ]);
    expect(contextOf(log, "1").embedderPolicy).toBe(policy);
  });

  // https://w3c.github.io/webappsec-csp/#directive-sandbox
  it.each([
    ["sandbox allow-scripts", true],
    ["sandbox allow-scripts allow-same-origin", undefined],
    ["default-src 'self'", undefined],
  ])("has an opaque origin by its policy %s: %s", (policy, fromSandbox) => {
    const headers: HeaderList = [["Content-Security-Policy", policy]];
    const log = logOf([
      ...bringing("p", APP, 100, { headers }),
      aNavigation({ timeStamp: 110, documentId: "D1" }),
      ...requested("1", 120),
    ]);
    expect(log.exchange(1, "1")?.fromSandbox).toBe(fromSandbox);
  });

  it("is not an error page where its request was not recorded", () => {
    const log = logOf([aNavigation({ timeStamp: 110 }), ...requested("1", 120)]);
    expect(contextOf(log, "1")).toEqual({
      documentOrigins: ["https://app.test"],
      embedderPolicy: null,
      topOrigin: "https://app.test",
    });
  });

  it("changes once the browser reports that the next one is shown", () => {
    const log = logOf([
      ...PAGE,
      ...bringing("n", elsewhere, 200, { headers: coep("credentialless") }),
      aNavigation({ timeStamp: 220, url: elsewhere, documentId: "D2" }),
      ...requested("1", 230, { documentId: "D2" }),
    ]);
    expect(contextOf(log, "1")).toEqual({
      documentOrigins: ["http://else.test"],
      // Only secure contexts can have another policy.
      embedderPolicy: "unsafe-none",
      topOrigin: "http://else.test",
    });
  });

  it("is known also where its response is reported later", () => {
    const [started, sent, received, completed] = bringing("p", APP, 100, {
      headers: coep("require-corp"),
    }) as [Observation, Observation, Observation, Observation];
    const log = logOf([started, sent, aNavigation({ timeStamp: 110 }), ...requested("1", 120)]);
    expect(contextOf(log, "1").embedderPolicy).toBeNull();
    const change = log.apply(received);
    expect(change.flatMap(({ changed }) => [...changed])).toContain("1");
    log.apply(completed);
    expect(contextOf(log, "1")).toEqual(OF_PAGE);
  });

  it("stays known when its request was evicted", () => {
    const log = new ExchangeLog("chromium", { exchangesPerTab: 2, totalSize: 1e9 });
    const all = [...PAGE, ...requested("1", 120), ...requested("2", 130), ...requested("3", 140)];
    for (const observation of all) log.apply(observation);
    expect(log.exchange(1, "p")).toBeNull();
    expect(contextOf(log, "3")).toEqual(OF_PAGE);
    log.clear(1);
    for (const observation of requested("4", 150)) log.apply(observation);
    expect(contextOf(log, "4")).toEqual(OF_PAGE);
  });

  it("is a separate one for each page where the log is preserved", () => {
    const log = new ExchangeLog("chromium");
    const all = [
      ...PAGE,
      ...requested("1", 120),
      ...bringing("n", elsewhere, 200),
      aNavigation({ timeStamp: 220, url: elsewhere, documentId: "D2" }),
      ...requested("2", 230, { documentId: "D2" }),
      // Requests that a page sends while unloading come after the next page's commit.
      ...requested("3", 240),
    ];
    for (const observation of all) log.apply(observation, true);
    expect(contextOf(log, "1")).toEqual(OF_PAGE);
    expect(contextOf(log, "2").topOrigin).toBe("http://else.test");
    expect(contextOf(log, "3")).toEqual(OF_PAGE);
  });

  it("is found by time where the browser does not name it, as for workers in Firefox", () => {
    const worker = { documentId: null };
    const log = new ExchangeLog("gecko");
    const all = [
      ...PAGE,
      ...requested("1", 120, worker),
      ...bringing("n", elsewhere, 200),
      aNavigation({ timeStamp: 220, url: elsewhere, documentId: "D2" }),
      ...requested("2", 230, worker),
    ];
    for (const observation of all) log.apply(observation, true);
    expect(contextOf(log, "1")).toEqual(OF_PAGE);
    expect(contextOf(log, "2").topOrigin).toBe("http://else.test");
  });

  it("is an error page's in Firefox where nothing responded", () => {
    const [started] = bringing("n", elsewhere, 200) as [Observation];
    const log = logOf(
      [
        ...PAGE,
        started,
        { ...failure("n", elsewhere), error: "NS_ERROR_CONNECTION_REFUSED", timeStamp: 210 },
        aNavigation({ timeStamp: 220, url: elsewhere, documentId: "D2" }),
        ...requested("1", 230, { documentId: "D2" }),
      ],
      "gecko",
    );
    expect(contextOf(log, "1")).toEqual({
      documentOrigins: [],
      embedderPolicy: null,
      topOrigin: null,
    });
  });

  // A click on the link of the page that is loading. Chromium commits its error pages under another URL.
  it.each<[Browser, string, readonly string[], string | null]>([
    ["chromium", "is pending", ["started"], "https://app.test"],
    ["gecko", "is pending", ["started"], "https://app.test"],
    ["chromium", "failed", ["started", "failed"], "https://app.test"],
    ["gecko", "failed", ["started", "failed"], null],
  ])(
    "is in %s, where a newer request for its URL %s, of the origin",
    (browser, _is, kinds, origin) => {
      const again = [
        ...bringing("n", APP, 105).slice(0, 1),
        { ...failure("n", APP), timeStamp: 106 },
      ].filter(({ kind }) => kinds.includes(kind));
      const [page, committed] = [PAGE.slice(0, -1), PAGE.slice(-1)];
      const log = logOf([...page, ...again, ...committed, ...requested("1", 120)], browser);
      expect(contextOf(log, "1").topOrigin).toBe(origin);
    },
  );

  it.each([
    ["about:srcdoc", ["https://app.test"], "require-corp"],
    ["about:blank", ["https://app.test"], "require-corp"],
    ["data:text/html,x", ["https://app.test"], "require-corp"],
    ["blob:https://app.test/1", ["https://app.test"], "require-corp"],
    ["https://frame.test/", ["https://frame.test", "https://app.test"], null],
  ])("of a frame at %s has the origins %o and the policy %s", (url, documentOrigins, policy) => {
    const frame = { frameId: 4, parentFrameId: 0, documentId: "D4" };
    const log = logOf([
      ...PAGE,
      aNavigation({ timeStamp: 150, url, ...frame, parentDocumentId: "D1" }),
      ...requested("1", 160, frame),
    ]);
    expect(contextOf(log, "1")).toEqual({
      documentOrigins,
      embedderPolicy: policy,
      topOrigin: "https://app.test",
    });
    expect(log.exchange(1, "1")?.fromSrcdoc ?? false).toBe(url === "about:srcdoc");
  });

  // https://html.spec.whatwg.org/multipage/workers.html : a worker has a policy container, not its page's.
  it("is unknown for a request without a frame, which a worker may have made", () => {
    const log = logOf([...PAGE, ...requested("1", 120, { frameId: -1, documentId: null })]);
    expect(contextOf(log, "1")).toEqual({ ...OF_PAGE, documentOrigins: [], embedderPolicy: null });
  });

  it("is the parent's for a frame's navigation", () => {
    const frame = { frameId: 4, parentFrameId: 0, documentId: "D4" };
    const log = logOf([
      ...PAGE,
      aNavigation({ timeStamp: 150, url: "https://frame.test/", ...frame }),
      ...bringing("f", elsewhere, 160, { frame: 4 }),
    ]);
    expect(contextOf(log, "f")).toEqual(OF_PAGE);
  });

  it.each([
    ["was shown", { frameId: 4, parentFrameId: 0 }, true],
    ["was not shown, but the same one in another frame", { frameId: 5, parentFrameId: 0 }, false],
  ])("of a frame %s", (_name, frame, isShown) => {
    const brought = bringing("f", elsewhere, 150, { frame: 4 });
    const committed = aNavigation({ timeStamp: 160, url: elsewhere, documentId: "D4", ...frame });
    const log = logOf([...PAGE, ...brought, committed]);
    expect(log.exchange(1, "f")?.documentShown).toBe(isShown);
    expect(log.exchange(1, "p")?.documentShown).toBe(true);
  });

  it("includes all ancestors of a frame", () => {
    const outer = { frameId: 4, parentFrameId: 0, documentId: "D4", parentDocumentId: "D1" };
    const inner = { frameId: 5, parentFrameId: 4, documentId: "D5", parentDocumentId: "D4" };
    const log = logOf([
      ...PAGE,
      aNavigation({ timeStamp: 150, url: "https://outer.test/", ...outer }),
      aNavigation({ timeStamp: 160, url: "https://inner.test/", ...inner }),
      ...requested("1", 170, { frameId: 5, parentFrameId: 4, documentId: "D5" }),
    ]);
    expect(contextOf(log, "1").documentOrigins).toEqual([
      "https://inner.test",
      "https://outer.test",
      "https://app.test",
    ]);
  });

  it("is the earlier one again after a history navigation without a request", () => {
    const log = logOf([
      ...PAGE,
      ...bringing("n", elsewhere, 200),
      aNavigation({ timeStamp: 220, url: elsewhere, documentId: "D2" }),
      aNavigation({ timeStamp: 300, documentId: "D1" }),
      ...requested("1", 310),
      ...requested("2", 320, { documentId: null }),
    ]);
    expect(contextOf(log, "1")).toEqual(OF_PAGE);
    expect(contextOf(log, "2")).toEqual(OF_PAGE);
  });

  it("is the prerendered one, once that is shown", () => {
    const hidden = { frameId: 7, documentId: "D2", documentLifecycle: "prerender" };
    const facts = { ...hidden, parentFrameId: -1 };
    const log = logOf([
      ...PAGE,
      aNavigation({ timeStamp: 200, url: `${APP}next`, ...hidden }),
      ...requested("1", 210, facts),
    ]);
    // A prerendered page does not replace the current one.
    expect(log.exchange(1, "p")).not.toBeNull();
    log.apply(aNavigation({ timeStamp: 300, url: `${APP}next`, documentId: "D2" }));
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["1"]);
    log.apply(aNavigation({ timeStamp: 400, url: elsewhere, documentId: "D3" }));
    expect(exchangesOf(log, 1)).toEqual([]);
  });

  it("removes a prerendered one that was never shown", () => {
    const hidden = { frameId: 7, documentId: "D2", documentLifecycle: "prerender" };
    const log = logOf([
      ...PAGE,
      aNavigation({ timeStamp: 200, url: `${APP}next`, ...hidden }),
      ...requested("1", 210, { ...hidden, parentFrameId: -1 }),
      aNavigation({ timeStamp: 300, url: elsewhere, documentId: "D3" }),
    ]);
    expect(exchangesOf(log, 1)).toEqual([]);
  });
});

describe("the rows of an earlier page", () => {
  const reload: Observation[] = [
    ...bringing("q", APP, 300),
    aNavigation({ timeStamp: 310, documentId: "D2" }),
    ...requested("2", 320, { documentId: "D2" }),
  ];
  const earlier: Observation[] = [
    ...PAGE,
    ...requested("1", 120),
    ...requested("w", 125, { documentId: null }),
  ];

  it("are removed, whether its requests or the new page are reported first", () => {
    // Firefox delivers the events that woke the event page late, one API after the other.
    const order = (log: ExchangeLog) => exchangesOf(log, 1).map(({ id }) => id);
    expect(order(logOf([...earlier, ...reload]))).toEqual(["q", "2"]);
    const navigations = reload.filter(({ kind }) => kind === "navigated");
    const rest = reload.filter(({ kind }) => kind !== "navigated");
    expect(order(logOf([...earlier, ...navigations, ...rest]))).toEqual(["q", "2"]);
    fc.assert(
      fc.property(fc.shuffledSubarray(reload, { minLength: reload.length }), (shuffled) => {
        expect(order(logOf([...earlier, ...shuffled]))).toEqual(["q", "2"]);
      }),
    );
  });

  it("are removed also where no request of the new page is reported", () => {
    const log = logOf([...earlier, aNavigation({ timeStamp: 310, documentId: "D2" })]);
    expect(exchangesOf(log, 1)).toEqual([]);
  });

  it("are removed with reports that arrive after the page is gone", () => {
    const log = logOf([...earlier, ...reload]);
    const from = { tabId: 1, frameId: 0, documentId: "D1", origin: "https://app.test" };
    const late = { ...from, isInitialDocument: false, timeStamp: 200 };
    log.apply({
      kind: "element-failed",
      ...late,
      element: {
        url: "https://cdn.test/x.png",
        resourceType: "image",
        ...{ mode: "cors", credentials: null, hasIntegrity: false, served: false, answered: null },
      },
    });
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["q", "2"]);
  });

  it("are removed with requests that are reported after the page is gone", () => {
    const log = logOf([...earlier, ...reload, ...requested("late", 200)]);
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["q", "2"]);
  });

  describe("are removed without a request that the new page made before the browser reported it", () => {
    // Chromium 156, 50 ms late on a busy machine: e2e/soak/many-tabs.ts.
    const late = aNavigation({ timeStamp: 350, documentId: "D2" });
    const brought = bringing("q", APP, 300);
    const early = (facts: Partial<ReturnType<typeof someFacts>>, at = 320) =>
      requested("2", at, { documentId: "D1", ...facts });
    const ofFrame = bringing("2", "https://frame.test/", 320, { frame: 3 });
    const aborted = (at: number, documentId = "D1") =>
      early({ documentId }, at).flatMap((event): RequestObservation[] => {
        if (event.kind === "headers-received") return [];
        if (event.kind !== "completed") return [event];
        const { status, ...rest } = event;
        return [{ ...rest, kind: "failed", error: "net::ERR_ABORTED" }];
      });

    it.each<[string, RequestObservation[], string[]]>([
      ["that has ended by then", early({}), ["q", "2"]],
      ["that is pending", early({}, 348), ["q", "2"]],
      ["of a document that was never shown", early({ documentId: "D0" }), ["q", "2"]],
      ["of a frame", ofFrame, ["q", "2"]],
      ["but with one that began before its response", early({}, 301), ["q"]],
      ["but with one that the previous page aborted", aborted(320), ["q"]],
      ["but with one that was aborted with it", aborted(348), ["q"]],
      ["but with one that it sent while unloading", early({ resourceType: "ping" }), ["q"]],
      ["but with another origin's", early({ initiator: "https://other.test" }), ["q"]],
    ])("%s", (_, request, left) => {
      const before = request.filter(({ timeStamp }) => timeStamp < late.timeStamp);
      const after = request.filter(({ timeStamp }) => timeStamp >= late.timeStamp);
      const log = logOf([...earlier, ...brought, ...before, late, ...after]);
      expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(left);
      const reordered = logOf([...earlier, ...brought, late, ...request]);
      expect(exchangesOf(reordered, 1)).toEqual(exchangesOf(log, 1));
    });

    it("which counts as the new page's", () => {
      const log = logOf([...earlier, ...brought, ...early({}), late]);
      expect(log.exchange(1, "2")).toMatchObject({ ...OF_PAGE, embedderPolicy: "unsafe-none" });
      expect(log.exchange(1, "2")?.documentId).toBe("D2");
      const preserved = new ExchangeLog("chromium");
      for (const one of [...earlier, ...brought, ...early({}), late]) preserved.apply(one, true);
      const found = preserved.exchange(1, "2");
      expect(found && loadOf(found, preserved.loads(1))).toBe(1);
    });

    it("which is interrupted by a restart as any other", () => {
      const [started] = early({});
      const log = logOf([...earlier, ...brought, started as RequestObservation]);
      log.interrupt(330, 340);
      log.apply(late);
      expect(log.exchange(1, "2")).toMatchObject({ documentId: "D2", completeness: "interrupted" });
    });

    it("or without a request that a prerendered page aborted", () => {
      const rendered = aNavigation({
        ...{ timeStamp: 310, documentId: "D2", documentLifecycle: "prerender" },
      });
      const log = logOf([...earlier, ...brought, rendered, ...aborted(320, "D2"), late]);
      expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["q", "2"]);
    });
  });

  it("are removed without a pending navigation", () => {
    const log = logOf([
      ...earlier,
      ...bringing("later", "https://else.test/", 305).slice(0, 1),
      ...reload,
    ]);
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["q", "later", "2"]);
  });
});

describe("requests of workers without a tab", () => {
  const WORKER = { tabId: -1, frameId: -1, documentId: null };
  const worker = (requestId: string, at: number) =>
    requested(requestId, at, { ...WORKER, requestId });
  const removed = (changes: ReturnType<ExchangeLog["apply"]>) =>
    changes.filter(({ tabId }) => tabId === 1).flatMap((change) => [...change.removed]);

  it("are removed with the page that was shown, and the view is notified", () => {
    const log = logOf([...PAGE, ...worker("w", 120)]);
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["p", "w"]);
    const changes = [
      ...bringing("q", APP, 200),
      ...worker("during", 205),
      aNavigation({ timeStamp: 210, documentId: "D2" }),
    ].flatMap((observation) => log.apply(observation));
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["q"]);
    expect(removed(changes)).toEqual(expect.arrayContaining(["w", "during"]));
    // The recording no longer holds them.
    expect(changes.flatMap(({ forgotten }) => [...forgotten])).toContain("w");
  });

  it("are sent to the view when it is cleared, and when their origin appears in the tab", () => {
    const elsewhere = { ...WORKER, initiator: "https://frame.test" };
    const log = logOf([...PAGE, ...requested("w", 120, elsewhere)]);
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(["p"]);
    const frame = { frameId: 4, parentFrameId: 0, documentId: "D4", parentDocumentId: "D1" };
    const [came] = log.apply(aNavigation({ timeStamp: 130, url: "https://frame.test/", ...frame }));
    expect([...(came?.changed ?? [])]).toContain("w");
    expect([...log.clear(1).removed]).toContain("w");
  });

  test.each<[string, Observation[]]>([
    ["a download", bringing("d", "https://worker.test/x", 200)],
    [
      "the site that the user came from",
      completedLife({
        facts: someFacts({
          requestId: "d",
          resourceType: "main_frame",
          ...{ documentId: null, initiator: "https://worker.test" },
        }),
        ...{ url: APP, method: "GET", at: 200 },
      }),
    ],
  ])("are not shown for %s", (_name, observations) => {
    const theirs = { ...WORKER, initiator: "https://worker.test" };
    const log = logOf([...PAGE, ...observations, ...requested("w", 220, theirs)]);
    expect(log.exchange(1, "w")).toBeNull();
  });
});

/** The last event of a failed request. */
function failure(requestId: string, url: string) {
  return {
    kind: "failed",
    ...someFacts({ requestId, resourceType: "main_frame", documentId: null, initiator: null }),
    ...{ url, method: "GET", error: "net::ERR_CONNECTION_REFUSED", fromCache: false, ip: null },
  } as const;
}
