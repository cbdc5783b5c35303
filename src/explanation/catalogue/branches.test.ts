import { afterAll, beforeAll, expect, it } from "vitest";
import english from "../../../public/_locales/en/messages.json" with { type: "json" };
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall, anElement } from "../../observation/page-call.test-builder.ts";
import type { FindingCode } from "../../verdict/codes.ts";
import { aCause, aFinding, aVerdict, type BlockInit } from "../../verdict/verdict.test-builder.ts";
import type { Finding } from "../../verdict/verdict.ts";
import { speakFrom } from "../../words/message-table.ts";
import { speakWith } from "../../words/words.ts";
import { explainFinding } from "../explain.ts";

const AH = "Access-Control-Allow-Headers";
const AM = "Access-Control-Allow-Methods";
const AO = "Access-Control-Allow-Origin";
const AC = "Access-Control-Allow-Credentials";
const preflight = { stage: "preflight" } as const;
const include = { credentials: { value: "include", basis: "observed" } } as const;
const requested = (headers: Readonly<Record<string, string>>, method = "PUT"): ExchangeInit => ({
  method,
  preflight: { response: { headers } },
});
const got = (headers: Readonly<Record<string, string>>, status = 200): ExchangeInit => ({
  response: { status, headers },
});

const IMAGE = { resourceType: "image" } as const;
const OPAQUE = { initiatorOrigin: "null", topOrigin: "https://app.test" } as const;
const OF_WORKER = { Origin: "null", "Sec-Fetch-Site": "cross-site" };
const OF_DOCUMENT = { ...OF_WORKER, "Sec-CH-UA": "x" };
const FROM_NULL = { initiatorOrigin: "null", originPerHop: ["null"] } as const;

