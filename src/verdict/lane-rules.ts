import { geckoMimeTypeEssence, type SafelistRules, STANDARD_SAFELIST } from "../http/safelist.ts";

/** Where the standard and the browsers decide differently. One row a lane; nothing else differs. */
export interface LaneRules {
  readonly lane: "spec" | "chromium" | "gecko";
  /**
   * `Access-Control-Allow-Headers: *` covers Authorization. The standard says no; Chromium has
   * kCorsNonWildcardRequestHeadersSupport off by default, Firefox has
   * network.cors_preflight.authorization_covered_by_wildcard on.
   */
  readonly authorizationCoveredByWildcard: boolean;
  /** A redirected preflight is refused before its CORS headers are looked at. */
  readonly preflightRedirectFirst: boolean;
  /** Both lists are parsed before the method is looked for. */
  readonly parsesListsFirst: boolean;
  /** The lines of Access-Control-Allow-Origin are counted, instead of commas and spaces sought. */
  readonly countsAllowOriginLines: boolean;
  /**
   * A preflight after redirects is made and judged as if the request began there: its origin is not
   * tainted, and at the origin that asked it needs no Access-Control-Allow-Origin.
   */
  readonly preflightForgetsRedirects: boolean;
  /** Which request headers need no preflight, by their bytes. */
  readonly safelist: SafelistRules;
  /** What was asked with credentials is stored apart from what was asked without (seen in 153). */
  readonly cachesByCredentials: boolean;
}

export const SPEC: LaneRules = {
  lane: "spec",
  authorizationCoveredByWildcard: false,
  preflightRedirectFirst: false,
  parsesListsFirst: true,
  countsAllowOriginLines: false,
  preflightForgetsRedirects: false,
  safelist: STANDARD_SAFELIST,
  cachesByCredentials: false,
};

export const CHROMIUM: LaneRules = {
  lane: "chromium",
  authorizationCoveredByWildcard: true,
  preflightRedirectFirst: true,
  parsesListsFirst: true,
  countsAllowOriginLines: false,
  preflightForgetsRedirects: false,
  // kept as int64_t: the largest is refused as well (measured in 156)
  safelist: { ...STANDARD_SAFELIST, clientHints: true, rangeLimit: 2n ** 63n - 1n },
  cachesByCredentials: false,
};

export const GECKO: LaneRules = {
  lane: "gecko",
  authorizationCoveredByWildcard: true,
  preflightRedirectFirst: false,
  parsesListsFirst: false,
  countsAllowOriginLines: true,
  preflightForgetsRedirects: true,
  // kept as uint64_t, and bytes as signed ones (measured in 153)
  safelist: {
    ...{ clientHints: false, rangeLimit: 2n ** 64n, asciiOnly: true },
    essenceOf: geckoMimeTypeEssence,
  },
  cachesByCredentials: true,
};
