import type { BrowserFacts, InterfaceFacts } from "./browser-facts.ts";

/** Chromium, measured in 156. */
export const chromium: BrowserFacts = {
  productName: "Chromium",
  completesWithheld: false,
  corsError: "net::ERR_FAILED",
  announcesBeforePreflight: false,
  hidesAddressOfWithheld: true,
  reportedSchemes: new Set(
    "http https ws wss ftp file data blob about chrome-extension".split(" "),
  ),
  completesRefusedFrames: true,
  joinsHeaderLines: false,
  zeroStatusMeansUnreadable: false,
  showsStatusOfOpaque: false,
  fontsIgnorePreload: false,
  streamsForceCors: true,
  workersSendStorageAccess: true,
  redirectsWithoutCorsKeepCredentials: true,
  commitsErrorPages: false,
  goesOnWithAbortedRedirects: false,
  announcesDroppedHeaders: false,
  marksAllAfterStoredRedirect: false,
  tellsInitiatorOrigin: true,
  headersAreIsomorphic: false,
  storesWithheldResponses: false,
  cachesByCredentials: false,
  cachesCallsApart: false,
  timelineTellsServiceWorker: true,
  documentsAloneSendClientHints: true,
  hasTargetAddressSpace: true,
  refusesUrlCredentials: (api) => api !== "xhr",
  cookiesDefaultToLax: true,
  abortsInWorkersLookBlocked: false,
};

/** Chromium's interface and extension API. */
export const chromiumInterface: InterfaceFacts = {
  popupHidesPermissionPrompt: false,
  consoleLinksEventSourceToProbe: false,
  getHarTakesCallback: true,
  failsUnfollowedRedirectsIfObserved: true,
  rulesReplaceRepeated: true,
  reportsHeadersBeforeRules: true,
};
