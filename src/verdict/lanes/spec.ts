import { STANDARD_SAFELIST } from "../../http/safelist.ts";
import type { LaneNames, LaneRules } from "../lane-rules.ts";

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
  preflightHasRedirectMode: false,
  preflightsAgainAfterRedirect: false,
  uploadListenerNeedsNoBody: true,
  streamsBodies: true,
  unsafeRedirect: null,
  invalidRedirectError: null,
  refusesRedirectedPasswords: false,
  proxyStatusError: null,
  hasCredentiallessFrames: false,
  mayKeepOpaque: () => false,
  dropsUserAgent: false,
};

/** The standard names no errors. */
export const SPEC_NAMES: LaneNames = { product: null, nameOf: () => null };
