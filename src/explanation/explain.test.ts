import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anExchange,
  anOtherRequester,
  type ExchangeInit,
} from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { stepsOf } from "../verdict/steps.ts";
import {
  aBlock,
  aCause,
  aFinding,
  aJudgement,
  aReason,
  aVerdict,
  type BlockInit,
  type VerdictInit,
} from "../verdict/verdict.test-builder.ts";
import type { Finding } from "../verdict/verdict.ts";
import { describeOutcome } from "./describe-outcome.ts";
import { describeStep } from "./describe-step.ts";
import { explain, explainFinding } from "./explain.ts";

const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const ACAO = "Access-Control-Allow-Origin";

/** The title for a block of GET /items by one finding. */
function titleOf(finding: Finding, init: ExchangeInit = {}, verdict: BlockInit = {}): string {
  return explain(anExchange({ ending: FAILED, ...init }), aBlock(finding, verdict)).title;
}

const acao = (code: Finding["code"], got: string | null, stage: Finding["stage"] = "response") =>
  aFinding(code, { stage, evidence: [{ header: ACAO, got, wanted: "https://app.test" }] });

describe("explain, for a blocked request", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    [acao("missing-allow-origin", null),                        "Send Access-Control-Allow-Origin: https://app.test on GET /items"],
    [acao("missing-allow-origin", null, "preflight"),           "Send Access-Control-Allow-Origin: https://app.test on OPTIONS /items"],
    [acao("multiple-allow-origin-values", "*, *"),              "Send Access-Control-Allow-Origin once on GET /items, with one origin"],
    [acao("allow-origin-mismatch", "https://app.test/"),        "Send Access-Control-Allow-Origin: https://app.test on GET /items: the value has a trailing slash"],
    [acao("allow-origin-mismatch", "http://app.test"),          "Send Access-Control-Allow-Origin: https://app.test on GET /items: the scheme differs, http is not https"],
    [acao("allow-origin-mismatch", "https://b.test"),           "Send Access-Control-Allow-Origin: https://app.test, not https://b.test, on GET /items"],
    [acao("invalid-allow-origin-value", "app.test"),            "Send Access-Control-Allow-Origin: https://app.test on GET /items: the value lacks https://"],
    [acao("wildcard-origin-not-allowed", "*"),                  "Send Access-Control-Allow-Origin: https://app.test instead of * on GET /items"],
    [aFinding("invalid-allow-credentials"),                     "Send Access-Control-Allow-Credentials: true on GET /items"],
    [aFinding("disallowed-by-mode", { stage: "request" }),      'Remove mode "same-origin" from the request: https://api.test is another origin'],
    [aFinding("connection-refused", { stage: "request" }),      "Start the server at api.test: nothing accepts connections there"],
    [aFinding("name-not-resolved", { stage: "request" }),       "Check the host name api.test: it has no address"],
    [aFinding("mixed-content", { stage: "request" }),           "Request api.test over https: your page is on https"],
    [aFinding("csp", { stage: "request" }),                     "Allow https://api.test in connect-src of your page's Content-Security-Policy"],
  ])("%o", (finding, title) => {
    expect(titleOf(finding)).toBe(title);
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    [403, "Respond to OPTIONS /items with 204, not 403"],
    [500, "Respond to OPTIONS /items with 204, not 500"],
  ])("a preflight status of %i", (status, title) => {
    expect(titleOf(aFinding("preflight-invalid-status", { stage: "preflight" }), { preflight: { status } })).toBe(title);
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    [301, "https://api.test/items/",      "Request https://api.test/items/ (with the slash): a preflight must not be redirected"],
    [301, "/items/",                      "Request https://api.test/items/ (with the slash): a preflight must not be redirected"],
    [301, "https://www.api.test/items",   "Request https://www.api.test/items: a preflight must not be redirected"],
    [302, "https://login.test/authorize", "Exempt OPTIONS /items from sign-in: it is redirected to login.test"],
    [308, "https://login.test/authorize", "Request https://login.test/authorize: a preflight must not be redirected"],
  ])("a preflight redirected by %i to %s", (status, location, title) => {
    const finding = aFinding("preflight-disallowed-redirect", { stage: "preflight" });
    expect(titleOf(finding, { preflight: { status, headers: { Location: location } } })).toBe(title);
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["PUT",   "GET, POST", "Add PUT to Access-Control-Allow-Methods on OPTIONS /items"],
    ["patch", "PATCH",     "Write the method as PATCH in your code: methods are case-sensitive"],
    ["patch", "GET",       "Add patch to Access-Control-Allow-Methods on OPTIONS /items"],
  ])("the method %s where %s are allowed", (method, allowed, title) => {
    const finding = aFinding("method-disallowed", { stage: "preflight", parameter: method });
    expect(titleOf(finding, { method, preflight: { headers: { "Access-Control-Allow-Methods": allowed } } })).toBe(title);
  });

  it("names all disallowed headers together, or one by one on request", () => {
    const missing = ["x-a", "x-b", "x-c"].map((parameter) =>
      aFinding("header-disallowed", { stage: "preflight", parameter }),
    );
    const exchange = anExchange({ preflight: {}, ending: FAILED });
    const verdict = aBlock(missing[0] as Finding, { findings: missing.slice(1) });
    expect(explain(exchange, verdict).title).toBe(
      "Add x-a, x-b, and x-c to Access-Control-Allow-Headers on OPTIONS /items",
    );
    expect(explainFinding(exchange, verdict, missing[1] as Finding).title).toBe(
      "Add x-b to Access-Control-Allow-Headers on OPTIONS /items",
    );
  });

  it("advises the remedy's header lines", () => {
    const finding = aFinding("header-disallowed", { stage: "preflight", parameter: "x-a" });
    const set = [{ name: "Access-Control-Allow-Headers", value: "content-type, x-a" }];
    const remedy = [
      { hop: 0, stage: "preflight", url: "https://api.test/items", status: null, set, remove: [] },
    ] as const;
    const { fix } = explain(anExchange({ preflight: {} }), aBlock(finding, { remedy }));
    expect(fix[0]).toBe(
      "In the response to OPTIONS /items, send Access-Control-Allow-Headers: content-type, x-a",
    );
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["preflight-met-authentication", "preflight", 401, "Exempt OPTIONS /items from authentication"],
    ["preflight-not-routed",         "preflight", 405, "Handle OPTIONS on /items: the server responds with 405"],
    ["preflight-met-server-error",   "preflight", 502, "Fix the 502 on OPTIONS api.test/items first: it is not a CORS error"],
    ["error-status-hidden-by-cors",  "response",  500, "GET api.test/items returns 500: fix that first, not CORS"],
  ] as const)("puts the root cause %s above the symptom", (code, stage, status, title) => {
    const exchange = anExchange({ ending: FAILED, preflight: { status }, response: { status, headers: {} } });
    const symptom = aFinding("missing-allow-origin", { stage });
    expect(explain(exchange, aBlock(symptom, { findings: [aFinding(code, { stage })] })).title).toBe(title);
    // A note on another message does not apply.
    expect(explain(exchange, aBlock(symptom, { findings: [aFinding(code, { stage, hop: 1 })] })).title).toMatch(/^Send /);
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["preflight-met-authentication", 401, "preflight-invalid-status"],
    ["preflight-not-routed",         404, "preflight-invalid-status"],
    ["preflight-met-server-error",   502, "missing-allow-origin"],
  ] as const)("tells of %s with its status once", (code, status, symptom) => {
    const stage = "preflight";
    const block = aBlock(aFinding(symptom, { stage }), { findings: [aFinding(code, { stage })] });
    const { because } = explain(anExchange({ ending: FAILED, preflight: { status } }), block);
    expect(because.join(" ").split(String(status))).toHaveLength(2);
  });

  it("explains a preflight redirected to a sign-in page only once", () => {
    const stage = "preflight";
    const symptom = aFinding("preflight-disallowed-redirect", { stage });
    const note = aFinding("preflight-met-authentication", { stage });
    const headers = { Location: "https://login.test/authorize" };
    const { because } = explain(
      anExchange({ method: "PUT", ending: FAILED, preflight: { status: 302, headers } }),
      aBlock(symptom, { findings: [note] }),
    );
    expect(because.slice(0, 4)).toEqual([
      "api.test responded to OPTIONS /items with 302: it requires authentication for the preflight.",
      "Browsers never send cookies or Authorization with preflights.",
      "The redirect leads to https://login.test/authorize, which looks like a sign-in page.",
      "A preflight does not follow redirects, so the PUT was never sent.",
    ]);
  });

  // Gecko's webRequest joins the lines of a header; DevTools reports them separately.
  it.each([
    ["gecko", "*, https://app.test", false, "joined"],
    ["gecko", "*, https://app.test", true, ""],
    ["gecko", "*", false, ""],
    ["chromium", "*, https://app.test", false, ""],
  ] as const)(
    "in %s explains for %s, its lines recorded: %s, whether there are several: %j",
    (browser, value, linesSeen, said) => {
      const exchange = anExchange({
        browser,
        ending: FAILED,
        response: { headers: { [ACAO]: value }, linesSeen },
      });
      const plain = anExchange({
        browser: "chromium",
        ending: FAILED,
        response: { headers: { [ACAO]: value } },
      });
      const block = aBlock(acao("multiple-allow-origin-values", value));
      const more = explain(exchange, block).because.length - explain(plain, block).because.length;
      expect(more).toBe(said === "" ? 0 : 1);
    },
  );

  it("counts the lines of a repeated header", () => {
    const headers = [
      [ACAO, "*"],
      [ACAO, "https://app.test"],
      [ACAO, "*"],
    ] as const;
    const of = (lines: number) => {
      const exchange = anExchange({
        ending: FAILED,
        response: { headers: headers.slice(0, lines) },
      });
      return explain(exchange, aBlock(acao("multiple-allow-origin-values", "*, *"))).because.join(
        " ",
      );
    };
    expect(of(3)).toMatch(/\b(?:3|three)\b/);
    expect(of(1)).not.toMatch(/\b(?:1|one) (?:line|time)/);
  });

  it("blames an extension only if it changed the failing header", () => {
    const evidence = [{ header: ACAO, got: "https://app.test", wanted: null }];
    const exchange = anExchange({ response: { rewrittenHeaders: {} }, ending: FAILED });
    const rewritten = aFinding("headers-rewritten-by-extension", { evidence });
    const words = explain(
      exchange,
      aBlock(acao("missing-allow-origin", null), { findings: [rewritten] }),
    );
    expect(words.title).toBe("Find what changes the headers of GET /items in this browser");
    // The server sent the header.
    expect(words.fix.join()).not.toContain("Access-Control");
    expect(words.remedyHelps).toBe(false);
    expect(
      explain(exchange, aBlock(aFinding("invalid-allow-credentials"), { findings: [rewritten] }))
        .title,
    ).toMatch(/^Send /);
  });

  it("never advises null or * with credentials", () => {
    const init = {
      originPerHop: ["null"],
      credentials: { value: "include", basis: "observed" },
    } as const;
    const { title, fix } = explain(anExchange(), aBlock(aFinding("missing-allow-origin"), init));
    expect(title).toMatch(/^Request https:\/\/api.test\/items directly/);
    expect(fix.join("\n")).not.toMatch(/Access-Control-Allow-Origin: (?:null|\*)/);
  });

  it.each([
    ["assumed", true],
    ["observed", false],
  ] as const)("says that * fails with credentials, where their absence is %s", (basis, says) => {
    const init = { originPerHop: ["null"], credentials: { value: "same-origin", basis } } as const;
    const { fix } = explain(anExchange(), aBlock(aFinding("missing-allow-origin"), init));
    expect(fix.join("\n")).toMatch(/can allow every origin \(\*\)/);
    expect(/fails if the request includes credentials/.test(fix.join("\n"))).toBe(says);
  });

  it("explains that the request reached the server, where that matters", () => {
    const because = (method: string) =>
      explain(anExchange({ method }), aBlock(aFinding("missing-allow-origin"))).because.join("\n");
    expect(because("POST")).toContain("may have processed it");
    expect(because("GET")).not.toContain("may have processed it");
  });

  it.each([
    ["https://b.test", "https://b.test also requests https://api.test/items"],
    [null, "also requested without an Origin header"],
  ])("explains why the response has to vary where %s requests it too", (origin, said) => {
    const set = [{ name: "Vary", value: "Origin" }];
    const change = { hop: 0, stage: "response", status: null, remove: [], set } as const;
    const verdict = aBlock(acao("allow-origin-mismatch", "https://b.test"), {
      remedy: [{ ...change, url: "https://api.test/items" }],
    });
    const other = anOtherRequester({ origin });
    const fix = (init: ExchangeInit, of = verdict) => explain(anExchange(init), of).fix.join(" ");
    expect(fix({ requesters: [other] })).toContain(said);
    expect(fix({ requesters: [other] }, { ...verdict, remedy: null })).not.toContain(said);
    expect(fix({ requesters: [{ ...other, storedApart: true }] })).not.toContain(said);
    // If a response was in the cache already, that comes first, and only once.
    const stored = aFinding("cached-for-another-request");
    const findings = [...verdict.findings, stored];
    expect(fix({ requesters: [other] }, { ...verdict, findings })).not.toContain(said);
  });

  it("names no header where the disallowed one is not known", () => {
    const { title, fix } = explain(
      anExchange({ preflight: {}, ending: FAILED }),
      aBlock(aFinding("header-disallowed", { stage: "preflight" })),
    );
    expect(title).toBe("Add … to Access-Control-Allow-Headers on OPTIONS /items");
    expect(fix[0]).toBe("In the response to OPTIONS /items, send Access-Control-Allow-Headers: ");
  });

  // https://xhr.spec.whatwg.org/#the-send()-method : an upload listener alone requires a preflight.
  it.each([
    ["preflight", ["upload listener or stream body"], true],
    ["preflight", ["upload listener or stream body", "header x-a"], false],
    ["preflight", ["header x-a"], false],
    ["preflight", [], false],
    ["response", ["upload listener or stream body"], false],
  ] as const)(
    "for a block at the %s, needed because of %j, advises to remove the listener: %s",
    (stage, reasons, advises) => {
      const because = reasons.map((reason) => aReason(reason));
      const preflight = { needed: true, because, seen: "sent" } as const;
      const exchange = anExchange({ preflight: {}, call: aCall({ api: "xhr" }), ending: FAILED });
      const finding = acao("missing-allow-origin", null, stage);
      const { fix } = explain(exchange, aBlock(finding, { preflight }));
      expect(/xhr\.upload/.test(fix.join(" "))).toBe(advises);
    },
  );

  it.each([
    ["preflight", true],
    ["response", false],
  ] as const)("of a beacon's block at the %s, advises to send text: %s", (stage, advises) => {
    const exchange = anExchange({ preflight: {}, call: aCall({ api: "beacon" }), ending: FAILED });
    const { fix } = explain(exchange, aBlock(acao("missing-allow-origin", null, stage)));
    expect(/text\/plain|as text/i.test(fix.join(" "))).toBe(advises);
  });

  // A fixed server has no effect until the cached response is gone.
  it.each([
    ["response", 0, true],
    ["response", 1, false],
    ["preflight", 0, false],
  ] as const)(
    "for a %s, with a note on a cached response at hop %i, begins with the cache: %s",
    (stage, hop, begins) => {
      const exchange = anExchange({ preflight: {}, response: { headers: {}, fromCache: true } });
      const symptom = acao("missing-allow-origin", null, stage);
      const plain = explain(exchange, aBlock(symptom));
      const note = aFinding("response-from-cache", { hop });
      const noted = explain(exchange, aBlock(symptom, { findings: [note] }));
      const ofNote = explainFinding(exchange, aBlock(symptom), note);
      expect(noted.title).toBe(plain.title);
      expect(noted.fix).toEqual(begins ? [...ofNote.fix, ...plain.fix] : plain.fix);
      expect(ofNote.because.every((one) => noted.because.includes(one))).toBe(begins);
    },
  );

  it("advises to change the call, not the headers, for a redirect that the call refuses", () => {
    const at = (stage: Finding["stage"], redirect: "error" | "follow") =>
      explain(
        anExchange({
          ...{ url: "https://api.test/a", call: aCall({ redirect }), ending: FAILED },
          response: { status: 302, headers: { Location: "https://api.test/b" } },
        }),
        aBlock(acao("missing-allow-origin", null, stage)),
      );
    const words = explainFinding(
      anExchange({
        url: "https://api.test/a",
        response: { status: 302, headers: { Location: "https://api.test/b" } },
      }),
      aVerdict(),
      aFinding("redirect-mode-error", { stage: "redirect" }),
    );
    expect(at("redirect", "error").title).toBe(words.title);
    expect(at("redirect", "error").fix).toEqual(words.fix);
    for (const other of [at("redirect", "follow"), at("response", "error")]) {
      expect(other.title).not.toBe(words.title);
      expect(other.fix.join(" ")).toContain(`${ACAO}: https://app.test`);
    }
  });

  it("quotes a header that several findings are about once", () => {
    const missing = ["x-a", "x-b"].map((parameter) =>
      aFinding("header-disallowed", {
        ...{ stage: "preflight", parameter },
        evidence: [{ header: "Access-Control-Allow-Headers", got: "x", wanted: "x-a, x-b" }],
      }),
    );
    const other = aFinding("header-disallowed", {
      ...{ stage: "preflight", parameter: "x-c" },
      evidence: [
        { header: "access-control-allow-headers", got: "x", wanted: "x-a, x-b" },
        { header: "Access-Control-Allow-Headers", got: "y", wanted: "x-a, x-b" },
        { header: "Access-Control-Allow-Headers", got: "x", wanted: "x-c" },
      ],
    });
    const block = aBlock(missing[0] as Finding, { findings: [missing[1] as Finding, other] });
    const { evidence } = explain(anExchange({ preflight: {}, ending: FAILED }), block);
    expect(evidence.map(({ got, wanted }) => `${got} ${wanted}`)).toEqual([
      "x x-a, x-b",
      "y x-a, x-b",
      "x x-c",
    ]);
  });

  it("lists both causes of an ambiguous exchange, and what distinguishes them", () => {
    const { because } = explain(
      anExchange(),
      aBlock(aFinding("missing-allow-origin"), {
        certainty: "ambiguous",
        alternatives: [aCause("invalid-allow-credentials")],
        credentials: { value: "same-origin", basis: "assumed" },
      }),
    );
    expect(because.at(-2)).toBe("The recorded data also fits: credentials not allowed.");
    expect(because.at(-1)).toMatch(/^It depends on whether the request includes credentials/);
  });
});

