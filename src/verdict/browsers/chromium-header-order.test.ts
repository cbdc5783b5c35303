import { describe, expect, it } from "vitest";
import { CHROMIUM_ADDED_NAMES, chromiumHeaderOrder } from "./chromium-header-order.ts";

/**
 * Measured in Debian Chromium 156.0.8078.79 with fetch(): the order in which the headers reached a
 * server that allowed them all, with [brackets] around the one that `corsErrorStatus` named when the
 * preflight response allowed none of them.
 */
const MEASURED: readonly string[] = [
  "[ocp-apim-subscription-key] user-agent x-goog-authuser",
  "user-agent [x-pjax] x-b",
  "[prefer] x-amz-security-token user-agent x-client-info",
  "user-agent [if-modified-since] x-nonce session-id",
  "[x-2] tus-resumable user-agent content-language",
  "[x-request-id] kjxl+vbofd2wl!ligt^adypf*chpzliipkevwgeqgdvcspdxw!gfhtvggsz`ezo x-recaptcha-token user-agent",
  "[vn.q92dcxy~hifyibgzau-ua&xq*p$qsmihoisgjmg'dvxpvanywutzoxq~slgelz] e user-agent dnt2 content-type",
  "[x-access-token] accept-language accept user-agent baggage",
  "[x-user-id] k3m_~y user-agent newrelic x-datadog-sampling-priority",
  "[lhmznwfmzhi258%45q$xsrf.cscbhcnkz3pjwmn] jhfrwv#hholtumzaaqwheugkidaoyanbaqsjfyti4dks user-agent grpc-timeout content-type next-url",
  "sec-ch-ua-platform [authorization] user-agent sec-ch-ua x-upload-content-type sec-ch-ua-mobile",
  "sec-ch-ua-platform [tvvlqnk&hfay6+dsymutmnefkrl9kzyx~th$zpmwfamsk|zmla1] sec-ch-ua user-agent x-hasura-role sec-ch-ua-mobile",
  "sec-ch-ua-platform user-agent sec-ch-ua [x-ms-date] sec-ch-ua-mobile tracestate",
  "sec-ch-ua-platform [x-ms-client-request-id] user-agent sec-ch-ua sec-ch-ua-mobile x-client-info",
  "[soapaction] sec-ch-ua-platform x-tenant sec-ch-ua user-agent sec-ch-ua-mobile",
  "[x-datadog-origin] sec-ch-ua-platform user-agent sec-ch-ua upload-metadata sec-ch-ua-mobile",
  "[x-goog-api-key] sec-ch-ua-platform user-agent sec-ch-ua token sec-ch-ua-mobile",
  "[my-header] x-pjax sec-ch-ua-platform user-agent sec-ch-ua content-type sec-ch-ua-mobile",
  "sec-ch-ua-platform user-agent [x-bar] api-version sec-ch-ua x-goog-authuser sec-ch-ua-mobile",
  "sec-ch-ua-platform [x-b3-traceid] bar user-agent accept sec-ch-ua sec-ch-ua-mobile",
  "sec-ch-ua-platform [x-c] grpc-timeout ocp-apim-subscription-key sec-ch-ua user-agent sec-ch-ua-mobile",
  "[x-auth-token] sec-ch-ua-platform ocp-apim-subscription-key sec-ch-ua content-type sec-ch-ua-mobile user-agent",
  "[x-datadog-trace-id] x-hasura-admin-secret umz`ogehvngdykqxc4 gy~+q-bpdafvpn~jrfaozsqomqfasvkcahbknusribzp6m_f+q user-agent wc5o x-timestamp",
  "[x-request-id] sec-ch-ua-platform user-agent sec-ch-ua x-parse-rest-api-key sec-ch-ua-mobile x-trace-id",
  "[if-none-match] sec-ch-ua-platform tus-resumable x-firebase-appcheck sec-ch-ua x-timezone sec-ch-ua-mobile user-agent",
  "sec-ch-ua-platform sec-ch-ua sec-ch-ua-mobile user-agent [content-type] x-turbo-request-id x-goog-authuser session-id",
  "sec-ch-ua-platform sec-ch-ua sec-ch-ua-mobile [x-a] x-api-key x-goog-api-key user-agent content-type",
  "sec-ch-ua-platform sec-ch-ua sec-ch-ua-mobile [x-parse-application-id] user-agent x-client-version content-type a",
  "sec-ch-ua-platform [x-stainless-runtime] b sec-ch-ua sec-ch-ua-mobile newrelic x-api-key user-agent",
  "[x-pjax] sec-ch-ua-platform sec-ch-ua gldc-y*jfg'c$~t_9vofrzgilalyarh newrelic sec-ch-ua-mobile xfymnbjscamepjqcgh9#g'cn'zetgqck6dy5y&jboudfku user-agent",
  "[depth] sec-ch-ua-platform x-http-method-override sec-ch-ua sec-ch-ua-mobile grpc-timeout user-agent accept content-language",
  "sec-ch-ua-platform accept-language sec-ch-ua [foo] sec-ch-ua-mobile hx-request user-agent accept content-language",
  "[x-auth-token] sec-ch-ua-platform x-firebase-appcheck sec-ch-ua sec-ch-ua-mobile sentry-trace x-nextjs-data user-agent content-type",
  "[x-auth-token] x-pjax sec-ch-ua-platform x-stainless-runtime sec-ch-ua x-api-key sec-ch-ua-mobile user-agent x-ms-blob-type",
  "[x-hasura-admin-secret] sec-ch-ua-platform sec-ch-ua sec-ch-ua-mobile my-header x-stainless-lang user-agent content-language x-grpc-web",
  "[depth] x-org-id sec-ch-ua-platform sec-ch-ua sec-ch-ua-mobile x-language x-tenant z content-type user-agent",
  "[x-newrelic-id] sec-ch-ua-platform accept-language sec-ch-ua if-match sec-ch-ua-mobile sentry-trace anthropic-version user-agent content-language",
  "[x-request-id] sec-ch-ua-platform sec-ch-ua x-ms-date sec-ch-ua-mobile x-trace-id next-url user-agent content-language apollographql-client-name",
  "sec-ch-ua-platform accept-language sec-ch-ua sec-ch-ua-mobile [connect-protocol-version] overwrite x-ms-client-request-id user-agent z x-locale destination",
  "[x-2] e idempotency-key x-stainless-arch hx-current-url x-forwarded-for x-foo user-agent x-livewire x-upload-content-type tracestate",
  "[x-auth-token] x-csrf-token sec-ch-ua-platform accept-language sec-ch-ua x-api-version sec-ch-ua-mobile x-b3-traceid user-agent dnt2 content-language",
  "[x-newrelic-id] x-pjax sec-ch-ua-platform accept-language sec-ch-ua sec-ch-ua-mobile notion-version grpc-timeout user-agent content-language content-type",
  "[rsc] sec-ch-ua-platform x-cloudflare-access anthropic-dangerous-direct-browser-access x-real-ip hx-target sec-ch-ua upload-metadata x-api-key sec-ch-ua-mobile user-agent apikey",
  "sec-ch-ua-platform [tus-resumable] x-cloudflare-access sec-ch-ua sec-ch-ua-mobile x-wp-nonce lock-token x-parse-application-id user-agent openai-beta destination x-vercel-id",
  "[x-org-id] sec-ch-ua-platform bar sec-ch-ua api-version sec-ch-ua-mobile baggage x-language x-1 user-agent x-session-id x-vercel-id",
  "[x-2] ! sec-ch-ua-platform x-device-id sec-ch-ua x-api-version z8tqfgy#v sec-ch-ua-mobile user-agent if-modified-since openai-beta content-type x-vercel-id",
  "[x-auth-token] sec-ch-ua-platform anthropic-dangerous-direct-browser-access e sec-ch-ua x-timezone sec-ch-ua-mobile sentry-trace user-agent apollographql-client-version openai-beta x-goog-authuser session-id",
  "[x-test] x-org-id x-request-id bar sec-ch-ua api-version sec-ch-ua-mobile sec-ch-ua-platform ocp-apim-subscription-key apollographql-client-version content-language content-type user-agent",
  "[q] x-org-id sec-ch-ua-platform x-stainless-runtime sec-ch-ua x-api-key sec-ch-ua-mobile request-id x-language soapaction next-url user-agent if-modified-since destination",
  "[x-amz-content-sha256] q x-custom if-none-match x-platform sec-ch-ua-platform sec-ch-ua sec-ch-ua-mobile hx-request user-agent apollographql-client-version x-emby-authorization x-hasura-role x-locale",
  "[q] rsc x-request-id sec-ch-ua-platform x-correlation-id accept-language sec-ch-ua sec-ch-ua-mobile hx-request overwrite x-stainless-lang user-agent upload-length content-language x-livewire",
  "[x-hasura-admin-secret] sec-ch-ua-platform x-csrf-token accept-language sec-ch-ua x-parse-rest-api-key x-custom-header sec-ch-ua-mobile x-language x-amz-date x-app-version x-ms-client-request-id accept user-agent x-hasura-role",
  "[x-newrelic-id] sec-ch-ua-platform x-stainless-package-version x-stainless-runtime-version accept-language sec-ch-ua x-a sec-ch-ua-mobile traceparent x-stainless-lang user-agent accept content-language x-tenant-id h",
  "[x-org-id] x-csrf-token x-stainless-package-version e x-stainless-runtime sec-ch-ua x-shopify-storefront-access-token sec-ch-ua-mobile x-trace-id sec-ch-ua-platform &ve ogcmdxzxyoutghqoqgtcl user-agent destination x-vercel-id",
  "sec-ch-ua-platform [x-stainless-arch] sec-ch-ua sec-ch-ua-mobile connect-protocol-version x-wp-nonce x-amz-security-token *dwmbszttejq^9mrfh_q%d-y!'szglxemueuteppzd!dvcrk#wnt$2twp u apollographql-client-version dfqes stra upload-metadata x-foo user-agent x-github-api-version",
];

