/**
 * The measured facts about a browser, one named member each, so that no rule compares a browser's name. A
 * member is a plain value, or a small function over plain values.
 *
 * Versions: Chromium 156 and Firefox 153, unless a member names another.
 */
export interface BrowserFacts {
  /** The product name that users know. */
  readonly productName: "Chromium" | "Firefox";

  // How webRequest reports requests.

  /**
   * Whether a request whose response CORS withholds from the page ends as completed. Chromium ends it with
   * `net::ERR_FAILED`. Proof: `e2e/both/demo-cases.test.ts`, every blocked case without a preflight.
   */
  readonly completesWithheld: boolean;
  /**
   * The error of a request that CORS blocks; in Gecko its preflight has it too. Chromium also uses it for
   * other reasons, which it does not name. Proof: `e2e/both/demo-cases.test.ts`, every blocked case; measured in
   * 156 and 153.
   */
  readonly corsError: string;
  /**
   * Whether a request's events begin before its preflight has passed. Gecko announces both at once and may
   * end both before either is sent; Chromium sends nothing before the preflight has passed. Proof:
   * `verdict/browsers/gecko-endings.test.ts`, measured in 153.
   */
  readonly announcesBeforePreflight: boolean;
  /**
   * Whether a failed request has the server's address only if its response passed every check and was handed
   * to the requester. Proof: `verdict/measured.test.ts`, measured in 156.
   */
  readonly hidesAddressOfWithheld: boolean;
  /**
   * The redirect targets' schemes for which webRequest reports what follows the redirect. For other schemes
   * it reports neither a request nor an ending. Proof: `verdict/rules/rules.test.ts`, "foo:"; measured.
   */
  readonly reportedSchemes: ReadonlySet<string>;
  /**
   * Whether a refused frame document ends as completed and is then not committed. Gecko names the reason in
   * the error. Proof: `verdict/rules/frame-refused.test.ts`, measured in 156.
   */
  readonly completesRefusedFrames: boolean;
  /**
   * Whether webRequest joins the lines of one response header with ", ". Proof:
   * `exchange/header-lines.test.ts`, measured in 153.
   */
  readonly joinsHeaderLines: boolean;

  // How the page's performance timeline reports responses.

  /**
   * Whether a `responseStatus` of 0 proves that the page could not read a completed response. In Chromium a
   * closed EventSource has 0 too. Proof: `docs/decisions.md`, "What does the performance timeline prove?".
   */
  readonly zeroStatusMeansUnreadable: boolean;
  /**
   * Whether webRequest and the timeline show the extension the status of a service worker's response even
   * where the page sees none. Measured in 153.
   */
  readonly showsStatusOfOpaque: boolean;

  // How the browser makes requests.

