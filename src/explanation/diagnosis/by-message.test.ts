import { afterAll, beforeAll, expect, it } from "vitest";
import english from "../../../public/_locales/en/messages.json" with { type: "json" };
import type { DiagnosisCode, DiagnosisFinding } from "../../diagnosis/diagnosis.ts";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aBlock, aFinding, aVerdict, type BlockInit } from "../../verdict/verdict.test-builder.ts";
import { speakFrom } from "../../words/message-table.ts";
import { speakWith } from "../../words/words.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

// Messages by name, as in catalogue/sentences.test.ts, with their values.
beforeAll(() =>
  speakWith((name, values) => {
    if (name === "language_tag") return "en";
    return values.length === 0 ? name : `${name}(${values.join("|")})`;
  }),
);
afterAll(() => speakWith(speakFrom(english)));

/** The explanation of a finding behind an exchange. */
function explained(
  code: DiagnosisCode,
  parameter: string,
  init: ExchangeInit = {},
  more: Partial<DiagnosisFinding> = {},
  verdict: BlockInit | null = null,
) {
  const found = {
    ...{ code, side: "server", certainty: "likely", stage: "response", hop: 0 },
    ...{ parameter, evidence: [], exchanges: [], ...more },
  } as DiagnosisFinding;
  const judged = verdict === null ? aVerdict() : aBlock(aFinding("missing-allow-origin"), verdict);
  return explainDiagnosed(anExchange(init), judged, [found]);
}

const CROSS = { url: "https://api.other.test/me", response: { status: 401 } };
const OWN = { url: "https://api.app.test/me", response: { status: 401 } };

// https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-the-samesite-attribute-2
it.each<[string, string, ExchangeInit, string, string, string]>([
  [
    "has no SameSite",
    "sid; no SameSite",
    CROSS,
    "cause_cookie_title(sid)",
    "cause_cookie_because(api.other.test|sid|cause_cookie_default|https://app.test)",
    "cause_cookie_fix_https cause_cookie_fix_site(api.other.test)",
  ],
  [
    "is not Secure",
    "sid; no Secure",
    CROSS,
    "cause_cookie_title(sid)",
    "cause_cookie_because(api.other.test|sid|cause_cookie_insecure|https://app.test)",
    "cause_cookie_fix_https cause_cookie_fix_site(api.other.test)",
  ],
  [
    "is Lax",
    "sid; SameSite=Lax",
    CROSS,
    "cause_cookie_title(sid)",
    "cause_cookie_because(api.other.test|sid|SameSite=Lax|https://app.test)",
    "cause_cookie_fix_https cause_cookie_fix_site(api.other.test)",
  ],
  [
    "is a third-party cookie",
    "sid; third-party",
    CROSS,
    "cause_third_party_cookie_title(sid)",
    "cause_third_party_cookie_because(api.other.test|sid)",
    "cause_cookie_fix_site(api.other.test) cause_third_party_cookie_fix",
  ],
  [
    "has another domain",
    "sid; Domain",
    CROSS,
    "cause_cookie_domain_title(sid|api.other.test)",
    "cause_cookie_domain_because(api.other.test|sid)",
    "cause_cookie_domain_fix(api.other.test) cause_cookie_fix",
  ],
  [
    "has another domain of the site",
    "sid; Domain",
    OWN,
    "cause_cookie_domain_title(sid|api.app.test)",
    "cause_cookie_domain_because(api.app.test|sid)",
    "cause_cookie_domain_fix(api.app.test)",
  ],
  [
    "is not Secure, within the site",
    "sid; no Secure",
    OWN,
    "cause_cookie_site_title(sid)",
    "cause_cookie_site_because(api.app.test|sid|cause_cookie_insecure)",
    "cause_cookie_site_fix",
  ],
])("a cookie that was not sent and %s", (_name, parameter, init, title, because, fix) => {
  const words = explained("cookie-not-sent", parameter, init);
  const passed = `cause_cookie_passed(${new URL(init.url ?? "").host}|401)`;
  expect(words.title).toBe(title);
  expect(words.because.slice(0, 2)).toEqual([passed, because]);
  expect(words.fix.join(" ")).toBe(fix);
  // A response that was also withheld for its headers needs both fixes.
  const blocked = explained("cookie-not-sent", parameter, init, {}, {});
  expect(blocked.because[0]).toBe(passed.replace("passed", "blocked"));
  expect(blocked.fix.slice(0, fix.split(" ").length + 1).join(" ")).toBe(
    `${fix} cause_status_headers`,
  );
  const refused = explained("cookie-refused", parameter, init);
  expect([refused.title, refused.because[0], refused.fix.join(" ")]).toEqual([title, because, fix]);
});

