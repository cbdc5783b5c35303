import type { ByteString } from "../http/byte-string.ts";
import type { EmbedderPolicy } from "../http/embedder-policy.ts";
import type { HeaderList } from "../http/header-list.ts";
import type { SerializedOrigin } from "../http/origin.ts";
import type { Browser } from "../observation/observation.ts";
import type {
  ElementRequest,
  PageCall,
  PageCallResult,
  PolicyViolation,
} from "../observation/page-call.ts";

/**
 * One call of the page with its preflights, redirect hops and final response or error, exactly as observed.
 * Plain JSON; the payload of the second arrow in ARCHITECTURE.md.
 */
export type Exchange = RequestedExchange | NeverRequestedExchange;

/** A request that the browser reported. */
export type RequestedExchange = Story & Requested & CallPart & ElementPart;

/** A call or an element for which the browser reported no request. */
export type NeverRequestedExchange = CallNeverRequested | ElementNeverRequested;

/** A call that ended without any request. */
export type CallNeverRequested = Story & NeverRequested & EndedCall & OfNoElement;

/** A resource that was never requested: its element reported an error, or a policy a violation. */
export type ElementNeverRequested = Story & NeverRequested & Unloaded & NotCalled;

/** The fields of every exchange. */
interface Story {
  /** Unique in the browser session; stays the same while the exchange grows. */
  readonly id: string;
  readonly browser: Browser;
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId: string | null;
  /** webRequest's `type`. */
  readonly resourceType: string;
  /**
   * The serialised requesting origin, "null" when opaque. Taken from the `Origin` header where one was sent
   * before any redirect, else as the event reported it; null when neither has it (a navigation by the user).
   */
  readonly initiatorOrigin: SerializedOrigin | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /**
   * The origins of the requesting document and those around it that have a URL of their own, as far as their
   * requests were recorded.
   */
  readonly documentOrigins: readonly SerializedOrigin[];
  /** Set where the requesting document is an `about:srcdoc` document. */
  readonly fromSrcdoc?: true;
  /**
   * Set where the requesting document has an opaque origin by the `sandbox` directive of its recorded response.
   */
  readonly fromSandbox?: true;
  /** The origin of the tab's page, where its own request was recorded; else null. */
  readonly topOrigin: SerializedOrigin | null;
  /**
   * The call stack, innermost frame first, in the format of `Error.stack`: from the page's call, else from
   * DevTools; null where neither has one.
   */
  readonly stack: string | null;
  /**
   * Set where the call or the timeline came from a page loaded before the probe, which may have forged it.
   */
  readonly fromLatePage?: true;
}

interface Requested {
  readonly kind: "requested";
  readonly parentFrameId: number;
  readonly documentLifecycle: string | null;
  /** hops[0] is the URL as requested; each followed redirect adds one. Never empty. */
  readonly hops: readonly Hop[];
  readonly ending: Ending;
  /** The earlier request whose stored response the browser reused, where it was recorded. */
  readonly cachedFrom: CachedFrom | null;
  /** Earlier requests for its URLs by other origins, or without one, whose responses may be in the cache. */
  readonly requesters: readonly OtherRequester[];
  /**
   * The embedder policy of the requesting document (for a frame's document: of its parent); null where that
   * document is unknown.
   */
  readonly embedderPolicy: EmbedderPolicy | null;
  /**
   * For a frame's document, the origins of the documents around it, nearest first, the page last. null means
   * an unknown document and any number of further ones around it.
   */
  readonly ancestorOrigins: readonly (SerializedOrigin | null)[];
  /** For a document, whether the browser committed it in its frame. */
  readonly documentShown: boolean;
  /** The content security policy violation of this request, where the probe saw one. */
  readonly violation: PolicyViolation | null;
  /**
   * The response status in the page's own timeline, 0 where the timeline hides it; null where the timeline
   * was not reported, or the request's entry is ambiguous.
   */
  readonly timedStatus: number | null;
  readonly answeredByWorker: null;
  /**
   * "complete" when recorded from its beginning; "headless" when the beginning was missed (recording began in
   * the middle); "orphan-preflight" for a preflight, or what may be one, whose request was not recorded;
   * "interrupted" when the worker was stopped while it was pending, and no event came since; "partial" when
   * events came since, but some before them may have been missed; "preflight-unheard" when only its preflight
   * may have been missed.
   */
  readonly completeness:
    | "complete"
    | "headless"
    | "orphan-preflight"
    | "interrupted"
    | "partial"
    | "preflight-unheard";
  /** Set where our header rules changed one of its responses, or its preflight's: the user tried a fix. */
  readonly trial?: true;
  /** The URL of the requesting worker's script, where the browser reports it (Firefox). */
  readonly workerScript?: string;
}

