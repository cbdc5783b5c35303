import type { Exchange, Response } from "../exchange/exchange.ts";
import type { SafelistRules } from "../http/safelist.ts";
import type { LaneName } from "./lane-name.ts";
import type { Holds } from "./standard/holds.ts";
import type { Cause } from "./verdict.ts";

/**
 * Where the standard and the browsers decide differently: the whole list of differences. Each lane
 * is a file in `lanes/`.
 */
export interface LaneRules {
  readonly lane: LaneName;
  /**
   * `Access-Control-Allow-Headers: *` covers Authorization. The standard says no; Chromium has
   * kCorsNonWildcardRequestHeadersSupport off by default, Firefox has
   * network.cors_preflight.authorization_covered_by_wildcard on.
   */
  readonly authorizationCoveredByWildcard: boolean;
  /** A redirected preflight is refused before its CORS headers are looked at. */
  readonly preflightRedirectFirst: boolean;
  /** Both lists are parsed before the method is looked for. */
  readonly parsesListsFirst: boolean;
  /** The lines of Access-Control-Allow-Origin are counted, instead of commas and spaces sought. */
  readonly countsAllowOriginLines: boolean;
  /**
   * A preflight after redirects is made and judged as if the request began there: its origin is not
   * tainted, and at the requesting origin it needs no Access-Control-Allow-Origin.
   */
  readonly preflightForgetsRedirects: boolean;
  /** Which request headers need no preflight, by their bytes. */
  readonly safelist: SafelistRules;
  /** What was requested with credentials is stored apart from what was requested without (seen in 153). */
  readonly cachesByCredentials: boolean;
  /** Of several header names that a preflight left out, the first in a hash table's order is named. */
  readonly namesHeaderByHashOrder: boolean;
  /**
   * A preflight has its request's redirect mode: with "manual" or "error", its redirect is no more
   * than a bad status, and ends it in this error. Null where a preflight follows no redirect anyway.
   */
  readonly redirectedPreflightError: string | null;
  /**
   * A frame may be exempt from its page's embedder policy (seen in Chromium 156).
   * https://wicg.github.io/anonymous-iframe/
   */
  readonly hasCredentiallessFrames: boolean;
  /**
   * Under an embedder policy, a value of Cross-Origin-Resource-Policy that says nothing forbids nothing
   * (measured in Firefox 153); elsewhere it counts as none, and the default forbids.
   * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
   */
  readonly passesUnknownResourcePolicies: boolean;
  /**
   * The embedder policy of a frame's document counts where that is no secure context (measured in Chromium
   * 156; not in Firefox 153).
   * https://html.spec.whatwg.org/multipage/browsers.html#obtain-an-embedder-policy
   */
  readonly insecureEmbedderPolicyCounts: boolean;
  /**
   * Whether a frame's document has its own embedder policy is looked at before its resource policy
   * (measured in Firefox 153; in Chromium 156 after it).
   */
  readonly ownEmbedderPolicyFirst: boolean;
  /**
   * A source that names a port stands for an upgraded scheme only where its port is upgraded too, from 80 to
   * 443: `http://a.test:8000` is not `https://a.test:8000` (measured in Chromium 156; in Firefox 153 it is).
   * https://w3c.github.io/webappsec-csp/#match-ports
   */
  readonly upgradesPortsWithSchemes: boolean;
}

/**
 * Differences that matter to predictions alone, and not to what the browser that recorded decides: the
 * worker, which is bounded in size, does without.
 */