describe("explain, for a request that was not blocked", () => {
  const said = (init: ExchangeInit, verdict?: VerdictInit) => {
    const exchange = anExchange(init);
    return explain(exchange, verdict === undefined ? judge(exchange) : aVerdict(verdict));
  };
  const include = { value: "include", basis: "observed" } as const;

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["an equal origin",  said({}),                                                      "allowed: origin matches",     "Access-Control-Allow-Origin is your page's origin, https://app.test."],
    ["credentials",      said({}, { credentials: include }),                            "allowed: origin matches",     "Access-Control-Allow-Origin is your page's origin, https://app.test, and Access-Control-Allow-Credentials is true."],
    ["the wildcard",     said({ response: { headers: { [ACAO]: "*" } } }),              "allowed: * allows every origin",  "Access-Control-Allow-Origin is *, and the request included no credentials."],
    ["the same origin",  said({ url: "https://app.test/x" }),                           "allowed: same origin",        "The page and the URL have the same origin, https://app.test. No permission is needed."],
    ["a navigation",     said({ resourceType: "main_frame" }),                          "allowed: navigation",         "CORS does not apply when the browser itself opens a document."],
    ["no-cors",          said({ requestHeaders: { "Sec-Fetch-Mode": "no-cors" } }),     "opaque (no-cors)",            'GET /items was sent with mode "no-cors".'],
    ["pending",          said({ ending: { kind: "pending" } }),                         "pending",                     "The request is still pending, so there is nothing to check yet."],
    ["aborted",          said({ ending: { kind: "failed", error: "net::ERR_ABORTED" } }), "aborted",                   "The page, or the browser for it, aborted GET /items before it ended."],
    ["unknown",          said({}, { ...aJudgement("unknown"), certainty: "ambiguous" }),                              "reason unknown",              "Chromium ended the request. According to the recorded headers, it should have passed."],
    ["unknown, with an error", said({ ending: FAILED }, { ...aJudgement("unknown"), certainty: "ambiguous" }),         "reason unknown",              "Chromium ended the request with net::ERR_FAILED. According to the recorded headers, it should have passed."],
    ["only a preflight", said({ completeness: "orphan-preflight" }),                    "only a preflight was recorded",   "A preflight was recorded, but not the request that it was sent for."],
  ])("%s", (_, explanation, short, because) => {
    expect(explanation.short).toBe(short);
    expect(explanation.because[0]).toBe(because);
  });

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["sent",   "A preflight was needed because of method PUT, and it passed."],
    ["cached", "A preflight was needed because of method PUT. A cached preflight response was still valid, so none was sent."],
  ] as const)("tells of a preflight that was %s", (seen, sentence) => {
    const preflight = { needed: true, because: [aReason("method PUT")], seen } as const;
    expect(said({ method: "PUT" }, { preflight }).because).toContain(sentence);
  });

  it.each([
    [200, false],
    [399, false],
    [400, true],
    [503, true],
  ])("explains that a status %i is not a CORS problem: %s", (status, says) => {
    const { because } = said({ response: { status } });
    expect(because.some((line) => line.includes(String(status)))).toBe(says);
  });

  it("names in the title why the request passes only by luck", () => {
    const finding = aFinding("authorization-covered-by-wildcard", { stage: "preflight" });
    const explanation = said({ preflight: {} }, { findings: [finding] });
    expect(explanation.title).toBe(
      "Add Authorization to Access-Control-Allow-Headers on OPTIONS /items",
    );
    expect(explanation.short).toBe("allowed, but only * allows Authorization");
  });

  it("predicts what another browser would do", () => {
    const lane = {
      ...aJudgement("blocked"),
      name: null,
      open: null,
    } as const;
    const same = { outcome: "allowed", cause: null, name: null, open: null } as const;
    const { because } = said({}, { lanes: { spec: lane, chromium: same, gecko: same } });
    expect(because).toContain(
      "The Fetch standard would block the request: no Access-Control-Allow-Origin.",
    );
  });

  it("names what is unknown about another browser, and why", () => {
    const same = { outcome: "allowed", cause: null, name: null, open: null } as const;
    const open = { outcome: "unknown", cause: null, name: null, open: "preflight-unseen" } as const;
    const { because } = said({}, { lanes: { spec: open, chromium: same, gecko: open } });
    expect(because.filter((line) => line.includes("unknown"))).toEqual([
      "In Firefox: unknown. Firefox would send a preflight, but no preflight response was recorded.",
    ]);
  });
});

