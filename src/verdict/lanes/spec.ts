import { STANDARD_SAFELIST } from "../../http/safelist.ts";
import type { LaneNames, LaneRules, PredictionRules } from "../lane-rules.ts";

/** The Fetch standard. https://fetch.spec.whatwg.org/ */
export const SPEC: LaneRules = {
  lane: "spec",
  authorizationCoveredByWildcard: false,
  preflightRedirectFirst: false,
  parsesListsFirst: true,
  countsAllowOriginLines: false,
  preflightForgetsRedirects: false,
  safelist: STANDARD_SAFELIST,
  cachesByCredentials: false,
  namesHeaderByHashOrder: false,
  redirectedPreflightError: null,
  hasCredentiallessFrames: false,
  passesUnknownResourcePolicies: false,
  insecureEmbedderPolicyCounts: false,
  ownEmbedderPolicyFirst: false,
  upgradesPortsWithSchemes: false,
  sourcePaths: "strict",
};

/** The standard's rules for predictions from a browser's recording. */
export const SPEC_PREDICTION: PredictionRules = {
  preflightsAgainAfterRedirect: false,
  uploadListenerNeedsNoBody: true,
  streamsBodies: true,
  streamError: null,
  streamsForceCors: false,
  dropsHintsAtRedirects: false,
  sharedWorkersMix: false,
  opaqueWorkersMix: false,
  refusesWorkersLeadingOut: false,
  checksPasswordBeforeMode: false,
  servesBlankFrames: true,
  servesMedia: true,
  servesKeepalive: true,
  forwardsPasswords: true,
  refusesServedRedirects: false,
  framesByUrl: false,
  refusesScriptsOfMedia: true,
  refusesModulesByType: false,
  showsImagesLeadingOut: false,
  refusesMixedTracks: true,
  fontsAlwaysCors: false,
  unsafeRedirect: null,
  loadsBlankFromWorkers: false,
  invalidRedirect: { error: null, afterCheck: true },
  passesErrorWithoutLocation: false,
  dropsEmptyLines: false,
  policiesBeforeScheme: false,
  refusesRedirectedPasswords: false,
  proxyStatusError: null,
  sandboxedFramesAreForeign: false,
  passesShortBodies: false,
  refusesHashOfRedirect: true,
  dropsUserinfoOfBase: false,
  orbBlocks: () => "no",
  reportsFailuresAsBlocked: false,
  dropsUserAgent: false,
};

/** The standard names no errors. */
export const SPEC_NAMES: LaneNames = { product: null, nameOf: () => null };
