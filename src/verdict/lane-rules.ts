import type { Exchange, Response } from "../exchange/exchange.ts";
import type { SafelistRules } from "../http/safelist.ts";
import type { LaneName } from "./lane-name.ts";
import type { Holds } from "./standard/holds.ts";
import type { SourcePaths } from "./standard/source-list.ts";
import type { Cause } from "./verdict.ts";

/**
 * The complete list of differences between the decisions of the standard and the browsers. Each lane is
 * a file in `lanes/`.
 */
export interface LaneRules {
  readonly lane: LaneName;
  /**
   * `Access-Control-Allow-Headers: *` covers Authorization. The standard says no; Chromium has
   * kCorsNonWildcardRequestHeadersSupport off by default, Firefox has
   * network.cors_preflight.authorization_covered_by_wildcard on.
   */
  readonly authorizationCoveredByWildcard: boolean;
  /** A redirected preflight is refused before its CORS headers are checked. */
  readonly preflightRedirectFirst: boolean;
  /** Both lists are parsed before the method is checked. */
  readonly parsesListsFirst: boolean;
  /** Several origins are detected by counting header lines, not by commas and spaces in the value. */
  readonly countsAllowOriginLines: boolean;
  /**
   * A preflight after redirects is made and judged as if the request began there: its origin is not
   * tainted, and at the requesting origin it needs no Access-Control-Allow-Origin.
   */
  readonly preflightForgetsRedirects: boolean;
  /** Which request headers need no preflight, by their bytes. */
  readonly safelist: SafelistRules;
  /** The HTTP cache stores responses with and without credentials separately (seen in 153). */
  readonly cachesByCredentials: boolean;
  /** The error names the first of several disallowed headers in a hash table's order. */
  readonly namesHeaderByHashOrder: boolean;
  /**
   * The error of a redirected preflight that has its request's redirect mode: with "manual" or "error",
   * the redirect counts as a bad status. Null where a preflight never follows redirects.
   */
  readonly redirectedPreflightError: string | null;
  /**
   * A frame may be exempt from its page's embedder policy (seen in Chromium 156).
   * https://wicg.github.io/anonymous-iframe/
   */
  readonly hasCredentiallessFrames: boolean;
  /**
   * Under an embedder policy, an unknown value of Cross-Origin-Resource-Policy forbids nothing (measured
   * in Firefox 153). Elsewhere it counts as absent, and the default forbids.
   * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
   */
  readonly passesUnknownResourcePolicies: boolean;
  /**
   * The embedder policy of a frame's document counts even in an insecure context (measured in Chromium
   * 156; not in Firefox 153).
   * https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy
   */
  readonly insecureEmbedderPolicyCounts: boolean;
  /**
   * A frame document's own embedder policy is checked before its resource policy (measured in Firefox
   * 153; in Chromium 156 after it).
   */
  readonly ownEmbedderPolicyFirst: boolean;
  /**
   * A CSP source with a port matches an upgraded scheme only where the port is upgraded too, from 80 to 443:
   * `http://a.test:8000` does not match `https://a.test:8000` (measured in Chromium 156; not in Firefox 153).
   * https://w3c.github.io/webappsec-csp/#match-ports
   */
  readonly upgradesPortsWithSchemes: boolean;
  /** How the paths of `frame-ancestors` sources count (measured in Chromium 156 and Firefox 153). */
  readonly sourcePaths: SourcePaths;
}

/**
 * Differences that only predictions need, not the recording browser's own decision. The worker's bundle
 * omits them to stay small.
 */
