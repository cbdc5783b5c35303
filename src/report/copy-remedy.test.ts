import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { sharedRemedy } from "../verdict/remedy/shared-remedy.ts";
import { copyRemedy, copySharedRemedy } from "./copy-remedy.ts";

const ending = { kind: "failed", error: "net::ERR_FAILED" } as const;
const put = anExchange({
  ...{ method: "PUT", requestHeaders: null, response: null, ending },
  preflight: { status: 405, headers: {} },
});
const bare = (id: string, url: string) =>
  anExchange({ id, url, response: { headers: {} }, ending });
const judged = (exchange: typeof put) => ({ exchange, verdict: judge(exchange) });

describe("a remedy, copied", () => {
  it("lists all changes of each response: status, header lines and removals", () => {
    const changes = (judge(put).remedy ?? []).map((change) =>
      change.stage === "preflight" ? { ...change, remove: ["X-Wrong"] } : change,
    );
    expect(copyRemedy(put, changes, false)).toBe(
      [
        "In the response to OPTIONS https://api.test/items (the preflight)",
        "  respond with status 204",
        "  set    Access-Control-Allow-Origin: https://app.test",
        "  set    Access-Control-Allow-Methods: PUT",
        "  remove X-Wrong",
        "",
        "In the response to PUT https://api.test/items",
        "  set    Access-Control-Allow-Origin: https://app.test",
      ].join("\n"),
    );
  });

  it("does not list headers that are right", () => {
    const exchange = bare("1", "https://api.test/items");
    expect(copyRemedy(exchange, judge(exchange).remedy ?? [], false)).toBe(
      [
        "In the response to GET https://api.test/items",
        "  set    Access-Control-Allow-Origin: https://app.test",
      ].join("\n"),
    );
  });

  it("names every response that a change applies to", () => {
    const all = [bare("1", "https://api.test/a"), bare("2", "https://api.test/b")].map(judged);
    expect(copySharedRemedy(sharedRemedy(all) ?? [], false)).toBe(
      [
        "In the responses to",
        "  GET https://api.test/a",
        "  GET https://api.test/b",
        "  set    Access-Control-Allow-Origin: https://app.test",
      ].join("\n"),
    );
  });
});