export interface PredictionRules {
  /**
   * A request that needed a preflight needs one after each redirect, also where a 303 made it a GET
   * or its `Authorization` went. Gecko's nsCORSListenerProxy keeps the flag (measured in 153).
   */
  readonly preflightsAgainAfterRedirect: boolean;
  /**
   * An upload listener makes a preflight necessary without a body too. Chromium looks at listeners
   * only where there is something to upload (measured in 156).
   * https://xhr.spec.whatwg.org/#the-send()-method
   */
  readonly uploadListenerNeedsNoBody: boolean;
  /** A stream is sent as one, and needs a preflight; Gecko makes text of it (measured in 153). */
  readonly streamsBodies: boolean;
  /**
   * How a stream fails over HTTP/1.1 (measured in Chromium 156).
   * https://fetch.spec.whatwg.org/#concept-http-network-fetch
   */
  readonly streamError: string | null;
  /**
   * A stream makes a request "cors" though its page said "same-origin" (measured in Chromium 156); by
   * the standard it stays same-origin.
   */
  readonly streamsForceCors: boolean;
  /**
   * A page's client hints are taken off at a redirect, but for `Save-Data` (measured in Chromium 156,
   * of redirects within an origin too).
   */
  readonly dropsHintsAtRedirects: boolean;
  /**
   * A secure page's shared worker may have mixed content (measured in Chromium 156; not in 153).
   * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
   */
  readonly sharedWorkersMix: boolean;
  /**
   * Workers of opaque origins, as of sandboxed and `data:` documents, may have mixed content (measured in
   * Chromium 156; not in 153).
   * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
   */
  readonly opaqueWorkersMix: boolean;
  /**
   * A secure page's worker that is redirected to a scheme by which nothing is fetched has mixed content
   * (measured in Chromium 156, of `foo:`; not in 153).
   * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
   */
  readonly refusesWorkersLeadingOut: boolean;
  /**
   * The requests of `about:blank` and `blob:` documents go to the service worker of who made them
   * (measured in Firefox 153; in Chromium 156 they do not).
   * https://w3c.github.io/ServiceWorker/#control-and-use-client
   */
  readonly servesBlankFrames: boolean;
  /**
   * The media of a served page go to its service worker, whose response is the page's (seen in Chromium
   * 156; Firefox 153 was seen to request those without CORS itself).
   */
  readonly servesMedia: boolean;
  /**
   * A document's keepalive fetches go to its service worker (seen in Chromium 156; Firefox 153 was seen to
   * request them itself).
   */
  readonly servesKeepalive: boolean;
  /**
   * A script that comes as audio, an image, a video or CSV is a network error (measured in Firefox 153; in
   * Chromium 156 its element alone refuses it).
   * https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
   */
  readonly refusesScriptsOfMedia: boolean;
  /**
   * A module is refused for its type before its page has it (seen in Firefox 153; in Chromium 156 its element
   * alone refuses it).
   * https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script
   */
  readonly refusesModulesByType: boolean;
  /** An image without CORS shows what came with a redirect that leads out of the web (seen in 153). */
  readonly showsImagesLeadingOut: boolean;
  /** A track is no media that may be mixed content (measured in Chromium 156). */
  readonly refusesMixedTracks: boolean;
  /** Fonts are requested with CORS, whatever the `crossorigin` of a preload says (measured in 153). */
  readonly fontsAlwaysCors: boolean;
  /**
   * Where no redirect may lead, whatever CORS says: it fails in the network, by that error. Measured in
   * Chromium 156 and Firefox 153.
   */
  readonly unsafeRedirect: {
    readonly to: RegExp;
    readonly error: string | null;
    /** Also where the page follows no redirect: with "manual" or "error". */
    readonly evenUnfollowed: boolean;
    /** Once the redirect itself has passed its CORS check. */
    readonly afterCheck: boolean;
  } | null;
  /**
   * Where a request without CORS is redirected to "about:blank", a worker and a keepalive request get an opaque
   * response, and what else a document calls fails (measured in 153).
   */
  readonly loadsBlankFromWorkers: boolean;
  /**
   * How a redirect fails whose `Location` is no URL; where that is looked at after its CORS check, it
   * is also left alone with redirect mode "manual". Measured in Chromium 156 and Firefox 153.
   * https://fetch.spec.whatwg.org/#http-redirect-fetch
   */
  readonly invalidRedirect: { readonly error: string | null; readonly afterCheck: boolean };
  /**
   * With redirect mode "error", a redirect's status is no error without a `Location` (measured in Chromium
   * 156; in Firefox 153 it is).
   * https://fetch.spec.whatwg.org/#concept-http-fetch
   */
  readonly passesErrorWithoutLocation: boolean;
  /**
   * Of a header's lines an empty one beside others is dropped, but for Access-Control-Allow-Origin (measured
   * in Firefox 153; in Chromium 156 it makes a list).
   * https://fetch.spec.whatwg.org/#concept-header-list-get
   */
  readonly dropsEmptyLines: boolean;
  /**
   * Where a redirect leads is judged by its page's policies first, and then by its scheme (seen in Chromium
   * 156 and Firefox 153).
   * https://fetch.spec.whatwg.org/#http-redirect-fetch
   */
  readonly policiesBeforeScheme: boolean;
  /** Without CORS no redirect to a URL with a password is followed (seen in Chromium 156). */
  readonly refusesRedirectedPasswords: boolean;
  /** How a status 407 fails that came from no proxy; null where it is one like others (seen in 156). */
  readonly proxyStatusError: string | null;
  /**
   * A frame's document that a sandbox gives an opaque origin is of another origin than any embedder to the
   * cross-origin resource policy check (measured in 153; in Chromium 156 its URL alone counts).
   * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
   */
  readonly sandboxedFramesAreForeign: boolean;
  /**
   * A body that is shorter than its `Content-Length` may be taken as it is (seen in Firefox 153; in
   * Chromium 156 it is a network error).
   */
  readonly passesShortBodies: boolean;
  /** A redirect that is not followed has no hash to match (seen in Chromium 156; not in 153). */
  readonly refusesHashOfRedirect: boolean;
  /** A redirect to a path loses user and password of the URL (seen in Chromium 156; not in 153). */
  readonly dropsUserinfoOfBase: boolean;
  /**
   * Whether opaque response blocking keeps a response back that the other browser passed on; "open"
   * where that hangs on its content.
   */
  readonly keepsOpaque: (exchange: Exchange, response: Response) => Holds;
  /**
   * A request with CORS that failed in the network is reported as blocked: "CORS request did not
   * succeed" (measured in Firefox 153).
   */
  readonly reportsFailuresAsBlocked: boolean;
  /** A page's own `User-Agent` is left out. The standard has not forbidden it since 2015. */
  readonly dropsUserAgent: boolean;
}

/** All that is needed to predict a lane. */
export type PredictedRules = LaneRules & PredictionRules;

/** What a lane is called, and what it calls things: for the views alone. */
export interface LaneNames {
  /** The name that its users know; null for the standard. */
  readonly product: string | null;
  /** The lane's own name for a cause; null where it has none. */
  readonly nameOf: (cause: Cause) => string | null;
}