describe("describeOutcome", () => {
  // biome-ignore format: a table is read by its columns.
  it.each([
    [aVerdict(),                                                                                "Allowed"],
    [aVerdict({ crossOrigin: false }),                                                          "Allowed · same origin"],
    [aBlock(aFinding("header-disallowed", { stage: "preflight" }), { reachedServer: false }),   "Blocked by the preflight · request not sent"],
    [aBlock(aFinding("missing-allow-origin")),                                                  "Blocked at the response · reached the server"],
    [aBlock(aFinding("connection-refused"), { reachedServer: false }),                          "Not CORS: connection refused"],
    [aBlock(aFinding("csp", { stage: "request" }), { reachedServer: false }),                   "Not CORS: Content-Security-Policy of the page"],
    [aVerdict(aJudgement("opaque")),                                                           "Opaque · the page's script cannot read it"],
    [aVerdict(aJudgement("aborted")),                                                          "Aborted"],
    [aVerdict(aJudgement("pending")),                                                          "Pending"],
    [aVerdict({ ...aJudgement("unknown"), certainty: "ambiguous" }),                              "Unknown · ambiguous"],
  ])("%#: %2$s", (verdict, wanted) => {
    expect(describeOutcome(verdict)).toBe(wanted);
  });
});

describe("any exchange", () => {
  it("is explained completely, in one line per sentence", () => {
    fc.assert(
      fc.property(anyHostileExchange(), (exchange) => {
        const verdict = judge(exchange);
        const explanations = [
          explain(exchange, verdict),
          ...verdict.findings.map((one) => explainFinding(exchange, verdict, one)),
        ];
        for (const { title, short, because, fix } of explanations) {
          for (const text of [title, short, ...because, ...fix]) {
            expect(text).not.toBe("");
            expect(text.length).toBeLessThan(700);
            expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e]|undefined|\[object/u);
          }
          expect(because.length).toBeGreaterThan(0);
          expect(fix.join("\n")).not.toMatch(/Access-Control-Allow-Origin: null|Private-Network/);
          if (verdict.credentials.value === "include") {
            expect(fix.join("\n")).not.toMatch(
              /send.*Access-Control-Allow-Origin: \*|every origin \(\*\)/,
            );
          }
        }
        for (const step of stepsOf(exchange))
          expect(describeStep(exchange, verdict, step)).toMatch(/^[A-Z][^\n]+/);
        expect(describeOutcome(verdict)).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });
});
