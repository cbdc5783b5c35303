/**
 * A call that the probe saw in a page's own world. The page may forge it, so it is trusted only about the
 * frame that it came from, which the browser vouches for.
 */
export interface PageCall {
  /** "worker", "websocket": a constructor that threw. A requested script or handshake is not a call. */
  readonly api: "fetch" | "xhr" | "event-source" | "beacon" | "worker" | "websocket";
  /** Absolute, without fragment; a long URL is truncated. */
  readonly url: string;
  /** The length of the whole URL, where `url` is truncated. */
  readonly urlLength?: number;
  /** The page's method, normalised as the API does; a long one is truncated. */
  readonly method: string;
  /** The length of the whole method, where `method` is truncated. */
  readonly methodLength?: number;
  /**
   * Whether the browser rejected the options: a member had an invalid value, so the call threw before the
   * method was checked.
   */
  readonly optionsRefused?: boolean;
  readonly mode: "cors" | "no-cors" | "same-origin" | "navigate" | null;
  readonly credentials: "omit" | "same-origin" | "include" | null;
  readonly redirect: "follow" | "error" | "manual" | null;
  /** Whether the cache mode is "only-if-cached", so that only the HTTP cache may respond. */
  readonly onlyIfCached: boolean;
  /** Whether the call has integrity metadata. */
  readonly hasIntegrity: boolean;
  /** Whether a service worker controlled the document. */
  readonly served: boolean;
  /** Lower-case names of the headers that the page set itself. */
  readonly headerNames: readonly string[];
  readonly body: "none" | "plain" | "stream";
  /** Whether an upload listener was registered when the request was sent; null where unknown. */
  readonly uploadListener: boolean | null;
  readonly keepalive: boolean;
  /** The target's address space according to the page (Chromium); null when not given. */
  readonly targetAddressSpace: string | null;
  /** The call stack as text, the caller's own frame first; null where unavailable. */
  readonly stack: string | null;
}

/** The result of a call, as the page saw it. */
export interface PageCallResult {
  /**
   * "thrown": the browser cannot make the call, or it was aborted before it was made, or it is a synchronous
   * XMLHttpRequest that failed. fetch() reports this through its returned promise.
   */
  readonly result: "resolved" | "rejected" | "thrown";
  /** The response's type ("basic", "cors", "opaque", "opaqueredirect"), null without a response. */
  readonly responseType: string | null;
  /** 0 for opaque responses; null without a response. */
  readonly status: number | null;
  /**
   * "TypeError", "AbortError", …; null when resolved. "AbortError" for any abort reason other than a
   * "TimeoutError".
   */
  readonly errorName: string | null;
}

/** https://w3c.github.io/webappsec-csp/#securitypolicyviolationevent */
export interface PolicyViolation {
  readonly effectiveDirective: string;
  readonly blockedUrl: string;
  readonly disposition: "enforce" | "report";
}

/** An element's request, according to its attributes. */
export interface ElementRequest {
  /** Absolute, without fragment. */
  readonly url: string;
  /** webRequest's type; "other" where the element may request anything. */
  readonly resourceType: string;
  /** null where the element alone does not determine it. */
  readonly mode: "cors" | "no-cors" | "same-origin" | null;
  readonly credentials: "same-origin" | "include" | null;
  /** Whether the element has integrity metadata. */
  readonly hasIntegrity: boolean;
  /** Whether a service worker controlled the document. */
  readonly served: boolean;
  /**
   * The response status in the page's timeline: 0 where the page may not see it, "none" where there was no
   * response; null where the timeline has no entry.
   */
  readonly answered: number | "none" | null;
  /** Iframes only: whether the attribute is set. https://wicg.github.io/anonymous-iframe/ */
  readonly credentialless?: boolean;
}

/**
 * A resource that the page fetched, according to its timeline.
 * https://w3c.github.io/resource-timing/#sec-performanceresourcetiming
 */
export interface TimedResource {
  /** As requested, before any redirect; absolute, without fragment. */
  readonly url: string;
  /** 0 where the page may not see it. */
  readonly status: number;
  /** Whether the timeline names a service worker's part; Firefox never does. */
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
       * "element-loaded" is reported only for elements that use CORS, "element-requested" for iframes,
       * because Firefox has no event for one that an embedder policy refused.
       */
      readonly kind: "element-failed" | "element-loaded" | "element-requested";
      readonly timeStamp: number;
      readonly element: ElementRequest;
    }
  | {
      /** The page replaced these functions before the probe could wrap them. */
      readonly kind: "calls-unheard";
      readonly timeStamp: number;
      readonly apis: readonly string[];
    }
  | {
      readonly kind: "resources-timed";
      readonly timeStamp: number;
      readonly resources: readonly TimedResource[];
    };
