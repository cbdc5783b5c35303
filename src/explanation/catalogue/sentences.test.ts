import { afterAll, beforeAll, describe, expect, it } from "vitest";
import english from "../../../public/_locales/en/messages.json" with { type: "json" };
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import type { CauseCode } from "../../verdict/codes.ts";
import { FAILING, FAILING_CODES } from "../../verdict/failing-exchange.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { speakFrom } from "../../words/message-table.ts";
import { speakWith } from "../../words/words.ts";
import { explain } from "../explain.ts";

// Messages are compared by name, because texts are reworded and translated. Only this test notices a missing
// sentence, or sentences in another order.
const SENTENCES: readonly (readonly [code: CauseCode, because: string, fix: string])[] = [
  [
    "missing-allow-origin",
    "why_missing_allow_origin_because_status why_missing_allow_origin_withheld",
    "why_send why_allow_origin_several",
  ],
  [
    "multiple-allow-origin-values",
    "why_response_says why_multiple_allow_origin_values_because",
    "why_multiple_allow_origin_values_fix why_send why_allow_origin_several",
  ],
  [
    "invalid-allow-origin-value",
    "why_response_says why_invalid_allow_origin_value_because",
    "why_send why_allow_origin_several",
  ],
  [
    "allow-origin-mismatch",
    "why_response_says why_allow_origin_mismatch_compared",
    "why_send why_allow_origin_several",
  ],
  [
    "wildcard-origin-not-allowed",
    "why_wildcard_origin_not_allowed_says why_wildcard_origin_not_allowed_observed why_wildcard_origin_not_allowed_because",
    "why_send why_allow_origin_credentials_too why_allow_origin_several why_omit_credentials_fetch",
  ],
  [
    "invalid-allow-credentials",
    "why_response_says why_invalid_allow_credentials_because",
    "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin why_omit_credentials_fetch",
  ],
  [
    "preflight-invalid-status",
    "why_preflight_met_authentication_because why_preflight_met_authentication_bare why_preflight_invalid_status_requested why_preflight_invalid_status_ok_only why_never_sent",
    "why_preflight_met_authentication_fix",
  ],
  [
    "preflight-disallowed-redirect",
    "why_preflight_met_authentication_because why_preflight_met_authentication_bare why_preflight_disallowed_redirect_leads_to_sign_in why_preflight_disallowed_redirect_because",
    "why_preflight_met_authentication_fix",
  ],
  [
    "invalid-allow-methods",
    "why_response_says why_invalid_allow_methods_bad why_unreadable_list_because",
    "why_send why_unreadable_list_fix",
  ],
  [
    "invalid-allow-headers",
    "why_response_says why_invalid_allow_headers_bad why_unreadable_list_because",
    "why_send why_unreadable_list_fix",
  ],
  ["method-disallowed", "why_response_says why_method_disallowed_because", "why_send"],
  [
    "header-disallowed",
    "why_response_says why_header_disallowed_because",
    "why_send why_header_disallowed_fix_leave_out_one",
  ],
  [
    "redirect-contains-credentials",
    "why_redirect_contains_credentials_because why_redirect_contains_credentials_forbidden",
    "why_take_out_password_fix why_pass_secret_in_header",
  ],
  [
    "disallowed-by-mode",
    "why_disallowed_by_mode_because why_disallowed_by_mode_foreign",
    "why_disallowed_by_mode_fix why_disallowed_by_mode_fix_own",
  ],
  [
    "cors-disabled-scheme",
    "why_cors_disabled_scheme_because_redirect why_cors_disabled_scheme_http_only",
    "why_cors_disabled_scheme_fix",
  ],
  [
    "no-cors-redirect-mode-not-follow",
    "why_no_cors_redirect_mode_not_follow_because why_no_cors_redirect_mode_not_follow_together",
    "why_no_cors_redirect_mode_not_follow_fix",
  ],
  [
    "no-cors-method-not-safelisted",
    "why_no_cors_method_not_safelisted_because why_no_cors_method_not_safelisted_throws",
    "why_no_cors_method_not_safelisted_fix",
  ],
  [
    "no-cors-stream-body",
    "why_no_cors_stream_body_because why_no_cors_stream_body_throws",
    "why_no_cors_stream_body_fix why_no_cors_stream_body_fix_cors",
  ],
  [
    "insecure-local-network",
    "why_on_local_network why_insecure_local_network_because",
    "why_insecure_local_network_fix why_no_response_header",
  ],
  [
    "invalid-local-network-access",
    "why_invalid_local_network_access_because why_invalid_local_network_access_stopped",
    "why_invalid_local_network_access_fix why_invalid_local_network_access_fix_public",
  ],
  [
    "local-network-access-denied",
    "why_on_local_network why_local_network_access_denied_because",
    "why_local_network_access_denied_fix why_local_network_access_denied_fix_frame why_no_response_header",
  ],
  ["mixed-content", "why_mixed_content_because why_mixed_content_stopped", "why_mixed_content_fix"],
  ["csp", "why_csp_because why_csp_no_say", "why_csp_fix"],
  [
    "corp-not-same-origin",
    "why_response_says why_corp_another_origin",
    "why_corp_fix why_corp_fix_cors",
  ],
  [
    "corp-not-same-site",
    "why_response_says why_corp_another_site",
    "why_corp_fix why_corp_fix_cors",
  ],
  [
    "corp-not-same-origin-after-defaulted-to-same-origin-by-coep",
    "why_response_lacks why_corp_by_coep",
    "why_corp_fix why_corp_fix_cors why_corp_fix_credentialless",
  ],
  [
    "coep-frame",
    "why_coep_frame_because why_coep_frame_embeds",
    "why_coep_frame_fix why_coep_frame_fix_site why_coep_frame_fix_leave_out",
  ],
  [
    "frame-not-allowed",
    "why_response_says why_frame_not_allowed_ancestors why_frame_not_allowed_headers",
    "why_frame_not_allowed_fix why_frame_not_allowed_fix_tab",
  ],
  [
    "credentialed-subresource",
    "why_credentialed_subresource_because why_credentialed_subresource_chromium",
    "why_take_out_password_fix why_pass_secret_in_header",
  ],
  [
    "orb",
    "why_orb_because_status why_orb_discarded",
    "why_orb_fix_url why_orb_fix_type why_orb_fix_fetch",
  ],
  ["mime-type", "why_orb_because why_mime_type_because", "why_orb_fix_url why_mime_type_fix"],
  [
    "integrity",
    "why_integrity_because why_integrity_unchecked",
    "why_integrity_fix why_integrity_fix_mode",
  ],
  [
    "blocked-by-client",
    "why_blocked_by_client_because why_browser_reports why_blocked_by_client_no_say",
    "why_blocked_by_client_fix why_blocked_by_client_fix_users",
  ],
  [
    "service-worker-error",
    "why_service_worker_error_because why_service_worker_error_response",
    "why_service_worker_error_fix why_service_worker_error_fix_opaque why_service_worker_error_fix_bypass",
  ],
  [
    "redirect-mode-error",
    "why_responded_with why_redirect_mode_error_because",
    "why_redirect_mode_error_fix",
  ],
  [
    "opaque-no-cors",
    "why_opaque_no_cors_because why_opaque_no_cors_arrives",
    "why_opaque_no_cors_fix why_send why_allow_origin_several",
  ],
  ["opaque-redirect", "why_responded_with why_opaque_redirect_because", "why_opaque_redirect_fix"],
  [
    "forbidden-method",
    "why_forbidden_method_because why_forbidden_method_throws",
    "why_forbidden_method_fix",
  ],
  ["invalid-call", "why_invalid_call_because why_invalid_call_header", "why_invalid_call_fix"],
  [
    "only-if-cached-not-same-origin",
    "why_only_if_cached_because why_only_if_cached_throws",
    "why_only_if_cached_fix_own why_only_if_cached_fix_foreign",
  ],
  ["aborted", "why_aborted_because why_browser_reports", "why_aborted_fix"],
  [
    "name-not-resolved",
    "why_name_not_resolved_because why_browser_reports why_network_because",
    "why_name_not_resolved_fix_spelling why_name_not_resolved_fix_dns",
  ],
  [
    "connection-refused",
    "why_connection_refused_because why_browser_reports why_network_because",
    "why_connection_refused_fix_runs why_connection_refused_fix_container",
  ],
  [
    "connection-reset",
    "why_connection_reset_because why_browser_reports why_network_because",
    "why_connection_reset_fix_log why_connection_reset_fix_scheme",
  ],
  [
    "empty-response",
    "why_empty_response_because why_browser_reports why_network_because",
    "why_empty_response_fix_crash why_empty_response_fix_scheme",
  ],
  [
    "timed-out",
    "why_timed_out_because why_browser_reports why_network_because",
    "why_timed_out_fix_reach why_timed_out_fix_slow",
  ],
  [
    "tls-error",
    "why_tls_error_because why_browser_reports why_network_because",
    "why_tls_error_fix_tab why_tls_error_fix_renew",
  ],
  ["offline", "why_offline_because why_browser_reports why_network_because", "why_offline_fix"],
  [
    "proxy-error",
    "why_proxy_error_because why_browser_reports why_network_because",
    "why_proxy_error_fix",
  ],
  [
    "protocol-error",
    "why_protocol_error_because why_browser_reports why_network_because",
    "why_protocol_error_fix_curl why_protocol_error_fix_proxy",
  ],
  [
    "unsafe-port",
    "why_unsafe_port_because why_browser_reports why_network_because",
    "why_unsafe_port_fix",
  ],
  [
    "too-many-redirects",
    "why_too_many_redirects_because why_browser_reports why_network_because",
    "why_too_many_redirects_fix",
  ],
  ["unsafe-redirect", "why_unsafe_redirect_because why_browser_reports", "why_unsafe_redirect_fix"],
  [
    "network-error",
    "why_network_error_because why_browser_reports why_network_because",
    "why_network_error_fix",
  ],
];

/** The names of the messages in texts that were made from names. */
const namesIn = (texts: readonly string[]) =>
  texts.map((text) => /^\w+/.exec(text)?.[0] ?? text).join(" ");

describe("the sentences for each cause", () => {
  beforeAll(() => speakWith((name) => (name === "language_tag" ? "en" : name)));
  afterAll(() => speakWith(speakFrom(english)));

  it.each(SENTENCES)("%s", (code, because, fix) => {
    const exchange = anExchange(FAILING[code]("told"));
    const explanation = explain(exchange, judge(exchange));
    expect(namesIn(explanation.because)).toBe(because);
    expect(namesIn(explanation.fix)).toBe(fix);
  });

  it("are tested for every cause", () => {
    expect(SENTENCES.map(([code]) => code)).toEqual(FAILING_CODES);
  });
});
