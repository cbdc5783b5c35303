/**
 * What was measured of a browser, by name: one member for each fact, so that no rule compares a
 * browser's name. A member is a plain value, or a small function over plain values.
 *
 * Versions: Chromium 156 and Firefox 153, where no other is named.
 */
export interface BrowserFacts {
  /** The name that its users know. */
  readonly productName: "Chromium" | "Firefox";

  // How webRequest reports requests.

  /**
   * Whether a request that CORS withholds from the page ends as completed. Chromium ends it in
   * `net::ERR_FAILED`. Proof: `e2e/firefox/cases.test.ts`, every blocked case without a preflight.
   */
  readonly completesWithheld: boolean;
  /**
   * The error of what CORS stops: of a request that fails for it, and in Gecko of the preflight too.
   * Chromium has it for other reasons that it does not name. Proof: `e2e/firefox/cases.test.ts` and
   * `e2e/chromium/cases.test.ts`, every blocked case; measured in 156 and 153.
   */
  readonly corsError: string;
  /**
   * Whether a request's events begin before its preflight has passed. Gecko announces both at once
   * and may end both before either is sent; Chromium sends nothing before the preflight has passed.
   * Proof: `verdict/browsers/gecko-endings.test.ts`, measured in 153.
   */
  readonly announcesBeforePreflight: boolean;
  /**
   * Whether a failed request has the server's address only where its response was handed to who
   * requested, after every check. Proof: `verdict/measured.test.ts`, measured in 156.
   */
  readonly hidesAddressOfWithheld: boolean;
  /**
   * The schemes of which webRequest reports what becomes of a redirect there: of others it reports
   * neither a request nor an end. Proof: `verdict/rules/rules.test.ts`, "foo:"; measured.
   */
  readonly reportedSchemes: ReadonlySet<string>;
  /**
   * Whether a frame's document that was refused ends as completed, and is then not committed. Gecko
   * names the reason in the error. Proof: `verdict/rules/frame-refused.test.ts`, measured in 156.
   */
  readonly completesRefusedFrames: boolean;
  /**
   * Whether the lines of one response header come joined by ", ". Proof:
   * `exchange/header-lines.test.ts`, measured in 153.
   */
  readonly joinsHeaderLines: boolean;

  // How the page's performance timeline reports responses.

  /**
   * Whether a `responseStatus` of 0 proves that the page could not read a completed response. In
   * Chromium an EventSource that was closed has 0 too. Proof: `docs/decisions.md`, "What does the
   * performance timeline prove?".
   */
  readonly zeroStatusMeansUnreadable: boolean;
  /**
   * Whether webRequest and the timeline show the extension the status of a service worker's response
   * also where the page sees none. Measured in 153.
   */
  readonly showsStatusOfOpaque: boolean;

  // How it makes requests.

