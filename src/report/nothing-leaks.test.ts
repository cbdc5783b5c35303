import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Surroundings } from "../diagnosis/surroundings.ts";
import { anExchange, anOtherRequester } from "../exchange/exchange.test-builder.ts";
import { type Exchange, firstHop } from "../exchange/exchange.ts";
import type { HeaderList } from "../http/header-list.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { sharedRemedy } from "../verdict/remedy/shared-remedy.ts";
import { tableOf } from "../words/languages.test-helper.ts";
import { copyRemedy, copySharedRemedy } from "./copy-remedy.ts";
import { COPY_KINDS, copyText } from "./copy-texts.ts";
import { makeHtmlReport } from "./html-report.ts";
import { makeReport } from "./make-report.ts";
import { textOfHtmlReport } from "./read-html-report.test-helper.ts";
import { type Shareable, share } from "./redact.ts";
import {
  SECRET_HEADERS,
  SECRET_PARAMETERS,
  SECRET_PATHS,
  SECRET_TEXTS,
  SHAPES,
} from "./secrets.test-table.ts";

const OPTIONS = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "1",
  browser: { name: "Chromium", version: "156" },
};

/** The page's own parts are the same in every report. */
const PARTS = { boot: "", script: "language_tag", style: "", messages: tableOf("en") };
const TOOLS = {
  gzip: async (text: string) => new Uint8Array(gzipSync(text, { level: 1 })),
  sha256: async () => "",
};

/** Every output for an exchange. */
async function outputs(exchange: Exchange, includeSecrets = false): Promise<string[]> {
  const judged: Judged = { exchange, verdict: judge(exchange) };
  const { remedy } = judged.verdict;
  const context = { ...OPTIONS, includeSecrets, host: null, at: new Date(0) };
  const shared = sharedRemedy([judged]);
  const page = await makeHtmlReport([judged], context, PARTS, TOOLS);
  return [
    ...(["har", "markdown"] as const).flatMap((format) => {
      const file = makeReport(format, [judged], context);
      return [file.name, file.text];
    }),
    textOfHtmlReport(page.text),
    ...COPY_KINDS.map((kind) =>
      copyText(kind, judged, { ...OPTIONS, includeSecrets }, surroundedBy(judged)),
    ),
    ...(remedy === null ? [] : [copyRemedy(exchange, remedy, includeSecrets)]),
    ...(shared === null ? [] : [copySharedRemedy(shared, includeSecrets)]),
    // Data that a future report may contain.
    JSON.stringify(share(judged, includeSecrets, surroundedBy(judged))),
  ];
}

/** The same exchange at every place of its surroundings. */
function surroundedBy(judged: Judged): Surroundings {
  const { id, hops } = judged.exchange;
  const { url, requestHeaders } = firstHop(judged.exchange);
  const name = requestHeaders?.[1]?.[1] ?? "";
  const cookie = { exchange: id, startedAt: 0, name, sentAt: null, removedAt: null };
  const refused = hops.map(() => ({ ...cookie, reason: "SameSite=Lax" }) as const);
  return {
    ...{ passedBefore: judged, passedAlike: judged, inWorkers: [judged] },
    hostOf: () => ({
      ...{ responses: 1, withCors: 1, refusedCookies: refused },
      sessions: [{ ...cookie, path: "/" }],
      passedWithoutPreflight: (origin) => [{ exchange: id, origin, url }],
    }),
  };
}

const BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** An exchange with a secret in every place that can hold one. */
function planted(
  url: string,
  header: readonly [string, string],
  text: string,
  shape: {
    readonly status: number;
    readonly failed: boolean;
    readonly method: string;
    readonly hops: number;
  },
): Exchange {
  const headers: HeaderList = [
    header,
    ["X-Text", text],
    ["Location", url],
    ["Referer", url],
    ["Link", `<${url}>; rel=x`],
    ["Access-Control-Allow-Origin", url],
  ];
  const stack = `Error\n    at f (${url}:1:2)\n    at g (${url}:3:4)`;
  const response = { status: shape.status, statusText: text, headers, rewrittenHeaders: headers };
  const hop = {
    url,
    method: shape.method,
    requestHeaders: [["Origin", "https://app.test"], ...headers] satisfies HeaderList,
    preflight: {
      url,
      requestHeaders: headers,
      response,
      redirect: { url, internal: false },
      ending: { kind: "failed", error: text },
    },
    response,
    redirect: { url, internal: false },
  } as const;
  return anExchange({
    id: `element:0:D1:1:${url}`,
    documentLifecycle: text,
    hops: Array.from({ length: shape.hops }, () => hop),
    ending: shape.failed
      ? { kind: "failed", error: `net::ERR_FAILED ${text}` }
      : { kind: "completed" },
    cachedFrom: { exchange: `element:0:D1:1:${url}`, origin: url },
    requesters: [
      anOtherRequester({ exchange: `element:0:D1:1:${url}`, origin: url, allowOrigin: url }),
    ],
    embedderPolicy: "require-corp",
    ancestorOrigins: [url, null],
    documentOrigins: [url],
    topOrigin: url,
    stack,
    workerScript: url,
    call: aCall({ url, stack, headerNames: [header[0].toLowerCase(), text] }),
    callResult: { result: "rejected", responseType: null, status: null, errorName: text },
    violation: { effectiveDirective: "img-src", blockedUrl: url, disposition: "enforce" },
    element: anElement({ url }),
  });
}

// Random text is not shrunk: a smaller one would no longer be a secret.
const random = fc.noShrink(
  fc
    .tuple(
      fc.stringMatching(/^[A-Z]\d[a-z]$/),
      fc.string({ unit: fc.constantFrom(...BASE62), minLength: 24, maxLength: 24 }),
    )
    .map((parts) => parts.join("")),
);
const template = (templates: readonly string[]) => fc.constantFrom(...templates);
const urls = fc.oneof(
  template(SECRET_PARAMETERS).map((name) => `https://api.test/a?x=1&${name}=§#${name}=§`),
  template(SHAPES).map((shape) => `https://api.test/a/${shape}/b?q=${shape}`),
  template(SECRET_PATHS).map((path) => `https://api.test${path}`),
  fc.constantFrom(
    "https://bob:§@api.test/a",
    "https://§@api.test/",
    "https://api.test/a/§",
    "https://api.test/?§",
  ),
);
const headers = fc.oneof(
  template(SECRET_HEADERS).map((name) => [name, "§"] as const),
  template(SHAPES).map((shape) => ["X-Any", shape] as const),
);
const shapes = fc.record({
  status: fc.constantFrom(200, 204, 302, 401, 403, 500),
  failed: fc.boolean(),
  method: fc.constantFrom("GET", "PUT", "POST"),
  hops: fc.integer({ min: 1, max: 3 }),
});

describe("no report and no copy", () => {
  it("contains a secret, wherever it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        random,
        urls,
        headers,
        template(SECRET_TEXTS),
        shapes,
        async (secret, url, [name, value], text, shape) => {
          const fill = (it: string) => it.replaceAll("§", secret);
          const exchange = planted(fill(url), [name, fill(value)], fill(text), shape);
          for (const output of await outputs(exchange)) {
            const at = output.indexOf(secret.slice(0, 13));
            expect(at < 0 ? "" : output.slice(Math.max(0, at - 200), at + 40)).toBe("");
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("omits it where the user includes secrets", async () => {
    const exchange = planted(
      "https://api.test/?token=s3cr3tZ",
      ["X-Key", "s3cr3tZ"],
      "token=s3cr3tZ",
      { status: 200, failed: false, method: "GET", hops: 1 },
    );
    const [, har, , , page] = await outputs(exchange, true);
    for (const output of [har, page]) expect(output).toContain("s3cr3tZ");
  });

  it("accepts text that did not pass the redaction", () => {
    // Checked by the compiler: a judged exchange is not shareable by itself.
    type IsRefused = Judged extends Shareable ? false : true;
    const isRefused: IsRefused = true;
    expect(isRefused).toBe(true);
  });
});
