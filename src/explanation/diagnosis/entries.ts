import type { BehindCode, DiagnosisCode } from "../../diagnosis/diagnosis.ts";
import type { FindingCode } from "../../verdict/codes.ts";
import { botChallenge } from "./bot-challenge.ts";
import { bucketBehindCdn, sharedCacheOtherOrigin, sharedCacheWithoutCors } from "./caches.ts";
import {
  beaconWithCredentials,
  contentTypeWithoutBody,
  headerDisallowed,
  libraryAddsHeaders,
  librarySendsCredentials,
  platformDefaultHeaders,
  responseHeaderInRequest,
  serviceWorkerRequest,
  trackWithoutCrossorigin,
  workerCrossOrigin,
} from "./callers.ts";
import {
  allowedByPreflightOnly,
  allowedWithoutPreflightOnly,
  notModifiedWithoutCors,
  onlyCredentialsDiffer,
  passedEarlier,
  passedWithOtherMethod,
  passedWithOtherSlash,
} from "./contrasts.ts";
import type { DiagnosisEntry } from "./diagnosis-entry.ts";
import { hostWithoutCors, originNotAllowed, originNotListed } from "./lists.ts";
import { localServerSwitch } from "./local-server.ts";
import { memberMisspelt } from "./member-misspelt.ts";
import { methodDisallowed } from "./method-case.ts";
import {
  cookieIgnored,
  cookieNotSent,
  cookieRefused,
  headersNotExposed,
  htmlInsteadOfData,
  noCorsStripsHeader,
} from "./passed.ts";
import { redirectedToSignIn } from "./redirected-to-sign-in.ts";
import {
  redirectedToPage,
  redirectHost,
  redirectLoop,
  redirectMoved,
  redirectSlash,
  redirectToHttp,
  redirectToHttps,
  redirectToInternal,
} from "./redirects.ts";
import {
  preflightMetAuthentication,
  preflightNotRouted,
  preflightRefused,
} from "./refused-preflights.ts";
import { STATUSES } from "./statuses.ts";
import { thirdPartyWithoutCors } from "./third-party.ts";
import { websocketRefused } from "./websocket.ts";
import { allowOriginList, headerMisspelt, wildcardBesideOwnOrigin } from "./who-added.ts";
import { nothingDeployed } from "./wrong-address.ts";

/** The symptom's own words are sufficient. */
const symptom: DiagnosisEntry = {
  because: () => [],
  fix: () => [],
  below: "all",
  remedyHelps: true,
};

/** The words for each cause that has a code in the diagnosis. */
export const ENTRIES: Readonly<Record<BehindCode, DiagnosisEntry>> = {
  ...STATUSES,
  "wildcard-beside-own-origin": wildcardBesideOwnOrigin,
  "allow-origin-sent-twice": symptom,
  "allow-origin-list": allowOriginList,
  "redirected-to-sign-in": redirectedToSignIn,
  "shared-cache-other-origin": sharedCacheOtherOrigin,
  "shared-cache-without-cors": sharedCacheWithoutCors,
  "header-misspelt": headerMisspelt,
  "member-misspelt": memberMisspelt,
  "bucket-behind-cdn": bucketBehindCdn,
  "bot-challenge": botChallenge,
  "nothing-deployed": nothingDeployed,
  "local-server-switch": localServerSwitch,
  "preflight-refused": preflightRefused,
  "not-modified-without-cors": notModifiedWithoutCors,
  "passed-earlier": passedEarlier,
  "allowed-by-preflight-only": allowedByPreflightOnly,
  "allowed-without-preflight-only": allowedWithoutPreflightOnly,
  "redirect-to-http": redirectToHttp,
  "redirect-to-https": redirectToHttps,
  "redirect-to-internal": redirectToInternal,
  "redirected-to-page": redirectedToPage,
  "redirect-slash": redirectSlash,
  "redirect-moved": redirectMoved,
  "redirect-host": redirectHost,
  "passed-with-other-method": passedWithOtherMethod,
  "passed-with-other-slash": passedWithOtherSlash,
  "redirect-loop": redirectLoop,
  "origin-not-listed": originNotListed,
  "host-without-cors": hostWithoutCors,
  "third-party-without-cors": thirdPartyWithoutCors,
  "response-header-in-request": responseHeaderInRequest,
  "content-type-without-body": contentTypeWithoutBody,
  "beacon-with-credentials": beaconWithCredentials,
  "library-sends-credentials": librarySendsCredentials,
  "library-adds-headers": libraryAddsHeaders,
  "platform-default-headers": platformDefaultHeaders,
  "track-without-crossorigin": trackWithoutCrossorigin,
  "worker-cross-origin": workerCrossOrigin,
  "service-worker-request": serviceWorkerRequest,
  "websocket-refused": websocketRefused,
  "cookie-not-sent": cookieNotSent,
  "cookie-refused": cookieRefused,
  "cookie-ignored": cookieIgnored,
  "html-instead-of-data": htmlInsteadOfData,
  "headers-not-exposed": headersNotExposed,
  "no-cors-strips-header": noCorsStripsHeader,
};

/** Sentences that are added to the engine's own words for a cause. */
const BESIDE: readonly DiagnosisEntry[] = [
  onlyCredentialsDiffer,
  headerDisallowed,
  methodDisallowed,
  preflightNotRouted,
  preflightMetAuthentication,
  originNotAllowed,
];

/** The words for a diagnosis code; null where the symptom's own words are sufficient. */
export function entryOf(code: DiagnosisCode): DiagnosisEntry | null {
  if (code in ENTRIES) return ENTRIES[code as BehindCode];
  return BESIDE.find(({ beside }) => beside?.includes(code as FindingCode)) ?? null;
}
