import type { BrowserFacts } from "./browser-facts.ts";

/** Chromium, measured in 156. */
export const chromium: BrowserFacts = {
  productName: "Chromium",
  completesWithheld: false,
  announcesBeforePreflight: false,
  hidesAddressOfWithheld: true,
  completesRefusedFrames: true,
  joinsHeaderLines: false,
  zeroStatusMeansUnreadable: false,
  tellsStatusOfOpaque: false,
  fontsIgnorePreload: false,
  streamsForceCors: true,
  workersSendStorageAccess: true,
  documentsAloneSendClientHints: true,
  hasTargetAddressSpace: true,
  refusesUrlCredentials: (api) => api !== "xhr",
  abortsInWorkersLookBlocked: false,
  popupHidesPermissionPrompt: false,
  consoleLinksEventSourceToProbe: false,
  getHarTakesCallback: true,
};
