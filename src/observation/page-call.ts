/**
 * What the page probe saw in a page's own world. It is the page's word about itself, so it is
 * believed about the frame it came from (which the browser vouches for) and nothing else.
 */
export interface PageCall {
  /** "worker", "websocket": a constructor that threw; a script or a handshake that was sent is no call. */
  readonly api: "fetch" | "xhr" | "event-source" | "beacon" | "worker" | "websocket";
  /** Absolute, without fragment; of a long one the beginning. */
  readonly url: string;
  /** How long the whole URL is, where `url` is its beginning. */
  readonly urlLength?: number;
  /** As the page gave it, normalised as the API does; of a long one the beginning. */
  readonly method: string;
  /** How long the whole method is, where `method` is its beginning. */
  readonly methodLength?: number;
  /**
   * Whether the browser refused the options themselves: a member has a value that it does not take, so
   * the call threw before the method was checked.
   */
  readonly optionsRefused?: boolean;
  readonly mode: "cors" | "no-cors" | "same-origin" | "navigate" | null;
  readonly credentials: "omit" | "same-origin" | "include" | null;
  readonly redirect: "follow" | "error" | "manual" | null;
  /** Whether the response may come from the HTTP cache alone (cache mode "only-if-cached"). */
  readonly onlyIfCached: boolean;
  /** Whether the call demands an integrity hash. */
  readonly hasIntegrity: boolean;
  /** Whether the document's requests went to a service worker first. */
  readonly served: boolean;
  /** Lower-case names of the headers that the page set itself. */
  readonly headerNames: readonly string[];
  readonly body: "none" | "plain" | "stream";
  /** Whether an upload listener was there when it was sent; null when that cannot be known. */
  readonly uploadListener: boolean | null;
  readonly keepalive: boolean;
  /** The address space that the page says the target is in (Chromium); null when it says nothing. */
  readonly targetAddressSpace: string | null;
  /** The call stack as text, the caller's own frame first; null where there is none. */
  readonly stack: string | null;
}

/** What came of a call, as the page saw it. */
export interface PageCallResult {
  /**
   * "thrown": the browser cannot make the call, or it was aborted before it was made, or, of a
   * synchronous XMLHttpRequest, it failed. fetch() reports this by the promise that it returns.
   */
  readonly result: "resolved" | "rejected" | "thrown";
  /** The response's type ("basic", "cors", "opaque", "opaqueredirect"), null without a response. */
  readonly responseType: string | null;
  /** 0 for opaque responses; null without a response. */
  readonly status: number | null;
  /**
   * "TypeError", "AbortError", …; null when resolved. "AbortError" whatever else the page gave as the
   * reason to abort, but for a "TimeoutError".
   */
  readonly errorName: string | null;
}

/** https://w3c.github.io/webappsec-csp/#securitypolicyviolationevent */
export interface PolicyViolation {
  readonly effectiveDirective: string;
  readonly blockedUrl: string;
  readonly disposition: "enforce" | "report";
}

/** What an element of a document requested, as its attributes say. */
export interface ElementRequest {
  /** Absolute, without fragment. */
  readonly url: string;
  /** webRequest's type; "other" where the element may request anything. */
  readonly resourceType: string;
  /** null where the element alone does not say. */
  readonly mode: "cors" | "no-cors" | "same-origin" | null;
  readonly credentials: "same-origin" | "include" | null;
  /** Whether the element demands an integrity hash. */
  readonly hasIntegrity: boolean;
  /** Whether the document's requests went to a service worker first. */
  readonly served: boolean;
  /**
   * The status of the response that the page's timeline shows, 0 for one that the page may not see,
   * "none" where it tells that there was none; null where it does not tell of the request at all.
   */
  readonly answered: number | "none" | null;
  /** Of an iframe alone: whether it has the attribute. https://wicg.github.io/anonymous-iframe/ */
  readonly credentialless?: boolean;
}

/**
 * What a page's timeline says of something that it fetched.
 * https://w3c.github.io/resource-timing/#sec-performanceresourcetiming
 */
export interface TimedResource {
  /** As requested, before any redirect; absolute, without fragment. */
  readonly url: string;
  /** 0 where the page may not know it. */
  readonly status: number;
  /** Whether a service worker is said to have taken part; Firefox never says so. */
  readonly byWorker: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** One message of the probe. `timeStamp`: milliseconds since the epoch; `callId`: unique in its document. */
export type ProbeReport =
  | {
      readonly kind: "call-started";
      readonly callId: string;
      readonly timeStamp: number;
      readonly call: PageCall;
    }
  | {
      readonly kind: "call-ended";
      readonly callId: string;
      readonly timeStamp: number;
      readonly outcome: PageCallResult;
    }
  | {
      readonly kind: "policy-violated";
      readonly timeStamp: number;
      readonly violation: PolicyViolation;
    }
  | {
      /**
       * "element-loaded" is reported of elements that use CORS alone, "element-requested" of iframes, as
       * Firefox has no event for one that an embedder policy refused.
       */
      readonly kind: "element-failed" | "element-loaded" | "element-requested";
      readonly timeStamp: number;
      readonly element: ElementRequest;
    }
  | {
      /** The page has put its own functions in the place of these, before the probe could hear them. */
      readonly kind: "calls-unheard";
      readonly timeStamp: number;
      readonly apis: readonly string[];
    }
  | {
      readonly kind: "resources-timed";
      readonly timeStamp: number;
      readonly resources: readonly TimedResource[];
    };
