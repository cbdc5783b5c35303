import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Exchange } from "../exchange/exchange.ts";
import { HIDDEN } from "../explanation/hidden-characters.ts";
import { anyHostileExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import { sharedRemedy } from "../verdict/remedy/shared-remedy.ts";
import { tableOf } from "../words/languages.test-helper.ts";
import { copyRemedy, copySharedRemedy } from "./copy-remedy.ts";
import { COPY_KINDS, copyText } from "./copy-texts.ts";
import { makeHtmlReport } from "./html-report.ts";
import { makeReport } from "./make-report.ts";

const OPTIONS = { creatorVersion: "1", browser: { name: "Chromium", version: "156" }, dropped: 0 };
const PARTS = { boot: "", script: "language_tag", style: "", messages: tableOf("en") };
const TOOLS = {
  gzip: async (text: string) => new Uint8Array(gzipSync(text, { level: 1 })),
  sha256: async (text: string) => createHash("sha256").update(text).digest("base64"),
};

/** Every output for an exchange, by name. */
async function outputs(exchange: Exchange, includeSecrets: boolean): Promise<[string, string][]> {
  const judged: Judged = { exchange, verdict: judge(exchange) };
  const { remedy } = judged.verdict;
  const options = { ...OPTIONS, includeSecrets };
  const context = { ...options, host: "app.test", at: new Date(0) };
  const shared = sharedRemedy([judged]);
  const page = await makeHtmlReport([judged], context, PARTS, TOOLS);
  const files = (["har", "markdown"] as const).map((format) =>
    makeReport(format, [judged], context),
  );
  return [
    ...[...files, page].flatMap(({ name, text }): [string, string][] => [
      ["a file's name", name],
      [name, text],
    ]),
    ...COPY_KINDS.map((kind): [string, string] => [kind, copyText(kind, judged, options)]),
    ["remedy", remedy === null ? "" : copyRemedy(exchange, remedy, includeSecrets)],
    ["shared remedy", shared === null ? "" : copySharedRemedy(shared, includeSecrets)],
  ];
}

/** Characters that control a terminal or change how a line reads: controls and direction marks. */
const OBEYED = new RegExp(`(?!\\n)[${HIDDEN}]`, "u");

describe("exported text", () => {
  it("contains no terminal commands and nothing that hides part of a line", async () => {
    await fc.assert(
      fc.asyncProperty(anyHostileExchange(), fc.boolean(), async (exchange, includeSecrets) => {
        for (const [name, text] of await outputs(exchange, includeSecrets)) {
          const found = OBEYED.exec(text);
          expect(
            found && `${name}: ${JSON.stringify(text.slice(found.index - 40, found.index + 10))}`,
          ).toBeNull();
        }
      }),
      { numRuns: 60 },
    );
  });
});
