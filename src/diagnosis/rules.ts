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
import { otherResponder } from "./rules/other-responder.ts";
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
import { serviceWorkerRequest } from "./rules/service-worker-request.ts";
import { sharedCacheOtherOrigin, sharedCacheWithoutCors } from "./rules/shared-cache.ts";
import { rootOfVerdict, theVerdict } from "./rules/the-verdict.ts";
import { thirdPartyWithoutCors } from "./rules/third-party-without-cors.ts";
import { trackWithoutCrossorigin, workerCrossOrigin } from "./rules/track-without-crossorigin.ts";
import { websocketRefused } from "./rules/websocket-refused.ts";
import { wildcardBesideOwnOrigin } from "./rules/wildcard-beside-own-origin.ts";

/** All known causes behind a verdict, deepest first. */
export const RULES: readonly DiagnosisRule[] = [
  // Between browser and server: the browser judged something other than the server's current response.
  rootOfVerdict,
  sharedCacheOtherOrigin,
  sharedCacheWithoutCors,
  // The request has a header that it should not have.
  responseHeaderInRequest,
  contentTypeWithoutBody,
  // The response is for another resource than the one requested.
  cookieNotSent,
  redirectedToSignIn,
  redirectLoop,
  redirectedToPage,
  redirectWithinHost,
  botChallenge,
  otherResponder,
  nothingDeployed,
  localServerSwitch,
  thirdPartyWithoutCors,
  // The status is the problem.
  responseStatus,
  preflightStatus,
  // The server sends the right value under another name.
  headerMisspelt,
  memberMisspelt,
  // Contrasts with what the server allows elsewhere.
  notModifiedWithoutCors,
  passedEarlier,
  passedOtherwise,
  allowedByPreflightOnly,
  allowedWithoutPreflightOnly,
  // The header's value, and the origin that it is for.
  wildcardBesideOwnOrigin,
  allowOriginSentTwice,
  allowOriginList,
  originNotListed,
  bucketBehindCdn,
  hostWithoutCors,
  // The API or library that sent the request.
  beaconWithCredentials,
  librarySendsCredentials,
  platformDefaultHeaders,
  libraryAddsHeaders,
  trackWithoutCrossorigin,
  workerCrossOrigin,
  serviceWorkerRequest,
  websocketRefused,
  // Passed CORS, but the page does not get what it wanted.
  cookieRefused,
  cookieIgnored,
  passedUnauthenticated,
  passedAndRefused,
  noCorsStripsHeader,
  htmlInsteadOfData,
  headersNotExposed,
  theVerdict,
];
