import type { BrowserContext, Page } from "playwright";
import {
  followSharedWorkers,
  followTargetsBelow,
  type ProtocolTarget,
  pageTarget,
} from "./protocol-target.ts";

/** Chromium's own record of one request, from the DevTools protocol. */
export interface TrueRequest {
  readonly id: string;
  /** The type of its target: "page", "iframe", "worker", … */
  readonly madeBy: string;
  /** DevTools' resource type: "Fetch", "XHR", "Preflight", "Image", … */
  readonly type: string;
  /** Whether it is a preflight. */
  readonly isPreflight: boolean;
  /** Empty for a request that was blocked before DevTools recorded it. */
  readonly method: string;
  /** The URL as requested, then one for each redirect. */
  readonly urls: readonly string[];
  /** The status of the last response in DevTools, or null. */
  readonly status: number | null;
  readonly end: TrueEnd | null;
}

/** How a request ended. */
export type TrueEnd = { readonly kind: "finished" } | FailedEnd;

interface FailedEnd {
  readonly kind: "failed";
  /** "net::ERR_…"; empty for a request that was never sent. */
  readonly errorText: string;
  readonly canceled: boolean;
  /** Network.CorsError and its parameter, if CORS blocked it. */
  readonly corsError: string | null;
  readonly failedParameter: string | null;
  readonly blockedReason: string | null;
}

/** Collects Chromium's records of every request of a page, its frames and its workers. */
export interface GroundTruth {
  /** Resolves when all current frames and workers are observed as well. */
  listening(): Promise<void>;
  /** In the order in which they were made, preflights included. */
  readonly requests: readonly TrueRequest[];
  /** Resolves when all known requests that match the condition have ended. */
  settled(condition: (request: TrueRequest) => boolean): Promise<void>;
}

type Listener = (params: never) => void;

interface Draft extends TrueRequest {
  type: string;
  urls: string[];
  status: number | null;
  end: TrueEnd | null;
}

/** Starts collecting a page's requests. Call before it makes them. */
export function collectGroundTruth(page: Page): Promise<GroundTruth> {
  return collect(async (listen, meetings) => {
    const root = pageTarget(await page.context().newCDPSession(page));
    await listen(root);
    await followTargetsBelow(root, listen, meetings);
  });
}

/** Starts collecting the requests of all shared workers, which belong to no page. Call once per browser. */
export function collectFromSharedWorkers(context: BrowserContext): Promise<GroundTruth> {
  return collect(async (listen, meetings) => {
    const session = await context.browser()?.newBrowserCDPSession();
    if (session) await followSharedWorkers(pageTarget(session), listen, meetings);
  });
}

type Listen = (target: ProtocolTarget) => Promise<void>;