/** The fields that only a request could fill. */
interface NeverRequested {
  readonly parentFrameId: -1;
  readonly documentLifecycle: null;
  readonly hops: readonly [UnsentHop];
  readonly cachedFrom: null;
  readonly requesters: readonly [];
  readonly embedderPolicy: null;
  readonly ancestorOrigins: readonly [];
  readonly documentShown: false;
  /** "interrupted" where we were not listening meanwhile, so that a request may have been missed. */
  readonly completeness: "complete" | "interrupted";
  readonly trial?: never;
  readonly workerScript?: never;
}

interface EndedCall {
  readonly kind: "call-never-requested";
  /** "completed" where the page got a response; "pending" where the request may still be reported. */
  readonly ending: Extract<Ending, { kind: "completed" | "pending" }> | NotSent;
  readonly call: PageCall;
  readonly callResult: PageCallResult;
  readonly violation: PolicyViolation | null;
  readonly timedStatus: number | null;
  /**
   * Whether a service worker responded, according to the page's timeline; null where the timeline does not
   * show it.
   */
  readonly answeredByWorker: boolean | null;
}

type Unloaded = {
  readonly kind: "element-never-requested";
  /** "pending" where the request may still be reported. */
  readonly ending: Extract<Ending, { kind: "pending" }> | NotSent;
  readonly timedStatus: null;
  readonly answeredByWorker: null;
} & (
  | {
      readonly element: ElementRequest;
      readonly elementFailed: true;
      readonly violation: PolicyViolation | null;
    }
  | (OfNoElement & { readonly violation: PolicyViolation })
);

/** The page's call that made a request, and its result. */
export type CallPart = Called | NotCalled;

/** The element that made a request, and its report. */
export type ElementPart = OfElement | OfNoElement;

interface Called {
  /** The page's call, where the probe saw it. */
  readonly call: PageCall;
  /** The result of the call in the page. */
  readonly callResult: PageCallResult | null;
}

interface NotCalled {
  readonly call: null;
  readonly callResult: null;
}

interface OfElement {
  /** The requesting element, where the probe saw it fail, or load with CORS. */
  readonly element: ElementRequest;
  /** Whether the element reported an error. */
  readonly elementFailed: boolean;
}

interface OfNoElement {
  readonly element: null;
  readonly elementFailed: false;
}

/** The earlier request whose response came from the cache. */
export interface CachedFrom {
  /** The id of the earlier request's exchange. */
  readonly exchange: string;
  /** The `Origin` that the earlier request sent; null when it sent none. */
  readonly origin: SerializedOrigin | null;
  /** Set where another browser's cache certainly serves the same response. */
  readonly sharedElsewhere?: true;
}

/** An earlier request whose cached response a hop may get, now or later. */
export interface OtherRequester extends Omit<CachedFrom, "sharedElsewhere"> {
  readonly hop: number;
  /** The `Access-Control-Allow-Origin` of the earlier request's response. */
  readonly allowOrigin: ByteString | null;
  /** Whether the earlier request included credentials; null where unknown. */
  readonly credentialsIncluded: boolean | null;
  /**
   * Set where the recording browser stores the response separately, or not at all, so that only another
   * browser serves it to this request.
   */
  readonly storedApart?: true;
}

