import { afterAll, beforeAll, expect, it } from "vitest";
import english from "../../../public/_locales/en/messages.json" with { type: "json" };
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { CODES, type FindingCode, isCauseCode, NOTE_CODES } from "../../verdict/codes.ts";
import { aFinding, aVerdict } from "../../verdict/verdict.test-builder.ts";
import { speakFrom } from "../../words/message-table.ts";
import { speakWith } from "../../words/words.ts";
import { subjectOf } from "../subject.ts";
import { entryOf } from "./catalogue.ts";

/**
 * Messages by name, as in sentences.test.ts, with their values: the title and the short text of GET /items
 * with a 502, and the reason without and with a parameter.
 */
// biome-ignore format: a table is read by its columns.
const TITLES: readonly (readonly [code: FindingCode, title: string, short: string, reasons: string])[] = [
  ["missing-allow-origin", "why_allow_origin_title(https://app.test|GET /items)", "why_allow_origin_short(https://app.test)", "reason_missing_allow_origin reason_missing_allow_origin"],
  ["multiple-allow-origin-values", "why_multiple_allow_origin_values_title(GET /items)", "why_multiple_allow_origin_values_short", "reason_multiple_allow_origin_values reason_multiple_allow_origin_values"],
  ["invalid-allow-origin-value", "why_allow_origin_title(https://app.test|GET /items)", "why_invalid_allow_origin_value_short", "reason_invalid_allow_origin_value reason_invalid_allow_origin_value"],
  ["allow-origin-mismatch", "why_allow_origin_title(https://app.test|GET /items)", "why_allow_origin_short(https://app.test)", "reason_allow_origin_mismatch reason_allow_origin_mismatch"],
  ["wildcard-origin-not-allowed", "why_wildcard_origin_not_allowed_title(https://app.test|GET /items)", "why_wildcard_origin_not_allowed_short", "reason_wildcard_origin_not_allowed reason_wildcard_origin_not_allowed"],
  ["invalid-allow-credentials", "why_invalid_allow_credentials_title(GET /items)", "why_invalid_allow_credentials_short", "reason_invalid_allow_credentials reason_invalid_allow_credentials"],
  ["preflight-invalid-status", "why_preflight_invalid_status_title(GET /items|502)", "why_preflight_invalid_status_short(502)", "reason_preflight_invalid_status reason_preflight_invalid_status"],
  ["preflight-disallowed-redirect", "why_preflight_disallowed_redirect_title(GET /items)", "why_preflight_disallowed_redirect_short", "reason_preflight_disallowed_redirect reason_preflight_disallowed_redirect"],
  ["invalid-allow-methods", "why_invalid_allow_methods_title(GET /items)", "why_invalid_allow_methods_short", "reason_invalid_allow_methods reason_invalid_allow_methods"],
  ["invalid-allow-headers", "why_invalid_allow_headers_title(GET /items)", "why_invalid_allow_headers_short", "reason_invalid_allow_headers reason_invalid_allow_headers"],
  ["method-disallowed", "why_method_disallowed_title(x-a|GET /items)", "why_method_disallowed_short(x-a)", "reason_method_disallowed reason_method_disallowed_named(x-a)"],
  ["header-disallowed", "why_header_disallowed_title@one(x-a|GET /items)", "why_header_disallowed_short@one(x-a)", "reason_header_disallowed reason_header_disallowed_named(x-a)"],
  ["redirect-contains-credentials", "why_take_out_password_title(GET /items)", "why_redirect_contains_credentials_short", "reason_redirect_contains_credentials reason_redirect_contains_credentials"],
  ["disallowed-by-mode", "why_disallowed_by_mode_title(https://api.test)", "why_disallowed_by_mode_short", "reason_disallowed_by_mode reason_disallowed_by_mode"],
  ["cors-disabled-scheme", "why_cors_disabled_scheme_title(https:)", "why_cors_disabled_scheme_short(https:)", "reason_cors_disabled_scheme reason_cors_disabled_scheme"],
  ["invalid-response", "why_invalid_response_title(GET /items|api.test)", "why_invalid_response_short", "reason_invalid_response reason_invalid_response"],
  ["no-cors-redirect-mode-not-follow", "why_no_cors_redirect_mode_not_follow_title(/items)", "why_no_cors_redirect_mode_not_follow_short", "reason_no_cors_redirect_mode_not_follow reason_no_cors_redirect_mode_not_follow"],
  ["no-cors-method-not-safelisted", "why_no_cors_method_not_safelisted_title(x-a|/items)", "why_no_cors_method_not_safelisted_short", "reason_no_cors_method_not_safelisted reason_no_cors_method_not_safelisted"],
  ["no-cors-stream-body", "why_no_cors_stream_body_title(/items)", "why_no_cors_stream_body_short", "reason_no_cors_stream_body reason_no_cors_stream_body"],
  ["insecure-local-network", "why_insecure_local_network_title(https://app.test|api.test)", "why_insecure_local_network_short", "reason_insecure_local_network reason_insecure_local_network"],
  ["invalid-local-network-access", "why_invalid_local_network_access_title(api.test)", "why_invalid_local_network_access_short", "reason_invalid_local_network_access reason_invalid_local_network_access"],
  ["local-network-access-denied", "why_local_network_access_denied_title(https://app.test|api.test)", "why_local_network_access_denied_short", "reason_local_network_access_denied reason_local_network_access_denied"],
  ["mixed-content", "why_mixed_content_title(api.test)", "why_mixed_content_short", "reason_mixed_content reason_mixed_content"],
  ["csp", "why_csp_title(https://api.test|x-a)", "why_csp_short(x-a)", "reason_csp reason_csp"],
  ["corp-not-same-origin", "why_corp_title(GET /items)", "why_corp_short", "reason_corp_not_same_origin reason_corp_not_same_origin"],
  ["corp-not-same-site", "why_corp_title(GET /items)", "why_corp_short", "reason_corp_not_same_site reason_corp_not_same_site"],
  ["corp-not-same-origin-after-defaulted-to-same-origin-by-coep", "why_corp_title_by_coep(GET /items)", "why_corp_short_by_coep", "reason_corp_by_coep reason_corp_by_coep"],
  ["coep-frame", "why_coep_frame_title(GET /items)", "why_coep_frame_short", "reason_coep_frame reason_coep_frame"],
  ["frame-not-allowed", "why_frame_not_allowed_title(https://app.test|GET /items)", "why_frame_not_allowed_short", "reason_frame_not_allowed reason_frame_not_allowed"],
  ["credentialed-subresource", "why_take_out_password_url_title(GET /items)", "why_credentialed_subresource_short", "reason_credentialed_subresource reason_credentialed_subresource"],
  ["orb", "why_orb_title(GET /items)", "why_orb_short", "reason_orb reason_orb"],
  ["mime-type", "why_mime_type_title(GET /items)", "why_mime_type_short", "reason_mime_type reason_mime_type"],
  ["integrity", "why_integrity_title(/items)", "why_integrity_short", "reason_integrity reason_integrity"],
  ["blocked-by-client", "why_blocked_by_client_title(api.test)", "why_blocked_by_client_short", "reason_blocked_by_client reason_blocked_by_client"],
  ["service-worker-error", "why_service_worker_error_title(/items)", "why_service_worker_error_short", "reason_service_worker_error reason_service_worker_error"],
  ["redirect-mode-error", "why_redirect_mode_error_title(/items)", "why_redirect_mode_error_short", "reason_redirect_mode_error reason_redirect_mode_error"],
  ["opaque-no-cors", "cause_status_title(GET api.test/items|502)", "why_opaque_no_cors_short", "reason_opaque_no_cors reason_opaque_no_cors"],
  ["opaque-redirect", "why_opaque_redirect_title(GET /items)", "why_opaque_redirect_short", "reason_opaque_redirect reason_opaque_redirect"],
  ["forbidden-method", "why_forbidden_method_title(x-a)", "why_forbidden_method_short(x-a)", "reason_forbidden_method reason_forbidden_method"],
  ["invalid-call", "why_invalid_call_title(GET /items|x-a)", "why_invalid_call_short", "reason_invalid_call reason_invalid_call"],
  ["only-if-cached-not-same-origin", "why_only_if_cached_title(/items)", "why_only_if_cached_short", "reason_only_if_cached_not_same_origin reason_only_if_cached_not_same_origin"],
  ["aborted", "why_aborted_title(GET /items)", "why_aborted_short", "reason_aborted reason_aborted"],
  ["name-not-resolved", "why_name_not_resolved_title(api.test)", "why_name_not_resolved_short", "reason_name_not_resolved reason_name_not_resolved"],
  ["connection-refused", "why_connection_refused_title(api.test)", "why_connection_refused_short", "reason_connection_refused reason_connection_refused"],
  ["connection-reset", "why_connection_reset_title(api.test)", "why_connection_reset_short", "reason_connection_reset reason_connection_reset"],
  ["empty-response", "why_empty_response_title(api.test)", "why_empty_response_short", "reason_empty_response reason_empty_response"],
  ["timed-out", "why_timed_out_title(api.test)", "why_timed_out_short", "reason_timed_out reason_timed_out"],
  ["tls-error", "why_tls_error_title(api.test)", "why_tls_error_short", "reason_tls_error reason_tls_error"],
  ["offline", "why_offline_title(GET /items)", "why_offline_short", "reason_offline reason_offline"],
  ["proxy-error", "why_proxy_error_title(api.test)", "why_proxy_error_short", "reason_proxy_error reason_proxy_error"],
  ["protocol-error", "why_protocol_error_title(api.test)", "why_protocol_error_short", "reason_protocol_error reason_protocol_error"],
  ["unsafe-port", "why_unsafe_port_title(api.test)", "why_unsafe_port_short", "reason_unsafe_port reason_unsafe_port"],
  ["too-many-redirects", "why_too_many_redirects_title(api.test)", "why_too_many_redirects_short", "reason_too_many_redirects reason_too_many_redirects"],
  ["unsafe-redirect", "why_redirect_to_http(GET /items)", "why_unsafe_redirect_short", "reason_unsafe_redirect reason_unsafe_redirect"],
  ["network-error", "why_network_error_title(api.test)", "why_network_error_short", "reason_network_error reason_network_error"],
  ["error-status-hidden-by-cors", "why_error_status_hidden_by_cors_title(502|GET api.test/items)", "why_error_status_hidden_by_cors_short(502)", ""],
  ["preflight-met-authentication", "why_preflight_met_authentication_title(/items)", "why_preflight_met_authentication_short", ""],
  ["preflight-not-routed", "why_preflight_not_routed_title(/items|502)", "why_preflight_not_routed_short(502)", ""],
  ["preflight-met-server-error", "why_preflight_met_server_error_title(502|GET api.test/items)", "why_preflight_met_server_error_short(502)", ""],
  ["authorization-covered-by-wildcard", "why_authorization_covered_by_wildcard_title(GET /items)", "why_authorization_covered_by_wildcard_short", ""],
  ["passed-against-the-rules", "why_passed_against_the_rules_title(GET /items)", "why_passed_against_the_rules_short", ""],
  ["headers-rewritten-by-extension", "why_headers_rewritten_by_extension_title(GET /items)", "why_headers_rewritten_by_extension_short", ""],
  ["cached-for-another-request", "why_cached_for_another_request_title(GET /items)", "why_cached_for_another_request_short", ""],
  ["response-from-cache", "why_response_from_cache_title(GET /items)", "why_response_from_cache_short", ""],
  ["vary-origin-missing", "why_vary_origin_missing_title(GET /items)", "why_vary_origin_missing_short", ""],
];

beforeAll(() =>
  speakWith((name, values) => {
    if (name === "language_tag") return "en";
    return values.length === 0 ? name : `${name}(${values.join("|")})`;
  }),
);
afterAll(() => speakWith(speakFrom(english)));

it.each(TITLES)("%s is called", (code, title, short, reasons) => {
  const exchange = anExchange({ preflight: {}, response: { status: 502, headers: {} } });
  const finding = aFinding(code, { stage: "response", parameter: "x-a" });
  const subject = subjectOf(exchange, aVerdict({ findings: [finding] }), finding);
  const entry = entryOf(code);
  expect(entry.title(subject)).toBe(title);
  expect(entry.short(subject)).toBe(short);
  const { reason } = isCauseCode(code) ? entryOf(code) : { reason: () => "" };
  expect(["", "x-a"].map(reason).join(" ").trim()).toBe(reasons);
});

it("has a row for every code", () => {
  expect(TITLES.map(([code]) => code)).toEqual([...Object.keys(CODES), ...NOTE_CODES]);
});
