import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anExchange } from "../../src/exchange/exchange.test-builder.ts";
import { firstHop } from "../../src/exchange/exchange.ts";
import { eightProblems } from "../../src/report/eight-problems.test-builder.ts";
import { toMarkdown } from "../../src/report/markdown.ts";
import { shareAll } from "../../src/report/redact.ts";
import { judge } from "../../src/verdict/judge.ts";
import { type Lab, startLab } from "./lab.ts";
import type { Script } from "./scripts.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

const NONE = { status: 200, statusText: "OK", headers: [] } as const;

/** The expected lines that the commands of a ticket's problem do not print. */
async function unseen(problem: string): Promise<string[]> {
  const [, block = ""] = /^```sh\n([\s\S]*?)^```$/m.exec(problem) ?? [];
  const missing: string[] = [];
  for (const command of block.split(/^(?=curl )/m).filter((one) => one.startsWith("curl "))) {
    const { stdout } = await promisify(execFile)("sh", ["-c", `# ticket\n${command}`]);
    const lines = stdout.split(/\r?\n/).map((line) => line.toLowerCase());
    const expected = [...command.matchAll(/^# expect: (.*)$/gm)].map(([, line = ""]) => line);
    expect(expected).not.toEqual([]);
    for (const line of expected) {
      const isSeen = line.startsWith("a status")
        ? /^http\/[\d.]+ 2/.test(lines[0] ?? "")
        : lines.includes(line.toLowerCase());
      if (!isSeen) missing.push(line);
    }
  }
  return missing;
}

it("a ticket's commands show what they promise once the server is changed, and not before", async () => {
  const page = lab.origins.page;
  const server = `${lab.origins.apiA}/_`;
  // A ninth problem, whose preflight is already right.
  const half = anExchange({
    ...{ id: "half", url: `${server}/half`, initiatorOrigin: page, method: "PUT" },
    preflight: {
      headers: { "Access-Control-Allow-Origin": page, "Access-Control-Allow-Methods": "PUT" },
    },
    ...{ response: { headers: {} }, ending: { kind: "failed", error: "net::ERR_FAILED" } },
  });
  const exchanges = [...eightProblems({}, { page, server }), half];
  const shared = shareAll(
    exchanges.map((exchange) => ({ exchange, verdict: judge(exchange) })),
    false,
  );
  const text = toMarkdown(shared, {
    includeSecrets: false,
    dropped: 0,
    creatorVersion: "1",
    browser: { name: "Chromium", version: "156" },
  });
  const problems = text.split(/^(?=## \d+\. )/m).slice(1);
  expect(problems).toHaveLength(9);

  const ids = exchanges.map((one) => new URL(firstHop(one).url).pathname.split("/")[2] as string);
  exchanges.forEach((exchange, index) => {
    const { preflight, response } = firstHop(exchange);
    const script: Script = { preflight: preflight?.response ?? NONE, response: response ?? NONE };
    lab.respond(ids[index] as string, script);
  });
  for (const problem of problems) expect(await unseen(problem), problem).not.toEqual([]);

  const allowed = [
    ["Access-Control-Allow-Origin", page],
    ["Access-Control-Allow-Credentials", "true"],
  ] as const;
  const preflight = {
    status: 204,
    headers: [
      ...allowed,
      ["Access-Control-Allow-Methods", "GET, POST, PUT"],
      ["Access-Control-Allow-Headers", "authorization, content-type"],
    ],
  } as const;
  for (const id of ids) lab.respond(id, { preflight, response: { headers: allowed } });
  for (const problem of problems) expect(await unseen(problem), problem).toEqual([]);
});
