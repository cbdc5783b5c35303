import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { speaking, tableOf } from "../words/languages.test-helper.ts";
import { eightProblems } from "./eight-problems.test-builder.ts";
import { toHar } from "./har.ts";
import { makeHtmlReport, type PageTools } from "./html-report.ts";
import type { ReportContext } from "./make-report.ts";
import { exchangeToMarkdown, toMarkdown } from "./markdown.ts";
import { readHtmlReport } from "./read-html-report.test-helper.ts";
import { shareAll } from "./redact.ts";

const CONTEXT: ReportContext = {
  includeSecrets: false,
  dropped: 3,
  creatorVersion: "0.1.0",
  browser: { name: "Chromium", version: "156" },
  host: "app.test",
  at: new Date("2026-07-31T14:05:01.000Z"),
};
const TOOLS: PageTools = {
  gzip: async (text) => new Uint8Array(gzipSync(text)),
  sha256: async (text) => createHash("sha256").update(text).digest("base64"),
};
const PARTS = {
  boot: "run()",
  script: 'say("language_tag", "count_paths", "report_no_bodies")',
  style: "p { color: red }",
};

/** The budget of build/report-page.ts, as encoded in a page, with all messages. */
const PAGE_BYTES = (112_000 + 30_000) * 1.23;

const judged = (exchanges: readonly Exchange[]) =>
  exchanges.map((exchange) => ({ exchange, verdict: judge(exchange) }));

async function pageOf(exchanges: readonly Exchange[], context: Partial<ReportContext> = {}) {
  const parts = { ...PARTS, messages: tableOf("en") };
  const whole = { ...CONTEXT, ...context };
  const { name, text } = await makeHtmlReport(judged(exchanges), whole, parts, TOOLS);
  return { name, text, ...readHtmlReport(text) };
}

describe("the HTML report", () => {
  it("contains the HAR's exchanges and the recording", async () => {
    const { name, cors, recorded } = await pageOf(eightProblems());
    const shared = shareAll(judged(eightProblems()), false);
    const { exchanges, ...rest } = toHar(shared, CONTEXT).log._cors;
    expect(cors).toMatchObject(JSON.parse(JSON.stringify({ ...rest, exchanges })));
    expect(cors.capture).toMatchObject({ version: 1, redacted: true, dropped: 3 });
    expect(recorded).toEqual(shared.map(({ exchange }) => exchange));
    expect(name).toMatch(/^crosscheck-app\.test-20260731-\d{6}\.html$/);
  });

  it("may run only its own scripts, and may not request anything", async () => {
    const { text, scripts } = await pageOf(eightProblems());
    const [, policy = ""] =
      /<meta http-equiv="Content-Security-Policy" content="(.*?)">/.exec(text) ?? [];
    const hash = async (of: string) => `'sha256-${await TOOLS.sha256(of)}'`;
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${await hash(PARTS.boot)} ${await hash(PARTS.script)}`,
      `style-src ${await hash(PARTS.style)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(scripts.get("")).toBe(PARTS.boot);
    expect(text).not.toMatch(/\b(?:src|href)=/);
  });

  it("has the same text for each exchange and problem as the other reports", async () => {
    const eight = eightProblems();
    const { page } = await pageOf([...eight, { ...(eight[0] as Exchange), id: "again" }]);
    const shared = shareAll(judged(eight), false);
    const unescaped = (markdown: string) => markdown.replaceAll(/[\\`]/g, "");
    const titles = new Map(page.exchanges.map(([id, , { title }]) => [id, title]));
    for (const one of shared) {
      expect(unescaped(exchangeToMarkdown(one, CONTEXT))).toContain(
        `## 1. ${titles.get(one.exchange.id)}\n`,
      );
    }
    expect(page.problems.map(([, count]) => count)).toEqual([2, 1, 1, 1, 1, 1, 1, 1]);
    const ticket = unescaped(toMarkdown(shared, CONTEXT));
    expect(page.markdown).toContain("## 8. ");
    for (const [, , { title }] of page.problems) expect(ticket).toContain(`. ${title}\n`);
  });

  it("contains exactly the messages that its script uses, in every plural form", async () => {
    const { page } = await pageOf([]);
    expect(Object.keys(page.words).sort()).toEqual([
      ...["count_paths@one", "count_paths@other", "language_tag", "report_no_bodies"],
    ]);
    expect(page).toMatchObject({ script: PARTS.script, style: PARTS.style });
  });

  it("is in the reader's language, including its frame", async () => {
    const { text } = await speaking("de", () => pageOf([], { host: '<b>"&' }));
    expect(text).toContain('<html lang="de">');
    expect(text).toContain("<title>CORS-Bericht: &#60;b&#62;&#34;&#38;</title>");
  });

  it("is valid for any exchanges", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyHostileExchange(), { maxLength: 3 }),
        fc.boolean(),
        async (exchanges, includeSecrets) => {
          const { text, scripts, cors } = await pageOf(exchanges, { includeSecrets, host: null });
          expect(scripts.size).toBe(3);
          expect(text.match(/<[a-z!/]/g)).toHaveLength(24);
          expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
          expect(cors.exchanges).toHaveLength(exchanges.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("has at most 400 kB for 100 requests, including the recording", async () => {
    // The page's own parts have a budget in the build.
    const eight = eightProblems({ Server: "nginx/1.22.1" });
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...(eight[index % eight.length] as Exchange),
      id: `many-${index}`,
    }));
    const { text } = await pageOf(many);
    expect(text.length).toBeLessThan(400_000 - PAGE_BYTES);
  });

  it("escapes foreign markup", async () => {
    const url = "https://api.test/</script><script>alert(1)</script><!--";
    const { text, cors } = await pageOf([anExchange({ id: "</script>", url })]);
    expect(text.match(/<\/script>/g)).toHaveLength(3);
    expect(text).not.toContain("<!--");
    expect(cors.exchanges[0]?.url).toBe(url);
  });
});
