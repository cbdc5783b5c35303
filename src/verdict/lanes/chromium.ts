import { STANDARD_SAFELIST } from "../../http/safelist.ts";
import type { LaneRules, PredictionRules } from "../lane-rules.ts";

/** Chromium, measured in 156. */
export const CHROMIUM: LaneRules = {
  lane: "chromium",
  authorizationCoveredByWildcard: true,
  preflightRedirectFirst: true,
  parsesListsFirst: true,
  countsAllowOriginLines: false,
  preflightForgetsRedirects: false,
  // Ranges are parsed as int64_t, and the maximum itself is refused too (measured in 156).
  safelist: { ...STANDARD_SAFELIST, clientHints: true, rangeLimit: 2n ** 63n - 1n },
  cachesByCredentials: false,
  namesHeaderByHashOrder: true,
  redirectedPreflightError: null,
  hasCredentiallessFrames: true,
  passesUnknownResourcePolicies: false,
  insecureEmbedderPolicyCounts: true,
  ownEmbedderPolicyFirst: false,
  upgradesPortsWithSchemes: true,
};

/** Chromium's rules for predictions from another browser's recording. */
export const CHROMIUM_PREDICTION: PredictionRules = {
  preflightsAgainAfterRedirect: false,
  uploadListenerNeedsNoBody: false,
  streamsBodies: true,
  streamError: "net::ERR_ALPN_NEGOTIATION_FAILED",
  streamsForceCors: true,
  dropsHintsAtRedirects: true,
  sharedWorkersMix: true,
  opaqueWorkersMix: true,
  refusesWorkersLeadingOut: true,
  servesBlankFrames: false,
  servesMedia: true,
  servesKeepalive: true,
  refusesScriptsOfMedia: false,
  refusesModulesByType: false,
  showsImagesLeadingOut: false,
  refusesMixedTracks: true,
  fontsAlwaysCors: false,
  unsafeRedirect: {
    to: /^(?:about|blob|data|file|filesystem|javascript):/i,
    error: "net::ERR_UNSAFE_REDIRECT",
    evenUnfollowed: true,
    afterCheck: true,
  },
  loadsBlankFromWorkers: false,
  invalidRedirect: { error: "net::ERR_INVALID_REDIRECT", afterCheck: false },
  passesErrorWithoutLocation: true,
  dropsEmptyLines: false,
  policiesBeforeScheme: true,
  refusesRedirectedPasswords: true,
  proxyStatusError: "net::ERR_UNEXPECTED_PROXY_AUTH",
  sandboxedFramesAreForeign: false,
  passesShortBodies: false,
  refusesHashOfRedirect: true,
  dropsUserinfoOfBase: true,
  keepsOpaque: () => "no",
  reportsFailuresAsBlocked: false,
  dropsUserAgent: true,
};
