import { expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { judge } from "./judge.ts";
import type { LaneName } from "./lane-name.ts";

const PAGE = "https://app.test";
const ORIGIN = "Access-Control-Allow-Origin";
const CREDENTIALS = "Access-Control-Allow-Credentials";
const METHODS = "Access-Control-Allow-Methods";

// Fetched in Chromium 156 and Firefox 153, with credentials.
// https://fetch.spec.whatwg.org/#concept-header-list-get
// biome-ignore format: a table is read by its columns.
it.each<[string, LaneName, readonly (readonly [string, string])[], string]>([
  ["an empty line after", "gecko", [[ORIGIN, PAGE], [CREDENTIALS, "true"], [CREDENTIALS, ""]], "allowed"],
  ["a line of spaces after", "gecko", [[ORIGIN, PAGE], [CREDENTIALS, "true"], [CREDENTIALS, "  "]], "allowed"],
  ["an empty line before", "gecko", [[ORIGIN, PAGE], [CREDENTIALS, ""], [CREDENTIALS, "true"]], "allowed"],
  ["an empty line alone", "gecko", [[ORIGIN, PAGE], [CREDENTIALS, ""]], "invalid-allow-credentials"],
  ["an empty member", "gecko", [[ORIGIN, PAGE], [CREDENTIALS, "true, "]], "invalid-allow-credentials"],
  ["an empty line of Access-Control-Allow-Origin", "gecko", [[ORIGIN, PAGE], [ORIGIN, ""], [CREDENTIALS, "true"]], "multiple-allow-origin-values"],
  ["an empty line after, in the standard's lane", "spec", [[ORIGIN, PAGE], [CREDENTIALS, "true"], [CREDENTIALS, ""]], "invalid-allow-credentials"],
])("%s: in %s", (_what, lane, headers, wanted) => {
  const { outcome, cause } = judge(
    anExchange({
      initiatorOrigin: PAGE,
      requestHeaders: { Origin: PAGE, Cookie: "a=b" },
      response: { headers },
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    }),
  ).lanes[lane];
  expect(cause?.code ?? outcome).toBe(wanted);
});

it("an empty line of a preflight response is handled alike", () => {
  const { lanes } = judge(
    anExchange({
      method: "PUT",
      initiatorOrigin: PAGE,
      requestHeaders: null,
      preflight: {
        headers: [
          [ORIGIN, PAGE],
          [METHODS, "PUT"],
          [METHODS, ""],
          [CREDENTIALS, "true"],
          [CREDENTIALS, ""],
        ],
      },
      response: null,
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    }),
  );
  expect(lanes.chromium.outcome).toBe("blocked");
  expect(lanes.gecko.cause).toBeNull();
});
