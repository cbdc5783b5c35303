import { gecko } from "../../browsers/gecko.ts";
import { geckoMimeTypeEssence } from "../../http/safelist.ts";
import { orbResponse } from "../browsers/gecko-types.ts";
import type { LaneRules, PredictionRules } from "../lane-rules.ts";

/** Gecko, measured in Firefox 153. */
export const GECKO: LaneRules = {
  lane: "gecko",
  authorizationCoveredByWildcard: true,
  preflightRedirectFirst: false,
  parsesListsFirst: false,
  countsAllowOriginLines: true,
  preflightForgetsRedirects: true,
  // Ranges are parsed as uint64_t, and header bytes are signed (measured in 153).
  safelist: {
    ...{ clientHints: false, rangeLimit: 2n ** 64n, asciiOnly: true },
    essenceOf: geckoMimeTypeEssence,
  },
  cachesByCredentials: true,
  namesHeaderByHashOrder: false,
  redirectedPreflightError: gecko.corsError,
  hasCredentiallessFrames: false,
  passesUnknownResourcePolicies: true,
  insecureEmbedderPolicyCounts: false,
  ownEmbedderPolicyFirst: true,
  upgradesPortsWithSchemes: false,
  sourcePaths: "ignored",
};

/** Gecko's rules for predictions from another browser's recording. */
export const GECKO_PREDICTION: PredictionRules = {
  preflightsAgainAfterRedirect: true,
  uploadListenerNeedsNoBody: true,
  streamsBodies: false,
  streamError: null,
  streamsForceCors: false,
  dropsHintsAtRedirects: false,
  sharedWorkersMix: false,
  opaqueWorkersMix: false,
  refusesWorkersLeadingOut: false,
  checksPasswordBeforeMode: false,
  servesBlankFrames: true,
  servesMedia: false,
  servesKeepalive: false,
  forwardsPasswords: true,
  refusesServedRedirects: true,
  framesByUrl: true,
  refusesScriptsOfMedia: true,
  refusesModulesByType: true,
  showsImagesLeadingOut: true,
  refusesMixedTracks: false,
  fontsAlwaysCors: true,
  unsafeRedirect: {
    to: /^(?:blob|data|file):/i,
    error: null,
    afterCheck: false,
  },
  loadsBlankFromWorkers: true,
  invalidRedirect: { error: "NS_ERROR_CORRUPTED_CONTENT", afterCheck: true },
  passesErrorWithoutLocation: false,
  dropsEmptyLines: true,
  policiesBeforeScheme: true,
  refusesRedirectedPasswords: false,
  proxyStatusError: null,
  sandboxedFramesAreForeign: true,
  passesShortBodies: true,
  refusesHashOfRedirect: false,
  dropsUserinfoOfBase: false,
  orbBlocks: orbResponse,
  reportsFailuresAsBlocked: true,
  dropsUserAgent: false,
};
