import { expect, it } from "vitest";
import { canPredict } from "./can-predict.ts";
import { aCause, aJudgement, aVerdict, type VerdictInit } from "./verdict.test-builder.ts";

const mode = (value: "cors" | "no-cors" | "navigate" | "websocket") =>
  ({ mode: { value, basis: "observed" } }) as const;

// The What-if edits response headers, so it can predict only where they decide.
it.each<[what: string, verdict: VerdictInit, can: boolean]>([
  ["a request that CORS allowed", {}, true],
  [
    "a request that CORS blocked",
    { outcome: "blocked", cause: aCause("missing-allow-origin") },
    true,
  ],
  ["an opaque response", { ...mode("no-cors"), ...aJudgement("opaque") }, true],
  ["a request that the page's policy blocked", { outcome: "blocked", cause: aCause("csp") }, false],
  ["mixed content", { outcome: "blocked", cause: aCause("mixed-content") }, false],
  ["a request to the page's own origin", { crossOrigin: false }, false],
  ["a navigation", mode("navigate"), false],
  ["a WebSocket", mode("websocket"), false],
  ["a request that the page aborted", { outcome: "aborted", cause: aCause("aborted") }, false],
  [
    "a request with a network error",
    { outcome: "failed", cause: aCause("connection-refused") },
    false,
  ],
])("%s can be predicted or not", (_what, verdict, can) => {
  expect(canPredict(aVerdict(verdict))).toBe(can);
});
