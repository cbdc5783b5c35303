import type { CauseCode, FindingCode } from "../../verdict/codes.ts";
import { aborted } from "./aborted.ts";
import { allowOriginMismatch } from "./allow-origin-mismatch.ts";
import { authorizationCoveredByWildcard } from "./authorization-covered-by-wildcard.ts";
import { blockedByClient } from "./blocked-by-client.ts";
import { cachedForAnotherRequest } from "./cached-for-another-request.ts";
import type { CatalogueEntry, CauseEntry, NoteEntry } from "./catalogue-entry.ts";
import { coepFrame } from "./coep-frame.ts";
import { connectionRefused } from "./connection-refused.ts";
import { connectionReset } from "./connection-reset.ts";
import { corpNotSameOrigin } from "./corp-not-same-origin.ts";
import { corpNotSameOriginAfterDefaultedToSameOriginByCoep } from "./corp-not-same-origin-after-defaulted-to-same-origin-by-coep.ts";
import { corpNotSameSite } from "./corp-not-same-site.ts";
import { corsDisabledScheme } from "./cors-disabled-scheme.ts";
import { credentialedSubresource } from "./credentialed-subresource.ts";
import { csp } from "./csp.ts";
import { disallowedByMode } from "./disallowed-by-mode.ts";
import { emptyResponse } from "./empty-response.ts";
import { errorStatusHiddenByCors } from "./error-status-hidden-by-cors.ts";
import { forbiddenMethod } from "./forbidden-method.ts";
import { frameNotAllowed } from "./frame-not-allowed.ts";
import { headerDisallowed } from "./header-disallowed.ts";
import { headersRewrittenByExtension } from "./headers-rewritten-by-extension.ts";
import { insecureLocalNetwork } from "./insecure-local-network.ts";
import { integrity } from "./integrity.ts";
import { invalidAllowCredentials } from "./invalid-allow-credentials.ts";
import { invalidAllowHeaders } from "./invalid-allow-headers.ts";
import { invalidAllowMethods } from "./invalid-allow-methods.ts";
import { invalidAllowOriginValue } from "./invalid-allow-origin-value.ts";
import { invalidCall } from "./invalid-call.ts";
import { invalidLocalNetworkAccess } from "./invalid-local-network-access.ts";
import { invalidResponse } from "./invalid-response.ts";
import { localNetworkAccessDenied } from "./local-network-access-denied.ts";
import { methodDisallowed } from "./method-disallowed.ts";
import { mimeType } from "./mime-type.ts";
import { missingAllowOrigin } from "./missing-allow-origin.ts";
import { mixedContent } from "./mixed-content.ts";
import { multipleAllowOriginValues } from "./multiple-allow-origin-values.ts";
import { nameNotResolved } from "./name-not-resolved.ts";
import { networkError } from "./network-error.ts";
import { noCorsMethodNotSafelisted } from "./no-cors-method-not-safelisted.ts";
import { noCorsRedirectModeNotFollow } from "./no-cors-redirect-mode-not-follow.ts";
import { noCorsStreamBody } from "./no-cors-stream-body.ts";
import { offline } from "./offline.ts";
import { onlyIfCachedNotSameOrigin } from "./only-if-cached-not-same-origin.ts";
import { opaqueNoCors } from "./opaque-no-cors.ts";
import { opaqueRedirect } from "./opaque-redirect.ts";
import { orb } from "./orb.ts";
import { passedAgainstTheRules } from "./passed-against-the-rules.ts";
import { preflightDisallowedRedirect } from "./preflight-disallowed-redirect.ts";
import { preflightInvalidStatus } from "./preflight-invalid-status.ts";
import { preflightMetAuthentication } from "./preflight-met-authentication.ts";
import { preflightMetServerError } from "./preflight-met-server-error.ts";
import { preflightNotRouted } from "./preflight-not-routed.ts";
import { protocolError } from "./protocol-error.ts";
import { proxyError } from "./proxy-error.ts";
import { redirectContainsCredentials } from "./redirect-contains-credentials.ts";
import { redirectModeError } from "./redirect-mode-error.ts";
import { responseFromCache } from "./response-from-cache.ts";
import { serviceWorkerError } from "./service-worker-error.ts";
import { timedOut } from "./timed-out.ts";
import { tlsError } from "./tls-error.ts";
import { tooManyRedirects } from "./too-many-redirects.ts";
import { unsafePort } from "./unsafe-port.ts";
import { unsafeRedirect } from "./unsafe-redirect.ts";
import { varyOriginMissing } from "./vary-origin-missing.ts";
import { wildcardOriginNotAllowed } from "./wildcard-origin-not-allowed.ts";

/** An entry for each code of `verdict/codes.ts`; a test names missing ones. */
const CAUSES: readonly CauseEntry[] = [
  aborted,
  allowOriginMismatch,
  blockedByClient,
  coepFrame,
  connectionRefused,
  connectionReset,
  corpNotSameOriginAfterDefaultedToSameOriginByCoep,
  corpNotSameOrigin,
  corpNotSameSite,
  corsDisabledScheme,
  credentialedSubresource,
  csp,
  disallowedByMode,
  emptyResponse,
  forbiddenMethod,
  frameNotAllowed,
  headerDisallowed,
  insecureLocalNetwork,
  integrity,
  invalidAllowCredentials,
  invalidAllowHeaders,
  invalidAllowMethods,
  invalidAllowOriginValue,
  invalidCall,
  invalidLocalNetworkAccess,
  invalidResponse,
  localNetworkAccessDenied,
  methodDisallowed,
  missingAllowOrigin,
  mixedContent,
  multipleAllowOriginValues,
  nameNotResolved,
  networkError,
  noCorsMethodNotSafelisted,
  noCorsRedirectModeNotFollow,
  noCorsStreamBody,
  offline,
  onlyIfCachedNotSameOrigin,
  opaqueNoCors,
  opaqueRedirect,
  mimeType,
  orb,
  preflightDisallowedRedirect,
  preflightInvalidStatus,
  protocolError,
  proxyError,
  redirectContainsCredentials,
  redirectModeError,
  serviceWorkerError,
  timedOut,
  tlsError,
  tooManyRedirects,
  unsafePort,
  unsafeRedirect,
  wildcardOriginNotAllowed,
];

const NOTES: readonly NoteEntry[] = [
  authorizationCoveredByWildcard,
  cachedForAnotherRequest,
  errorStatusHiddenByCors,
  headersRewrittenByExtension,
  passedAgainstTheRules,
  preflightMetAuthentication,
  preflightMetServerError,
  preflightNotRouted,
  responseFromCache,
  varyOriginMissing,
];

const BY_CODE: ReadonlyMap<string, CatalogueEntry> = new Map(
  [...CAUSES, ...NOTES].map((entry) => [entry.code, entry]),
);

/** The words for a code. */
export function entryOf(code: CauseCode): CauseEntry;
export function entryOf(code: FindingCode): CatalogueEntry;
export function entryOf(code: FindingCode): CatalogueEntry {
  return BY_CODE.get(code) as CatalogueEntry;
}