async function collect(
  follow: (listen: Listen, meetings: Set<Promise<void>>) => Promise<void>,
): Promise<GroundTruth> {
  const requests: Draft[] = [];
  const waiting = new Set<() => void>();
  const meetings = new Set<Promise<void>>();
  await follow(async (target) => {
    listenTo(target, requests, () => {
      for (const look of [...waiting]) look();
    });
    await target.send("Network.enable");
    await target.send("Audits.enable");
  }, meetings);
  return {
    get requests() {
      return requests.filter((request) => !isReportedTwice(request, requests));
    },
    listening: async () => {
      await Promise.all(meetings);
    },
    settled: (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (requests.some((request) => request.end === null && condition(request))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Whether an issue concerns a redirect's target whose own record has the same error. */
function isReportedTwice({ id, urls: [url], end }: Draft, requests: readonly Draft[]): boolean {
  const isCsp = (how: TrueEnd | null) => how?.kind === "failed" && how.blockedReason === "csp";
  if (!id.startsWith(ISSUE) || !isCsp(end)) return false;
  return requests.some(({ urls, end }) => urls.length > 1 && urls[0] === url && isCsp(end));
}

const ISSUE = "issue ";

interface WillBeSent {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly type?: string;
  readonly initiator: { readonly type: string };
}
interface Failed {
  readonly requestId: string;
  readonly errorText: string;
  readonly canceled?: boolean;
  readonly blockedReason?: string;
  readonly corsErrorStatus?: CorsErrorStatus;
}
interface CorsErrorStatus {
  readonly corsError: string;
  readonly failedParameter: string;
}
/** An entry of DevTools' Issues panel: the only trace of a call that never became a request. */
interface Issue {
  readonly issueId?: string;
  readonly details: {
    readonly corsIssueDetails?: {
      readonly corsErrorStatus: CorsErrorStatus;
      readonly isWarning: boolean;
      readonly request: { readonly requestId?: string; readonly url: string };
    };
    readonly contentSecurityPolicyIssueDetails?: {
      readonly blockedURL?: string;
      readonly isReportOnly: boolean;
    };
  };
}

function listenTo(target: ProtocolTarget, requests: Draft[], onEnd: () => void): void {
  const byId = new Map<string, Draft>();
  const end = (id: string, how: TrueEnd) => {
    const draft = byId.get(id);
    // A failed request is cancelled afterwards as well.
    if (!draft || draft.end !== null) return;
    draft.end = how;
    onEnd();
  };
  const neverSent = (id: string, url: string, why: Partial<FailedEnd>) => {
    const failed = { ...NO_REASON, ...why };
    requests.push({
      id,
      madeBy: target.type,
      type: "",
      isPreflight: false,
      method: "",
      urls: [url],
      status: null,
      end: failed,
    });
    onEnd();
  };
  target.on("Network.requestWillBeSent", ((event: WillBeSent) => {
    const known = byId.get(event.requestId);
    if (known) return void known.urls.push(event.request.url);
    const draft: Draft = {
      id: event.requestId,
      madeBy: target.type,
      type: event.type ?? "",
      isPreflight: event.initiator.type === "preflight",
      method: event.request.method,
      urls: [event.request.url],
      status: null,
      end: null,
    };
    byId.set(event.requestId, draft);
    requests.push(draft);
  }) as Listener);
  target.on("Network.responseReceived", ((event: {
    requestId: string;
    response: { status: number };
  }) => {
    const draft = byId.get(event.requestId);
    if (draft) draft.status = event.response.status;
  }) as Listener);
  target.on("Network.loadingFinished", ((event: { requestId: string }) => {
    end(event.requestId, { kind: "finished" });
  }) as Listener);
  target.on("Network.loadingFailed", ((event: Failed) => {
    end(event.requestId, {
      kind: "failed",
      errorText: event.errorText,
      canceled: event.canceled ?? false,
      corsError: event.corsErrorStatus?.corsError ?? null,
      failedParameter: event.corsErrorStatus?.failedParameter ?? null,
      blockedReason: event.blockedReason ?? null,
    });
  }) as Listener);
  target.on("Network.webSocketCreated", ((event: { requestId: string; url: string }) => {
    const { requestId: id, url } = event;
    const draft: Draft = {
      ...{ id, madeBy: target.type, type: "WebSocket", isPreflight: false, method: "GET" },
      ...{ urls: [url], status: null, end: null },
    };
    byId.set(id, draft);
    requests.push(draft);
  }) as Listener);
  // The page reports the result.
  for (const event of ["webSocketHandshakeResponseReceived", "webSocketClosed"]) {
    target.on(`Network.${event}`, (({ requestId }: { requestId: string }) => {
      end(requestId, { kind: "finished" });
    }) as Listener);
  }
  target.on("Audits.issueAdded", (({ issue }: { issue: Issue }) => {
    const id = `${ISSUE}${issue.issueId ?? requests.length}`;
    const { corsIssueDetails: cors, contentSecurityPolicyIssueDetails: csp } = issue.details;
    if (cors && !cors.isWarning && cors.request.requestId === undefined) {
      neverSent(id, cors.request.url, cors.corsErrorStatus);
    }
    if (csp?.blockedURL && !csp.isReportOnly) {
      neverSent(id, csp.blockedURL, { blockedReason: "csp" });
    }
  }) as Listener);
}

const NO_REASON: FailedEnd = {
  kind: "failed",
  errorText: "",
  canceled: false,
  corsError: null,
  failedParameter: null,
  blockedReason: null,
};
