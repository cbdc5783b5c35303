import type { BrowserFacts, InterfaceFacts } from "./browser-facts.ts";

/** Gecko, measured in Firefox 153. */
export const gecko: BrowserFacts = {
  productName: "Firefox",
  completesWithheld: true,
  corsError: "NS_ERROR_DOM_BAD_URI",
  announcesBeforePreflight: true,
  hidesAddressOfWithheld: false,
  reportedSchemes: new Set("http https ws wss data blob moz-extension".split(" ")),
  completesRefusedFrames: false,
  joinsHeaderLines: true,
  zeroStatusMeansUnreadable: true,
  showsStatusOfOpaque: true,
  fontsIgnorePreload: true,
  streamsForceCors: false,
  workersSendStorageAccess: false,
  redirectsWithoutCorsKeepCredentials: false,
  commitsErrorPages: true,
  goesOnWithAbortedRedirects: true,
  announcesDroppedHeaders: true,
  marksAllAfterStoredRedirect: true,
  tellsInitiatorOrigin: false,
  headersAreIsomorphic: true,
  storesWithheldResponses: true,
  cachesByCredentials: true,
  cachesCallsApart: true,
  timelineTellsServiceWorker: false,
  documentsAloneSendClientHints: false,
  hasTargetAddressSpace: false,
  refusesUrlCredentials: () => false,
  cookiesDefaultToLax: false,
  abortsInWorkersLookBlocked: true,
};

/** Firefox's interface and extension API, measured in 153. */
export const geckoInterface: InterfaceFacts = {
  popupHidesPermissionPrompt: true,
  consoleLinksEventSourceToProbe: true,
  getHarTakesCallback: false,
  failsUnfollowedRedirectsIfObserved: false,
  rulesReplaceRepeated: false,
  reportsHeadersBeforeRules: false,
};
