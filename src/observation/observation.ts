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
 * What every event of one request says of it. Plain JSON. A field that the browser does not tell
 * is null.
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
   * Serialised requesting origin ("null" when opaque), as the event itself says; null when the
   * event does not say.
   */
  readonly initiator: string | null;
  /** Set where header rules of ours changed the response: the user tried a fix. */
  readonly trial?: true;
  /** The URL of the worker's script that requested it, without fragment, where the browser tells it. */
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
/** onSendHeaders: the headers as they go out. In Gecko also before a preflight that then fails. */
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
/** onBeforeRedirect: the browser follows a redirect, of a server or its own (HSTS, an extension). */
export interface Redirected extends RequestEvent {
  readonly kind: "redirected";
  readonly redirectUrl: string;
  readonly status: number;
  readonly fromCache: boolean;
  readonly ip: string | null;
  /** The response headers after other extensions' changes; null where it is not known. */
  readonly headers: HeaderList | null;
}
/** onCompleted. In Gecko also for a response that CORS then withholds from the page. */
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
  /** "net::ERR_…" in Chromium, "NS_ERROR_…" and the like in Gecko. */
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
 * webNavigation.onCommitted: from now on a frame shows this document. A request for a document alone
 * does not say so: it may be a download, have status 204, fail or be aborted.
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
  /** "prerender" for a document that nobody sees yet (Chromium); null in Firefox. */
  readonly documentLifecycle: string | null;
}

/** tabs.onRemoved. */
export interface TabClosed {
  readonly kind: "tab-closed";
  readonly tabId: number;
}

/** Who reports from inside a page, and when. */
export interface FromPage {
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | null;
  /** Serialised origin of the document, as the browser vouches; null where it is not known. */
  readonly origin: string | null;
  /** Whether it is the empty document that a frame begins with, in the name of its creator. */
  readonly isInitialDocument: boolean;
  /** Milliseconds since the epoch, by the page's clock. */
  readonly timeStamp: number;
  /** Set where the page was there before the probe: it may have made up calls and its timeline. */
  readonly late?: true;
}

/** The probe saw a page make a call. */
export interface PageCallStart extends FromPage {
  readonly kind: "call-started";
  /** Unique in its document. */
  readonly callId: string;
  readonly call: PageCall;
}
/** The probe saw what came of it. */
export interface PageCallEnd extends FromPage {
  readonly kind: "call-ended";
  readonly callId: string;
  readonly result: PageCallResult;
}
/** A document's content security policy refused something. */
export interface PolicyViolated extends FromPage {
  readonly kind: "policy-violated";
  readonly violation: PolicyViolation;
}
/** An element of a document failed to load, or loaded; an iframe requested its document. */
export interface ElementSettled extends FromPage {
  readonly kind: "element-failed" | "element-loaded" | "element-requested";
  readonly element: ElementRequest;
  /** Set where nobody listened shortly before: its request may have been missed. */
  readonly mayBeMissed?: true;
}

/** A document's timeline showed something that it fetched; `timeStamp` is when that had ended. */
export interface ResourceTimed extends FromPage {
  readonly kind: "resource-timed";
  readonly resource: TimedResource;
}

/**
 * DevTools reported a request, once it had ended. It does not know which frame made it, nor the id by
 * which webRequest knows it.
 */
export interface DevToolsEntry {
  readonly kind: "seen-by-devtools";
  readonly tabId: number;
  /** When the page made the request, in whole milliseconds since the epoch. */
  readonly timeStamp: number;
  readonly endedAt: number;
  /** Without fragment. Each hop of a redirect is reported for itself. */
  readonly url: string;
  readonly method: string;
  /** What led to it, the nearest first, as an error's stack has it; null in Firefox. */
  readonly stack: string | null;
  /**
   * The lines of Access-Control-Allow-Origin as they came, where they are several or one with a
   * comma: Firefox's webRequest shows both alike. null in Chromium.
   */
  readonly allowOrigin: HeaderList | null;
}

/** Whatever the browser reported, in our words. The payload of the first arrow. */
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
