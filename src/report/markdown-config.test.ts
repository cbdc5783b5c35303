import { describe, expect, it } from "vitest";
import { anExchange, type HeadersInit } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { type MarkdownOptions, toMarkdown } from "./markdown.ts";
import { share } from "./redact.ts";

const OPTIONS: MarkdownOptions = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "0.1.0",
  browser: { name: "Chromium", version: "156" },
};

const markdown = (...exchanges: Exchange[]) =>
  toMarkdown(
    exchanges.map((exchange) => share({ exchange, verdict: judge(exchange) }, false)),
    OPTIONS,
  );

let id = 0;
const bare = (headers: HeadersInit, url = "https://api.test/items", status = 200) =>
  anExchange({
    ...{ id: `${id++}`, url, response: { status, headers } },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });
const refused = (headers: HeadersInit) =>
  anExchange({
    ...{ id: `${id++}`, url: "https://api.test/items", method: "PUT" },
    ...{ requestHeaders: null, response: null },
    preflight: { headers: { ...headers, "Access-Control-Allow-Origin": "https://app.test" } },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });

const HEADER_BLOCK = /^# response to /m;

describe("the changes in the Markdown report", () => {
  it("are a recognised stack's configuration instead of header lines", () => {
    const text = markdown(bare({ Server: "nginx/1.22.1" }));
    expect(text).toContain("```nginx\nmap $http_origin $cors_origin {");
    expect(text).toContain('    "https://app.test" $http_origin;');
    expect(text).toMatch(/^- Configuration for nginx, .*recognized.*api\.test/m);
    expect(text).toMatch(/^- .*<https:\/\/nginx\.org\/en\/docs\/\S+>$/m);
    expect(text).toMatch(/^- \S.*: .+ · .+: <https:\/\/nginx\.org\/\S+>/m);
    expect(text).toMatch(/^- nginx\.conf: In the server or virtual host of the API$/m);
    expect(text).not.toMatch(HEADER_BLOCK);
    // The ticket's order: the change first, then the commands.
    expect(text.indexOf("```nginx")).toBeLessThan(text.indexOf("\ncurl -i"));
    expect(text).toMatch(
      /\ncurl -i [\s\S]*\n# expect: Access-Control-Allow-Origin: https:\/\/app\.test\n/,
    );
  });

  it("appear once for each server, for all its requests", () => {
    const text = markdown(bare({ Server: "nginx" }), refused({ Server: "nginx" }));
    expect(text.match(/^## \d\./gm)).toHaveLength(2);
    expect(text.match(/map \$http_origin/g)).toHaveLength(1);
    expect(text).toContain('1 "GET, PUT";');
    expect(text).toMatch(/^## What to change: `https:\/\/api\.test` \(1, 2\)$/m);
  });

  it.each<[string, Exchange]>([
    ["the stack is unknown", bare({})],
    // gunicorn runs several frameworks.
    ["the layer may run several", bare({ Server: "gunicorn" })],
    ["the layer has no configuration of ours", bare({ "CF-Ray": "1", Server: "cloudflare" })],
  ])("are header lines where %s", (_name, exchange) => {
    expect(markdown(exchange)).toMatch(/^- .*`Access-Control-Allow-Origin: https:\/\/app\.test`$/m);
    const text = markdown(exchange, refused({}));
    expect(text).toMatch(HEADER_BLOCK);
    expect(text).toMatch(/^# response to OPTIONS https:\/\/api\.test\nHTTP 204$/m);
    expect(text).toMatch(/^## What to change: `https:\/\/api\.test` \(1, 2\)$/m);
    expect(text).toMatch(/^Access-Control-Allow-Methods: GET, PUT$/m);
  });

  it("are not repeated as header lines where a sentence is complete", () => {
    expect(markdown(bare({}))).not.toMatch(HEADER_BLOCK);
    const unauthorized = anExchange({
      ...{ id: `${id++}`, requestHeaders: null, response: null, method: "PUT" },
      ...{ preflight: { status: 401 }, ending: { kind: "failed", error: "net::ERR_FAILED" } },
    });
    expect(markdown(unauthorized)).toMatch(/^# response to OPTIONS .*\nHTTP 204$/m);
  });

  it("name the classic mistake that the recording shows", () => {
    const text = markdown(
      bare({ Server: "nginx" }, "https://api.test/broken", 404),
      anExchange({
        ...{ id: `${id++}`, url: "https://api.test/fine" },
        response: { headers: { Server: "nginx", "Access-Control-Allow-Origin": "*" } },
      }),
    );
    const mistake = /^- `add_header … always;` Successful responses carry the CORS headers/m;
    expect(text).toMatch(mistake);
    // Before everything else, as it explains the change.
    expect(text.search(mistake)).toBeLessThan(text.search(/^- Configuration for nginx/m));
  });

  it("are one configuration for paths with different settings, where the stack supports it", () => {
    const sent = (url: string, origin: string, credentials: "include" | "omit") =>
      anExchange({
        ...{ id: `${id++}`, url, initiatorOrigin: origin },
        call: aCall({ url, credentials }),
        response: { headers: { Server: "nginx" } },
        ending: { kind: "failed", error: "net::ERR_FAILED" },
      });
    const text = markdown(
      sent("https://api.test/mine", "https://app.test", "include"),
      sent("https://api.test/theirs", "https://two.test", "omit"),
    );
    expect(text.match(/\$cors_part \{/g)).toHaveLength(1);
    expect(text).toContain('"1:https://app.test" $http_origin;');
    expect(text).toContain('"2:https://two.test" $http_origin;');
    expect(text).not.toContain("Apply each configuration to its own paths");
  });

  it("are header lines for each group of paths where the stack is unknown", () => {
    const sent = (path: string, origin: string, credentials: "include" | "omit") => {
      const url = `https://api.test${path}`;
      return anExchange({
        ...{ id: `${id++}`, url, initiatorOrigin: origin, call: aCall({ url, credentials }) },
        ...{ response: { headers: {} }, ending: { kind: "failed", error: "net::ERR_FAILED" } },
      });
    };
    const mine = Array.from({ length: 10 }, (_, at) =>
      sent(`/mine-${at}`, "https://app.test", "include"),
    );
    const lines = markdown(
      ...mine,
      sent("/theirs", "https://two.test", "omit"),
      sent("/theirs", "https://three.test", "omit"),
    ).split("\n");
    const from = lines.findIndex((line) => line.startsWith("## What to change: "));
    const to = lines.findIndex((line) => line.startsWith("## 1. "));
    expect(lines.slice(from, to)).toEqual([
      "## What to change: `https://api.test` (1, 2, 3)",
      "- For these paths: `/mine-0`, `/mine-1`, `/mine-2`, `/mine-3`, `/mine-4`, `/mine-5`, `/mine-6`, `/mine-7`, and 2 more",
      "```http",
      "# response to https://api.test",
      "Access-Control-Allow-Origin: https://app.test",
      "Access-Control-Allow-Credentials: true",
      "Vary: Origin",
      "```",
      "- For these paths: `/theirs`",
      "```http",
      "# response to https://api.test",
      "Access-Control-Allow-Origin: https://three.test",
      "Vary: Origin",
      "# Origin: https://two.test → Access-Control-Allow-Origin: https://two.test",
      "```",
    ]);
  });
});