/** One URL of the exchange's URL list. */
export interface Hop {
  readonly url: string;
  /** Serialised origin of `url`, "null" when opaque or unparsable. */
  readonly origin: SerializedOrigin;
  readonly method: string;
  readonly startedAt: number;
  /** The headers as sent; null when the request was not seen to be sent. */
  readonly requestHeaders: HeaderList | null;
  readonly sentAt: number | null;
  readonly preflight: Preflight | null;
  readonly response: Response | null;
  /** Set when the browser followed a redirect away from this hop. */
  readonly redirect: Redirect | null;
}

/** The URL of a call or element without a request. */
export interface UnsentHop extends Hop {
  readonly requestHeaders: null;
  readonly sentAt: null;
  readonly preflight: null;
  readonly response: null;
  readonly redirect: null;
}

/** The OPTIONS request that the browser made before a hop. */
export interface Preflight {
  readonly requestId: string;
  readonly url: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly requestHeaders: HeaderList | null;
  readonly response: Response | null;
  readonly redirect: Redirect | null;
  readonly ending: Ending;
}

/** The head of a response. Bodies are not recorded. */
export interface Response {
  readonly status: number;
  readonly statusText: ByteString;
  /** The headers as the server sent them. */
  readonly headers: HeaderList;
  /**
   * Whether `headers` has the lines of Access-Control-Allow-Origin as they were sent. Gecko's webRequest
   * joins them; DevTools reports them separately, where it matters.
   */
  readonly linesSeen: boolean;
  /** The headers after other extensions' changes, where they differ; the browser checked these. */
  readonly rewrittenHeaders: HeaderList | null;
  readonly receivedAt: number;
  readonly fromCache: boolean;
  /** The server's address as text, null where not reported. */
  readonly ip: string | null;
}

export interface Redirect {
  readonly url: string;
  /** True for a redirect by the browser itself (HSTS, an extension): CORS did not check a response. */
  readonly internal: boolean;
}

/** How the browser ended a request, according to its last event. */
export type Ending =
  | { readonly kind: "pending" }
  | { readonly kind: "completed" }
  /** `error`: "net::ERR_…" or "NS_ERROR_…". */
  | { readonly kind: "failed"; readonly error: string };

/** The ending of an exchange without a request. */
interface NotSent {
  readonly kind: "not-sent";
}

/** An exchange that ended without a request, and without a response in the page. */
export type NotSentExchange = NeverRequestedExchange & { readonly ending: NotSent };

/** Whether a call or an element had neither a request nor a response. */
export function wasNotSent(exchange: Exchange): exchange is NotSentExchange {
  return exchange.ending.kind === "not-sent";
}

/** Whether the browser reports that the requester aborted the request. */
export function wasAborted(
  ending: Exchange["ending"] | { kind: "failed"; error: string },
): boolean {
  return ending.kind === "failed" && /ERR_ABORTED|NS_BINDING_ABORTED/.test(ending.error);
}

/** The exchange with other hops; an exchange without a request keeps its own. */
export function withHops(exchange: Exchange, hops: readonly Hop[]): Exchange {
  return exchange.kind === "requested" ? { ...exchange, hops } : exchange;
}

/** The headers that the browser checked. */
export function judgedHeaders(response: Response): HeaderList {
  return response.rewrittenHeaders ?? response.headers;
}

/** The first hop, whose URL the page requested. */
export function firstHop(exchange: Exchange): Hop {
  return exchange.hops[0] as Hop;
}

/** The exchange's last hop so far. */
export function lastHop(exchange: Exchange): Hop {
  return exchange.hops[exchange.hops.length - 1] as Hop;
}