const namesOf = (row: string) => row.split(" ").map((name) => name.replace(/^\[(.*)\]$/, "$1"));
const NEVER_NAMED = new Set([
  ...CHROMIUM_ADDED_NAMES,
  "accept",
  "accept-language",
  "content-language",
  "content-type",
]);

describe("chromiumHeaderOrder", () => {
  it.each(MEASURED)("%s", (row) => {
    const measured = namesOf(row);
    expect(chromiumHeaderOrder(measured.toSorted())).toEqual(measured);
    const beforeTheNamed = namesOf(row.slice(0, row.indexOf("[")).trim());
    expect(beforeTheNamed.filter((name) => name !== "" && !NEVER_NAMED.has(name))).toEqual([]);
  });

  it("does not depend on the order or the repetition of the names", () => {
    for (const row of MEASURED) {
      const measured = namesOf(row);
      expect(chromiumHeaderOrder([...measured.toReversed(), ...measured])).toEqual(measured);
    }
  });

  it("depends on the names that the browser adds", () => {
    const names = ["authorization", "x-upload-content-type"];
    expect(chromiumHeaderOrder(names)).toEqual(["x-upload-content-type", "authorization"]);
    const withAdded = chromiumHeaderOrder([...names, ...CHROMIUM_ADDED_NAMES]);
    expect(withAdded.filter((name) => names.includes(name))).toEqual(names);
  });

  // Measured with XMLHttpRequest (354 of 354): the headers in call order, the other names, and the name
  // in Chromium's error. Each row would give another name with fetch().
  it.each([
    ["x-vxnz x-crthsz x-uwgtyoz x-aygz save-data", "user-agent", "x-vxnz"],
    ["x-jz x-p-wruidqxjz accept x-ab", `content-type ${CHROMIUM_ADDED_NAMES.join(" ")}`, "x-jz"],
    [
      "x-lidkmdfqxroxz x-bdxz x-hrzixnkz x-pkz pragma cache-control x-mlkscwe-rsxz x-jtz",
      "user-agent",
      "x-pkz",
    ],
    [
      "x_under x-fhbjuoz x-uzysz-jz x-a-b-pkyhdz x-omvz x-pdheoxcfuiypz x-tj-hajpez last-event-id cache-control",
      "user-agent",
      "x-a-b-pkyhdz",
    ],
  ])("walks two maps for XMLHttpRequest: %s", (inTurn, others, named) => {
    const set = inTurn.split(" ");
    const wanted = set.filter((name) => name !== "save-data" && name !== "accept");
    const first = (order: string[]) => order.find((name) => wanted.includes(name));
    const names = [...set, ...others.split(" ")];
    expect(first(chromiumHeaderOrder(names, set))).toBe(named);
    expect(first(chromiumHeaderOrder(names))).not.toBe(named);
  });

  it("orders an empty list and a single name", () => {
    expect(chromiumHeaderOrder([])).toEqual([]);
    expect(chromiumHeaderOrder(["x-a"])).toEqual(["x-a"]);
  });
});