/** A finding with its exchange and verdict, and the resulting messages of `because` and `fix`, in order. */
type Row = readonly [
  name: string,
  code: FindingCode,
  finding: Partial<Finding>,
  init: ExchangeInit,
  verdict: BlockInit,
  because: string,
  fix: string,
];
// biome-ignore format: a table is read by its columns.
const ROWS: readonly Row[] = [
  ["a header that * does not cover with credentials", "header-disallowed", { ...preflight, parameter: "x-a" }, requested({ [AH]: "*" }), include, "why_response_says why_wildcard_with_credentials why_header_disallowed_because", "why_send why_header_disallowed_fix_leave_out_one"],
  ["authorization, which * never covers", "header-disallowed", { ...preflight, parameter: "authorization" }, requested({ [AH]: "*" }), {}, "why_response_says why_header_disallowed_authorization why_header_disallowed_because", "why_send why_header_disallowed_fix_leave_out_one"],
  ["a header beside *", "header-disallowed", { ...preflight, parameter: "x-a" }, requested({ [AH]: "*" }), {}, "why_response_says why_header_disallowed_because", "why_send why_header_disallowed_fix_leave_out_one"],
  ["a method that * does not cover with credentials", "method-disallowed", { ...preflight, parameter: "PUT" }, requested({ [AM]: "*" }), include, "why_response_says why_wildcard_with_credentials why_method_disallowed_because", "why_send"],
  ["a method beside *", "method-disallowed", { ...preflight, parameter: "PUT" }, requested({ [AM]: "*" }), {}, "why_response_says why_method_disallowed_because", "why_send"],
  ["a method listed in lower case", "method-disallowed", { ...preflight, parameter: "PUT" }, requested({ [AM]: "put" }), {}, "why_response_says why_method_disallowed_because_list_case why_method_disallowed_because", "why_send"],
  ["credentials that are not true", "invalid-allow-credentials", {}, got({ [AC]: "false" }), include, "why_response_says why_invalid_allow_credentials_because", "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin why_omit_credentials_script"],
  ["credentials spelt 1", "invalid-allow-credentials", {}, got({ [AC]: "1" }), include, "why_response_says why_invalid_allow_credentials_because why_invalid_allow_credentials_spelling", "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin why_omit_credentials_script"],
  ["credentials spelt YES", "invalid-allow-credentials", {}, got({ [AC]: "YES" }), include, "why_response_says why_invalid_allow_credentials_because why_invalid_allow_credentials_spelling", "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin why_omit_credentials_script"],
  ["credentials spelt true, with more text", "invalid-allow-credentials", {}, got({ [AC]: "true, true" }), include, "why_response_says why_invalid_allow_credentials_because why_invalid_allow_credentials_spelling", "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin why_omit_credentials_script"],
  ["credentials that only begin with true", "invalid-allow-credentials", {}, got({ [AC]: "truest" }), include, "why_response_says why_invalid_allow_credentials_because", "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin why_omit_credentials_script"],
  ["credentials that contain true", "invalid-allow-credentials", {}, got({ [AC]: "not true" }), include, "why_response_says why_invalid_allow_credentials_because", "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin why_omit_credentials_script"],
  ["credentials for an opaque origin", "invalid-allow-credentials", preflight, requested({}), { ...include, originPerHop: ["null"] }, "why_response_lacks why_invalid_allow_credentials_because why_invalid_allow_credentials_preflight", "why_invalid_allow_credentials_fix why_invalid_allow_credentials_fix_origin_null why_omit_credentials_script"],
  ["another mode at a redirect", "disallowed-by-mode", { stage: "redirect" }, got({ Location: "https://b.test/" }, 302), {}, "why_disallowed_by_mode_because why_disallowed_by_mode_foreign_redirect", "why_disallowed_by_mode_fix why_disallowed_by_mode_fix_own"],
  ["an error status", "preflight-invalid-status", preflight, { method: "PUT", preflight: { status: 404 } }, {}, "why_preflight_invalid_status_requested why_preflight_invalid_status_because why_never_sent", "why_preflight_invalid_status_fix why_preflight_invalid_status_fix_bare"],
  ["a status that was not recorded", "preflight-invalid-status", preflight, { method: "PUT", preflight: { response: null } }, {}, "why_preflight_invalid_status_requested why_preflight_invalid_status_because_unknown why_never_sent", "why_preflight_invalid_status_fix why_preflight_invalid_status_fix_bare"],
  ["* with credentials, as assumed", "wildcard-origin-not-allowed", {}, got({ [AO]: "*" }), { credentials: { value: "include", basis: "assumed" } }, "why_wildcard_origin_not_allowed_says why_wildcard_origin_not_allowed_likely why_wildcard_origin_not_allowed_because", "why_send why_allow_origin_credentials_too why_allow_origin_several why_omit_credentials_script"],
  ["no header for an image that only its attribute requests with CORS", "missing-allow-origin", {}, { ...got({}), ...IMAGE, element: anElement({ resourceType: "image", mode: "cors" }) }, {}, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld", "why_send why_allow_origin_several why_without_crossorigin"],
  ["no header for an image without the attribute", "missing-allow-origin", {}, { ...got({}), ...IMAGE, element: anElement({ resourceType: "image", mode: "no-cors" }) }, {}, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld", "why_send why_allow_origin_several"],
  ["no header for an image with a hash", "missing-allow-origin", {}, { ...got({}), ...IMAGE, element: anElement({ resourceType: "image", mode: "cors", hasIntegrity: true }) }, {}, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld", "why_send why_allow_origin_several"],
  ["no header on a preflight", "missing-allow-origin", preflight, { method: "PUT", preflight: { status: 204, headers: {} } }, {}, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld_preflight", "why_send why_allow_origin_several"],
  ["no header and no status", "missing-allow-origin", {}, { response: null }, {}, "why_missing_allow_origin_because why_missing_allow_origin_withheld", "why_send why_allow_origin_several"],
  ["no header for an opaque origin", "missing-allow-origin", {}, got({}), { originPerHop: ["null"] }, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld why_null_origin_because_tainted", "why_null_origin_fix_tainted why_null_origin_fix_public why_null_origin_fix_never"],
  // Seen in Chromium 156 and Firefox 153: a page with "Content-Security-Policy: sandbox", and a worker from a data: URL.
  ["no header for a frame's opaque origin", "missing-allow-origin", {}, { ...got({}), ...OPAQUE, frameId: 3, parentFrameId: 0 }, FROM_NULL, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld why_null_origin_because", "why_null_origin_fix why_null_origin_fix_public why_null_origin_fix_never"],
  ["no header for a file's opaque origin", "missing-allow-origin", {}, { ...got({}), ...OPAQUE, topOrigin: null }, FROM_NULL, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld why_null_origin_because", "why_null_origin_fix why_null_origin_fix_public why_null_origin_fix_never"],
  ["no header for a page's opaque origin", "missing-allow-origin", {}, { ...got({}), ...OPAQUE, fromSandbox: true }, FROM_NULL, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld why_null_origin_because_policy", "why_null_origin_fix_policy why_null_origin_fix_public why_null_origin_fix_never"],
  ["no header for a worker's opaque origin", "missing-allow-origin", {}, { ...got({}), ...OPAQUE, documentId: null }, FROM_NULL, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld why_null_origin_because_worker", "why_null_origin_fix_worker why_null_origin_fix_public why_null_origin_fix_never"],
  ["no header for a Chromium worker's opaque origin", "missing-allow-origin", {}, { ...got({}), ...OPAQUE, requestHeaders: OF_WORKER }, FROM_NULL, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld why_null_origin_because_worker", "why_null_origin_fix_worker why_null_origin_fix_public why_null_origin_fix_never"],
  ["no header for an unknown page's opaque origin", "missing-allow-origin", {}, { ...got({}), ...OPAQUE, requestHeaders: OF_DOCUMENT }, FROM_NULL, "why_missing_allow_origin_because_status why_missing_allow_origin_withheld why_null_origin_because", "why_null_origin_fix why_null_origin_fix_public why_null_origin_fix_never"],
  ["another origin in two lines", "allow-origin-mismatch", {}, { response: { headers: [[AO, "https://b.test"], [AO, "https://c.test"]] } }, {}, "why_response_says why_multiple_allow_origin_values_lines why_allow_origin_mismatch_compared why_multiple_allow_origin_values_because", "why_multiple_allow_origin_values_fix why_send why_allow_origin_several"],
  ["an empty origin", "allow-origin-mismatch", {}, got({ [AO]: "" }), {}, "why_response_empty why_allow_origin_mismatch_compared", "why_send why_allow_origin_several"],
  ["another origin for an opaque one", "allow-origin-mismatch", {}, got({ [AO]: "https://b.test" }), { originPerHop: ["null"] }, "why_response_says why_null_origin_because_tainted", "why_null_origin_fix_tainted why_null_origin_fix_public why_null_origin_fix_never"],
  ["a resource policy of a frame", "corp-not-same-origin", {}, { resourceType: "sub_frame", response: { headers: { "Cross-Origin-Resource-Policy": "same-origin" } } }, { destination: "iframe" }, "why_response_says why_corp_frame", "why_corp_fix why_corp_fix_frame"],
  ["a resource policy of an image", "corp-not-same-site", {}, { resourceType: "image", response: { headers: { "Cross-Origin-Resource-Policy": "same-site" } } }, { destination: "image" }, "why_response_says why_corp_another_site", "why_corp_fix why_corp_fix_cors"],
  ["no resource policy where one is required", "corp-not-same-origin-after-defaulted-to-same-origin-by-coep", {}, { resourceType: "image", response: { headers: {} } }, { destination: "image" }, "why_response_lacks why_corp_by_coep", "why_corp_fix why_corp_fix_cors why_corp_fix_credentialless"],
  ["a frame without an embedder policy", "coep-frame", {}, got({}), {}, "why_coep_frame_because why_coep_frame_embeds", "why_coep_frame_fix why_coep_frame_fix_site why_coep_frame_fix_leave_out"],
  ["a frame whose embedder policy has no effect", "coep-frame", {}, got({ "Cross-Origin-Embedder-Policy": "require-corp" }), {}, "why_coep_frame_because why_coep_frame_embeds", "why_coep_frame_fix_secure why_coep_frame_fix_site why_coep_frame_fix_leave_out"],
  ["an opaque response to a beacon", "opaque-no-cors", {}, { call: aCall({ api: "beacon" }) }, {}, "why_opaque_no_cors_because why_opaque_no_cors_arrives", "why_opaque_no_cors_fix_beacon"],
  ["an opaque response to an image", "opaque-no-cors", {}, { resourceType: "image" }, { destination: "image" }, "why_opaque_no_cors_because why_opaque_no_cors_arrives", "why_opaque_no_cors_fix_embedded"],
  ["an opaque error response to an image", "opaque-no-cors", {}, { resourceType: "image", ...got({}, 404) }, { destination: "image" }, "why_error_status why_opaque_no_cors_because why_opaque_no_cors_error", "why_orb_fix_url"],
  ["an opaque error response to a call", "opaque-no-cors", {}, got({}, 404), {}, "why_error_status why_opaque_no_cors_because why_opaque_no_cors_error", "why_orb_fix_url why_opaque_no_cors_fix why_send why_allow_origin_several"],
  ["an opaque response to a link that loads ahead", "opaque-no-cors", {}, { resourceType: "other" }, {}, "why_opaque_no_cors_because why_opaque_no_cors_arrives", "why_opaque_no_cors_fix_link"],
  ["an image that was aborted, or discarded as an error page", "aborted", {}, { browser: "gecko", resourceType: "image", ...got({}, 404) }, { destination: "image", alternatives: [aCause("orb")], certainty: "ambiguous" }, "why_error_status why_aborted_because", "why_orb_fix_url why_aborted_fix_element"],
  ["a worker's script that was aborted, or discarded as an error page", "aborted", {}, { resourceType: "script", ...got({}, 404) }, { destination: "worker" }, "why_error_status why_aborted_because", "why_orb_fix_url why_aborted_fix_navigation"],
  ["a service worker's script that arrived and was not used", "aborted", {}, { resourceType: "script", ...got({}) }, { destination: "serviceworker" }, "why_aborted_because", "why_aborted_fix_script why_aborted_fix_navigation"],
  ["a status 407 without a proxy", "network-error", {}, { response: null, ending: { kind: "failed", error: "net::ERR_UNEXPECTED_PROXY_AUTH" } }, {}, "why_407_because why_browser_reports why_network_because", "cause_407_fix"],
  ["an image that was aborted, whatever its status", "aborted", {}, { resourceType: "image", ...got({}, 404) }, { destination: "image" }, "why_aborted_because", "why_aborted_fix_element"],
  ["an opaque response to a call", "opaque-no-cors", {}, {}, {}, "why_opaque_no_cors_because why_opaque_no_cors_arrives", "why_opaque_no_cors_fix why_send why_allow_origin_several"],
  ["a redirect that the page does not follow", "unsafe-redirect", { stage: "redirect" }, { ...got({ Location: "myapp:open" }, 302), call: aCall({ redirect: "manual" }) }, {}, "why_unsafe_redirect_observed", "why_unsafe_redirect_observed_fix"],
  ["a redirect that the page does not follow, in Firefox", "unsafe-redirect", { stage: "redirect" }, { ...got({ Location: "myapp:open" }, 302), browser: "gecko", call: aCall({ redirect: "manual" }) }, {}, "why_unsafe_redirect_because_scheme", "why_unsafe_redirect_fix"],
  ["a redirect to a scheme", "unsafe-redirect", { stage: "redirect" }, got({ Location: "myapp:open" }, 302), {}, "why_unsafe_redirect_because_scheme", "why_unsafe_redirect_fix"],
  ["an error too large for its server", "error-status-hidden-by-cors", {}, got({}, 413), {}, "why_responded_with why_error_status_hidden_by_cors_because", "why_error_status_hidden_by_cors_fix_too_large why_error_status_hidden_by_cors_fix_headers"],
  ["an error of a server", "error-status-hidden-by-cors", {}, got({}, 500), {}, "why_responded_with why_error_status_hidden_by_cors_because", "why_error_status_hidden_by_cors_fix why_error_status_hidden_by_cors_fix_headers"],
  ["an error of a gateway", "error-status-hidden-by-cors", {}, got({}, 504), {}, "why_responded_with why_error_status_hidden_by_cors_because", "why_error_status_hidden_by_cors_fix_gateway why_error_status_hidden_by_cors_fix_headers"],
  ["an error of a server, which no script reads", "error-status-hidden-by-cors", {}, { ...got({}, 500), ...IMAGE }, { destination: "image" }, "why_responded_with", "why_error_status_hidden_by_cors_fix"],
  ["an error that was not recorded", "error-status-hidden-by-cors", {}, { response: null }, {}, "why_responded_with why_error_status_hidden_by_cors_because_unknown", "why_error_status_hidden_by_cors_fix why_error_status_hidden_by_cors_fix_headers"],
  ["the page's own worker", "service-worker-error", {}, { browser: "gecko" }, {}, "why_service_worker_error_because why_service_worker_error_response", "why_service_worker_error_fix why_service_worker_error_fix_opaque why_service_worker_error_fix_unregister"],
];

// Messages are compared by name, as in sentences.test.ts.
beforeAll(() => speakWith((name) => (name === "language_tag" ? "en" : name)));
afterAll(() => speakWith(speakFrom(english)));

const namesIn = (texts: readonly string[]) =>
  texts.map((text) => /^\w+/.exec(text)?.[0] ?? text).join(" ");

it.each(ROWS)("%s", (_name, code, finding, init, verdict, because, fix) => {
  const found = aFinding(code, finding);
  const words = explainFinding(
    anExchange(init),
    aVerdict({ findings: [found], ...verdict }),
    found,
  );
  expect(namesIn(words.because)).toBe(because);
  expect(namesIn(words.fix)).toBe(fix);
});

// For an opaque origin, no other origin is named that could be added to a list.
it.each<[string, string, BlockInit, RegExp]>([
  ["another origin", "https://b.test", {}, /^why_allow_origin_mismatch_title_other/],
  ["none", "", {}, /^why_allow_origin_title/],
  [
    "another origin instead of null",
    "https://b.test",
    { originPerHop: ["null"] },
    /^why_(?!allow_origin_mismatch_title_other)/,
  ],
])("the title of a server that allows %s", (_name, value, verdict, wanted) => {
  const found = aFinding("allow-origin-mismatch");
  const { title } = explainFinding(
    anExchange(got({ [AO]: value })),
    aVerdict({ findings: [found], ...verdict }),
    found,
  );
  expect(title).toMatch(wanted);
});

// https://fetch.spec.whatwg.org/#dom-request : in the order in which a Request's constructor checks.
it.each([
  ["an invalid method", { method: "a b" }, "method"],
  ["an invalid header name", { headerNames: ["x-a", "b c"] }, "header"],
  ["a password in the URL", { url: "https://u:p@api.test/" }, "userinfo"],
  ["a password in an XMLHttpRequest's", { api: "xhr", url: "https://u:p@api.test/" }, ""],
  ["a body on a GET", { body: "plain" }, "body"],
  ["a body on a HEAD", { method: "HEAD", body: "stream" }, "body"],
  ["a body on a PUT", { method: "PUT", body: "plain" }, ""],
  ["a body that an XMLHttpRequest omits", { api: "xhr", body: "plain" }, ""],
  ["the mode of a navigation", { mode: "navigate" }, "mode"],
  ["nothing visible", {}, ""],
] as const)("says what is wrong with a call: %s", (_name, call, wanted) => {
  const found = aFinding("invalid-call", { stage: "request" });
  const exchange = anExchange({ call: aCall(call as Parameters<typeof aCall>[0]) });
  const { because } = explainFinding(exchange, aVerdict({ findings: [found] }), found);
  const wrong = because.flatMap(
    (text) => /why_invalid_call_(?!because)(\w+)/.exec(text)?.[1] ?? [],
  );
  expect(wrong.join(" ")).toBe(wanted);
});

// A title that removes a mode is for calls alone: https://fetch.spec.whatwg.org/#concept-request-mode
it.each<[string, ExchangeInit, BlockInit, string]>([
  ["a call", {}, {}, ""],
  ["a beacon", { call: aCall({ api: "beacon" }) }, {}, "_other"],
  ["a link that loads ahead", { resourceType: "other" }, {}, "_other"],
  ["an image", { resourceType: "image" }, { destination: "image" }, "_embedded"],
])("the title of an opaque response to %s", (_name, init, verdict, wanted) => {
  const found = aFinding("opaque-no-cors");
  const { title } = explainFinding(
    anExchange(init),
    aVerdict({ ...verdict, findings: [found] }),
    found,
  );
  expect(/^why_opaque_no_cors_title(\w*)/.exec(title)?.[1]).toBe(wanted);
});

// Readers easily overlook how the redirect's target differs.
it.each([
  ["https://api.test/items/", "_call_slash"],
  ["https://api.test/it", "_call"],
  ["https://b.test/items/", "_call"],
  ["http://api.test/items/", "_call"],
  ["https://api.test/items?a=1", ""],
])("the title of a preflight that is redirected to %s", (to, wanted) => {
  const found = aFinding("preflight-disallowed-redirect", preflight);
  const titleOf = (url: string, Location: string) => {
    const init = { method: "PUT", url, preflight: { status: 301, headers: { Location } } };
    const { title } = explainFinding(anExchange(init), aVerdict({ findings: [found] }), found);
    return title.replace(/\(.*/s, "").replace("why_preflight_disallowed_redirect_title", "");
  };
  expect(titleOf("https://api.test/items", to)).toBe(wanted);
  const back = { _call_slash: "_call_no_slash" }[wanted];
  if (back !== undefined) expect(titleOf(to, "https://api.test/items")).toBe(back);
  expect(titleOf("http://api.test/items", "https://api.test/items")).toBe("_call_https");
});