export interface PredictionRules {
  /**
   * A request that needed a preflight needs one after each redirect, also where a 303 changed it to GET
   * or `Authorization` was removed. Gecko's nsCORSListenerProxy keeps the flag (measured in 153).
   */
  readonly preflightsAgainAfterRedirect: boolean;
  /**
   * An upload listener requires a preflight even without a body. Chromium checks for listeners only
   * where there is a body (measured in 156).
   * https://xhr.spec.whatwg.org/#the-send()-method
   */
  readonly uploadListenerNeedsNoBody: boolean;
  /** A stream body is streamed, and needs a preflight. Gecko sends it as text (measured in 153). */
  readonly streamsBodies: boolean;
  /**
   * The error of a stream body over HTTP/1.1 (measured in Chromium 156).
   * https://fetch.spec.whatwg.org/#concept-http-network-fetch
   */
  readonly streamError: string | null;
  /**
   * A stream body changes the mode "same-origin" to "cors" (measured in Chromium 156). In the standard
   * the mode stays "same-origin".
   */
  readonly streamsForceCors: boolean;
  /**
   * A redirect removes the page's client hints except `Save-Data` (measured in Chromium 156, also for
   * redirects within an origin).
   */
  readonly dropsHintsAtRedirects: boolean;
  /**
   * A secure page's shared worker may request mixed content (measured in Chromium 156; not in 153).
   * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
   */
  readonly sharedWorkersMix: boolean;
  /**
   * Workers with an opaque origin (of sandboxed or `data:` documents) may request mixed content (measured
   * in Chromium 156; not in 153).
   * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
   */
  readonly opaqueWorkersMix: boolean;
  /**
   * A redirect to a scheme that cannot be fetched is mixed content in a secure page's worker (measured in
   * Chromium 156 with `foo:`; not in 153).
   * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
   */
  readonly refusesWorkersLeadingOut: boolean;
  /**
   * With redirect mode "error", a CORS redirect to a URL with user and password is refused for these first
   * (measured in Chromium 156; not in 153).
   * https://fetch.spec.whatwg.org/#concept-http-fetch
   */
  readonly checksPasswordBeforeMode: boolean;
  /**
   * Requests of `about:blank` and `blob:` documents go to their creator's service worker (measured in
   * Firefox 153; not in Chromium 156).
   * https://w3c.github.io/ServiceWorker/#control-and-use-client
   */
  readonly servesBlankFrames: boolean;
  /**
   * A page's media requests go to its service worker, and its response reaches the page (seen in Chromium
   * 156; Firefox 153 was seen to send no-cors media requests itself).
   */
  readonly servesMedia: boolean;
  /**
   * A document's keepalive fetches go to its service worker (seen in Chromium 156; Firefox 153 was seen to
   * send them itself).
   */
  readonly servesKeepalive: boolean;
  /**
   * A page's service worker can request a URL with a user and password (seen in Firefox 153; not in 156).
   */
  readonly forwardsPasswords: boolean;
  /**
   * A redirect status without `Location` from a service worker is refused unless the redirect mode is
   * "follow" (seen in Firefox 153; not in 156).
   */
  readonly refusesServedRedirects: boolean;
  /**
   * `frame-ancestors` matches the URL of a sandboxed ancestor's document, not its opaque origin (seen in
   * Firefox 153; not in 156).
   * https://w3c.github.io/webappsec-csp/#frame-ancestors-navigation-response
   */
  readonly framesByUrl: boolean;
  /**
   * A script with the media type of audio, images, video or CSV is a network error (measured in Firefox
   * 153; in Chromium 156 only its element refuses it).
   * https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
   */
  readonly refusesScriptsOfMedia: boolean;
  /**
   * A module is refused for its media type before it reaches the page (seen in Firefox 153; in Chromium 156
   * only its element refuses it).
   * https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script
   */
  readonly refusesModulesByType: boolean;
  /** A no-cors image that is redirected to an unknown scheme shows the redirect's own body (seen in 153). */
  readonly showsImagesLeadingOut: boolean;
  /** A `<track>` is not among the media that may be mixed content (measured in Chromium 156). */
  readonly refusesMixedTracks: boolean;
  /** Fonts are requested with CORS, whatever the `crossorigin` of a preload says (measured in 153). */
  readonly fontsAlwaysCors: boolean;
  /**
   * URLs to which every redirect fails in the network, whatever CORS allows, and the error. Measured in
   * Chromium 156 and Firefox 153.
   */
  readonly unsafeRedirect: {
    readonly to: RegExp;
    readonly error: string | null;
    /** Only after the redirect response has passed its CORS check. */
    readonly afterCheck: boolean;
  } | null;
  /**
   * A no-cors redirect to "about:blank" gives workers and keepalive requests an opaque response; other calls
   * of a document fail (measured in 153).
   */
  readonly loadsBlankFromWorkers: boolean;
  /**
   * The error of a redirect with an invalid URL in `Location`. Where the URL is parsed after the CORS check,
   * redirect mode "manual" ignores it. Measured in Chromium 156 and Firefox 153.
   * https://fetch.spec.whatwg.org/#http-redirect-fetch
   */
  readonly invalidRedirect: { readonly error: string | null; readonly afterCheck: boolean };
  /**
   * With redirect mode "error", a redirect status without `Location` is not an error (measured in Chromium
   * 156; in Firefox 153 it is).
   * https://fetch.spec.whatwg.org/#concept-http-fetch
   */
  readonly passesErrorWithoutLocation: boolean;
  /**
   * An empty header line beside other lines is dropped, except for Access-Control-Allow-Origin and
   * X-Frame-Options (measured in Firefox 153; in Chromium 156 it makes a list).
   * https://fetch.spec.whatwg.org/#concept-header-list-get
   */
  readonly dropsEmptyLines: boolean;
  /**
   * The page's policies check a redirect's target before its scheme is checked (seen in Chromium 156 and
   * Firefox 153).
   * https://fetch.spec.whatwg.org/#http-redirect-fetch
   */
  readonly policiesBeforeScheme: boolean;
  /** A no-cors request does not follow a redirect to a URL with a password (seen in Chromium 156). */
  readonly refusesRedirectedPasswords: boolean;
  /** The error of a status 407 that no proxy sent; null where 407 is an ordinary status (seen in 156). */
  readonly proxyStatusError: string | null;
  /**
   * For the cross-origin resource policy check, a sandboxed frame's document is cross-origin to every
   * embedder (measured in 153; in Chromium 156 only its URL counts).
   * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
   */
  readonly sandboxedFramesAreForeign: boolean;
  /**
   * A body that is shorter than its `Content-Length` may be accepted (seen in Firefox 153; in Chromium 156
   * it is a network error).
   */
  readonly passesShortBodies: boolean;
  /** An unfollowed redirect fails every integrity check (seen in Chromium 156; not in 153). */
  readonly refusesHashOfRedirect: boolean;
  /** A redirect to a path drops the URL's user and password (seen in Chromium 156; not in 153). */
  readonly dropsUserinfoOfBase: boolean;
  /**
   * Whether opaque response blocking blocks a response that the other browser passed; "open" where that
   * depends on the content.
   */
  readonly orbBlocks: (exchange: Exchange, response: Response) => Holds;
  /**
   * A request with CORS that failed in the network is reported as blocked: "CORS request did not
   * succeed" (measured in Firefox 153).
   */
  readonly reportsFailuresAsBlocked: boolean;
  /** A page's own `User-Agent` is dropped. The standard has allowed it since 2015. */
  readonly dropsUserAgent: boolean;
}

/** All rules that a lane's prediction needs. */
export type PredictedRules = LaneRules & PredictionRules;

/** A lane's name and its names for causes, for the views only. */
export interface LaneNames {
  /** The name that its users know; null for the standard. */
  readonly product: string | null;
  /** The lane's own name for a cause; null where it has none. */
  readonly nameOf: (cause: Cause) => string | null;
}