  /**
   * Whether fonts are requested in one way only, whatever the `crossorigin` of a preload says.
   * Measured in 153.
   */
  readonly fontsIgnorePreload: boolean;
  /**
   * Whether a stream as body makes a request "cors" though the page said "same-origin". Measured in
   * 156; by the standard such a request stays same-origin.
   */
  readonly streamsForceCors: boolean;
  /**
   * Whether XMLHttpRequest in a worker sends `Sec-Fetch-Storage-Access`, so that its absence means
   * that credentials are not included. Gecko leaves it out there; measured in 153.
   */
  readonly workersSendStorageAccess: boolean;
  /**
   * Whether webNavigation tells that its own error page was committed, under the URL that failed.
   * Measured in 153; `docs/decisions.md`, "Which document is a tab's?".
   */
  readonly commitsErrorPages: boolean;
  /**
   * Whether the request of an aborted `fetch()` goes on where it was redirected. Proof:
   * `e2e/lab/repeats.ts`, "aborted after a redirect"; measured in 153.
   */
  readonly goesOnWithAbortedRedirects: boolean;
  /**
   * Whether a preflight after a redirect announces the `Content-*` headers that the redirect took off
   * with the body. Proof: `exchange/pair-preflights.test.ts`; measured in 153.
   */
  readonly announcesDroppedHeaders: boolean;
  /**
   * Whether all that follows a stored redirect is said to come from the cache. What does come from it
   * has no address. Proof: `observation/from-web-request.test.ts`; measured in 153.
   */
  readonly marksAllAfterStoredRedirect: boolean;
  /**
   * Whether webRequest tells the origin that requested as `initiator`. Gecko tells URLs, `originUrl`
   * and `documentUrl`.
   */
  readonly tellsInitiatorOrigin: boolean;
  /**
   * Whether webRequest has a code unit for each byte of a header's value (153). Chromium decodes what
   * is UTF-8 and gives numbers for the rest (156). Proof: `e2e/both/header-bytes.test.ts`.
   */
  readonly headersAreIsomorphic: boolean;
  /**
   * Whether the HTTP cache keeps responses that CORS withholds from the page. Proof:
   * `e2e/firefox/cached-failure.test.ts`; measured in 153.
   */
  readonly storesWithheldResponses: boolean;
  /**
   * Whether the HTTP cache keeps apart what was requested with credentials and without. Proof:
   * `exchange/belonging.test.ts`; measured in 153.
   */
  readonly cachesByCredentials: boolean;
  /**
   * Whether the HTTP cache keeps apart, of servers of other sites, what scripts request and what
   * elements do. Proof: `exchange/belonging.test.ts`; measured in 153.
   */
  readonly cachesCallsApart: boolean;
  /**
   * Whether the page's timeline tells that a service worker took part. Gecko tells so only by there
   * being a status; measured in 156 and 153.
   */
  readonly timelineTellsServiceWorker: boolean;
  /**
   * Whether documents send `Sec-CH-UA` with all that has `Sec-Fetch-Site`, and their workers never do.
   * Measured in 156: classic and module workers, from URLs and blobs, fetch and XMLHttpRequest.
   */
  readonly documentsAloneSendClientHints: boolean;
  /**
   * Whether `fetch()` takes the option `targetAddressSpace`, which the server's address may
   * contradict. https://wicg.github.io/local-network-access/ . Chromium from 142 on.
   */
  readonly hasTargetAddressSpace: boolean;
  /**
   * Whether a URL with a user name or a password is refused to a page's call by this API. Measured in
   * 156: XMLHttpRequest alone may. Gecko sends them all.
   */
  readonly refusesUrlCredentials: (api: string | null) => boolean;
  /**
   * Whether calls in workers that were aborted may end as those that CORS stopped. Measured in 153.
   */
  readonly abortsInWorkersLookBlocked: boolean;
}

/**
 * What was measured of the browser itself, where nothing of it was recorded: views alone read it, so that the
 * worker, which is bounded in size, does without.
 */
export interface InterfaceFacts {
  // Its own interface and its extension API.

  /**
   * Whether its question for a permission stands where an extension's popup does, and is hidden by
   * it. Measured in 153.
   */
  readonly popupHidesPermissionPrompt: boolean;
  /**
   * Whether the console links the error of a failed EventSource to the script that made it, the
   * probe. Measured in 153; `docs/decisions.md`, "Why does the page probe end in a strange comment?".
   */
  readonly consoleLinksEventSourceToProbe: boolean;
  /**
   * Whether `devtools.network.getHAR` takes a callback, and knows of what was before the panel.
   * Gecko's returns a promise, as the standard of extensions has it.
   */
  readonly getHarTakesCallback: boolean;

  // What rules of declarativeNetRequest do.

  /**
   * Whether a rule that sets `Access-Control-Allow-Origin` replaces several lines of it. Gecko keeps
   * them, and CORS refuses; of any other header it replaces them all. Measured in 156 and 153. Proof:
   * `e2e/both/try-it.test.ts`.
   */
  readonly rulesReplaceRepeated: boolean;
  /**
   * Whether webRequest reports a response's headers as the server sent them, before a rule changed
   * them. Gecko reports only the changed ones. Measured in 156 and 153. Proof: `e2e/both/try-it.test.ts`.
   */
  readonly reportsHeadersBeforeRules: boolean;
}
