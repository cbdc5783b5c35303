import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, type HeadersInit, withFields } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { ALL_LANGUAGES, speaking } from "../words/languages.test-helper.ts";
import { eightProblems } from "./eight-problems.test-builder.ts";
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
  it.each([
    [25, null],
    [26, "1 more problem is only in the HAR and the HTML report."],
    [110, "85 more problems are only in the HAR and the HTML report."],
  ])(
    "states for %d problems at the top how many are omitted, and where they are",
    (count, left) => {
      const hosts = Array.from({ length: count }, (_, at) => `https://api${at}.test/`);
      const exchanges = hosts.map((url, at) =>
        anExchange({ id: String(at), url, response: { headers: {} }, ending: FAILED }),
      );
      const [head, ...rest] = markdown(...exchanges).split("\n## ");
      expect(head).toMatch(
        new RegExp(`^# CORS report: ${count} problems block ${count} requests$`, "m"),
      );
      expect(rest.filter((section) => /^\d+\. /.test(section))).toHaveLength(Math.min(count, 25));
      if (left === null) expect(head).not.toContain("more problem");
      else expect(head).toContain(`- **${left}**`);
    },
  );

  it("names the request, the response, the outcome, the fix and a command to reproduce it", () => {
    const text = markdown(blocked);
    expect(text).toMatch(/^# CORS report: 1 problem blocks 1 request$/m);
    expect(text).toMatch(
      /^## 1\. Add x-api-key to Access-Control-Allow-Headers on OPTIONS \/items\/42$/m,
    );
    expect(text).toContain(
      "The page on `https://app.test` requested PUT `https://api.test/items/42`.",
    );
    expect(text).toContain("\nHTTP 204\nAccess-Control-Allow-Origin: https://app.test\n");
    expect(text).toMatch(/^- Blocked by the preflight · request not sent\./m);
    expect(text).toContain("`Access-Control-Allow-Headers: x-api-key`");
    expect(text).toContain("-H 'Access-Control-Request-Headers: x-api-key'");
    expect(text).toMatch(/^curl -i -X PUT /m);
  });

  it("names a worker's script where no line is known", () => {
    const workerScript = "https://app.test/w.js?token=Zq7kX9vB2mW4";
    const text = markdown(
      withFields(blocked, { call: null, callResult: null, stack: null, workerScript }),
    );
    expect(text).toMatch(/^- Page: `https:\/\/app\.test` · Initiator: `w\.js`$/m);
  });

  it("lists identical problems once, and counts the rest", () => {
    const text = markdown(
      { ...blocked, id: "1" },
      { ...blocked, id: "2" },
      anExchange({ id: "3" }),
    );
    expect(text).toMatch(/^# CORS report: 1 problem blocks 2 requests$/m);
    expect(text).toContain("(×2)");
    expect(text.match(/^## 1\./gm)).toHaveLength(1);
    expect(text).toMatch(/^- 1 other request was not blocked\.$/m);
  });

  it("lists what to check in requests that passed once for each kind, with how often", () => {
    const refused = (id: string) => {
      const headers = { "Access-Control-Allow-Origin": "https://app.test" };
      return anExchange({ id, response: { status: 401, headers } });
    };
    const checked = (count: number) =>
      /^## Also check\n- (.*)$/m.exec(
        markdown(...Array.from({ length: count }, (_, at) => refused(String(at)))),
      )?.[1];
    expect(checked(1)).toMatch(/^[^×]*401[^×]*$/);
    expect(checked(3)).toMatch(/^[^×]*401[^×]* \(×3\)\. [^×]*$/);
  });

  it("shortens a long list", () => {
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
    expect(text).toContain("35 more problems are only in the HAR and the HTML report.");
    expect(text).toContain("300 other requests were not blocked.");
    expect(text.split("\n").length).toBeLessThan(400);
  });

  it("has a text for an empty recording", () => {
    expect(markdown()).toMatch(/^# CORS report: no problems$/m);
  });

  it("is in the reader's language, with header lines as code", () => {
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
        expect(outside.filter((line) => !/^(?:$|#{1,2} |- )/.test(line))).toEqual([]);
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0]/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the ticket for eight problems of one server", () => {
  const SERVERS: readonly [string, HeadersInit, string][] = [
    ["of an unknown stack", {}, "\n```http\n# response to OPTIONS https://api.test\n"],
    ["that runs nginx", { Server: "nginx/1.22.1" }, "\n```nginx\n"],
    ["that runs Express", { "X-Powered-By": "Express" }, "\n```javascript\n"],
  ];

  describe.each(SERVERS)("%s", (_name, own, block) => {
    const eight = eightProblems(own);
    const text = markdown(...eight);

    it.each(ALL_LANGUAGES)("has at most 120 lines, in %s", (language) => {
      const spoken = speaking(language, () => markdown(...eight));
      expect(spoken.match(/^## \d\. /gm)).toHaveLength(8);
      expect(spoken.trimEnd().split("\n").length).toBeLessThanOrEqual(120);
    });

    it("begins with time, page, browser and initiator, and one line for each server", () => {
      const [title, provenance, page, server] = text.split("\n");
      expect(title).toBe("# CORS report: 8 problems block 8 requests");
      expect(provenance).toMatch(/^- 2026-01-02 03:04 UTC · Recorded in Chromium 156 /);
      expect(page).toMatch(/^- Page: `https:\/\/app\.test` · Initiator: `api\.js:1`, /);
      expect(server).toMatch(
        /^- Server `https:\/\/api\.test`.*: 8 problems \(1, 2, 3, 4, 5, 6, 7, 8\)$/,
      );
    });

    it("does not repeat a problem's header line, or that there are others", () => {
      for (const section of text.split(/^## (?=\d)/m).slice(1)) {
        const prose = section.slice(section.indexOf("\n"), section.indexOf("\n```"));
        const lines = prose.match(/(?<=[Ss]end `?)Access-Control-[\w-]+: [^\s`.]+/g) ?? [];
        expect(lines).toEqual([...new Set(lines)]);
        expect(prose.match(/Other problems:/g)?.length ?? 0).toBeLessThanOrEqual(1);
      }
    });

    it("lists the server's changes once, before the problems", () => {
      expect(text.match(/^## What to change: `https:\/\/api\.test`/gm)).toHaveLength(1);
      expect(text).toContain(block);
      expect(text.indexOf(block)).toBeLessThan(text.indexOf("\n## 1. "));
    });

    it("has valid shell commands with expected lines, and evidence for each problem", () => {
      const problems = text.split(/^(?=## \d\. )/m).slice(1);
      for (const problem of problems) {
        const [, commands = ""] = /^```sh\n([\s\S]*?)^```$/m.exec(problem) ?? [];
        expect(commands).toMatch(/^curl -i .*\n# expect: /m);
        execFileSync("sh", ["-n"], { input: commands });
        expect(problem).toMatch(/^<details><summary>Evidence<\/summary>(?:<pre>.*|\n)$/m);
        expect(problem).toMatch(/<\/details>\n(?:\n|$)/);
        expect(problem).toMatch(/^- \*\*To be fixed by: server \(\w+\)\.\*\* /m);
      }
    });
  });

  it("fits all that its problems need", () => {
    const preflights = eightProblems().map((one, index) => ({
      ...(eightProblems()[5 + (index % 3)] as Exchange),
      id: one.id,
      initiatorOrigin: `https://app${index}.test`,
    }));
    expect(
      markdown(...preflights)
        .trimEnd()
        .split("\n").length,
    ).toBeLessThanOrEqual(120);
  });
});

/** The lines outside code blocks and collapsed evidence; fails if a block is never closed. */
function outsideOfBlocks(text: string): string[] {
  const outside: string[] = [];
  let fence: string | null = null;
  let isFolded = false;
  for (const line of text.split("\n")) {
    if (fence !== null) {
      if (line === fence) fence = null;
    } else {
      const opens = /^(`{3,})\w/.exec(line);
      if (opens) fence = opens[1] ?? null;
      else if (/^(?:<details><summary>[^<>]*<\/summary>|<\/details>)$/.test(line)) continue;
      else if (line.startsWith("<details>")) isFolded = true;
      else if (!isFolded) outside.push(line);
      if (isFolded) {
        expect(line.replace(/^<details><summary>[^<>]*<\/summary><pre>/, "")).toMatch(
          /^[^<>]+(?:<\/pre><\/details>)?$/,
        );
        if (line.endsWith("</pre></details>")) isFolded = false;
      }
    }
  }
  expect(fence).toBeNull();
  expect(isFolded).toBe(false);
  return outside;
}
