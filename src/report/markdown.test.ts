import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { ALL_LANGUAGES, speaking } from "../words/languages.test-helper.ts";
import { exchangeToMarkdown, type MarkdownOptions, toMarkdown } from "./markdown.ts";
import { share } from "./redact.ts";

const OPTIONS: MarkdownOptions = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "0.1.0",
  browser: { name: "Chromium", version: "156" },
};
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

const judged = (exchanges: readonly Exchange[]) =>
  exchanges.map((exchange) => share({ exchange, verdict: judge(exchange) }, false));
const markdown = (...exchanges: Exchange[]) => toMarkdown(judged(exchanges), OPTIONS);

const blocked = anExchange({
  method: "PUT",
  url: "https://api.test/items/42",
  requestHeaders: null,
  response: null,
  ending: FAILED,
  preflight: {
    requestHeaders: {
      Origin: "https://app.test",
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "x-api-key",
    },
    headers: {
      "Access-Control-Allow-Origin": "https://app.test",
      "Access-Control-Allow-Credentials": "true",
      "Access-Control-Allow-Methods": "PUT",
    },
  },
});

describe("toMarkdown", () => {
  it("says who asked what, what was answered, what happened, what to change, and how to see it", () => {
    const text = markdown(blocked);
    expect(text).toMatch(/^# CORS report: 1 problem blocks 1 request$/m);
    expect(text).toMatch(
      /^## 1\. Add x-api-key to Access-Control-Allow-Headers on OPTIONS \/items\/42$/m,
    );
    expect(text).toContain(
      "The page on `https://app.test` requested `PUT https://api.test/items/42`",
    );
    expect(text).toContain("\nHTTP 204\nAccess-Control-Allow-Origin: https://app.test\n");
    expect(text).toContain("- Blocked by the preflight · request not sent.");
    expect(text).toContain("`Access-Control-Allow-Headers: x-api-key`");
    expect(text).toContain("-H 'Access-Control-Request-Headers: x-api-key'");
    expect(text).toMatch(/^curl -i -X PUT /m);
  });

  it("tells identical problems once, and the rest in a table", () => {
    const text = markdown(
      { ...blocked, id: "1" },
      { ...blocked, id: "2" },
      anExchange({ id: "3" }),
    );
    expect(text).toMatch(/^# CORS report: 1 problem blocks 2 requests$/m);
    expect(text).toContain("(×2)");
    expect(text.match(/^## 1\./gm)).toHaveLength(1);
    expect(text).toContain(
      "| Allowed | `GET` | `https://api.test/items` | allowed: origin matches |",
    );
  });

  it("keeps a long list short", () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      anExchange({
        id: String(i),
        url: `https://h${i}.test/`,
        response: { headers: {} },
        ending: FAILED,
      }),
    );
    const text = markdown(
      ...many,
      ...Array.from({ length: 300 }, (_, i) => anExchange({ id: `a${i}` })),
    );
    expect(text).toContain("35 more problems are in the HAR only");
    expect(text).toContain("100 more requests are in the HAR only");
  });

  it("has something to say of nothing", () => {
    expect(markdown()).toMatch(/^# CORS report: no problems$/m);
  });

  it("speaks the reader's language, with what to send as code", () => {
    const text = speaking("de", () => markdown(blocked));
    expect(text).toMatch(/^# CORS-Bericht: 1 Problem blockiert 1 Anfrage$/m);
    expect(text).toMatch(
      /^## 1\. x-api-key in Access-Control-Allow-Headers für OPTIONS \/items\/42 aufnehmen$/m,
    );
    expect(text).toMatch(
      /^- In die Antwort .* aufnehmen: `Access-Control-Allow-Headers: x-api-key`$/m,
    );
  });

  it.each(ALL_LANGUAGES)("holds together whatever the exchanges hold, in %s", (language) => {
    fc.assert(
      fc.property(fc.array(anyHostileExchange(), { maxLength: 3 }), (exchanges) => {
        const text = speaking(language, () => {
          for (const one of judged(exchanges)) exchangeToMarkdown(one, OPTIONS);
          return markdown(...exchanges);
        });
        const outside = outsideOfBlocks(text);
        // Every line outside a block is one of ours.
        for (const line of outside)
          expect(line).toMatch(/^(?:$|#{1,3} |- |\| |\|---|Recorded in |Aufgezeichnet in )/);
        for (const line of outside.filter((one) => one.startsWith("| "))) {
          expect(line.replaceAll("\\|", "").split("|")).toHaveLength(6);
        }
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0]/);
      }),
      { numRuns: 300 },
    );
  });
});

/** The lines outside fenced blocks; fails on a block that is never closed. */
function outsideOfBlocks(text: string): string[] {
  const outside: string[] = [];
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    if (fence !== null) {
      if (line === fence) fence = null;
    } else {
      const opens = /^(`{3,})\w/.exec(line);
      if (opens) fence = opens[1] ?? null;
      else outside.push(line);
    }
  }
  expect(fence).toBeNull();
  return outside;
}
