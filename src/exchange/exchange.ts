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
 * One call of the page with its preflights, redirect hops and final response or error: the whole
 * story as it was observed, with nothing judged. Plain JSON; the payload of the second arrow.
 */
export type Exchange = RequestedExchange | NeverRequestedExchange;

/** A request that the browser reported. */
export type RequestedExchange = Story & Requested & CallPart & ElementPart;

/** What a page was to request, of which the browser reported no request. */
export type NeverRequestedExchange = CallNeverRequested | ElementNeverRequested;

/** A call that came to its end without any request. */
export type CallNeverRequested = Story & NeverRequested & EndedCall & OfNoElement;

/** What a document was to load: its element reported an error, or a policy the refusal. */
export type ElementNeverRequested = Story & NeverRequested & Unloaded & NotCalled;

/** What is known of every exchange. */
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
   * Serialised origin that requested it, "null" when opaque. From the `Origin` header where one was sent
   * before any redirect, else as the event reported; null when nothing reported it (a navigation that the
   * user began).
   */
  readonly initiatorOrigin: SerializedOrigin | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /**
   * The origins of the documents that have their own address and that the requesting one is, or is
   * in, as far as their requests were recorded.
   */
  readonly documentOrigins: readonly SerializedOrigin[];
  /** Set where the document that made it is one of `about:srcdoc`. */
  readonly fromSrcdoc?: true;
  /** The origin of the tab's page, where its own request was recorded; else null. */
  readonly topOrigin: SerializedOrigin | null;
  /**
   * What led to the request, the nearest first, as an error's stack has it: from the page's call, else
   * as DevTools reported; null where neither did.
   */
  readonly stack: string | null;
  /**
   * Set where a call or a timeline is reported from a page that was there before the probe, and that
   * may have made it up.
   */
  readonly fromLatePage?: true;
}

interface Requested {
  readonly kind: "requested";
  readonly parentFrameId: number;
  readonly documentLifecycle: string | null;
  /** hops[0] is the URL as requested; each redirect that was followed adds one. Never empty. */
  readonly hops: readonly Hop[];
  readonly ending: Ending;
  /** The request for which the browser had stored the response that it gave, where it was recorded. */
  readonly cachedFrom: CachedFrom | null;
  /** Who requested its URLs before, of another origin or of none, and left a response in the cache. */
  readonly requesters: readonly OtherRequester[];
  /**
   * The embedder policy of the requesting document (for a frame: of the one it is in); null where
   * that document is not known.
   */
  readonly embedderPolicy: EmbedderPolicy | null;
  /**
   * Of a frame's document, the origins of those around it, the nearest first, the page last; null for
   * one that is not known, and for any number of others that may be around that one.
   */
  readonly ancestorOrigins: readonly (SerializedOrigin | null)[];
  /** Of a document, whether the browser said that its frame shows it. */
  readonly documentShown: boolean;
  /** The content security policy's refusal of just this, where the probe saw one. */
  readonly violation: PolicyViolation | null;
  /**
   * The status that the page's own timeline shows of the response, 0 where it shows none; null where
   * the timeline was not reported, or it is open which of its entries is this request's.
   */
  readonly timedStatus: number | null;
  readonly answeredByWorker: null;
  /**
   * "complete" when seen from its beginning; "headless" when the beginning was missed (recording
   * began in the middle); "orphan-preflight" when a preflight, or what may be one, was seen and its
   * request was not; "interrupted" when the worker died while it was under way, and nothing was heard
   * of it since; "partial" when more was, after something that may have been missed;
   * "preflight-unheard" when that can be no more than its preflight.
   */
  readonly completeness:
    | "complete"
    | "headless"
    | "orphan-preflight"
    | "interrupted"
    | "partial"
    | "preflight-unheard";
  /** Set where header rules of ours changed one of its responses, a preflight's too: the user tried a fix. */
  readonly trial?: true;
  /** The URL of the worker's script that requested it, where the browser names it (Firefox). */
  readonly workerScript?: string;
}

/** What only a request could show. */
interface NeverRequested {
  readonly parentFrameId: -1;
  readonly documentLifecycle: null;
  readonly hops: readonly [UnsentHop];
  readonly cachedFrom: null;
  readonly requesters: readonly [];
  readonly embedderPolicy: null;
  readonly ancestorOrigins: readonly [];
  readonly documentShown: false;
  /** "interrupted" of what was under way while nobody listened: it may have made a request. */
  readonly completeness: "complete" | "interrupted";
  readonly trial?: never;
  readonly workerScript?: never;
}

interface EndedCall {
  readonly kind: "call-never-requested";
  /** "completed" where the page got a response; "pending" where the request may yet be reported. */
  readonly ending: Extract<Ending, { kind: "completed" | "pending" }> | NotSent;
  readonly call: PageCall;
  readonly callResult: PageCallResult;
  readonly violation: PolicyViolation | null;
  readonly timedStatus: number | null;
  /**
   * Whether a service worker responded to it, as the page's timeline shows; null where it does not
   * show that.
   */
  readonly answeredByWorker: boolean | null;
}

