import type { DiagnosisRule } from "./rule.ts";
import {
  contentTypeWithoutBody,
  libraryAddsHeaders,
  platformDefaultHeaders,
  responseHeaderInRequest,
} from "./rules/added-headers.ts";
import { allowOriginList } from "./rules/allow-origin-list.ts";
import { allowOriginSentTwice } from "./rules/allow-origin-sent-twice.ts";
import { botChallenge } from "./rules/bot-challenge.ts";
import { bucketBehindCdn } from "./rules/bucket-behind-cdn.ts";
import {
  allowedByPreflightOnly,
  allowedWithoutPreflightOnly,
  notModifiedWithoutCors,
  passedEarlier,
  passedOtherwise,
} from "./rules/contrast.ts";
import { beaconWithCredentials, librarySendsCredentials } from "./rules/credentials.ts";
import { headerMisspelt } from "./rules/header-misspelt.ts";
import { hostWithoutCors } from "./rules/host-without-cors.ts";
import { localServerSwitch } from "./rules/local-server-switch.ts";
import { memberMisspelt } from "./rules/member-misspelt.ts";
import { nothingDeployed } from "./rules/nothing-deployed.ts";
import { originNotListed } from "./rules/origin-not-listed.ts";
import {
  cookieIgnored,
  cookieNotSent,
  cookieRefused,
  headersNotExposed,
  htmlInsteadOfData,
  noCorsStripsHeader,
  passedAndRefused,
  passedUnauthenticated,
} from "./rules/passed.ts";
import { preflightStatus } from "./rules/preflight-status.ts";
import { redirectedToPage } from "./rules/redirected-to-page.ts";
import { redirectedToSignIn } from "./rules/redirected-to-sign-in.ts";
import { redirectLoop, redirectWithinHost } from "./rules/redirects.ts";
import { responseStatus } from "./rules/response-status.ts";
import { sharedCacheOtherOrigin, sharedCacheWithoutCors } from "./rules/shared-cache.ts";
import { rootOfVerdict, theVerdict } from "./rules/the-verdict.ts";
import { thirdPartyWithoutCors } from "./rules/third-party-without-cors.ts";
import { trackWithoutCrossorigin, workerCrossOrigin } from "./rules/track-without-crossorigin.ts";
import { websocketRefused } from "./rules/websocket-refused.ts";
import { wildcardBesideOwnOrigin } from "./rules/wildcard-beside-own-origin.ts";

/** Every cause behind a verdict that we know, the deepest first. */
export const RULES: readonly DiagnosisRule[] = [
  // Between the browser and the server: what the server sent is not what was judged.
  rootOfVerdict,
  sharedCacheOtherOrigin,
  sharedCacheWithoutCors,
  // A request that should not be sent so.
  responseHeaderInRequest,
  contentTypeWithoutBody,
  // Another resource was sent than was requested.
  cookieNotSent,
  redirectedToSignIn,
  redirectLoop,
  redirectedToPage,
  redirectWithinHost,
  botChallenge,
  nothingDeployed,
  localServerSwitch,
  thirdPartyWithoutCors,
  // The status is the problem.
  responseStatus,
  preflightStatus,
  // What the server sends, under another name.
  headerMisspelt,
  memberMisspelt,
  // Contrasts: what was allowed beside it.
  notModifiedWithoutCors,
  passedEarlier,
  passedOtherwise,
  allowedByPreflightOnly,
  allowedWithoutPreflightOnly,
  // What the header says, and to whom.
  wildcardBesideOwnOrigin,
  allowOriginSentTwice,
  allowOriginList,
  originNotListed,
  bucketBehindCdn,
  hostWithoutCors,
  // Who sent the request, and how.
  beaconWithCredentials,
  librarySendsCredentials,
  platformDefaultHeaders,
  libraryAddsHeaders,
  trackWithoutCrossorigin,
  workerCrossOrigin,
  websocketRefused,
  // Passed, and still not what was wanted.
  cookieRefused,
  cookieIgnored,
  passedUnauthenticated,
  passedAndRefused,
  noCorsStripsHeader,
  htmlInsteadOfData,
  headersNotExposed,
  theVerdict,
];