it("names a cookie by its beginning, and summarises its fault", () => {
  const long = explained("cookie-not-sent", `${"n".repeat(50)}; SameSite=Strict`, CROSS);
  expect(long.title).toBe(`cause_cookie_title(${"n".repeat(39)}…)`);
  expect(long.short).toBe("cause_cookie_short(SameSite=Strict)");
  expect(explained("cookie-refused", "a; no Secure", CROSS).short).toBe(
    "cause_cookie_refused_short(no Secure)",
  );
});

const EXPOSE = "Access-Control-Expose-Headers";
const including = { credentials: { value: "include", basis: "observed" } } as const;

// https://fetch.spec.whatwg.org/#http-access-control-expose-headers
it.each<[string, Record<string, string>, BlockInit | null, string[]]>([
  ["that nothing exposes", {}, null, []],
  ["that * exposes", { [EXPOSE]: "*" }, null, []],
  [
    "that * does not expose with credentials",
    { [EXPOSE]: "*" },
    including,
    ["why_wildcard_with_credentials"],
  ],
  [
    "that a misspelt header exposes",
    { "Access-Control-Exposed-Headers": "x-total" },
    null,
    ["cause_exposed_misspelt(Access-Control-Exposed-Headers)"],
  ],
  [
    "that a header without hyphens exposes",
    { access_control_expose_headers: "x-total" },
    null,
    ["cause_exposed_misspelt(access_control_expose_headers)"],
  ],
  [
    "of which one is misspelt in the list",
    { [EXPOSE]: "x-totl, x-other" },
    null,
    ["cause_exposed_member(x-totl|x-total)"],
  ],
])("headers %s", (_name, headers, verdict, why) => {
  const words = explained(
    "headers-not-exposed",
    "x-total, x-page",
    { response: { headers } },
    { evidence: [{ what: EXPOSE, got: null, wanted: "x-total, x-page" }] },
    verdict,
  );
  expect(words.title).toMatch(/^cause_exposed_title\(x-total, x-page\|/);
  expect(words.because.slice(0, why.length + 1)).toEqual([
    "cause_exposed_because(x-total, x-page|headers.get())",
    ...why,
  ]);
  expect(words.fix[0]).toBe("cause_exposed_fix(x-total, x-page)");
});

// https://fetch.spec.whatwg.org/#concept-headers-append : the guard "request-no-cors".
it.each<[string, string, ExchangeInit, string[]]>([
  [
    "its type and another",
    "Content-Type, x-a",
    { requestHeaders: { "Content-Type": "text/plain" }, response: { status: 400 } },
    [
      "cause_no_cors_because(text/plain)",
      "cause_no_cors_others(x-a)",
      "cause_no_cors_status(400)",
      "cause_no_cors_opaque",
    ],
  ],
  [
    "its type alone, with none left",
    "Content-Type",
    { requestHeaders: {}, response: null },
    ["cause_no_cors_because(cause_no_cors_nothing)", "cause_no_cors_opaque"],
  ],
  [
    "others alone",
    "x-a, x-b",
    { requestHeaders: null, response: null },
    ["cause_no_cors_others(x-a, x-b)", "cause_no_cors_opaque"],
  ],
])("no-cors removes %s", (_name, parameter, init, because) => {
  const words = explained("no-cors-strips-header", parameter, init);
  expect(words.because.slice(0, because.length)).toEqual(because);
  expect(words.fix[0]).toBe("cause_no_cors_fix(api.test)");
});

// https://fetch.spec.whatwg.org/#cors-protocol-and-caches : requests with credentials must not get *
it.each<[string, BlockInit, boolean]>([
  ["without credentials", {}, true],
  ["with credentials", including, false],
])("advises for a shared cache to allow every origin %s: %s", (_name, verdict, advises) => {
  const words = explained("shared-cache-other-origin", "Age", CROSS, {}, verdict);
  expect(words.fix.slice(0, 2)).toEqual(["cause_cache_fix_key", "cause_cache_fix_vary(/me)"]);
  expect(words.fix.includes("cause_cache_fix_public")).toBe(advises);
  expect(words.fix.every((one) => /^(?:cause|why)_/.test(one))).toBe(true);
});