type Unloaded = {
  readonly kind: "element-never-requested";
  /** "pending" where the request may yet be reported. */
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

/** What the page called to make a request, and what came of it. */
export type CallPart = Called | NotCalled;

/** The element that made a request, and what it reported. */
export type ElementPart = OfElement | OfNoElement;

interface Called {
  /** What the page called, where the probe saw it. */
  readonly call: PageCall;
  /** What came of the call in the page. */
  readonly callResult: PageCallResult | null;
}

interface NotCalled {
  readonly call: null;
  readonly callResult: null;
}

interface OfElement {
  /** The element that requested it, where the probe saw it fail, or load by way of CORS. */
  readonly element: ElementRequest;
  /** Whether that element reported an error. */
  readonly elementFailed: boolean;
}

interface OfNoElement {
  readonly element: null;
  readonly elementFailed: false;
}

/** The earlier request behind a response from the cache. */
export interface CachedFrom {
  /** Its exchange. */
  readonly exchange: string;
  /** The `Origin` that it sent; null when it sent none. */
  readonly origin: SerializedOrigin | null;
  /** Set where another browser's cache surely gives out the same. */
  readonly sharedElsewhere?: true;
}

/** An earlier request whose response a hop's request may meet in the cache, now or later. */
export interface OtherRequester extends Omit<CachedFrom, "sharedElsewhere"> {
  readonly hop: number;
  /** What its response says of who may read it. */
  readonly allowOrigin: ByteString | null;
  /** Whether it had credentials, where something tells. */
  readonly credentialsIncluded: boolean | null;
  /**
   * Set where the browser that recorded keeps its response in its own store, or does not keep it, so
   * that only another browser gives it to this request.
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
  /** The headers as sent; null when the request was never seen to be sent. */
  readonly requestHeaders: HeaderList | null;
  readonly sentAt: number | null;
  readonly preflight: Preflight | null;
  readonly response: Response | null;
  /** Set when the browser followed a redirect away from this hop. */
  readonly redirect: Redirect | null;
}

/** The URL of what was never requested. */
export interface UnsentHop extends Hop {
  readonly requestHeaders: null;
  readonly sentAt: null;
  readonly preflight: null;
  readonly response: null;
  readonly redirect: null;
}

/** The OPTIONS request that the browser made by itself before a hop. */
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
  /** As the server sent them. */
  readonly headers: HeaderList;
  /**
   * Whether the lines of Access-Control-Allow-Origin are known to stand in `headers` as they came.
   * Gecko's webRequest joins them; DevTools tells them, as far as it is open.
   */
  readonly linesSeen: boolean;
  /** As another extension left them, where that differs; the browser judged by these. */
  readonly rewrittenHeaders: HeaderList | null;
  readonly receivedAt: number;
  readonly fromCache: boolean;
  /** The server's address as text, null where not reported. */
  readonly ip: string | null;
}

export interface Redirect {
  readonly url: string;
  /** True for a redirect of the browser's own (HSTS, an extension): no response was judged. */
  readonly internal: boolean;
}

/** How the browser ended a request, as its last event said. */
export type Ending =
  | { readonly kind: "pending" }
  | { readonly kind: "completed" }
  /** `error`: "net::ERR_…" or "NS_ERROR_…". */
  | { readonly kind: "failed"; readonly error: string };

/** The end of what was never requested. */
interface NotSent {
  readonly kind: "not-sent";
}

/** What ended without a request, and without a response in the page. */
export type NotSentExchange = NeverRequestedExchange & { readonly ending: NotSent };

/** Whether nothing came of a call or an element. */
export function wasNotSent(exchange: Exchange): exchange is NotSentExchange {
  return exchange.ending.kind === "not-sent";
}

/** Whether the browser says that the requester gave the request up. */
export function wasAborted(
  ending: Exchange["ending"] | { kind: "failed"; error: string },
): boolean {
  return ending.kind === "failed" && /ERR_ABORTED|NS_BINDING_ABORTED/.test(ending.error);
}

/** An exchange as it would be with other hops; what was never requested has none but its own. */
export function withHops(exchange: Exchange, hops: readonly Hop[]): Exchange {
  return exchange.kind === "requested" ? { ...exchange, hops } : exchange;
}

/** The headers by which the browser judged a response. */
export function judgedHeaders(response: Response): HeaderList {
  return response.rewrittenHeaders ?? response.headers;
}

/** The URL as the page requested it, before any redirect. */
export function firstHop(exchange: Exchange): Hop {
  return exchange.hops[0] as Hop;
}

/** The hop that the exchange ended on, or is on. */
export function lastHop(exchange: Exchange): Hop {
  return exchange.hops[exchange.hops.length - 1] as Hop;
}
