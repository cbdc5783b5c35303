import type { BrowserFacts } from "./browser-facts.ts";

/** Gecko, measured in Firefox 153. */
export const gecko: BrowserFacts = {
  productName: "Firefox",
  completesWithheld: true,
  announcesBeforePreflight: true,
  hidesAddressOfWithheld: false,
  completesRefusedFrames: false,
  joinsHeaderLines: true,
  zeroStatusMeansUnreadable: true,
  tellsStatusOfOpaque: true,
  fontsIgnorePreload: true,
  streamsForceCors: false,
  workersSendStorageAccess: false,
  documentsAloneSendClientHints: false,
  hasTargetAddressSpace: false,
  refusesUrlCredentials: () => false,
  abortsInWorkersLookBlocked: true,
  popupHidesPermissionPrompt: true,
  consoleLinksEventSourceToProbe: true,
  getHarTakesCallback: false,
};