  /**
   * Whether fonts are always requested in the same mode, whatever the `crossorigin` of a preload says.
   * Measured in 153.
   */
  readonly fontsIgnorePreload: boolean;
  /**
   * Whether a stream as body makes a request "cors" although the page set "same-origin". Measured in 156; by
   * the standard such a request stays same-origin.
   */
  readonly streamsForceCors: boolean;
  /**
   * Whether XMLHttpRequest in a worker sends `Sec-Fetch-Storage-Access`, so that its absence means that
   * credentials are not included. Gecko omits it there; measured in 153.
   */
  readonly workersSendStorageAccess: boolean;
  /**
   * Whether a request without CORS and with credentials mode "same-origin" includes credentials after a
   * redirect from the page's origin to another. By the standard it does not. Proof:
   * `e2e/both/kept-credentials.test.ts`; measured in 156.
   */
  readonly redirectsWithoutCorsKeepCredentials: boolean;
  /**
   * Whether webNavigation reports the browser's error page as committed, under the URL that failed. Measured
   * in 153; `docs/decisions.md`, "Which document is a tab's?".
   */
  readonly commitsErrorPages: boolean;
  /**
   * Whether an aborted `fetch()` still follows its redirect. Proof: `e2e/lab/repeats.ts`, "aborted after a
   * redirect"; measured in 153.
   */
  readonly goesOnWithAbortedRedirects: boolean;
  /**
   * Whether a preflight after a redirect lists the `Content-*` headers that the redirect removed with the
   * body. Proof: `exchange/pair-preflights.test.ts`; measured in 153.
   */
  readonly announcesDroppedHeaders: boolean;
  /**
   * Whether every event after a cached redirect is marked as from the cache. Responses that do come from the
   * cache have no address. Proof: `observation/from-web-request.test.ts`; measured in 153.
   */
  readonly marksAllAfterStoredRedirect: boolean;
  /**
   * Whether webRequest reports the requesting origin as `initiator`. Gecko reports URLs instead: `originUrl`
   * and `documentUrl`.
   */
  readonly tellsInitiatorOrigin: boolean;
  /**
   * Whether webRequest has one code unit per byte of a header's value (153). Chromium decodes UTF-8 values
   * and reports others as numbers (156). Proof: `e2e/both/header-bytes.test.ts`.
   */
  readonly headersAreIsomorphic: boolean;
  /**
   * Whether the HTTP cache stores responses that CORS withholds from the page. Proof:
   * `e2e/firefox/cached-failure.test.ts`; measured in 153.
   */
  readonly storesWithheldResponses: boolean;
  /**
   * Whether the HTTP cache stores responses requested with and without credentials separately. Proof:
   * `exchange/pairing.test.ts`; measured in 153.
   */
  readonly cachesByCredentials: boolean;
  /**
   * Whether the HTTP cache stores cross-site responses to scripts and to elements separately. Proof:
   * `exchange/pairing.test.ts`; measured in 153.
   */
  readonly cachesCallsApart: boolean;
  /**
   * Whether the page's timeline names a service worker's part in a response. In Gecko only a status gives it
   * away; measured in 156 and 153.
   */
  readonly timelineTellsServiceWorker: boolean;
  /**
   * Whether documents send `Sec-CH-UA` wherever they send `Sec-Fetch-Site`, and their workers never do.
   * Measured in 156: classic and module workers, from URLs and blobs, fetch and XMLHttpRequest.
   */
  readonly documentsAloneSendClientHints: boolean;
  /**
   * Whether `fetch()` takes the option `targetAddressSpace`, which the server's address may contradict.
   * https://wicg.github.io/local-network-access/ . Chromium from 142 on.
   */
  readonly hasTargetAddressSpace: boolean;
  /**
   * Whether this API refuses a URL with a user name or password. Measured in 156: only XMLHttpRequest accepts
   * one. Gecko accepts one in every API.
   */
  readonly refusesUrlCredentials: (api: string | null) => boolean;
  /**
   * Whether a cookie without `SameSite` counts as `SameSite=Lax`, so that cross-site requests do not carry it.
   * Gecko's preference `network.cookie.sameSite.laxByDefault` is false. Proof: `e2e/both/cookies.test.ts`;
   * measured in 156 and 153.
   */
  readonly cookiesDefaultToLax: boolean;
  /** Whether aborted calls in workers may end like calls that CORS blocked. Measured in 153. */
  readonly abortsInWorkersLookBlocked: boolean;
}

/**
 * The measured facts about the browser's interface, independent of any recording. Only views read them,
 * because the worker's size is bounded.
 */
export interface InterfaceFacts {
  // The browser's interface and its extension API.

  /** Whether an extension's popup hides the browser's permission prompt. Measured in 153. */
  readonly popupHidesPermissionPrompt: boolean;
  /**
   * Whether the console links the error of a failed EventSource to the script that created it, the probe.
   * Measured in 153; `docs/decisions.md`, "Why does the page probe end in a strange comment?".
   */
  readonly consoleLinksEventSourceToProbe: boolean;
  /**
   * Whether `devtools.network.getHAR` takes a callback and includes requests made before the panel opened.
   * Gecko's returns a promise, like the WebExtensions standard.
   */
  readonly getHarTakesCallback: boolean;

  /**
   * Whether the browser fails a redirect to a scheme other than http and https, although the page does not
   * follow it, only because an extension observes requests. Without one, the page gets an opaque redirect.
   * Measured in 156, with an extension that listens to `onCompleted` alone; not in 153.
   */
  readonly failsUnfollowedRedirectsIfObserved: boolean;

  // The effects of declarativeNetRequest rules.

  /**
   * Whether a rule that sets `Access-Control-Allow-Origin` replaces all its lines. Gecko keeps several lines,
   * which CORS refuses; it replaces every other header entirely. Measured in 156 and 153. Proof:
   * `e2e/both/try-it.test.ts`.
   */
  readonly rulesReplaceRepeated: boolean;
  /**
   * Whether webRequest reports a response's headers as sent, before a rule changed them. Gecko reports only
   * the changed ones. Measured in 156 and 153. Proof: `e2e/both/try-it.test.ts`.
   */
  readonly reportsHeadersBeforeRules: boolean;
}
