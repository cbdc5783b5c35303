import type { ObservedBrowser } from "../browsers/observed-browser.ts";
import type { HeaderList } from "../http/header-list.ts";
import type {
  ElementRequest,
  PageCall,
  PageCallResult,
  PolicyViolation,
  TimedResource,
} from "./page-call.ts";

/** The engine family whose events were observed. */
export type Browser = ObservedBrowser;

/**
 * The facts that every event of one request has. Plain JSON. A field that the browser does not report is
 * null.
 */
export interface RequestFacts {
  /** The browser's id of the request; redirects keep it, a preflight has its own. */
  readonly requestId: string;
  /** -1 for requests of no tab: shared and service workers. */
  readonly tabId: number;
  /** 0 for the top frame, -1 when no frame made the request. */
  readonly frameId: number;
  readonly parentFrameId: number;
  /** Chromium's id of the document that made the request. */
  readonly documentId: string | null;
  /** "prerender", "active", "cached" or "pending_deletion" (Chromium). */
  readonly documentLifecycle: string | null;
  /** webRequest's `type`: "xmlhttprequest", "image", "main_frame", … */
  readonly resourceType: string;
  /**
   * The serialised requesting origin ("null" when opaque), as the event reports it; null when the event does
   * not.
   */
  readonly initiator: string | null;
  /** Set where our header rules changed the response: the user tried a fix. */
  readonly trial?: true;
  /** The URL of the requesting worker's script, without fragment, where the browser reports it. */
  readonly workerScript?: string;
}

interface RequestEvent extends RequestFacts {
  /** Milliseconds since the epoch, with fractions. */
  readonly timeStamp: number;
  /** The URL of the hop that the event belongs to, without fragment. */
  readonly url: string;
  readonly method: string;
}

/** onBeforeRequest: a hop is about to begin. */
export interface RequestStarted extends RequestEvent {
  readonly kind: "started";
}
/** onSendHeaders: the headers as sent. Gecko fires it also before a preflight that then fails. */
export interface RequestHeadersSent extends RequestEvent {
  readonly kind: "headers-sent";
  readonly headers: HeaderList;
}
/** onHeadersReceived: the server's response, before other extensions changed it. */
export interface ResponseHeadersReceived extends RequestEvent {
  readonly kind: "headers-received";
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
}
/** onBeforeRedirect: the browser follows a redirect, from a server or internal (HSTS, an extension). */
export interface Redirected extends RequestEvent {
  readonly kind: "redirected";
  readonly redirectUrl: string;
  readonly status: number;
  readonly fromCache: boolean;
  readonly ip: string | null;
  /** The response headers after other extensions' changes; null where unknown. */
  readonly headers: HeaderList | null;
}
/** onCompleted. Gecko fires it also for a response that CORS then withholds from the page. */
export interface Completed extends RequestEvent {
  readonly kind: "completed";
  readonly status: number;
  readonly fromCache: boolean;
  readonly ip: string | null;
  readonly headers: HeaderList | null;
}
/** onErrorOccurred. */
export interface Failed extends RequestEvent {
  readonly kind: "failed";
  /** "net::ERR_…" in Chromium, "NS_ERROR_…" and others in Gecko. */
  readonly error: string;
  readonly fromCache: boolean;
  readonly ip: string | null;
}

export type RequestObservation =
  | RequestStarted
  | RequestHeadersSent
  | ResponseHeadersReceived
  | Redirected
  | Completed
  | Failed;

/**
 * webNavigation.onCommitted: a frame now shows this document. A document's request alone does not prove this:
 * it may be a download, have status 204, fail or be aborted.
 */
export interface Navigated {
  readonly kind: "navigated";
  readonly tabId: number;
  /** 0 for the top frame. */
  readonly frameId: number;
  readonly parentFrameId: number;
  readonly timeStamp: number;
  readonly url: string;
  readonly documentId: string | null;
  readonly parentDocumentId: string | null;
  /** "prerender" for a document that is not visible yet (Chromium); null in Firefox. */
  readonly documentLifecycle: string | null;
}

/** tabs.onRemoved. */
export interface TabClosed {
  readonly kind: "tab-closed";
  readonly tabId: number;
}

/** The document that reports from inside a page, and when. */
export interface FromPage {
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | null;
  /** Serialised origin of the document, as the browser vouches; null where unknown. */
  readonly origin: string | null;
  /** Whether the document is a frame's initial empty document, which has its creator's origin. */
  readonly isInitialDocument: boolean;
  /** Milliseconds since the epoch, by the page's clock. */
  readonly timeStamp: number;
  /** Set where the page was loaded before the probe: the page may have forged calls and its timeline. */
  readonly late?: true;
}

/** The probe saw a page make a call. */
export interface PageCallStart extends FromPage {
  readonly kind: "call-started";
  /** Unique in its document. */
  readonly callId: string;
  readonly call: PageCall;
}
/** The probe saw the result of a call. */
export interface PageCallEnd extends FromPage {
  readonly kind: "call-ended";
  readonly callId: string;
  readonly result: PageCallResult;
}
/** A document's content security policy was violated. */
export interface PolicyViolated extends FromPage {
  readonly kind: "policy-violated";
  readonly violation: PolicyViolation;
}
/** An element of a document failed to load, or loaded; or an iframe requested its document. */
export interface ElementSettled extends FromPage {
  readonly kind: "element-failed" | "element-loaded" | "element-requested";
  readonly element: ElementRequest;
  /** Set where we were not listening shortly before: the element's request may have been missed. */
  readonly mayBeMissed?: true;
}

/** A document's timeline showed a fetched resource; `timeStamp` is when the fetch ended. */
export interface ResourceTimed extends FromPage {
  readonly kind: "resource-timed";
  readonly resource: TimedResource;
}

/**
 * DevTools reported a request that ended. DevTools knows neither the requesting frame nor webRequest's
 * request id.
 */
export interface DevToolsEntry {
  readonly kind: "seen-by-devtools";
  readonly tabId: number;
  /** When the page made the request, in whole milliseconds since the epoch. */
  readonly timeStamp: number;
  readonly endedAt: number;
  /** Without fragment. Each redirect hop is reported separately. */
  readonly url: string;
  readonly method: string;
  /** The call stack, innermost frame first, in the format of `Error.stack`; null in Firefox. */
  readonly stack: string | null;
  /**
   * The lines of Access-Control-Allow-Origin as received, where there are several or one contains a comma:
   * Firefox's webRequest shows both the same. null in Chromium.
   */
  readonly allowOrigin: HeaderList | null;
}

/** Any report of the browser in our terms, the payload of the first arrow in ARCHITECTURE.md. */
export type Observation =
  | RequestObservation
  | PageCallStart
  | PageCallEnd
  | PolicyViolated
  | ElementSettled
  | ResourceTimed
  | DevToolsEntry
  | Navigated
  | TabClosed;
