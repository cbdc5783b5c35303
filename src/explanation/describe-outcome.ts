import type { CauseCode } from "../verdict/codes.ts";
import type { Cause, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { plainText } from "./plain-text.ts";

/**
 * The outcome in a few words, with where it was decided and whether the server was reached:
 * "Blocked at the preflight · never reached the server".
 */
export function describeOutcome(verdict: Verdict): string {
  const outcome = say(...outcomeOf(verdict));
  return [...reached(verdict), ...doubt(verdict)].reduce(
    (text, detail) => say("outcome_with_detail", text, say(detail)),
    outcome,
  );
}

function outcomeOf(verdict: Verdict): [MessageName, ...string[]] {
  const { cause } = verdict;
  switch (verdict.outcome) {
    case "allowed":
      return [allowedAs(verdict)];
    case "opaque":
      return [cause?.code === "opaque-redirect" ? "outcome_opaque_redirect" : "outcome_opaque"];
    case "blocked":
      if (cause === null) return ["outcome_blocked"];
      return cause.family === "cors"
        ? [BLOCKED[cause.stage]]
        : ["outcome_not_cors", reasonOf(cause)];
    case "failed":
      return ["outcome_not_cors", cause === null ? say("outcome_network_failed") : reasonOf(cause)];
    case "aborted":
      return ["outcome_aborted"];
    case "pending":
      return ["outcome_pending"];
    case "unknown":
      return ["outcome_unknown"];
  }
}

const BLOCKED: Readonly<Record<Cause["stage"], MessageName>> = {
  request: "outcome_blocked_at_request",
  preflight: "outcome_blocked_at_preflight",
  redirect: "outcome_blocked_at_redirect",
  response: "outcome_blocked_at_response",
};

function allowedAs(verdict: Verdict): MessageName {
  if (verdict.mode.value === "navigate") return "outcome_allowed_navigation";
  if (verdict.mode.value === "websocket") return "outcome_allowed_websocket";
  if (!verdict.crossOrigin) return "outcome_allowed_same_origin";
  return verdict.preflight.seen === "cached" ? "outcome_allowed_cached" : "outcome_allowed";
}

function reached({ outcome, cause, reachedServer }: Verdict): MessageName[] {
  if (outcome !== "blocked" || cause === null) return [];
  if (reachedServer === true) return ["outcome_reached"];
  return reachedServer === false && cause.stage !== "request" ? ["outcome_never_reached"] : [];
}

function doubt({ certainty }: Verdict): MessageName[] {
  if (certainty === "certain") return [];
  return [certainty === "likely" ? "outcome_likely" : "outcome_ambiguous"];
}

/** A cause by its everyday name, with the method or the header at fault. */
export function reasonOf(cause: Cause): string {
  const parameter = plainText(cause.parameter, 60);
  if (parameter !== "" && cause.code === "header-disallowed") {
    return say("reason_header_disallowed_named", parameter);
  }
  if (parameter !== "" && cause.code === "method-disallowed") {
    return say("reason_method_disallowed_named", parameter);
  }
  return say(REASONS[cause.code]);
}

const REASONS: Readonly<Record<CauseCode, MessageName>> = {
  "missing-allow-origin": "reason_missing_allow_origin",
  "multiple-allow-origin-values": "reason_multiple_allow_origin_values",
  "invalid-allow-origin-value": "reason_invalid_allow_origin_value",
  "allow-origin-mismatch": "reason_allow_origin_mismatch",
  "wildcard-origin-not-allowed": "reason_wildcard_origin_not_allowed",
  "invalid-allow-credentials": "reason_invalid_allow_credentials",
  "preflight-invalid-status": "reason_preflight_invalid_status",
  "preflight-disallowed-redirect": "reason_preflight_disallowed_redirect",
  "invalid-allow-methods": "reason_invalid_allow_methods",
  "invalid-allow-headers": "reason_invalid_allow_headers",
  "method-disallowed": "reason_method_disallowed",
  "header-disallowed": "reason_header_disallowed",
  "redirect-contains-credentials": "reason_redirect_contains_credentials",
  "disallowed-by-mode": "reason_disallowed_by_mode",
  "cors-disabled-scheme": "reason_cors_disabled_scheme",
  "invalid-response": "reason_invalid_response",
  "no-cors-redirect-mode-not-follow": "reason_no_cors_redirect_mode_not_follow",
  "no-cors-method-not-safelisted": "reason_no_cors_method_not_safelisted",
  "no-cors-stream-body": "reason_no_cors_stream_body",
  "insecure-local-network": "reason_insecure_local_network",
  "invalid-local-network-access": "reason_invalid_local_network_access",
  "local-network-access-denied": "reason_local_network_access_denied",
  "mixed-content": "reason_mixed_content",
  csp: "reason_csp",
  "corp-not-same-origin": "reason_corp_not_same_origin",
  "corp-not-same-site": "reason_corp_not_same_site",
  "corp-not-same-origin-after-defaulted-to-same-origin-by-coep": "reason_corp_by_coep",
  "coep-frame": "reason_coep_frame",
  "frame-not-allowed": "reason_frame_not_allowed",
  "credentialed-subresource": "reason_credentialed_subresource",
  orb: "reason_orb",
  integrity: "reason_integrity",
  "service-worker-error": "reason_service_worker_error",
  "blocked-by-client": "reason_blocked_by_client",
  "redirect-mode-error": "reason_redirect_mode_error",
  "opaque-no-cors": "reason_opaque_no_cors",
  "opaque-redirect": "reason_opaque_redirect",
  "forbidden-method": "reason_forbidden_method",
  "invalid-call": "reason_invalid_call",
  "only-if-cached-not-same-origin": "reason_only_if_cached_not_same_origin",
  aborted: "reason_aborted",
  "name-not-resolved": "reason_name_not_resolved",
  "connection-refused": "reason_connection_refused",
  "connection-reset": "reason_connection_reset",
  "empty-response": "reason_empty_response",
  "timed-out": "reason_timed_out",
  "tls-error": "reason_tls_error",
  offline: "reason_offline",
  "proxy-error": "reason_proxy_error",
  "protocol-error": "reason_protocol_error",
  "unsafe-port": "reason_unsafe_port",
  "too-many-redirects": "reason_too_many_redirects",
  "unsafe-redirect": "reason_unsafe_redirect",
  "network-error": "reason_network_error",
};
